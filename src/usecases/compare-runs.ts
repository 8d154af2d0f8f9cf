import { formatTarget } from '../domain/finding.ts';
import { currentFindings, type EndedFinding, inOrderOfTime, type Netzlauf, runsOfLook } from '../domain/netzlauf.ts';
import type { PortScanObservation, Vantage } from '../domain/observation.ts';
import { type ComparedLook, compareLooks, type DriftKind, type FindingDrift, type PortDrift } from '../domain/run-comparison.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { selectKommune } from '../store/kommunen.ts';
import { insertNetzbasis, type Netzbasis, selectNetzbasen } from '../store/netzbasen.ts';
import { selectFindings, selectNetzlaeufe, selectObservations, selectVantages } from '../store/netzlaeufe.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { findRun } from './list-findings.ts';

type ComparedJson = CommandJson['netz vergleichen'];

export interface RunComparisonRequest {
  kommune: string;
  /** The newer side; without it the newest run. */
  lauf?: string | undefined;
  /** The older side: a run … */
  mit?: string | undefined;
  /** … or a named baseline; without either the run before from the same vantage. */
  basis?: string | undefined;
}

/**
 * What changed since a run or a baseline. A run that was continued counts with those it continued.
 * @throws NotFoundError when there is nothing to compare with; InvalidDataError when the runs looked from different sides
 */
export async function compareRuns(context: Context, request: RunComparisonRequest): Promise<ComparedJson> {
  const { store } = context;
  const { kommune: slug } = request;
  const at = stateAt(context);
  await selectKommune(store, slug, at);
  const runs = inOrderOfTime(await selectNetzlaeufe(store, slug, at));
  const newest = runs.at(-1);
  if (newest === undefined) throw nothingChecked(slug);
  const after = request.lauf === undefined ? newest : findRun(runs, request.lauf);
  const vantages = await selectVantages(store, slug);
  const lookedFrom = (run: Netzlauf) => [...new Set(runsOfLook(run, runs).flatMap(({ id }) => vantages.get(id) ?? []))];
  const before = await findEarlier(context, request, runs, after, lookedFrom);
  const shared = lookedFrom(after).filter((vantage) => lookedFrom(before).includes(vantage));
  if (shared.length === 0) {
    throw new InvalidDataError(
      `${after.id} und ${before.id} lassen sich nicht vergleichen: Sie haben nicht vom selben Blickwinkel aus geprüft.`,
      'Mit --mit einen Lauf vom selben Blickwinkel wählen; „burgward netz laeufe“ zeigt ihn.',
    );
  }
  const both = new Set([...lookedFrom(after), ...lookedFrom(before)]);
  const comparison = compareLooks(
    await lookAt(context, slug, runs, before, shared),
    await lookAt(context, slug, runs, after, shared),
  );
  const { findings, ports, unchanged, inOrderNotSeen } = comparison;
  return {
    kommune: slug,
    lauf: after.id,
    vergleichsLauf: before.id,
    basis: request.basis ?? null,
    blickwinkel: shared,
    nichtVerglichen: [...both].filter((vantage) => !shared.includes(vantage)),
    befunde: grouped(findings, findingJson),
    ports: grouped(ports, portJson),
    unveraendert: { befunde: unchanged.findings, ports: unchanged.ports },
    inOrdnungNichtGesehen: inOrderNotSeen,
  };
}

/** Whether something became worse: a new gap, one that no longer only runs out, or a newly open port. */
export function hasNews({ befunde, ports }: ComparedJson): boolean {
  const worse = befunde.geaendert.some(({ vorher, nachher }) => vorher === 'phase-out' && nachher === 'not-met');
  return befunde.neu.length > 0 || ports.neu.length > 0 || worse;
}

async function findEarlier(
  context: Context,
  { kommune, mit, basis }: RunComparisonRequest,
  runs: readonly Netzlauf[],
  after: Netzlauf,
  lookedFrom: (run: Netzlauf) => readonly Vantage[],
): Promise<Netzlauf> {
  if (mit !== undefined) return findRun(runs, mit);
  if (basis !== undefined) return findRun(runs, (await findBaseline(context, kommune, basis)).lauf);
  const own = new Set(runsOfLook(after, runs).map(({ id }) => id));
  const earlier = runs
    .slice(0, runs.indexOf(after))
    .filter((run) => !own.has(run.id) && lookedFrom(run).some((vantage) => lookedFrom(after).includes(vantage)));
  const last = earlier.at(-1);
  if (last !== undefined) return last;
  throw new NotFoundError(
    `Vor ${after.id} gibt es keine Netzprüfung vom selben Blickwinkel, mit der sich vergleichen ließe.`,
    'Nach der nächsten Prüfung noch einmal vergleichen.',
  );
}

