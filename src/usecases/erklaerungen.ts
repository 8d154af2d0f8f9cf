import { stateOf } from '../domain/answers.ts';
import type { Assessment } from '../domain/assessment.ts';
import { formatDay } from '../domain/calendar.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import {
  assignmentsFor,
  basisOfContract,
  groupKind,
  lapseOf,
  type ProviderStatement,
  type StatementAssignment,
  type StatementClaim,
  statementState,
  withInherited,
} from '../domain/inheritance.ts';
import { informationsverbund } from '../domain/kommune.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { selectAssessments } from '../store/assessments.ts';
import {
  insertAssignments,
  insertStatement,
  insertStatementWithdrawn,
  selectAssignments,
  selectStatements,
} from '../store/erklaerungen.ts';
import { selectDescents } from '../store/herkunft.ts';
import { selectGruppen, selectKommune } from '../store/kommunen.ts';
import type { StateAt } from '../store/versions.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import { selectInherited } from './current-answers.ts';
import { parseClaims, readClaims } from './erklaerungen-claims.ts';
import { selectGruppe } from './gruppen.ts';
import type { CommandJson } from './json-schemas.ts';

type Details = CommandJson['erklaerung zeigen'];
type Assigned = CommandJson['erklaerung zuordnen'];

export interface NewStatement {
  dienstleister: string;
  titel: string;
  vom: string;
  gueltigBis?: string | undefined;
  dokument?: string | undefined;
  /** `ID=status[:Begründung]`, or a list in a file; one of both. */
  controls: readonly string[];
  datei?: string | undefined;
  probe: boolean;
}

/** Records what a provider confirms, once for all Kommunen. @throws InvalidDataError, NotFoundError, TableError */
export async function grantStatement(context: Context, wanted: NewStatement): Promise<CommandJson['erklaerung erteilen']> {
  const { catalogue, today } = context;
  const { vom, gueltigBis = null } = wanted;
  const dienstleister = needed(wanted.dienstleister, 'Der Name des Dienstleisters fehlt.', '--dienstleister');
  const titel = needed(wanted.titel, 'Der Titel der Erklärung fehlt.', '--titel');
  if (vom > today)
    throw new InvalidDataError(`Die Erklärung kann nicht vom ${formatDay(vom)} sein: Das liegt in der Zukunft.`, '--vom prüfen.');
  if (gueltigBis !== null && gueltigBis < vom) {
    throw new InvalidDataError(
      `Die Erklärung endet am ${formatDay(gueltigBis)} vor ihrem Tag, dem ${formatDay(vom)}.`,
      '--vom und --gueltig-bis prüfen.',
    );
  }
  const aussagen = await claimsOf(wanted, catalogue);
  const dokument = filled(wanted.dokument);
  const content = { dienstleister, titel, vom, gueltigBis, dokument, aussagen, widerrufenAm: null, widerrufGrund: null };
  const id = wanted.probe ? null : (await insertStatement(context.store, content, recordingOf(context))).id;
  const json = statementJson({ ...content, id: id ?? '' }, today);
  return { ...json, id, probe: wanted.probe, aussagen: claimsJson(aussagen, catalogue) };
}

async function claimsOf({ controls, datei }: NewStatement, catalogue: Catalogue): Promise<StatementClaim[]> {
  if (datei !== undefined && controls.length > 0)
    throw new InvalidDataError(
      '--control und --datei gehen nicht zusammen.',
      'Alles in die Liste schreiben oder alles mit --control nennen.',
    );
  const claims = datei === undefined ? parseClaims(controls, catalogue) : await readClaims(datei, catalogue);
  if (claims.length > 0) return claims;
  throw new InvalidDataError(
    'Die Erklärung sagt zu keiner Anforderung etwas.',
    'Mit --control ID=ja nennen, was erklärt wird, oder mit --datei eine Liste mit den Spalten control; status; begruendung einlesen.',
  );
}

function needed(text: string, message: string, flag: string): string {
  if (text.trim() === '') throw new InvalidDataError(message, `Mit ${flag} angeben.`);
  return text.trim();
}

