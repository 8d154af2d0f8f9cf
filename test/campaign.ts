/**
 * How large a seeded campaign is: a short slice in every test run, its full size in `npm run faults`. What was really done is counted and,
 * in the full run, kept for bench/RESULTS.md.
 */
import { appendFileSync } from 'node:fs';

/** How many times as long as in a test run; `voll` for the full size. */
const wanted = process.env['BURGWARD_CAMPAIGN'] ?? '1';
const isFull = wanted === 'voll';
const factor = isFull ? 20 : Number(wanted);

/** Seed of every campaign; another one by BURGWARD_SEED. */
export const seed = Number(process.env['BURGWARD_SEED'] ?? 20_261_122);

/** Rounds of a campaign without a size of its own. @param slice what every test run does */
export function rounds(slice: number): number {
  return Math.max(1, Math.round(slice * factor));
}

/** Size of a campaign. @param slice what every test run does @param full what `npm run faults` does */
export function size(slice: number, full: number): number {
  return isFull ? full : Math.min(full, rounds(slice));
}

const [partNumber = 1, partCount = 1] = (process.env['BURGWARD_PART'] ?? '1/1').split('/').map(Number);

/** The share of a long campaign this run does: it can be split, so that one stopped goes on where it was. */
export function ownPart<Item>(items: readonly Item[]): Item[] {
  return items.filter((_, index) => index % partCount === partNumber - 1);
}

/** The same of a number. */
export function ownShare(count: number): number {
  return Math.ceil(count / partCount);
}

/** How long a test of a campaign may take. @param sliceMs in a test run */
export function timeLimitMs(sliceMs: number): number {
  return factor > 1 ? 2 * 3_600_000 : sliceMs;
}

/** Keeps what a campaign did, as a line of JSON, where the full run asks for it. */
export function noteCounts(campaign: string, counts: Readonly<Record<string, number | string>>): void {
  const file = process.env['BURGWARD_CAMPAIGN_COUNTS'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ campaign, seed, ...counts })}\n`);
}
