/** Everything recorded that an audit is likely to ask for, as one ZIP, with a first page that says what is missing. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDay } from '../domain/calendar.ts';
import { holderOf } from '../domain/duties.ts';
import { type Evidence, type EvidenceReference, evidenceState } from '../domain/evidence.ts';
import { informationsverbund, type Kommune, type Merkmale, type RoleAssignment } from '../domain/kommune.ts';
import type { RegisterDefinition, RegisterEntry } from '../domain/register.ts';
import { registers } from '../domain/registers/index.ts';
import { protokolldaten } from '../domain/registers/protokolldaten.ts';
import { type ArchiveEntry, archiveStream } from '../exchange/archive.ts';
import { writeCsv } from '../exchange/csv.ts';
import { type Page, pageHtml } from '../exchange/page-html.ts';
import { plainLine } from '../exchange/plain-line.ts';
import type { Cell } from '../exchange/sheet.ts';
import { evidencePath, hashEvidenceFile } from '../store/evidence-files.ts';
import { chainOf, selectKommune, selectMerkmale, selectRollen } from '../store/kommunen.ts';
import { selectEvidence, selectEvidenceReferences } from '../store/nachweise.ts';
import { selectChainHash } from '../store/protokoll.ts';
import {
  type AuditPaper,
  auditPapers,
  type EvidencePart,
  type PaperPart,
  type RegisterPart,
  type RolePart,
} from './audit-papers.ts';
import { findById } from './catalogue-lookup.ts';
import { type Context, stateAt } from './context.ts';
import { createReport, listReports } from './create-report.ts';
import { entriesWithGroups } from './incident-state.ts';
import type { CommandJson } from './json-schemas.ts';
import { countLogDataFigures } from './log-data-figures.ts';
import { exportEntries } from './register-tables.ts';
import { writeStreamedFile } from './write-files.ts';
import { listZielobjekte } from './zielobjekte.ts';

interface Missing {
  was: string;
  befehl: string | null;
}

/** What a part of a paper came to. */
interface Found {
  /** Of the archive, with the folder of the paper. */
  files: readonly BundledFile[];
  /** Files that lie in the folder of another paper. */
  elsewhere?: readonly string[];
  missing: readonly Missing[];
  /** Whether there is anything an auditor can look at. */
  isThere: boolean;
}

type BundledFile = ArchiveEntry & { sha256: string };

type Paper = CommandJson['pruefung buendeln']['unterlagen'][number];

/** What all papers are made from. */
interface Sources {
  context: Context;
  kommune: Kommune;
  merkmale: Merkmale;
  rollen: readonly RoleAssignment[];
  evidence: readonly PlacedEvidence[];
  reportKinds: ReadonlySet<string>;
  reportsFolder: string;
}

/** A piece of evidence, with the one folder its file lies in. */
interface PlacedEvidence {
  evidence: Evidence;
  controls: ReadonlySet<string>;
  folder: string;
  file: BundledFile | null;
  /** Null when all is well with its file. */
  problem: string | null;
}

/** Folder of evidence no paper asks for. */
const otherEvidence = 'weitere-nachweise';

/**
 * Writes the bundle for an audit of one Kommune on the day of the context. The same record gives the same bytes.
 * @throws NotFoundError for the Kommune; EnvironmentError when the folder cannot be written
 */
export async function bundleForAudit(
  context: Context,
  { kommune: slug, folder, reportsFolder }: { kommune: string; folder: string; reportsFolder: string },
): Promise<CommandJson['pruefung buendeln']> {
  const { store, asOf, catalogue } = context;
  const at = stateAt(context);
  const kommune = await selectKommune(store, slug, at);
  const papers = auditPapers(catalogue);
  const merkmale = await selectMerkmale(store, slug, at);
  const sources: Sources = {
    context,
    kommune,
    merkmale,
    rollen: await selectRollen(store, slug, at),
    evidence: await placeEvidence(context, slug, papers, merkmale),
    reportKinds: new Set((await listReports(reportsFolder)).map(({ art }) => art)),
    reportsFolder,
  };
  const made: { paper: Paper; files: readonly BundledFile[] }[] = [];
  for (const [index, paper] of papers.entries()) made.push(await makePaper(sources, paper, folderName(index, paper.id)));
  const rest = sources.evidence.filter(({ folder: own }) => own === folderName(papers.length, otherEvidence));
  if (rest.length > 0) made.push(otherPaper(rest, papers.length));
  const unterlagen = made.map(({ paper }) => paper);
  const chainHash = await selectChainHash(store, chainOf(slug), at.before);
  const front = [
    fileOf('00-WAS-FEHLT.html', pageHtml(frontPage(context, kommune, unterlagen, chainHash))),
    fileOf('00-INHALT.csv', writeCsv(contents(unterlagen))),
  ];
  const files = [...front, ...made.flatMap(({ files: own }) => own)];
  const sums = encode(files.map(({ sha256, name }) => `${sha256}  ${name}\n`).join(''));
  const entries = [...files.map(({ sha256: _, ...entry }) => entry), { name: '00-PRUEFSUMMEN.txt', bytes: sums }];
  const file = await writeStreamedFile(folder, `pruefung-${slug}-${asOf}.zip`, 'zip', archiveStream(entries));
  return { kommune: slug, stand: asOf, unterlagen, dateien: [file] };
}

