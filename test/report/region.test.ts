/** The report about many Kommunen: what is unknown is never fulfilled, and without names nobody can be recognised. */
import { createHash } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { type Cell, readXlsx } from 'hucre/xlsx';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { InvalidDataError } from '../../src/errors.ts';
import { writeWorkbook } from '../../src/exchange/spreadsheet.ts';
import { buildRegion } from '../../src/report/kinds/region/build.ts';
import { leastInGroup } from '../../src/report/kinds/region/groups.ts';
import type { RegionInput, RegionKommune } from '../../src/report/kinds/region/input.ts';
import { regionSheets } from '../../src/report/kinds/region/sheets.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { editions, type ReportEdition } from '../../src/report/report-input.ts';
import { renderedFormats } from '../../src/report/report-kind.ts';
import { reportDataSchema } from '../../src/report/report-schema.ts';
import { hostileText } from './fixture.ts';
import { regionInput, regionKommunen } from './fixture-region.ts';
import { everythingIn } from './plants.ts';
import { reportsFolder } from './render.ts';
import { browserArguments, browserNames, program, writeTemporary } from './tools.ts';

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
      'Das gesetzliche Minimum ist nach den Angaben bei keiner der 2 Kommunen ganz erfüllt; bei allen ist mindestens eine nicht bekannt.',
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
    expect(data.kopf).toMatchObject({ bericht: 'Bericht über eine Kommune', titel: 'Informationssicherheit in einer Kommune' });
    expect(JSON.stringify(data)).not.toMatch(/\b[01] von 1\b|der 1 Kommunen|alle betrachteten Kommunen/i);
    const [first] = regionKommunen(1);
    if (first === undefined) throw new Error('the fixture has Kommunen');
    const late = { ...first, luecken: { ...first.luecken, ueberfaellig: 2 } };
    expect(buildRegion(regionInput('intern', [late])).saetze.spaet).toMatch(/^Bei ihr sind 2 Lücken/);
    const none = { ...first, hatAntworten: false };
    expect(buildRegion(regionInput('intern', [none])).saetze.bestand).toContain('Sie hat noch keine Frage beantwortet.');
    expect(buildRegion(regionInput('intern', [none])).ohneAntwortenText).toBe('Die Kommune hat noch keine Frage beantwortet.');
  });

  it('says none and all where it is none or all', () => {
    const all = regionKommunen().map((kommune) => ({
      ...kommune,
      luecken: { ...kommune.luecken, ueberfaellig: 1 },
      massnahmen: { ...kommune.massnahmen, ueberfaellig: 0 },
      pflichtenUeberfaellig: 0,
    }));
    const { saetze } = buildRegion(regionInput('rat', all));
    expect(saetze.spaet).toBe('Bei allen 14 Kommunen sind zusammen 14 Lücken überfällig.');
    const onTime = all.map((kommune) => ({ ...kommune, luecken: { ...kommune.luecken, ueberfaellig: 0 } }));
    expect(buildRegion(regionInput('rat', onTime)).saetze.spaet).toBe(
      'Bei keiner der 14 Kommunen ist eine Lücke, Maßnahme oder Pflicht überfällig, soweit Termine erfasst sind.',
    );
    expect(buildRegion(regionInput('intern', onTime.slice(0, 1))).saetze.spaet).toBe(
      'Bei ihr ist keine Lücke, Maßnahme oder Pflicht überfällig, soweit Termine erfasst sind.',
    );
  });

  it('counts a duty let pass as overdue, and tells everybody neither of it nor that nothing is', () => {
    const [first, ...others] = regionKommunen().map((kommune) => ({
      ...kommune,
      luecken: { n: 1, ueberfaellig: 0, ohneTermin: 0 },
      massnahmen: { offen: 0, ueberfaellig: 0 },
      pflichtenUeberfaellig: 0,
    }));
    if (first === undefined) throw new Error('the fixture has Kommunen');
    const kommunen = [{ ...first, pflichtenUeberfaellig: 1 }, ...others];
    const named = buildRegion(regionInput('intern', kommunen));
    expect(named.saetze.spaet).toBe('Bei 1 von 14 Kommunen ist 1 Pflicht überfällig.');
    expect(named.spaet.map(({ name, pflichtenUeberfaellig }) => [name, pflichtenUeberfaellig])).toEqual([['Musterort 1', 1]]);
    expect(named.spaetText).toContain('Pflichten nach ihrer gesetzlichen Frist');
    const everybody = buildRegion(regionInput('oeffentlich', kommunen));
    expect(everybody.saetze.spaet).toBe(
      'Bei keiner der 14 Kommunen ist eine Lücke oder Maßnahme überfällig, soweit Termine erfasst sind.',
    );
    expect(everybody.spaetText).not.toContain('Pflicht');
  });

  it.each(editions)('says nothing twice, whatever there is to say, for %s', async (fassung) => {
    const quiet = regionKommunen().map((kommune) => ({
      ...kommune,
      luecken: { n: 0, ueberfaellig: 0, ohneTermin: 0 },
      massnahmen: { offen: 0, ueberfaellig: 0 },
      pflichtenUeberfaellig: 0,
    }));
    for (const kommunen of [regionKommunen(), quiet]) {
      const text = Buffer.from(await render(regionInput(fassung, kommunen), 'md')).toString('utf8');
      for (const sentence of Object.values(buildRegion(regionInput(fassung, kommunen)).saetze))
        expect(text.split(sentence), sentence).toHaveLength(2);
      expect(text).not.toContain('nichts überfällig');
    }
  });

  it('speaks of one late and one silent Kommune as of one', () => {
    const one = regionKommunen().map((kommune, index) => ({
      ...kommune,
      hatAntworten: index !== 7,
      luecken: { n: 1, ueberfaellig: index === 2 ? 1 : 0, ohneTermin: 0 },
      massnahmen: { offen: 0, ueberfaellig: 0 },
      pflichtenUeberfaellig: 0,
    }));
    const council = buildRegion(regionInput('rat', one));
    expect(council.spaetText).toMatch(/ Welche Kommune es ist, steht in dieser Fassung nicht\.$/);
    expect(council.ohneAntwortenText).toMatch(/ Welche es ist, steht in dieser Fassung nicht\.$/);
    expect(buildRegion(regionInput('intern', one)).spaetText).not.toContain('am meisten');
  });

  it('says for everybody of one gap that it is one, and of none what that means', () => {
    const withGaps = (n: number) =>
      regionKommunen().map((kommune, index) => ({ ...kommune, luecken: { ...kommune.luecken, n: index === 0 ? n : 0 } }));
    const said = (n: number) => buildRegion(regionInput('oeffentlich', withGaps(n))).saetze.luecken;
    expect(said(1)).toBe('Zusammen ist 1 Lücke bekannt. Welche es ist, steht in dieser Fassung nicht.');
    expect(said(2)).toBe('Zusammen sind 2 Lücken bekannt. Welche es sind, steht in dieser Fassung nicht.');
    expect(said(0)).toContain('Das heißt nicht, dass es keine gibt');
  });

  it.each(['html', 'pdf', 'md'] as const)('survives hostile and long names as %s', { timeout: 60_000 }, async (format) => {
    const kommunen = regionKommunen().map((kommune) => ({ ...kommune, name: hostileText + 'x'.repeat(200) }));
    expect((await render(regionInput('intern', kommunen), format)).length).toBeGreaterThan(500);
  });
});

