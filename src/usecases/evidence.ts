import { basename, resolve } from 'node:path';
import { formatDay } from '../domain/calendar.ts';
import { type Evidence, type EvidenceContent, type EvidenceReference, evidenceState } from '../domain/evidence.ts';
import { informationsverbund } from '../domain/kommune.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { hashEvidenceFile, listEvidenceFiles, storeEvidenceFile } from '../store/evidence-files.ts';
import { selectKommune, selectZielobjekte } from '../store/kommunen.ts';
import {
  insertEvidence,
  insertEvidenceReferences,
  insertRevision,
  selectEvidence,
  selectEvidenceFiles,
  selectEvidenceReferences,
  selectRevisions,
} from '../store/nachweise.ts';
import { findControl } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

/** What evidence is to stand behind: every control for every Kommune. */
export interface ReferenceRequest {
  kommunen: readonly string[];
  controls: readonly string[];
  /** Kuerzel; without one the Kommune as a whole. Only with one Kommune. */
  zielobjekt?: string | undefined;
}

export interface EvidenceRequest extends ReferenceRequest {
  /** File to copy in. Exactly one of file and link. */
  file?: string | undefined;
  link?: string | undefined;
  /** For a revision: those of the earlier one hold on if absent. */
  titel?: string | undefined;
  /** Day of the document itself. */
  datum: string;
  gueltigBis?: string | undefined;
  /** Evidence this is a new revision of. */
  replaces?: string | undefined;
}

type EvidenceJson = CommandJson['nachweis zeigen'];

/**
 * Records evidence; a file is copied beside the database and named after its content.
 * @throws NotFoundError, InvalidDataError, EnvironmentError; nothing is recorded then
 */
export async function addEvidence(context: Context, request: EvidenceRequest): Promise<EvidenceJson> {
  const { store, today } = context;
  checkDays(request, today);
  const references = await referencesOf(context, request);
  const earlier = request.replaces === undefined ? null : await findEvidence(context, request.replaces);
  const titel = (request.titel ?? earlier?.titel ?? '').trim();
  if (titel === '')
    throw new InvalidDataError(
      'Der Nachweis braucht einen Titel.',
      'Mit --titel sagen, was er zeigt, zum Beispiel „Protokoll der Rücksicherung“.',
    );
  const content = await contentOf(context, request);
  const evidence = { titel, content, datum: request.datum, gueltigBis: request.gueltigBis ?? null };
  if (earlier === null) {
    const id = await insertEvidence(store, evidence, references, today, recordingOf(context));
    return showEvidence(context, id);
  }
  await insertRevision(
    store,
    { ...evidence, id: earlier.id, fassung: earlier.fassung + 1, zurueckgezogen: false },
    today,
    recordingOf(context),
  );
  if (references.length > 0) await linkEvidence(context, earlier.id, request, true);
  return showEvidence(context, earlier.id);
}

function checkDays({ datum, gueltigBis }: EvidenceRequest, today: string): void {
  if (datum > today)
    throw new InvalidDataError(
      `Ein Nachweis vom ${formatDay(datum)} kann noch nicht vorliegen.`,
      'Mit --datum den Tag angeben, von dem das Dokument ist.',
    );
  if (gueltigBis !== undefined && gueltigBis < datum)
    throw new InvalidDataError('Der Nachweis läuft ab, bevor er entstanden ist.', '--gueltig-bis muss nach --datum liegen.');
}

async function contentOf({ store }: Context, { file, link }: EvidenceRequest): Promise<EvidenceContent> {
  if ((file === undefined) === (link === undefined))
    throw new InvalidDataError(
      'Ein Nachweis ist entweder eine Datei oder ein Verweis.',
      'Eine Datei angeben oder mit --verweis sagen, wo das Dokument liegt.',
    );
  if (file !== undefined)
    return { kind: 'datei', dateiname: harmlessName(file), ...(await storeEvidenceFile(store, resolve(file))) };
  const verweis = (link ?? '').trim();
  if (verweis === '') throw new InvalidDataError('--verweis ist leer.', 'Zum Beispiel: --verweis "E-Akte 10-1234, Blatt 7"');
  return { kind: 'verweis', verweis };
}

