/** Risks rated with the matrix and laid out in it. */
import { hintsOf as entryHints, isSettled, type RegisterEntry, textIn } from '../domain/register.ts';
import { massnahme } from '../domain/registers/massnahme.ts';
import { risiko } from '../domain/registers/risiko.ts';
import {
  classOf,
  currentRating,
  isAboveLine,
  type RiskMatrix,
  type RiskPhase,
  type RiskRating,
  type RiskStep,
  rankOfClass,
  ratingFields,
  ratingOf,
  readStep,
  riskPhases,
  riskStates,
  standingOf,
  threatIdOf,
} from '../domain/risk.ts';
import { InvalidDataError } from '../errors.ts';
import { selectKommune } from '../store/kommunen.ts';
import { selectEntries } from '../store/register-entries.ts';
import { type Context, stateAt, stateNow } from './context.ts';
import { changeEntry } from './registers.ts';
import { acceptanceObstacle, dutiesOnce } from './risk-acceptance.ts';
import type { RiskJson } from './risk-json.ts';
import { foreignSteps, matrixInForce } from './risk-matrix.ts';
import { threatsOf } from './risk-tables.ts';

type RisikoJson = RiskJson['risiko bewerten']['risiko'];

/** The matrix with the risks of a Kommune on the context's day; what is gone is left out. */
export async function showMatrix(context: Context, kommune: string): Promise<Omit<RiskJson['risiko matrix'], 'dateien'>> {
  const { matrix, ownSince } = await matrixInForce(context, kommune, stateAt(context));
  const entries = await risksOf(context, kommune);
  const toJson = await riskToJson(context, kommune);
  const all = await Promise.all(entries.map(async (entry) => ({ entry, json: await toJson(entry) })));
  const present = all.filter(({ json }) => json.stand !== 'entfallen');
  const values = present.map(({ entry }) => entry.values);
  const risiken = present.map(({ json }) => json).sort((a, b) => weightOf(matrix, b) - weightOf(matrix, a));
  return {
    kommune,
    stand: context.asOf,
    matrix: { ...matrixJson(matrix), eigeneSeit: ownSince },
    zellen: cellsOf(matrix, (frequency, damage) => {
      const isHere = (rating: RiskRating | null) => rating?.frequency === frequency && rating.damage === damage;
      const inPhase = (phase: RiskPhase) => values.filter((each) => isHere(ratingOf(matrix, each, phase))).length;
      const jetzt = values.filter((each) => isHere(currentRating(matrix, each))).length;
      return { vorher: inPhase('vorher'), geplant: inPhase('geplant'), danach: inPhase('danach'), jetzt };
    }),
    anzahl: {
      n: risiken.length,
      offen: countOf(risiken, 'offen'),
      inBehandlung: countOf(risiken, 'inBehandlung'),
      akzeptiert: countOf(risiken, 'akzeptiert'),
      zurueckgestellt: countOf(risiken, 'zurueckgestellt'),
      nichtBewertet: risiken.filter(({ jetzt }) => jetzt === null).length,
      ueberGrenze: risiken.filter(({ ueberGrenze }) => ueberGrenze === true).length,
    },
    risiken,
  };
}

function countOf(risks: readonly RisikoJson[], state: RisikoJson['stand']): number {
  return risks.filter(({ stand }) => stand === state).length;
}

/** Greatest class first, in a class what is open first. */
function weightOf(matrix: RiskMatrix, { jetzt, stand }: RisikoJson): number {
  const rank = jetzt === null ? -1 : rankOfClass(matrix, jetzt.klasse);
  return rank * riskStates.length - riskStates.indexOf(stand);
}

function matrixJson({ source, edition, confidence, line, frequency, damage, classes }: RiskMatrix) {
  const scale = (steps: readonly RiskStep[]) =>
    steps.map(({ step, title, meaning }) => ({ stufe: step, titel: title, bedeutung: meaning }));
  return {
    quelle: source,
    ausgabe: edition,
    vertrauen: [...confidence],
    grenze: line,
    haeufigkeit: scale(frequency),
    schaden: scale(damage),
    klassen: classes.map(({ id, title, meaning }) => ({ id, titel: title, bedeutung: meaning })),
  };
}

function cellsOf<T>(matrix: RiskMatrix, countsOf: (frequency: number, damage: number) => T) {
  return matrix.damage.toReversed().flatMap(({ step: damage }) =>
    matrix.frequency.map(({ step: frequency }) => {
      const riskClass = classOf(matrix, frequency, damage);
      return {
        schaden: damage,
        haeufigkeit: frequency,
        klasse: riskClass.id,
        ueberGrenze: isAboveLine(matrix, riskClass),
        ...countsOf(frequency, damage),
      };
    }),
  );
}

export interface RatingRequest {
  kommune: string;
  id: string;
  phase: RiskPhase;
  /** A step by number or word. */
  haeufigkeit: string;
  schaden: string;
}

/**
 * Records how often and how badly, and says which class that is.
 * @throws NotFoundError for the entry; InvalidDataError for a step the matrix does not have
 */
