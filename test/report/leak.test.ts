/**
 * What lower editions may hold is proved by planting words in everything that could have been typed and searching every format for
 * them. The same words are found in the internal edition: so the search can find them.
 */
import { describe, expect, it } from 'vitest';
import type { RegisterEntry } from '../../src/domain/register.ts';
import { registers } from '../../src/domain/registers/index.ts';
import { InvalidDataError } from '../../src/errors.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { definitionOf } from '../../src/report/kinds/index.ts';
import { inputForEdition } from '../../src/report/redact.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { listReports } from '../../src/report/report-folder.ts';
import { type ReportEdition, type ReportInput, type ReportKindId, reportKinds } from '../../src/report/report-input.ts';
import type { ReportFormat } from '../../src/report/report-kind.ts';
import { writeReportWorkbook } from '../../src/usecases/report-workbook.ts';
import { beispielhainInput, catalogue } from './fixture.ts';
import { everythingIn, Plants, plantInput } from './plants.ts';
import { reportsFolder } from './render.ts';

const lowerEditions = ['rat', 'oeffentlich'] as const;
const lower = reportKinds.flatMap((art) =>
  lowerEditions.filter((fassung) => definitionOf(art).editions.includes(fassung)).map((fassung) => [art, fassung] as const),
);

const plants = new Plants();

/** Beispielhain with words planted, an own control, own conditions and the program's version. */
function plantedInput(art: ReportKindId, fassung: ReportEdition): ReportInput {
  const input = withOwnCatalogue(plantInput({ ...beispielhainInput(art), ...everyRegister(art) }, plants));
  return { ...input, art, fassung, programVersion: plants.as('programVersion', '7.31.9-geheim') };
}

/** An entry in every register, wanted or not: who is given more must not tell more. */
function everyRegister(art: ReportKindId): Pick<ReportInput, 'register'> {
  const known = beispielhainInput(art).register;
  const missing = registers.filter(({ id }) => known[id] === undefined || known[id].length === 0);
  return { register: { ...known, ...Object.fromEntries(missing.map(({ id, prefix }) => [id, [emptyEntry(id, `${prefix}1`)]])) } };
}

function emptyEntry(register: string, id: string): RegisterEntry {
  return {
    ...{ register, id, kommune: 'beispielhain', values: {}, removed: null },
    ...{ validFrom: '2026-03-01', recordedAt: '2026-03-01T09:00:00.000Z', recordedBy: 'Jan Muster' },
  };
}

/** What a Kommune imported stands among the shipped words, with contradictions and duties of its own. */
function withOwnCatalogue(input: ReportInput): ReportInput {
  const [control] = catalogue.controls;
  const [contradiction] = input.evaluation.contradictions;
  const [item] = catalogue.frameworks[0]?.items ?? [];
  if (control === undefined || contradiction === undefined || item === undefined) throw new Error('the fixture has them');
  const word = plants.at('eigener Katalog');
  const own = { ...control, id: word, title: word, requirement: word, question: word, consequence: word, baustein: word };
  const evaluated = { control: own, state: 'nein' as const, basis: null, reason: word, answers: [] };
  const duty = { item: { ...item, id: word, short: word, duty: word, ref: word }, status: 'nichtErfuellt' as const };
  const framework = { ...catalogue.frameworks[1], id: 'eigene', title: word, edition: word, banner: word, items: [duty.item] };
  return {
    ...input,
    catalogue: {
      ...input.catalogue,
      controls: [...input.catalogue.controls, own],
      bausteine: [...input.catalogue.bausteine, { ...catalogue.bausteine[0], id: word, title: word } as never],
      frameworks: [...input.catalogue.frameworks, framework as never],
    },
    evaluation: {
      ...input.evaluation,
      controls: new Map([...input.evaluation.controls, [word, evaluated]]),
      contradictions: [...input.evaluation.contradictions, { ...contradiction, control: word }],
      duties: new Map([
        ...input.evaluation.duties,
        [
          'eigene',
          [{ ...duty, reason: word, controls: [word], weakestConfidence: 'V', date: null, due: null, isConditionOpen: false }],
        ],
      ]),
    },
  };
}

async function filesOf(input: ReportInput): Promise<{ format: ReportFormat; text: string }[]> {
  const kind = (await listReports(reportsFolder)).find(({ id }) => id === input.art);
  const data = buildReportData(input);
  return Promise.all(
    (kind?.formats ?? []).map(async (format) => {
      const bytes =
        format === 'xlsx' ? await writeReportWorkbook(data, input) : await renderReport(data, format, { reportsFolder });
      return { format, text: await everythingIn(bytes, format) };
    }),
  );
}

