/** The report about many Kommunen: what is unknown is never fulfilled, and without names nobody can be recognised. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InvalidDataError } from '../../src/errors.ts';
import { buildRegion } from '../../src/report/kinds/region/build.ts';
import { leastInGroup } from '../../src/report/kinds/region/groups.ts';
import type { RegionInput, RegionKommune } from '../../src/report/kinds/region/input.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { editions, type ReportEdition } from '../../src/report/report-input.ts';
import { renderedFormats } from '../../src/report/report-kind.ts';
import { reportDataSchema } from '../../src/report/report-schema.ts';
import { hostileText } from './fixture.ts';
import { regionInput, regionKommunen } from './fixture-region.ts';
import { everythingIn } from './plants.ts';
import { reportsFolder } from './render.ts';

const render = (input: RegionInput, format: (typeof renderedFormats)[number]) =>
  renderReport(buildRegion(input), format, { reportsFolder });
const without = (names: readonly string[]) => names.join('|');
const sizesOf = (count: number, groesse: RegionKommune['groesse']) =>
  regionKommunen()
    .slice(0, count)
    .map((kommune) => ({ ...kommune, groesse }));

describe('the report about many Kommunen', () => {
  it('is the one on record', async () => {
    const data = buildRegion(regionInput());
    expect(reportDataSchema.safeParse(data).error).toBeUndefined();
    await expect(`${JSON.stringify(data, null, 2)}\n`).toMatchFileSnapshot('golden/region.json');
    for (const fassung of editions) {
      const markdown = Buffer.from(await render(regionInput(fassung), 'md')).toString('utf8');
      await expect(markdown).toMatchFileSnapshot(`golden/region-${fassung}.md`);
    }
  });

  it.each(renderedFormats)('has the same bytes twice as %s', { timeout: 60_000 }, async (format) => {
    const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(sha(await render(regionInput(), format))).toBe(sha(await render(regionInput(), format)));
  });

  it('counts every Kommune once in each distribution', () => {
    for (const fassung of editions) {
      const { gruppen, pflichten, luecken } = buildRegion(regionInput(fassung));
      const all = regionKommunen().length;
      expect(gruppen.reduce((sum, { kommunen }) => sum + kommunen, 0)).toBe(all);
      for (const { kommunen, minimum } of gruppen)
        expect(minimum.erfuellt + minimum.teilweise + minimum.nichtErfuellt + minimum.nichtBekannt).toBe(kommunen);
      for (const duty of pflichten)
        expect(duty.erfuellt + duty.teilweise + duty.nichtErfuellt + duty.nichtBekannt + duty.trifftNichtZu).toBe(all);
      for (const gap of luecken) expect(gap.ja + gap.nein + gap.teilweise + gap.entbehrlich + gap.nichtBekannt).toBe(all);
    }
  });

  it('says of those who answered nothing that it is not known', () => {
    const silent = regionKommunen().filter(({ hatAntworten }) => !hatAntworten);
    const data = buildRegion(regionInput('intern', silent));
    expect(data.saetze.bestand).toBe(
      'Betrachtet sind 2 Kommunen. Noch keine hat eine Frage beantwortet. Wie weit sie sind, wissen wir deshalb nicht.',
    );
    expect(data.saetze.minimum).toBe(
      'Das gesetzliche Minimum ist nach den Angaben bei 0 von 2 Kommunen ganz erfüllt; bei 2 ist mindestens eine nicht bekannt.',
    );
    expect(data.saetze.luecken).toContain('Das heißt nicht, dass es keine gibt');
    expect(data.gruppen[0]).toMatchObject({ ohneAntworten: 2, ja: 0, minimum: { erfuellt: 0, nichtBekannt: 2 } });
  });

  it('names the Kommunen that are late, the most overdue first, and those without data', () => {
    const { spaet, ohneAntworten } = buildRegion(regionInput());
    expect(spaet.map(({ name }) => name).slice(0, 2)).toEqual(['Musterort 4', 'Musterort 12']);
    expect(spaet.map(({ name }) => name)).not.toContain('Musterort 1');
    expect(ohneAntworten).toEqual(['Musterort 8', 'Musterort 9']);
  });

  it('uses the singular for one', () => {
    const data = buildRegion(regionInput('intern', regionKommunen(1)));
    expect(data.saetze.bestand).toBe('Betrachtet ist 1 Kommune. Von ihr liegen Antworten vor.');
  });

  it.each(['html', 'pdf', 'md'] as const)('survives hostile and long names as %s', { timeout: 60_000 }, async (format) => {
    const kommunen = regionKommunen().map((kommune) => ({ ...kommune, name: hostileText + 'x'.repeat(200) }));
    expect((await render(regionInput('intern', kommunen), format)).length).toBeGreaterThan(500);
  });
});

describe('without names', () => {
  const lower = ['rat', 'oeffentlich'] as const;

  it.each(lower.flatMap((fassung) => renderedFormats.map((format) => [fassung, format] as const)))(
    'for %s no Kommune and no group is named, as %s',
    { timeout: 60_000 },
    async (fassung, format) => {
      const umfang = { slug: 'verbund', name: 'QZGRUPPE Geheimbund', art: 'gruppe' };
      const text = await everythingIn(await render({ ...regionInput(fassung), umfang }, format), format);
      expect(text.length).toBeGreaterThan(500);
      expect(text).not.toMatch(new RegExp(without(['Musterort', 'QZGRUPPE', '0\\.1\\.0'])));
      const named = await everythingIn(await render({ ...regionInput('intern'), umfang }, format), format);
      expect(named).toContain('Musterort');
      expect(named).toContain('QZGRUPPE');
    },
  );

  it.each(lower)('for %s every size class has at least five, and the report says so', (fassung) => {
    const { gruppen, gruppenText } = buildRegion(regionInput(fassung));
    expect(gruppen.map(({ groesse, kommunen }) => [groesse, kommunen])).toEqual([
      ['unter 10.000 Einwohner', 9],
      ['ab 10.000 Einwohner oder Zahl nicht erfasst', 5],
    ]);
    expect(gruppenText).toContain('weniger als 5 Kommunen');
  });

  it.each([
    [1, 6, 1],
    [6, 1, 2],
    [4, 4, 4],
    [4, 1, 0],
    [5, 5, 4],
  ])('no class stays below five with %i, %i and %i', (klein, mittel, gross) => {
    const kommunen = [...sizesOf(klein, 'klein'), ...sizesOf(mittel, 'mittel'), ...sizesOf(gross, 'gross')];
    const { gruppen } = buildRegion(regionInput('rat', kommunen));
    expect(Math.min(...gruppen.map((group) => group.kommunen))).toBeGreaterThanOrEqual(leastInGroup);
    expect(gruppen.reduce((sum, group) => sum + group.kommunen, 0)).toBe(klein + mittel + gross);
  });

  it.each(lower)('for %s it refuses so few that each could be recognised', (fassung: ReportEdition) => {
    expect(() => buildRegion(regionInput(fassung, regionKommunen(4)))).toThrow(InvalidDataError);
    expect(() => buildRegion(regionInput(fassung, regionKommunen(5)))).not.toThrow();
  });

  it('for everybody reads the same whichever questions and duties are concerned', () => {
    const kommunen = regionKommunen();
    const elsewhere = kommunen.map((kommune) => ({
      ...kommune,
      antworten: new Map([...kommune.antworten.keys()].map((id, index) => [id, [...kommune.antworten.values()].at(-1 - index)])),
      pflichten: new Map([...kommune.pflichten.keys()].map((id, index) => [id, [...kommune.pflichten.values()].at(-1 - index)])),
    })) as RegionKommune[];
    expect(buildRegion(regionInput('oeffentlich', elsewhere))).toEqual(buildRegion(regionInput('oeffentlich', kommunen)));
    expect(buildRegion(regionInput('rat', elsewhere))).not.toEqual(buildRegion(regionInput('rat', kommunen)));
  });
});