export async function rateRisk(context: Context, request: RatingRequest): Promise<RiskJson['risiko bewerten']> {
  const { kommune, phase } = request;
  const { matrix } = await matrixInForce(context, kommune, stateNow(context));
  const frequency = stepOf(matrix.frequency, request.haeufigkeit, 'Häufigkeit');
  const damage = stepOf(matrix.damage, request.schaden, 'Schaden');
  const fields = ratingFields[phase];
  const typed = { [fields.frequency]: String(frequency), [fields.damage]: String(damage) };
  const { id } = await changeEntry(context, risiko, { kommune, id: request.id, typed });
  const today = { ...context, asOf: context.today };
  const entry = (await risksOf(today, kommune)).find((each) => each.id === id);
  if (entry === undefined) throw new Error(`${id} was recorded and is not there`);
  return { kommune, phase, risiko: await (await riskToJson(today, kommune))(entry) };
}

function stepOf(scale: readonly RiskStep[], typed: string, label: string): number {
  const step = readStep(scale, typed);
  if (step !== null) return step;
  throw new InvalidDataError(
    `${label}: „${typed}“ gibt es in der Risikomatrix nicht.`,
    `Möglich: ${scale.map(({ step: number, title, meaning }) => `${number} ${title} (${meaning})`).join('; ')}.`,
  );
}

/** Risks of a Kommune that were not taken out. */
export async function risksOf(context: Context, kommune: string): Promise<RegisterEntry[]> {
  const at = stateAt(context);
  await selectKommune(context.store, kommune, at);
  const entries = await selectEntries(context.store, at, { kommune, register: risiko.id });
  return entries.filter(({ removed }) => removed === null);
}

async function riskToJson(context: Context, kommune: string): Promise<(entry: RegisterEntry) => Promise<RisikoJson>> {
  const { catalogue, asOf } = context;
  const { matrix } = await matrixInForce(context, kommune, stateAt(context));
  const threats = new Map(threatsOf(catalogue).map(({ id, title }) => [id, title]));
  const measures = await selectEntries(context.store, stateAt(context), { kommune, register: massnahme.id });
  const measuresById = new Map(measures.filter(({ removed }) => removed === null).map((entry) => [entry.id, entry]));
  const duties = dutiesOnce(context, kommune);
  return async ({ id, values }) => {
    const own = listOf(values['massnahmen']).flatMap((each) => measuresById.get(each) ?? []);
    const current = currentRating(matrix, values);
    const { state, reason } = standingOf(values, asOf, await acceptanceObstacle(context, values, duties));
    const gefaehrdung = textIn(values, 'gefaehrdung');
    return {
      id,
      titel: textIn(values, 'titel') ?? '',
      gefaehrdung,
      gefaehrdungName: threats.get(threatIdOf(gefaehrdung) ?? '') ?? null,
      zielobjekte: listOf(values['zielobjekte']),
      vorher: ratingJson(matrix, ratingOf(matrix, values, 'vorher')),
      geplant: ratingJson(matrix, ratingOf(matrix, values, 'geplant')),
      danach: ratingJson(matrix, ratingOf(matrix, values, 'danach')),
      jetzt: ratingJson(matrix, current),
      ueberGrenze: current === null ? null : isAboveLine(matrix, current.riskClass),
      stand: state,
      begruendung: reason,
      massnahmen: own.map((measure) => measureJson(measure, asOf)),
      hinweise: [...hintsOf(matrix, values, own), ...entryHints(risiko, values, { day: asOf })],
    };
  };
}

function ratingJson({ frequency, damage }: RiskMatrix, rating: RiskRating | null) {
  if (rating === null) return null;
  const often = frequency.find(({ step }) => step === rating.frequency)?.title ?? '';
  const badly = damage.find(({ step }) => step === rating.damage)?.title ?? '';
  return {
    haeufigkeit: rating.frequency,
    schaden: rating.damage,
    klasse: rating.riskClass.id,
    text: `${rating.riskClass.title} (${often}, ${badly})`,
  };
}

function measureJson({ id, values }: RegisterEntry, asOf: string): RisikoJson['massnahmen'][number] {
  const faellig = textIn(values, 'faellig');
  return {
    id,
    titel: textIn(values, 'titel') ?? '',
    status: textIn(values, 'status') ?? 'offen',
    faellig,
    ueberfaellig: faellig !== null && faellig < asOf && !isSettled(massnahme, values),
  };
}

/** What does not fit together, for the officer; nothing is refused for it. */
function hintsOf(matrix: RiskMatrix, values: RegisterEntry['values'], measures: readonly RegisterEntry[]): string[] {
  const halves = riskPhases.filter(
    (phase) => (values[ratingFields[phase].frequency] === undefined) !== (values[ratingFields[phase].damage] === undefined),
  );
  const open = measures.filter((measure) => !isSettled(massnahme, measure.values));
  const isRatedAfter = ratingOf(matrix, values, 'danach') !== null;
  const isReduced = values['behandlung'] === 'vermindern' || values['behandlung'] === 'vermeiden';
  return [
    ...foreignSteps(matrix, values),
    ...halves.map((phase) => `Für „${phase}“ fehlt Häufigkeit oder Schaden; eine Klasse ergibt sich erst aus beidem.`),
    ...(isRatedAfter && open.length > 0
      ? [`„Danach“ ist bewertet, aber noch nicht umgesetzt: ${open.map(({ id }) => id).join(', ')}.`]
      : []),
    ...(isReduced && measures.length === 0 ? ['Behandelt werden soll es, eine Maßnahme ist aber nicht genannt.'] : []),
  ];
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