it('is accessible as HTML in every edition', { timeout: 60_000 }, async () => {
  const executablePath = program('Barrierefreiheit des Berichts über viele Kommunen', browserNames);
  if (executablePath === null) return;
  const browser = await chromium.launch({ executablePath, args: browserArguments });
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
    for (const fassung of editions) {
      await page.goto(`file://${writeTemporary('region.html', await render(regionInput(fassung), 'html'))}`);
      const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.map(({ id, nodes }) => `${fassung}: ${id} ${nodes[0]?.html}`)).toEqual([]);
      expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'html-has-lang', 'heading-order']));
    }
  } finally {
    await browser.close();
  }
});

describe('the workbook', () => {
  /** As whoever opens the file sees it: the cells of a sheet by the heads of their columns. */
  async function sheetsOf(input: RegionInput) {
    const { sheets, properties } = await readXlsx(await writeWorkbook(regionSheets(buildRegion(input)), 'Region'), {
      readStyles: true,
    });
    const tables = new Map(
      sheets.map(({ name, rows: [heads = [], ...rows] }) => [
        name,
        rows.map((row) => Object.fromEntries(heads.map((head, column) => [String(head), row[column]]))),
      ]),
    );
    const cells = sheets.flatMap((sheet) => [...(sheet.cells?.values() ?? [])] as Cell[]);
    return { tables, cells, properties };
  }

  it('has a sheet for each table, with part, whole and unknown as numbers', async () => {
    const { tables } = await sheetsOf(regionInput());
    const data = buildRegion(regionInput());
    expect([...tables.keys()]).toEqual(['Größen', 'Gesetzliches Minimum', 'Häufige Lücken', 'Kommunen']);
    expect(
      tables
        .get('Größen')
        ?.map((row) => [
          row['Größe'],
          row['Kommunen'],
          row['Fragen mit ja'],
          row['Gezählte Fragen'],
          row['Ohne gültige Antwort'],
        ]),
    ).toEqual(data.gruppen.map(({ groesse, kommunen, ja, zaehlt, unbekannt }) => [groesse, kommunen, ja, zaehlt, unbekannt]));
    expect(
      tables
        .get('Gesetzliches Minimum')
        ?.map((row) => [row['Nr.'], row['Erfüllt'], row['Nicht erfüllt'], row['Nicht bekannt'], row['Trifft nicht zu']]),
    ).toEqual(data.pflichten.map((duty) => [duty.id, duty.erfuellt, duty.nichtErfuellt, duty.nichtBekannt, duty.trifftNichtZu]));
    expect(tables.get('Häufige Lücken')?.map((row) => [row['Anforderung'], row['Nein'], row['Nicht bekannt']])).toEqual(
      data.luecken.map(({ control, nein, nichtBekannt }) => [control, nein, nichtBekannt]),
    );
    expect(tables.get('Kommunen')?.map((row) => [row['Kommune'], row['Lücken'], row['Nicht bekannt']])).toEqual(
      data.kommunen.map(({ name, luecken, unbekannt }) => [name, luecken, unbekannt]),
    );
    for (const [name, rows] of tables)
      for (const row of rows)
        for (const [head, value] of Object.entries(row).filter(([key]) =>
          /^(Nein|Ja|Teilweise|Erfüllt|Nicht |Lücken|Kommunen|Fragen|Gezählte|Ohne|Überfällige)/.test(key),
        ))
          expect(typeof value, `${name}, ${head}`).toBe('number');
  });

  it.each(['rat', 'oeffentlich'] as const)('for %s names no Kommune, and has no sheet of them', async (fassung) => {
    const bytes = await writeWorkbook(regionSheets(buildRegion(regionInput(fassung))), 'Region');
    const text = await everythingIn(bytes, 'xlsx');
    expect(text).toContain('Ohne gültige Antwort');
    expect(text).not.toMatch(/Musterort/);
    const { tables } = await sheetsOf(regionInput(fassung));
    expect([...tables.keys()]).toEqual(fassung === 'rat' ? ['Größen', 'Gesetzliches Minimum', 'Häufige Lücken'] : ['Größen']);
  });

  it('keeps a name that begins like a formula a text', async () => {
    const name = '=HYPERLINK("http://example.invalid";"hier")';
    const kommunen = regionKommunen().map((kommune, index) => (index === 0 ? { ...kommune, name } : kommune));
    const { tables, cells } = await sheetsOf(regionInput('intern', kommunen));
    expect(tables.get('Kommunen')?.map((row) => row['Kommune'])).toContain(name);
    expect(cells.filter((cell) => cell.formula !== undefined)).toEqual([]);
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