const numberOf = (index: number) => String(index + 1).padStart(2, '0');
const folderName = (index: number, id: string) => `${numberOf(index)}-${id}`;
const encode = (text: string) => new TextEncoder().encode(text);

function fileOf(name: string, content: string | Uint8Array): BundledFile {
  const bytes = typeof content === 'string' ? encode(content) : content;
  return { name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function makePaper(
  sources: Sources,
  paper: AuditPaper,
  folder: string,
): Promise<{ paper: Paper; files: readonly BundledFile[] }> {
  const named = { nr: folder.slice(0, 2), titel: paper.title };
  const needed = paper.merkmal === undefined ? 'ja' : (sources.merkmale[paper.merkmal] ?? 'unbekannt');
  if (needed === 'nein') return { paper: { ...named, stand: 'nicht-noetig', dateien: [], fehlt: [] }, files: [] };
  const found: Found[] = [];
  for (const part of paper.parts.filter((part) => isNeeded(part, sources.merkmale)))
    found.push(await findPart(sources, part, folder));
  const files = uniqueByName([...found.flatMap((each) => each.files), ...evidenceFiles(sources.evidence, folder)]);
  const missing = [
    ...(needed === 'unbekannt' ? [unknownMerkmal(sources, paper.merkmal ?? '')] : []),
    ...uniqueMissing(found.flatMap((each) => each.missing)),
  ];
  const elsewhere = found.flatMap((each) => each.elsewhere ?? []);
  const isAnyThere = found.some(({ isThere }) => isThere);
  return {
    paper: {
      ...named,
      stand: missing.length === 0 ? 'vorhanden' : isAnyThere ? 'unvollstaendig' : 'fehlt',
      dateien: [...new Set([...files.map(({ name }) => name), ...elsewhere])],
      fehlt: missing,
    },
    files,
  };
}

/** Not where it is known that what it is about does not exist there. */
function isNeeded({ merkmal }: { merkmal?: string | undefined }, merkmale: Merkmale): boolean {
  return merkmal === undefined || merkmale[merkmal] !== 'nein';
}

/** The same piece of evidence may be wanted by several parts. */
function uniqueMissing(missing: readonly Missing[]): Missing[] {
  return [...new Map(missing.map((each) => [each.was, each])).values()];
}

function uniqueByName(files: readonly BundledFile[]): BundledFile[] {
  return [...new Map(files.map((file) => [file.name, file])).values()];
}

function unknownMerkmal({ context, kommune }: Sources, id: string): Missing {
  const title = context.catalogue.vocabulary.merkmale.find((merkmal) => merkmal.id === id)?.title ?? id;
  return {
    was: `Ob das hier nötig ist, ist nicht bekannt: ${title}?`,
    befehl: `burgward kommune aendern ${kommune.slug} --merkmal ${id}=ja|nein`,
  };
}

async function findPart(sources: Sources, part: PaperPart, folder: string): Promise<Found> {
  const found = await lookFor(sources, part, folder);
  return part.optional === true ? { ...found, missing: [] } : found;
}

async function lookFor(sources: Sources, part: PaperPart, folder: string): Promise<Found> {
  const { context, kommune } = sources;
  if ('role' in part) return findRole(sources, part, folder);
  if ('register' in part) return findEntries(sources, part, folder);
  if ('evidence' in part) return findEvidence(sources, part, folder);
  if ('report' in part) return findReport(sources, part, folder);
  if ('figures' in part) {
    const year = Number(context.asOf.slice(0, 4)) - 1;
    // Without any entry the figures would be zeros nobody has counted.
    if ((await entriesWithGroups(context, kommune.slug, protokolldaten.id, stateAt(context))).length === 0)
      return absent(missingPart(part, kommune.slug));
    const { zahlen } = await countLogDataFigures(context, { kommune: kommune.slug, year });
    const rows = zahlen.map(({ was, anzahl, ohneTag }) => [was, anzahl, ohneTag]);
    return present([csvFile(`${folder}/zahlen-${year}.csv`, ['Was', 'Anzahl', 'Ohne Tag'], rows)]);
  }
  const objects = (await listZielobjekte(context, kommune.slug)).filter(({ kuerzel }) => kuerzel !== informationsverbund);
  if (objects.length === 0) return absent(missingPart(part, kommune.slug));
  const rows = objects.map(({ kuerzel, typ, name, adressen }) => [kuerzel, typ, name, adressen.join('; ')]);
  return present([csvFile(`${folder}/zielobjekte.csv`, ['Kürzel', 'Typ', 'Name', 'Adressen'], rows)]);
}

const present = (files: readonly BundledFile[]): Found => ({ files, missing: [], isThere: true });
const absent = (missing: Missing): Found => ({ files: [], missing: [missing], isThere: false });

function missingPart({ text, command }: Pick<PaperPart, 'text' | 'command'>, slug: string): Missing {
  return { was: text, befehl: command === '' ? null : command.replaceAll('{kommune}', slug) };
}

function csvFile(name: string, headers: readonly string[], rows: readonly (readonly Cell[])[]): BundledFile {
  const columns = headers.map((header) => ({ header, width: 20 }));
  return fileOf(name, writeCsv({ name: 'Liste', columns, rows }));
}

function findRole({ context, kommune, rollen }: Sources, part: RolePart, folder: string): Found {
  const roles = new Set(['leitung', 'bfis', 'bfis-vertretung']);
  const rows = rollen
    .filter(({ rolle }) => roles.has(rolle))
    .map(({ rolle, person, ab, bis, bestellt, gemeldet }) => [rolle, person, ab, bis, bestellt, gemeldet]);
  const headers = ['Rolle', 'Person', 'Ab', 'Bis', 'Bestellt', 'Gemeldet'];
  const files = rows.length === 0 ? [] : [csvFile(`${folder}/rollen.csv`, headers, rows)];
  const holder = holderOf(part.role, rollen, context.asOf);
  if (holder !== null && holder[part.day] !== null) return present(files);
  return { files, missing: [missingPart(part, kommune.slug)], isThere: false };
}

async function findEntries(sources: Sources, part: RegisterPart, folder: string): Promise<Found> {
  const { context, kommune } = sources;
  const definition = findById(registers, part.register, 'Ein Register', 'Vorhanden sind');
  const all = await entriesWithGroups(context, kommune.slug, definition.id, stateAt(context));
  const { where } = part;
  const entries = where === undefined ? all : all.filter(({ values }) => where.is.includes(String(values[where.field])));
  const counting = entries.filter(({ values }) => values['status'] !== 'abgeloest');
  const files = await entriesFiles(sources, part, definition, entries, folder);
  if (counting.length === 0) return { files, missing: [missingPart(part, kommune.slug)], isThere: part.may_be_empty === true };
  const { needs, needs_text: text = '', needs_command: command = '' } = part;
  if (needs === undefined || counting.some(({ values }) => values[needs] !== undefined)) return present(files);
  const [first] = counting;
  const missing = missingPart({ text, command: command.replaceAll('{nr}', first?.id ?? '') }, kommune.slug);
  return { files, missing: [missing], isThere: true };
}

/** A whole register as its own export, and beside it what groups have recorded for their members; a choice of entries as a list. */
async function entriesFiles(
  { context, kommune: { slug } }: Sources,
  { where, may_be_empty: mayBeEmpty }: RegisterPart,
  definition: RegisterDefinition,
  entries: readonly RegisterEntry[],
  folder: string,
): Promise<BundledFile[]> {
  if (where !== undefined)
    return entries.length === 0 ? [] : [entriesFile(definition, entries, `${folder}/${definition.id}-${where.is.join('-')}.csv`)];
  const ofGroups = entries.filter(({ kommune }) => kommune !== slug);
  const hasOwn = entries.length > ofGroups.length || mayBeEmpty === true;
  return [
    ...(hasOwn ? await exported(context, definition, slug, folder) : []),
    ...(ofGroups.length > 0 ? [entriesFile(definition, ofGroups, `${folder}/${definition.id}-gruppen.csv`)] : []),
  ];
}

/** The whole register as its own export writes it, settled entries too. */
async function exported(context: Context, definition: RegisterDefinition, slug: string, folder: string): Promise<BundledFile[]> {
  return inTemporaryFolder(async (temporary) => {
    const wanted = { kommune: slug, format: 'xlsx' as const, folder: temporary, all: true };
    const { dateien } = await exportEntries(context, definition, wanted);
    return Promise.all(dateien.map(async ({ pfad }) => fileOf(`${folder}/${definition.id}.xlsx`, await readFile(pfad))));
  });
}

async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'burgward-pruefung-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function entriesFile({ fields }: RegisterDefinition, entries: readonly RegisterEntry[], name: string): BundledFile {
  const rows = entries.map(({ id, kommune, values }) => [
    id,
    kommune,
    ...fields.map((field): Cell => {
      const value = values[field.id];
      if (value === undefined) return null;
      return typeof value === 'object' ? value.join('; ') : value;
    }),
  ]);
  return csvFile(name, ['Nr.', 'Erfasst für', ...fields.map(({ label }) => label)], rows);
}

function findEvidence({ kommune, evidence }: Sources, part: EvidencePart, folder: string): Found {
  const fitting = evidence.filter(({ controls }) => part.evidence.some((control) => controls.has(control)));
  if (fitting.length === 0) return absent(missingPart(part, kommune.slug));
  return {
    // The files of this folder are put in once for all parts.
    files: [],
    elsewhere: fitting.flatMap((each) => (each.folder === folder ? [] : (each.file?.name ?? []))),
    missing: fitting.filter((each) => each.folder === folder).flatMap(evidenceProblem),
    isThere: fitting.some(({ problem }) => problem === null),
  };
}

/** The evidence whose place is this folder; what only says where a document lies stands in a list. */
function evidenceFiles(evidence: readonly PlacedEvidence[], folder: string): BundledFile[] {
  const own = evidence.filter((each) => each.folder === folder);
  const links = own.flatMap(({ evidence: { id, titel, datum, content } }): Cell[][] =>
    content.kind === 'verweis' ? [[id, titel, datum, content.verweis]] : [],
  );
  const list =
    links.length === 0 ? [] : [csvFile(`${folder}/fundstellen.csv`, ['Nachweis', 'Titel', 'Vom', 'Fundstelle'], links)];
  return [...own.flatMap(({ file }) => file ?? []), ...list];
}

function evidenceProblem({ evidence: { id, titel }, problem }: PlacedEvidence): Missing[] {
  return problem === null ? [] : [{ was: `Nachweis ${id} „${titel}“: ${problem}`, befehl: `burgward nachweis zeigen ${id}` }];
}

async function findReport(
  { context, kommune, reportKinds, reportsFolder }: Sources,
  part: Extract<PaperPart, { report: string }>,
  folder: string,
): Promise<Found> {
  if (!reportKinds.has(part.report)) return absent(missingPart(part, kommune.slug));
  return inTemporaryFolder(async (temporary) => {
    const request = {
      kommune: kommune.slug,
      art: part.report,
      formate: ['html'],
      ausgabe: temporary,
      fassung: 'intern' as const,
    };
    const { dateien } = await createReport(context, { ...request, reportsFolder });
    const files = await Promise.all(
      dateien.map(async ({ pfad }) => fileOf(`${folder}/${part.report}.html`, await readFile(pfad))),
    );
    return present(files);
  });
}

/** Every piece of evidence of the Kommune goes into the folder of the first paper that asks for it, once. */
async function placeEvidence(
  context: Context,
  slug: string,
  papers: readonly AuditPaper[],
  merkmale: Merkmale,
): Promise<PlacedEvidence[]> {
  const at = stateAt(context);
  const references = Map.groupBy(await selectEvidenceReferences(context.store, at, slug), ({ nachweis }) => nachweis);
  const evidence = (await selectEvidence(context.store, at)).filter(
    ({ id, zurueckgezogen }) => references.has(id) && !zurueckgezogen,
  );
  const wanting = papers.map((paper) =>
    isNeeded(paper, merkmale) ? paper.parts.flatMap((part) => wantedBy(part, merkmale)) : [],
  );
  return Promise.all(evidence.map((each) => place(context, each, references.get(each.id) ?? [], papers, wanting)));
}

function wantedBy(part: PaperPart, merkmale: Merkmale): readonly string[] {
  return 'evidence' in part && isNeeded(part, merkmale) ? part.evidence : [];
}

async function place(
  { store, asOf }: Context,
  evidence: Evidence,
  references: readonly EvidenceReference[],
  papers: readonly AuditPaper[],
  /** Controls each paper asks evidence for. */
  wanting: readonly (readonly string[])[],
): Promise<PlacedEvidence> {
  const controls = new Set(references.map(({ control }) => control));
  const asking = wanting.findIndex((wanted) => wanted.some((control) => controls.has(control)));
  const folder = asking < 0 ? folderName(papers.length, otherEvidence) : folderName(asking, papers[asking]?.id ?? '');
  const expired =
    evidenceState(evidence, asOf) === 'abgelaufen' ? `am ${formatDay(evidence.gueltigBis ?? asOf)} abgelaufen.` : null;
  const { content, id } = evidence;
  if (content.kind === 'verweis') return { evidence, controls, folder, file: null, problem: expired };
  const path = evidencePath(store, content.sha256);
  if (!existsSync(path)) return { evidence, controls, folder, file: null, problem: 'Die Datei fehlt.' };
  if ((await hashEvidenceFile(store, content.sha256)) !== content.sha256)
    return {
      evidence,
      controls,
      folder,
      file: null,
      problem: 'Die Datei wurde nach der Aufnahme verändert; sie liegt nicht bei.',
    };
  const file = { name: `${folder}/${id}-${content.dateiname}`, path, sha256: content.sha256 };
  return { evidence, controls, folder, file, problem: expired };
}

function otherPaper(rest: readonly PlacedEvidence[], index: number): { paper: Paper; files: readonly BundledFile[] } {
  const files = evidenceFiles(rest, folderName(index, otherEvidence));
  const fehlt = rest.flatMap(evidenceProblem);
  const stand = fehlt.length === 0 ? 'vorhanden' : 'unvollstaendig';
  const paper: Paper = { nr: numberOf(index), titel: 'Weitere Nachweise', stand, dateien: files.map(({ name }) => name), fehlt };
  return { paper, files };
}

const stateWords: Readonly<Record<Paper['stand'], string>> = {
  vorhanden: '● liegt bei',
  unvollstaendig: '◐ unvollständig',
  fehlt: '▲ fehlt',
  'nicht-noetig': '– hier nicht nötig',
};

function frontPage({ asOf, catalogue }: Context, { name }: Kommune, papers: readonly Paper[], chainHash: string | null): Page {
  const missing = papers.flatMap(({ nr, titel, fehlt }) =>
    // The name stands at the first line only: the list is to be short.
    fehlt.map(({ was, befehl }, index) => [index === 0 ? nr : '', index === 0 ? titel : '', plainLine(was), befehl]),
  );
  const count = (stand: Paper['stand']) => papers.filter((paper) => paper.stand === stand).length;
  return {
    title: `Was fehlt: Unterlagen für die Prüfung, ${plainLine(name)}`,
    subtitle: `Stand ${formatDay(asOf)} · Katalog ${catalogue.id} ${catalogue.edition}`,
    sections: [
      {
        title: 'Auf einen Blick',
        text: [
          `Von ${papers.length} Unterlagen liegen ${count('vorhanden')} vollständig bei, ${count('unvollstaendig')} unvollständig; ${count('fehlt')} fehlen, ${count('nicht-noetig')} sind hier nicht nötig.`,
          'Die Liste ist ein eigener Vorschlag, abgeleitet aus den gesetzlichen Pflichten. Was vorzulegen ist, bestimmt die prüfende Stelle.',
        ],
      },
      missing.length === 0
        ? { title: 'Was fehlt', text: ['Von dem, was hier gesucht wird, fehlt nichts.'] }
        : { title: 'Was fehlt', table: { headers: ['Nr.', 'Unterlage', 'Was fehlt', 'Womit es entsteht'], rows: missing } },
      {
        title: 'Was beiliegt',
        table: {
          headers: ['Nr.', 'Unterlage', 'Stand', 'Dateien'],
          rows: papers.map(({ nr, titel, stand, dateien }) => [nr, titel, stateWords[stand], dateien.join(', ') || null]),
        },
      },
      {
        title: 'Zum Nachrechnen',
        text: [
          '00-PRUEFSUMMEN.txt lässt sich mit „sha256sum --check 00-PRUEFSUMMEN.txt“ nachrechnen.',
          `Prüfsumme des Protokolls: ${chainHash ?? 'noch kein Eintrag'}`,
        ],
      },
    ],
  };
}

function contents(papers: readonly Paper[]) {
  const headers = ['Nr.', 'Unterlage', 'Stand', 'Dateien', 'Was fehlt'];
  return {
    name: 'Inhalt',
    columns: headers.map((header) => ({ header, width: 30 })),
    rows: papers.map(({ nr, titel, stand, dateien, fehlt }) => [
      nr,
      titel,
      stand,
      dateien.join('; '),
      fehlt.map(({ was }) => was).join('; '),
    ]),
  };
}