function filled(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

export interface WantedAssignment {
  kommunen: readonly string[];
  gruppen: readonly string[];
  /** Left out: stays as it was; empty: taken back. */
  vertrag?: string | undefined;
  vertragBis?: string | undefined;
  avv?: string | undefined;
  probe: boolean;
}

/**
 * A statement holds from today for Kommunen and for the members of groups, whoever they are on a day. All in one change.
 * @throws InvalidDataError, NotFoundError
 */
export async function assignStatement(context: Context, id: string, wanted: WantedAssignment): Promise<Assigned> {
  const { store, today } = context;
  const statement = await findStatement(context, id, stateNow(context));
  if (statementState(statement, today) === 'widerrufen') {
    throw new InvalidDataError(
      `${statement.id} ist seit dem ${formatDay(statement.widerrufenAm ?? today)} widerrufen.`,
      'Eine neue Erklärung erfassen und diese zuordnen.',
    );
  }
  const bearers = await checkedBearers(context, wanted);
  const earlier = (await selectAssignments(store, stateNow(context), bearers)).filter((each) => each.erklaerung === statement.id);
  const assignments = bearers.map((kommune) => {
    const before = earlier.find((each) => each.kommune === kommune && each.gilt);
    return checkedContract({
      kommune,
      erklaerung: statement.id,
      vertrag: wanted.vertrag === undefined ? (before?.vertrag ?? null) : filled(wanted.vertrag),
      // The end belongs to its contract: another contract does not keep it.
      vertragBis: wanted.vertragBis ?? (wanted.vertrag === undefined ? (before?.vertragBis ?? null) : null),
      avv: wanted.avv === undefined ? (before?.avv ?? null) : filled(wanted.avv),
      gilt: true,
    });
  });
  const words = { action: 'erklaerung.zuordnen', summary: `Erklärung ${statement.id} zugeordnet: ${bearers.join(', ')}` };
  if (!wanted.probe) await insertAssignments(store, assignments, words, today, recordingOf(context));
  return {
    erklaerung: statement.id,
    probe: wanted.probe,
    zuordnungen: await assignmentsJson(context, assignments, stateNow(context)),
  };
}

function checkedContract(assignment: StatementAssignment): StatementAssignment {
  if (assignment.vertragBis === null || assignment.vertrag !== null) return assignment;
  throw new InvalidDataError('--vertrag-bis gehört zu einem Vertrag.', 'Mit --vertrag sagen, zu welchem.');
}

/** Slugs of existing Kommunen and groups, each once. Nothing is recorded before all are known. */
async function checkedBearers(
  context: Context,
  { kommunen, gruppen }: Pick<WantedAssignment, 'kommunen' | 'gruppen'>,
): Promise<string[]> {
  if (kommunen.length + gruppen.length === 0)
    throw new InvalidDataError('Es fehlt, für wen die Erklärung gilt.', 'Mit --kommune oder --gruppe angeben, auch mehrfach.');
  for (const slug of gruppen) await selectGruppe(context, slug, stateNow(context));
  for (const slug of kommunen) await selectKommune(context.store, slug, stateNow(context));
  return [...new Set([...kommunen, ...gruppen])];
}

/**
 * Ends assignments: from today the answers no longer hold there. For a member of a group the statement may be ended alone, while
 * it goes on for the others.
 * @throws InvalidDataError, NotFoundError
 */
export async function endAssignment(
  context: Context,
  id: string,
  wanted: Pick<WantedAssignment, 'kommunen' | 'gruppen' | 'probe'>,
): Promise<Assigned> {
  const { store } = context;
  const at = stateNow(context);
  const statement = await findStatement(context, id, at);
  const bearers = await checkedBearers(context, wanted);
  const assignments = await selectAssignments(store, at);
  const descents = await selectDescents(store, at, bearers);
  const ended = bearers.map((slug) => {
    const groups = descents.filter(({ kommune, art }) => kommune === slug && art === 'gruppe').map(({ von }) => von);
    const held = assignmentsFor(slug, groups, assignments).find(({ erklaerung }) => erklaerung === statement.id);
    if (held !== undefined) return { ...held, kommune: slug, gilt: false };
    const known = assignments.filter(({ erklaerung, gilt }) => erklaerung === statement.id && gilt).map(({ kommune }) => kommune);
    throw new NotFoundError(
      `${statement.id} ist ${slug} nicht zugeordnet.`,
      known.length === 0 ? 'Die Erklärung ist niemandem zugeordnet.' : `Zugeordnet ist sie: ${known.join(', ')}.`,
    );
  });
  const words = {
    action: 'erklaerung.aufheben',
    summary: `Zuordnung der Erklärung ${statement.id} beendet: ${bearers.join(', ')}`,
  };
  if (!wanted.probe) await insertAssignments(store, ended, words, context.today, recordingOf(context));
  return { erklaerung: statement.id, probe: wanted.probe, zuordnungen: await assignmentsJson(context, ended, at) };
}

/** Withdraws a statement from a day on and returns everything that rested on it. @throws InvalidDataError, NotFoundError */
export async function withdrawStatement(context: Context, id: string, am: string, grund: string): Promise<Details> {
  const statement = await findStatement(context, id, stateNow(context));
  const { widerrufenAm: before } = statement;
  if (before === am)
    throw new InvalidDataError(
      `${statement.id} ist schon zum ${formatDay(before)} widerrufen.`,
      'Stimmt der Tag nicht: mit --am den richtigen angeben.',
    );
  if (am < statement.vom) {
    throw new InvalidDataError(
      `${statement.id} ist vom ${formatDay(statement.vom)} und kann nicht schon am ${formatDay(am)} widerrufen sein.`,
      '--am prüfen.',
    );
  }
  const widerrufGrund = needed(grund, 'Der Grund des Widerrufs fehlt.', '--grund');
  const withdrawn = { ...statement, widerrufenAm: am, widerrufGrund };
  const known = am < context.today ? am : context.today;
  await insertStatementWithdrawn(context.store, withdrawn, known, recordingOf(context), before !== null);
  return detailsOf(context, withdrawn, stateNow(context));
}

export async function listStatements(context: Context): Promise<CommandJson['erklaerung liste']> {
  const at = stateAt(context);
  const statements = await selectStatements(context.store, at);
  if (statements.length === 0) return [];
  const reached = await reachedKommunen(context, at);
  return statements.map((statement) => {
    const own = reached.filter(({ assignment }) => assignment.erklaerung === statement.id);
    return {
      ...statementJson(statement, at.day),
      aussagen: statement.aussagen.length,
      kommunen: own.length,
      ohneVertragsgrundlage: own.filter(({ assignment }) => basisOfContract(assignment) === null).length,
    };
  });
}

/** A statement with the Kommunen it reaches and the answers that rest on it on the day. @throws NotFoundError */
export async function showStatement(context: Context, id: string): Promise<Details> {
  const at = stateAt(context);
  return detailsOf(context, await findStatement(context, id, at), at);
}

/** @throws NotFoundError naming those there are */
async function findStatement({ store }: Context, id: string, at: StateAt): Promise<ProviderStatement> {
  const [found] = await selectStatements(store, at, [id.toUpperCase()]);
  if (found !== undefined) return found;
  const known = (await selectStatements(store, at)).map((statement) => statement.id);
  throw new NotFoundError(
    `Eine Erklärung „${id}“ ist am ${formatDay(at.day)} nicht erfasst.`,
    known.length === 0 ? 'Mit „burgward erklaerung erteilen“ beginnen.' : `Erfasst sind: ${known.join(', ')}.`,
  );
}

/** An assignment as it works for one Kommune; `assignment.kommune` is the group where it comes from one. */
interface Reached {
  kommune: string;
  assignment: StatementAssignment;
}

/** Which statements hold for which Kommune, itself or through a group. Groups are no Kommunen and do not count. */
async function reachedKommunen({ store }: Context, at: StateAt): Promise<Reached[]> {
  const assignments = await selectAssignments(store, at);
  const descents = (await selectDescents(store, at)).filter(({ art }) => art === 'gruppe');
  const groups = new Set((await selectGruppen(store, at)).map(({ slug }) => slug));
  const slugs = new Set([...assignments.map(({ kommune }) => kommune), ...descents.map(({ kommune }) => kommune)]);
  const reached: Reached[] = [];
  for (const kommune of [...slugs].filter((slug) => !groups.has(slug)).sort()) {
    const own = descents.filter((descent) => descent.kommune === kommune).map(({ von }) => von);
    reached.push(...assignmentsFor(kommune, own, assignments).map((assignment) => ({ kommune, assignment })));
  }
  return reached;
}

async function detailsOf(context: Context, statement: ProviderStatement, at: StateAt): Promise<Details> {
  const { store, catalogue } = context;
  const reached = (await reachedKommunen(context, at)).filter(({ assignment }) => assignment.erklaerung === statement.id);
  const slugs = reached.map(({ kommune }) => kommune);
  const inherited = slugs.length === 0 ? new Map<string, Assessment[]>() : await selectInherited(context, slugs, at);
  const kommunen: Details['kommunen'] = [];
  for (const { kommune, assignment } of reached) {
    const { name } = await selectKommune(store, kommune, at);
    const answers = withInherited(await selectAssessments(store, kommune, at), inherited.get(kommune) ?? [], at.day);
    kommunen.push({
      kommune,
      name,
      ueber: assignment.kommune === kommune ? null : assignment.kommune,
      ohneVertragsgrundlage: basisOfContract(assignment) === null,
      erloschen: lapseOf(statement, assignment, at.day),
      abhaengig: answers
        .filter(restsOn(statement))
        .map((answer) => ({ control: answer.control, zustand: stateOf(answer, at.day) })),
      abweichend: deviations(statement, answers),
    });
  }
  const assignments = (await selectAssignments(store, at)).filter(({ erklaerung, gilt }) => erklaerung === statement.id && gilt);
  return {
    ...statementJson(statement, at.day),
    aussagen: claimsJson(statement.aussagen, catalogue),
    zuordnungen: await assignmentsJson(context, assignments, at),
    kommunen,
  };
}

function restsOn({ id }: ProviderStatement): (answer: Assessment) => boolean {
  return ({ origin }) => origin?.kind === 'erklaerung' && origin.id === id;
}

/** Where the Kommune says something else, for itself or, where it says nothing for itself, for one of its Zielobjekte. */
function deviations({ aussagen }: ProviderStatement, answers: readonly Assessment[]): Details['kommunen'][number]['abweichend'] {
  const own = answers.filter(({ origin }) => origin === null);
  return aussagen.flatMap(({ control, status: erklaert }) => {
    const said = own.filter((answer) => answer.control === control);
    const whole = said.filter(({ zielobjekt }) => zielobjekt === informationsverbund);
    const other = (whole.length > 0 ? whole : said).find(({ status }) => status !== erklaert);
    return other === undefined ? [] : { control, antwort: other.status, erklaert };
  });
}

function statementJson(statement: ProviderStatement, day: string): Omit<Details, 'aussagen' | 'zuordnungen' | 'kommunen'> {
  const { id, dienstleister, titel, vom, gueltigBis, dokument, widerrufenAm, widerrufGrund } = statement;
  return {
    id,
    dienstleister,
    titel,
    vom,
    gueltigBis,
    dokument,
    widerrufenAm,
    widerrufGrund,
    zustand: statementState(statement, day),
  };
}

function claimsJson(claims: readonly StatementClaim[], { controls }: Catalogue): Details['aussagen'] {
  const titles = new Map(controls.map(({ id, title }) => [id, title]));
  return claims.map(({ control, status, begruendung }) => ({
    control,
    titel: titles.get(control) ?? control,
    status,
    begruendung,
  }));
}

async function assignmentsJson(
  { store }: Context,
  assignments: readonly StatementAssignment[],
  at: StateAt,
): Promise<Assigned['zuordnungen']> {
  const json: Assigned['zuordnungen'] = [];
  for (const { kommune, vertrag, vertragBis, avv } of assignments) {
    const { name, art } = await selectKommune(store, kommune, at);
    const kind = art === groupKind ? ('gruppe' as const) : ('kommune' as const);
    json.push({
      kommune,
      name,
      art: kind,
      vertrag,
      vertragBis,
      avv,
      ohneVertragsgrundlage: basisOfContract({ vertrag, avv }) === null,
    });
  }
  return json;
}
