import { endOfDay } from '../domain/calendar.ts';
import { InvalidDataError } from '../errors.ts';
import { chainOf, selectKommune } from '../store/kommunen.ts';
import { selectErasures } from '../store/loeschungen.ts';
import {
  type ChainCheck,
  readTogether,
  selectBegunChains,
  selectChains,
  selectHashExists,
  selectOrphanChains,
  selectProtokoll,
  verifyChain,
} from '../store/protokoll.ts';
import { selectSchemaProblems } from '../store/schema-check.ts';
import { type Context, stateAt } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

/** Entries of one Kommune or of all chains, oldest first. */
export async function showProtokoll(context: Context, slug: string | undefined): Promise<CommandJson['protokoll zeigen']> {
  const before = endOfDay(context.asOf);
  const chains = await chainsFor(context, slug);
  const entries = await Promise.all(chains.map((chain) => selectProtokoll(context.store, chain, before)));
  return entries.flat().map((entry) => ({
    kette: entry.chain,
    nr: entry.seq,
    zeitpunkt: entry.recordedAt,
    vorgang: entry.action,
    person: entry.person,
    inhalt: entry.summary,
    pruefsumme: entry.hash,
  }));
}

/**
 * Recomputes the chains and holds the tables against them.
 * @param against a hash printed on a report; needs one Kommune, whose chain must contain it
 */
export async function verifyProtokoll(
  context: Context,
  slug: string | undefined,
  against: string | undefined,
): Promise<CommandJson['protokoll pruefen']> {
  if (against !== undefined && !/^[0-9a-f]{64}$/.test(against)) {
    throw new InvalidDataError(
      `„${against}“ ist keine Prüfsumme.`,
      'Eine Prüfsumme hat 64 Zeichen aus 0–9 und a–f; sie steht auf jedem Bericht.',
    );
  }
  // Entry and rows of a change that another process records meanwhile are seen both or not at all.
  return readTogether(context.store, (store) => verifyChains({ ...context, store }, slug, against));
}

async function verifyChains(
  context: Context,
  slug: string | undefined,
  against: string | undefined,
): Promise<CommandJson['protokoll pruefen']> {
  const chains = await chainsFor(context, slug);
  const checks: ChainCheck[] = await schemaChecks(context);
  for (const chain of chains) checks.push(await verifyChain(context.store, chain, slug === undefined ? null : (against ?? null)));
  if (slug === undefined) checks.push(...(await orphanChecks(context)));
  await reportLostChains(context, checks);
  const ketten = await Promise.all(
    checks.map(async (check) => ({
      kette: check.chain,
      eintraege: check.entries,
      geloescht: check.erased,
      loeschungen: await erasuresOf(context, check.chain),
      pruefsumme: check.hash,
      probleme: check.problems.map(({ seq, text }) => ({ nr: seq, text })),
    })),
  );
  if (slug === undefined && against !== undefined) await checkAgainstAny(context, against, ketten);
  return { inOrdnung: ketten.every((kette) => kette.probleme.length === 0), ketten };
}

async function erasuresOf({ store }: Context, chain: string) {
  const erasures = await selectErasures(store, chain);
  return erasures.map(({ id, am, bezeichnung, grund, freitext, zeilen, inhalte }) => ({
    ...{ nr: id, am, bezeichnung, grund, mitFreitext: freitext, zeilen, inhalte },
  }));
}

/** A chain counts by its entries, not by the Kommune's row: that row may be what somebody removed. */
async function chainsFor(context: Context, slug: string | undefined): Promise<string[]> {
  const chains = await selectChains(context.store);
  if (slug === undefined) return chains;
  const begun = await selectBegunChains(context.store);
  if (!chains.includes(chainOf(slug)) && !begun.includes(chainOf(slug)))
    await selectKommune(context.store, slug, stateAt(context));
  return [chainOf(slug)];
}

/** Without its triggers and views as they were made, a database says less than it seems to. */
async function schemaChecks(context: Context): Promise<ChainCheck[]> {
  const texts = await selectSchemaProblems(context.store);
  if (texts.length === 0) return [];
  const chain = '_aufbau';
  return [{ chain, entries: 0, erased: [], hash: null, problems: texts.map((text) => ({ chain, seq: null, text })) }];
}

/** The system's chain names every chain that was begun: one without entries was removed whole. */
async function reportLostChains(context: Context, checks: ChainCheck[]): Promise<void> {
  const present = await selectChains(context.store);
  const text = 'Die Kette wurde begonnen, aber ihr Protokoll fehlt: Es wurde ganz entfernt.';
  for (const chain of (await selectBegunChains(context.store)).filter((begun) => !present.includes(begun))) {
    const problem = { chain, seq: null, text };
    const known = checks.find((check) => check.chain === chain);
    if (known !== undefined) known.problems.push(problem);
    else checks.push({ chain, entries: 0, erased: [], hash: null, problems: [problem] });
  }
}

async function orphanChecks(context: Context): Promise<ChainCheck[]> {
  const orphans = await selectOrphanChains(context.store);
  return orphans.map((chain) => ({
    chain,
    entries: 0,
    erased: [],
    hash: null,
    problems: [{ chain, seq: null, text: 'Es gibt Zeilen zu dieser Kette, aber kein Protokoll.' }],
  }));
}

/** Without a Kommune the hash has to be in one of the chains. */
async function checkAgainstAny(
  context: Context,
  against: string,
  ketten: CommandJson['protokoll pruefen']['ketten'],
): Promise<void> {
  if (await selectHashExists(context.store, against)) return;
  const text = 'Die angegebene Prüfsumme kommt in keiner Kette vor: Ein Protokoll wurde neu berechnet oder gekürzt.';
  const [first] = ketten;
  if (first === undefined)
    ketten.push({ kette: '–', eintraege: 0, geloescht: [], loeschungen: [], pruefsumme: null, probleme: [{ nr: null, text }] });
  else first.probleme.push({ nr: null, text });
}