/** A name that no system and no archive takes for a path or a command. */
export function harmlessName(path: string): string {
  const name = basename(path.replaceAll('\\', '/')).normalize('NFC');
  const clean = name
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[<>:"/\\|?*]/g, '_')
    .replace(/^[.\s-]+|[.\s]+$/g, '');
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(clean)?.[0] ?? '';
  const stem = clean.slice(0, clean.length - ending.length).slice(0, 100) || 'datei';
  return (/^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(stem) ? `_${stem}` : stem) + ending;
}

async function referencesOf(
  context: Context,
  { kommunen, controls, zielobjekt }: ReferenceRequest,
): Promise<Omit<EvidenceReference, 'nachweis'>[]> {
  if (controls.length > 0 && kommunen.length === 0)
    throw new InvalidDataError(
      'Zu den Anforderungen fehlt die Kommune.',
      'Mit --kommune sagen, für wen der Nachweis gilt; mehrmals für mehrere.',
    );
  if (zielobjekt !== undefined && kommunen.length !== 1)
    throw new InvalidDataError('Ein Zielobjekt gehört zu genau einer Kommune.', '--zielobjekt nur mit einer --kommune angeben.');
  const ids = controls.map((control) => findControl(context.catalogue, control).id);
  const references: Omit<EvidenceReference, 'nachweis'>[] = [];
  for (const slug of new Set(kommunen)) {
    const { slug: kommune } = await selectKommune(context.store, slug, stateNow(context));
    const kuerzel = zielobjekt === undefined ? informationsverbund : await knownZielobjekt(context, kommune, zielobjekt);
    references.push(...[...new Set(ids)].map((control) => ({ kommune, zielobjekt: kuerzel, control })));
  }
  return references;
}

async function knownZielobjekt(context: Context, kommune: string, text: string): Promise<string> {
  const known = (await selectZielobjekte(context.store, kommune, stateNow(context))).map(({ kuerzel }) => kuerzel);
  const kuerzel = text.toUpperCase();
  if (known.includes(kuerzel)) return kuerzel;
  throw new NotFoundError(`Ein Zielobjekt „${kuerzel}“ gibt es in ${kommune} nicht.`, `Erfasst sind: ${known.join(', ')}.`);
}

async function findEvidence(context: Context, id: string): Promise<Evidence> {
  const all = await selectEvidence(context.store, stateAt(context));
  const found = all.find((each) => each.id === id.toUpperCase());
  if (found !== undefined) return found;
  throw new NotFoundError(
    `Einen Nachweis „${id}“ gibt es nicht.`,
    all.length === 0 ? 'Mit „burgward nachweis hinzufuegen“ beginnen.' : 'Alle zeigt „burgward nachweis liste“.',
  );
}

/**
 * Says what evidence stands behind, or that it no longer does. What is so already is left as it is.
 * @throws NotFoundError, InvalidDataError
 */
export async function linkEvidence(
  context: Context,
  id: string,
  request: ReferenceRequest,
  holds: boolean,
): Promise<EvidenceJson> {
  const evidence = await findEvidence(context, id);
  const wanted = (await referencesOf(context, request)).map((each) => ({ ...each, nachweis: evidence.id }));
  if (wanted.length === 0)
    throw new InvalidDataError(
      'Es fehlt, wofür der Nachweis steht.',
      'Mit --control und --kommune angeben; beide mehrmals möglich.',
    );
  const keyOf = ({ kommune, zielobjekt, control }: EvidenceReference) => `${kommune} ${zielobjekt} ${control}`;
  const present = await selectEvidenceReferences(context.store, stateNow(context));
  const linked = new Set(present.filter(({ nachweis }) => nachweis === evidence.id).map(keyOf));
  const changed = wanted.filter((each) => linked.has(keyOf(each)) !== holds);
  await insertEvidenceReferences(context.store, changed, holds, context.today, recordingOf(context));
  return showEvidence(context, evidence.id);
}

/** From now on it no longer counts; file and references stay. @throws NotFoundError, InvalidDataError when it was withdrawn before */
export async function withdrawEvidence(context: Context, id: string): Promise<EvidenceJson> {
  const { recordedAt: _, recordedBy: __, ...evidence } = await findEvidence(context, id);
  if (evidence.zurueckgezogen)
    throw new InvalidDataError(
      `Der Nachweis ${evidence.id} ist schon zurückgezogen.`,
      'Ein neues Dokument kommt mit „burgward nachweis hinzufuegen --ersetzt“ dazu.',
    );
  await insertRevision(context.store, { ...evidence, zurueckgezogen: true }, context.today, recordingOf(context));
  return showEvidence(context, evidence.id);
}

/** One piece of evidence with its revisions and what it stands behind. @throws NotFoundError */
export async function showEvidence(context: Context, id: string): Promise<EvidenceJson> {
  const evidence = await findEvidence(context, id);
  const references = (await selectEvidenceReferences(context.store, stateAt(context))).filter(
    ({ nachweis }) => nachweis === evidence.id,
  );
  const revisions = await selectRevisions(context.store, evidence.id, stateAt(context));
  return {
    ...evidenceJson(context, evidence, references),
    bezuege: references.map(({ kommune, zielobjekt, control }) => ({ kommune, zielobjekt, control })),
    fassungen: revisions.map((each) => ({
      fassung: each.fassung,
      titel: each.titel,
      datum: each.datum,
      gueltigBis: each.gueltigBis,
      zurueckgezogen: each.zurueckgezogen,
      erfasstAm: each.recordedAt,
      erfasstVon: each.recordedBy,
      ...contentJson(each.content),
    })),
  };
}

export interface EvidenceFilter {
  kommune?: string | undefined;
  control?: string | undefined;
  /** Only what is no longer valid within so many days. */
  expiringWithinDays?: number | undefined;
}

/** Evidence that stands behind something of the Kommune, or all; the one that expires first at the top. */
export async function listEvidence(context: Context, filter: EvidenceFilter): Promise<CommandJson['nachweis liste']> {
  const at = stateAt(context);
  const slug = filter.kommune === undefined ? undefined : (await selectKommune(context.store, filter.kommune, at)).slug;
  const control = filter.control === undefined ? undefined : findControl(context.catalogue, filter.control).id;
  const references = (await selectEvidenceReferences(context.store, at, slug)).filter(
    (each) => control === undefined || each.control === control,
  );
  const byId = Map.groupBy(references, ({ nachweis }) => nachweis);
  const isChosen = ({ id }: Evidence) => (slug === undefined && control === undefined) || byId.has(id);
  const last = filter.expiringWithinDays === undefined ? null : await dayAfter(context.asOf, filter.expiringWithinDays);
  return (await selectEvidence(context.store, at))
    .filter(isChosen)
    .filter(({ gueltigBis, zurueckgezogen }) => last === null || (!zurueckgezogen && gueltigBis !== null && gueltigBis <= last))
    .map((each) => evidenceJson(context, each, byId.get(each.id) ?? []))
    .sort((a, b) => ((a.gueltigBis ?? '9999') < (b.gueltigBis ?? '9999') ? -1 : 1));
}

async function dayAfter(day: string, days: number): Promise<string> {
  const { addDuration } = await import('../domain/calendar.ts');
  return addDuration(day, `P${days}D`);
}

function contentJson(content: EvidenceContent) {
  return content.kind === 'datei'
    ? { art: content.kind, datei: content.dateiname, sha256: content.sha256, bytes: content.bytes, verweis: null }
    : { art: content.kind, datei: null, sha256: null, bytes: null, verweis: content.verweis };
}

function evidenceJson(
  { asOf }: Context,
  evidence: Evidence,
  references: readonly EvidenceReference[],
): CommandJson['nachweis liste'][number] {
  const { id, fassung, titel, content, datum, gueltigBis } = evidence;
  return {
    id,
    fassung,
    titel,
    ...contentJson(content),
    datum,
    gueltigBis,
    zustand: evidenceState(evidence, asOf),
    kommunen: [...new Set(references.map(({ kommune }) => kommune))],
    controls: [...new Set(references.map(({ control }) => control))],
  };
}

function damageText(present: string | null): string {
  if (present === null) return 'Die Datei fehlt.';
  if (present === '') return 'An ihrer Stelle steht keine Datei, sondern eine Verknüpfung, ein Ordner oder etwas anderes.';
  return 'Die Datei wurde verändert: Ihr Inhalt ist ein anderer als bei der Aufnahme.';
}

/** Holds every file against its SHA-256, and looks for files that nothing refers to. */
export async function verifyEvidence(context: Context): Promise<CommandJson['nachweis pruefen']> {
  const { store } = context;
  const recorded = await selectEvidenceFiles(store);
  const problems: CommandJson['nachweis pruefen']['probleme'][number][] = [];
  for (const { id, fassung, titel, sha256 } of recorded) {
    const present = await hashEvidenceFile(store, sha256);
    if (present === sha256) continue;
    problems.push({ nachweis: id, fassung, titel, datei: sha256, text: damageText(present) });
  }
  const known = new Set(recorded.map(({ sha256 }) => `${sha256.slice(0, 2)}/${sha256}`));
  const unknown = (await listEvidenceFiles(store)).filter((file) => !known.has(file.replaceAll('\\', '/')));
  return { dateien: recorded.length, inOrdnung: problems.length === 0, probleme: problems, ohneEintrag: unknown };
}