async function lookAt(
  context: Context,
  slug: string,
  runs: readonly Netzlauf[],
  run: Netzlauf,
  vantages: readonly Vantage[],
): Promise<ComparedLook> {
  const { store } = context;
  const ofLook = runsOfLook(run, runs);
  const laeufe = ofLook.map(({ id }) => id);
  const scans = (await selectObservations(store, slug, laeufe, 'port-scan')).map(({ lauf, observation }) => ({
    lauf,
    scan: observation as PortScanObservation,
  }));
  const own = (await selectFindings(store, slug, stateAt(context))).filter(({ lauf }) => laeufe.includes(lauf));
  return {
    findings: currentFindings(own, scans, endedBy(ofLook)).filter(({ vantage }) => vantages.includes(vantage)),
    ended: endedBy(runs.slice(0, runs.indexOf(run) + 1)),
    scans: scans.map(({ scan }) => scan).filter(({ vantage }) => vantages.includes(vantage)),
  };
}

function endedBy(runs: readonly Netzlauf[]): EndedFinding[] {
  return runs.flatMap(({ erledigt = [] }) => erledigt);
}

function grouped<D extends { kind: DriftKind }, J>(drift: readonly D[], toJson: (each: D) => J) {
  const of = (kind: DriftKind) => drift.filter((each) => each.kind === kind).map(toJson);
  return { neu: of('neu'), weg: of('weg'), geaendert: of('geaendert'), nichtMehrGesehen: of('nicht-mehr-gesehen') };
}

function findingJson({ finding, before, after, reason }: FindingDrift): ComparedJson['befunde']['neu'][number] {
  return {
    check: finding.check,
    ziel: formatTarget(finding.target),
    blickwinkel: finding.vantage,
    vorher: before,
    nachher: after,
    schwere: finding.severity,
    text: finding.text,
    grund: reason,
  };
}

function portJson({ address, vantage, port, service, reason }: PortDrift): ComparedJson['ports']['neu'][number] {
  return { adresse: address, blickwinkel: vantage, port, dienst: service, grund: reason };
}

/** @throws NotFoundError naming the baselines there are */
async function findBaseline(context: Context, slug: string, name: string): Promise<Netzbasis> {
  const known = await selectNetzbasen(context.store, slug, stateAt(context));
  const found = known.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw new NotFoundError(
    `Einen Vergleichsstand „${name}“ gibt es nicht.`,
    known.length === 0
      ? 'Anlegen mit „burgward netz basis setzen NAME --lauf L“.'
      : `Vorhanden sind: ${known.map((each) => each.name).join(', ')}.`,
  );
}

/** Gives a run a name to compare with; the same name again moves it. Without `lauf` the newest run. */
export async function setBaseline(
  context: Context,
  slug: string,
  name: string,
  lauf: string | undefined,
): Promise<CommandJson['netz basis']> {
  const { store, today } = context;
  await selectKommune(store, slug, stateNow(context));
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) {
    throw new InvalidDataError(
      `„${name}“ ist kein Name für einen Vergleichsstand.`,
      'Kleinbuchstaben, Ziffern und Bindestriche, höchstens 40 Zeichen, zum Beispiel abnahme-2026.',
    );
  }
  const runs = inOrderOfTime(await selectNetzlaeufe(store, slug, stateNow(context)));
  const run = lauf === undefined ? runs.at(-1) : findRun(runs, lauf);
  if (run === undefined) throw nothingChecked(slug);
  await insertNetzbasis(store, { kommune: slug, name, lauf: run.id, seit: today }, true, recordingOf(context));
  return listBaselines(context, slug);
}

/** @throws NotFoundError when there is none of that name */
export async function removeBaseline(context: Context, slug: string, name: string): Promise<CommandJson['netz basis']> {
  const { store, today } = context;
  await selectKommune(store, slug, stateNow(context));
  const basis = await findBaseline(context, slug, name);
  await insertNetzbasis(store, { ...basis, seit: today }, false, recordingOf(context));
  return listBaselines(context, slug);
}

export async function listBaselines(context: Context, slug: string): Promise<CommandJson['netz basis']> {
  const at = stateAt(context);
  await selectKommune(context.store, slug, at);
  return selectNetzbasen(context.store, slug, at);
}

export function nothingChecked(slug: string): NotFoundError {
  return new NotFoundError(`In ${slug} wurde noch nichts geprüft.`, 'Zuerst mit „burgward netz pruefen“ prüfen.');
}
