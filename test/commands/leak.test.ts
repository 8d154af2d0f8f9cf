/**
 * The leak test through the real store: words planted in every column somebody can type into, every report for council and public made of
 * it in every format, and no word found. What is internal holds them: so they would be found.
 */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { withContext } from '../../src/cli/context.ts';
import { definitionOf } from '../../src/report/kinds/index.ts';
import { listReports } from '../../src/report/report-folder.ts';
import { type ReportEdition, type ReportKindId, reportKinds } from '../../src/report/report-input.ts';
import type { ReportFormat } from '../../src/report/report-kind.ts';
import { createReport } from '../../src/usecases/create-report.ts';
import { createRegionReport } from '../../src/usecases/region-report.ts';
import { everythingIn, Plants } from '../report/plants.ts';
import { reportsFolder } from '../report/render.ts';
import { runCli } from '../run-cli.ts';
import { head, plantedDatabase, stand } from './planted-database.ts';

const plants = new Plants();
let database: string;

beforeAll(async () => {
  database = await plantedDatabase(plants);
});

const version = plants.as('programVersion', '7.31.9-geheim');

async function textsOf(art: ReportKindId, fassung: ReportEdition, formats?: ReportFormat[]): Promise<[string, string][]> {
  const kind = (await listReports(reportsFolder)).find(({ id }) => id === art);
  const ausgabe = mkdtempSync(join(tmpdir(), 'burgward-leck-'));
  const formate = formats ?? kind?.formats ?? [];
  await withContext({ datenbank: database, stand }, version, (context) =>
    createReport(context, { kommune: 'beispielhain', art, formate, ausgabe, fassung, reportsFolder }),
  );
  return await textsIn(ausgabe);
}

function textsIn(folder: string): Promise<[string, string][]> {
  return Promise.all(
    readdirSync(folder).map(async (name): Promise<[string, string]> => {
      const format = name.split('.').at(-1) as ReportFormat;
      return [name, `${name}\n${await everythingIn(readFileSync(join(folder, name)), format)}`];
    }),
  );
}

const lower = reportKinds.flatMap((art) =>
  (['rat', 'oeffentlich'] as const)
    .filter((fassung) => definitionOf(art).editions.includes(fassung))
    .map((fassung) => [art, fassung] as const),
);

describe('from a database full of planted words', () => {
  it.each(lower)('%s for %s holds none of them', { timeout: 120_000 }, async (art, fassung) => {
    expect(plants.size).toBeGreaterThan(150);
    const texts = await textsOf(art, fassung);
    expect(texts.length).toBeGreaterThan(3);
    for (const [name, text] of texts) {
      expect(name).toContain(fassung);
      expect(text.length, name).toBeGreaterThan(1000);
      expect(plants.foundIn(text), name).toEqual([]);
    }
  });

  it.each(['rat', 'oeffentlich'] as const)('region for %s holds none of them', { timeout: 120_000 }, async (fassung) => {
    const ausgabe = mkdtempSync(join(tmpdir(), 'burgward-leck-'));
    await withContext({ datenbank: database, stand }, version, (context) =>
      createRegionReport(context, { formate: ['html', 'pdf', 'docx', 'md', 'json'], ausgabe, fassung, reportsFolder }),
    );
    for (const [name, text] of await textsIn(ausgabe)) expect(plants.foundIn(text), name).toEqual([]);
  });

  it('internal reports hold them', { timeout: 120_000 }, async () => {
    const found = new Set<string>();
    const internal = ['leitung', 'saechsisichg', 'netzpruefung', 'realisierungsplan', 'grundschutz-check', 'bestellung'] as const;
    for (const art of internal)
      for (const [, text] of await textsOf(art, 'intern', ['json'])) for (const place of plants.foundIn(text)) found.add(place);
    expect([...found]).toEqual(
      expect.arrayContaining([
        ...['assessment.begruendung', 'assessment.nachweis', 'assessment.verantwortlich', 'assessment.said_by'],
        ...['rolle.person', 'zielobjekt.name', 'zielobjekt.kuerzel', 'erhebung.name', 'erhebung.name früher'],
        ...['finding.name', 'finding.address', 'finding.version', 'finding.text', 'netzlauf.werkzeug', 'freigabe.durch'],
        ...['befund_erklaerung.begruendung', 'massnahme.titel', 'massnahme.verantwortlich', 'programVersion'],
        ...['erklaerung.dienstleister', 'katalog_zusatz.inhalt'],
      ]),
    );
  });

  it('a lower edition names the head all the same, and what was written for outside', async () => {
    const [[, page] = ['', '']] = await textsOf('leitung', 'rat', ['json']);
    expect(page).toContain(head);
    const [[, paper] = ['', '']] = await textsOf('beschlussvorlage', 'oeffentlich', ['json']);
    expect(paper).toContain('Wortlaut für alle');
  });

  it('the command writes them so', { timeout: 60_000 }, async () => {
    const ausgabe = mkdtempSync(join(tmpdir(), 'burgward-leck-'));
    const common = ['--kommune', 'beispielhain', '--stand', stand, '--datenbank', database, '--ausgabe', ausgabe];
    const args = ['bericht', 'erstellen', 'ratsanfrage', '--fassung', 'oeffentlich', '--format', 'html,md,json', ...common];
    expect(await runCli(args)).toMatchObject({ exitCode: 0 });
    const texts = await textsIn(ausgabe);
    expect(texts).toHaveLength(3);
    for (const [name, text] of texts) expect(plants.foundIn(text), name).toEqual([]);
  });
});
