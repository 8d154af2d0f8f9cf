/** Where a risk analysis is needed after BSI-Standard 200-3, and risks to begin it with. */
import { informationsverbund } from '../domain/kommune.ts';
import { type EntryValues, readEntry } from '../domain/register.ts';
import { risiko } from '../domain/registers/risiko.ts';
import { type ProposalGroup, proposeRisks, type RiskNeeds, riskNeeds } from '../domain/risk-proposal.ts';
import { computeSchutzbedarf } from '../domain/schutzbedarf.ts';
import { InvalidDataError } from '../errors.ts';
import { type EntryToWrite, insertEntries } from '../store/register-entries.ts';
import { selectSchutzbedarf } from '../store/zielobjekte.ts';
import { type Context, recordingOf, stateAt } from './context.ts';
import { evaluateKommune } from './evaluate-kommune.ts';
import { modelKommune } from './modellierung.ts';
import { surroundingsOf } from './register-surroundings.ts';
import type { RiskJson } from './risk-json.ts';
import { threatsOf } from './risk-tables.ts';
import { risksOf } from './risks.ts';
import { readRegister } from './zielobjekte.ts';

export interface ProposalRequest {
  kommune: string;
  /** Codes of Zielobjekte that are operated unusually, besides those recorded as such. */
  ungewoehnlich: readonly string[];
  /** Only these; empty: all. */
  zielobjekte: readonly string[];
  /** Record nothing. */
  probe: boolean;
}

/** @throws NotFoundError for the Kommune; InvalidDataError for a code there is not */
export async function suggestRisks(context: Context, request: ProposalRequest): Promise<RiskJson['risiko vorschlagen']> {
  const { kommune, probe } = request;
  const needs = await needsOf(context, request);
  const { bausteine } = await modelKommune(context, kommune);
  const { evaluation } = await evaluateKommune(context, kommune);
  const existing = await risksOf(context, kommune);
  const groups = proposeRisks(needs.needed, {
    bausteine: bausteine.filter(({ quelle }) => quelle === 'eigen'),
    controls: context.catalogue.controls.filter(({ retired }) => retired === undefined),
    evaluations: evaluation.controls,
    threats: threatsOf(context.catalogue),
    recorded: existing.map(({ values }) => ({
      zielobjekte: listOf(values['zielobjekte']),
      gefaehrdung: typeof values['gefaehrdung'] === 'string' ? values['gefaehrdung'] : null,
    })),
  });
  const writes = await entriesFor(context, kommune, groups);
  const of = { kommune, register: risiko.id, prefix: risiko.prefix, verb: 'vorschlagen' };
  const ids = probe || writes.length === 0 ? [] : await insertEntries(context.store, of, writes, recordingOf(context));
  let next = 0;
  return {
    kommune,
    stand: context.asOf,
    probe,
    gruppen: groups.map((group) => ({
      typ: group.zielobjekte[0]?.typ ?? '',
      zielobjekte: group.zielobjekte.map(({ kuerzel, name }) => ({ kuerzel, name })),
      anlaesse: group.occasions.map(({ occasion, text }) => ({ anlass: occasion, text })),
      risiken: group.threats.map(({ threat, zielobjekte, gaps, reason }) => ({
        id: ids[next++] ?? null,
        titel: titleOf(threat.meaning, zielobjekte),
        gefaehrdung: threat.id,
        name: threat.title,
        zielobjekte: [...zielobjekte],
        controls: [...gaps],
        grund: reason,
      })),
      weitere: group.further,
      schonErfasst: group.recorded,
    })),
    unklar: needs.unknown.map(({ kuerzel }) => kuerzel),
    nichtNoetig: needs.notNeeded.map(({ kuerzel }) => kuerzel),
    begruendungen: reasonsFor(needs),
  };
}

async function needsOf(context: Context, { kommune, ungewoehnlich, zielobjekte }: ProposalRequest): Promise<RiskNeeds> {
  const register = await readRegister(context, kommune);
  const known = new Set(register.zielobjekte.map(({ kuerzel }) => kuerzel).filter((code) => code !== informationsverbund));
  const typed = (codes: readonly string[], flag: string) => {
    const upper = codes.map((code) => code.toUpperCase());
    const unknown = upper.filter((code) => !known.has(code));
    if (unknown.length === 0) return upper;
    throw new InvalidDataError(
      `--${flag}: ${unknown.join(', ')} gibt es in ${kommune} nicht als einzelnes Zielobjekt.`,
      `burgward zielobjekt liste --kommune ${kommune} zeigt, was erfasst ist.`,
    );
  };
  const marked = typed(ungewoehnlich, 'ungewoehnlich');
  const wanted = new Set(typed(zielobjekte, 'zielobjekt'));
  const schutzbedarf = computeSchutzbedarf(register, await selectSchutzbedarf(context.store, kommune, stateAt(context)));
  const { risiken } = await modelKommune(context, kommune);
  const recorded = (await risksOf(context, kommune))
    .filter(({ values }) => values['anlass'] === 'ungewoehnlicher-betrieb' && values['entfallen-am'] === undefined)
    .flatMap(({ values }) => listOf(values['zielobjekte']));
  const asked = register.zielobjekte.filter(({ kuerzel }) => wanted.size === 0 || wanted.has(kuerzel));
  return riskNeeds(asked, risiken, schutzbedarf, new Set([...marked, ...recorded]));
}

/** Read like typed ones, so that the register's own rules hold for them. */
async function entriesFor(context: Context, kommune: string, groups: readonly ProposalGroup[]): Promise<EntryToWrite[]> {
  const surroundings = await surroundingsOf(context, kommune, stateAt(context));
  return groups.flatMap(({ occasions, threats }) =>
    threats.map(({ threat, zielobjekte, gaps }) => {
      const typed = {
        titel: titleOf(threat.meaning, zielobjekte),
        gefaehrdung: threat.id,
        zielobjekte,
        controls: gaps,
        ...(occasions[0] === undefined ? {} : { anlass: occasions[0].occasion }),
      };
      const { values, problems } = readEntry(risiko, typed, null, surroundings);
      if (problems.length > 0) throw new Error(`a proposal breaks the register's rules: ${problems[0]?.text}`);
      return { id: null, values, removed: null, validFrom: context.today };
    }),
  );
}

function titleOf(meaning: string, zielobjekte: readonly string[]): string {
  const named = zielobjekte.length > 3 ? `${zielobjekte.slice(0, 3).join(', ')} …` : zielobjekte.join(', ');
  return `${named}: ${meaning}`;
}

function reasonsFor({ needed, unknown, notNeeded }: RiskNeeds): string[] {
  if (needed.length + unknown.length + notNeeded.length === 0)
    return ['Zielobjekte sind noch nicht erfasst; ohne sie lässt sich zur Risikoanalyse nichts sagen.'];
  const unclear = `Ob hier eine Risikoanalyse nötig ist, lässt sich nicht sagen, solange der Schutzbedarf nicht festgelegt ist (burgward zielobjekt schutzbedarf): ${namesOf(unknown)}.`;
  const none = `Keine Risikoanalyse nach BSI-Standard 200-3 nötig, weil der Schutzbedarf normal ist, ein Baustein passt und kein ungewöhnlicher Betrieb angegeben ist: ${namesOf(notNeeded)}.`;
  return [...(unknown.length > 0 ? [unclear] : []), ...(notNeeded.length > 0 ? [none] : [])];
}

function namesOf(zielobjekte: RiskNeeds['unknown']): string {
  return zielobjekte.map(({ kuerzel }) => kuerzel).join(', ');
}

function listOf(value: EntryValues[string] | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