it('exist for the council and for everybody where they make sense, and nowhere else', () => {
  const editionsOf = (fassung: ReportEdition) => reportKinds.filter((art) => definitionOf(art).editions.includes(fassung));
  expect(editionsOf('rat')).toEqual(
    expect.arrayContaining(['leitung', 'saechsisichg', 'ratsanfrage', 'beschlussvorlage', 'jahresvergleich']),
  );
  expect(editionsOf('oeffentlich')).toEqual(expect.arrayContaining(['ratsanfrage', 'beschlussvorlage', 'jahresvergleich']));
  for (const art of ['kdn', 'netzpruefung', 'notfallkarte', 'grundschutz-check', 'realisierungsplan'] as const)
    expect(() => buildReportData({ ...beispielhainInput(art), fassung: 'rat' })).toThrow(InvalidDataError);
});

describe.each(lower)('the report %s for %s', (art, fassung) => {
  it('holds no planted word, in no format', { timeout: 120_000 }, async () => {
    const input = plantedInput(art, fassung);
    expect(plants.size).toBeGreaterThan(400);
    for (const { format, text } of await filesOf(input)) {
      expect(text.length, format).toBeGreaterThan(500);
      expect(plants.foundIn(text), format).toEqual([]);
    }
  });

  it('is made of the same input when it is redacted twice', () => {
    const once = inputForEdition(plantedInput(art, fassung));
    expect(inputForEdition(once)).toEqual(once);
  });

  it('is not empty of what it is for', () => {
    const json = JSON.stringify(buildReportData({ ...beispielhainInput(art), fassung }));
    expect(json).toContain('Beispielhain');
    expect(json).not.toMatch(/Jan Muster|192\.0\.2|beispielhain\.example|nmap|0\.1\.0|Erhebung 202/);
  });
});

describe('the internal edition', () => {
  it.each(['leitung', 'saechsisichg', 'beschlussvorlage', 'jahresvergleich'] as const)(
    'of %s holds planted words in every format, so that the search would find them',
    { timeout: 120_000 },
    async (art) => {
      for (const { format, text } of await filesOf(plantedInput(art, 'intern'))) {
        const found = plants.foundIn(text);
        expect(found, `${art} ${format}`).not.toEqual([]);
        expect(found, `${art} ${format}`).toContain('programVersion');
      }
    },
  );
});

/** The same totals, but other topics, duties, checks and requirements are concerned. */
function otherPlaces(input: ReportInput): ReportInput {
  const { evaluation } = input;
  const duties = evaluation.duties.get('saechsisichg') ?? [];
  const minimum = duties.filter(({ item }) => item.legalMinimum);
  const mirrored = minimum.map(({ status, date, due }, index) => ({ ...minimum.at(-1 - index), status, date, due }));
  const topics = evaluation.topics.map(({ topic }, index) => ({ ...evaluation.topics.at(-1 - index), topic }));
  const findings = evaluation.findings.map((finding) => ({
    ...finding,
    check: 'remote-administration-exposed',
    severity: 'kritisch',
  }));
  const controls = new Map([...evaluation.controls].map(([id, each]) => [id, { ...each, state: 'nein' }]));
  const entries = (input.register['massnahme'] ?? []).map((entry) => ({
    ...entry,
    values: { ...entry.values, controls: ['NETZE.1', 'BACKUP.2'], titel: 'anders', verantwortlich: 'jemand' },
  }));
  return {
    ...input,
    evaluation: {
      ...evaluation,
      topics,
      findings: findings.toReversed(),
      controls,
      gaps: evaluation.gaps.toReversed(),
      contradictions: evaluation.contradictions.toReversed(),
      duties: new Map([['saechsisichg', [...duties.filter(({ item }) => !item.legalMinimum), ...mirrored]]]),
    } as ReportInput['evaluation'],
    register: { ...input.register, ...(entries.length === 0 ? {} : { massnahme: entries }) },
  };
}

describe('for everybody', () => {
  it.each(lower.filter(([, fassung]) => fassung === 'oeffentlich').map(([art]) => art))(
    '%s reads the same whichever topics, duties and checks are concerned, as long as the totals are',
    (art) => {
      const input = { ...beispielhainInput(art), fassung: 'oeffentlich' as const };
      expect(buildReportData(otherPlaces(input))).toEqual(buildReportData(input));
      const council = { ...input, fassung: 'rat' as const };
      expect(buildReportData(otherPlaces(council))).not.toEqual(buildReportData(council));
    },
  );
});
