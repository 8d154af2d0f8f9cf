/**
 * A machine whose clock is wrong: it jumps ahead by years and back again while people work. The record stays whole, nothing is lost, and a
 * look back to a day tells what was recorded and true by then, as a plain list in the test remembers it.
 */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomFrom } from '../../bench/state-data.ts';
import { noteCounts, seed, size, timeLimitMs } from '../campaign.ts';
import { CliProcess } from './cli-pool.ts';
import { callIn, plainTownHall, type TownHall } from './scenarios.ts';

const cli = new CliProcess();
let hall: TownHall;

beforeAll(async () => {
  hall = await plainTownHall(cli);
}, 300_000);

afterAll(() => {
  cli.close();
  rmSync(hall.folder, { recursive: true, force: true });
});

const dayMs = 86_400_000;
const dayAt = (instant: number) => new Date(instant).toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
const statuses = ['ja', 'teilweise', 'nein'] as const;
/** Questions to the whole Kommune that the town hall has not answered. */
const controls = ['BAK-01.03', 'BAK-01.05', 'NOT-01.01', 'MAN-01.02'];

interface Answer {
  control: string;
  status: string;
  recordedAt: number;
  validFrom: string;
  /** In which order it was recorded. */
  order: number;
}

/** What counted on a day: the newest answer that was recorded and true by then. */
function countedOn(answers: readonly Answer[], control: string, day: string): string | null {
  const known = answers.filter(
    (answer) => answer.control === control && dayAt(answer.recordedAt) <= day && answer.validFrom <= day,
  );
  known.sort((a, b) => (a.validFrom === b.validFrom ? a.order - b.order : a.validFrom < b.validFrom ? -1 : 1));
  return known.at(-1)?.status ?? null;
}

it(
  'answers given while the clock jumps are all there, and every day is told as it was recorded',
  async () => {
    const random = randomFrom(seed + 3);
    const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;
    const answers: Answer[] = [];
    const counts = { jumps: 0, answers: 0, refused: 0, looks: 0 };
    for (let order = 0; order < size(15, 500); order += 1) {
      // Mostly a few hours, now and then years; back as often as ahead.
      const clockAheadMs = Math.round((random() - 0.5) * 2 * (random() < 0.2 ? 2000 : 3) * dayMs);
      counts.jumps += 1;
      const now = Date.now() + clockAheadMs;
      const validFrom = dayAt(now - Math.floor(random() * 5) * dayMs);
      const [control, status] = [pick(controls), pick(statuses)];
      const words = [
        'erhebung',
        'antworten',
        control,
        '--status',
        status,
        '--gueltig-ab',
        validFrom,
        '--begruendung',
        `Nr. ${order}`,
      ];
      const { exitCode, stderr } = await cli.call({ ...callIn(hall, words), clockAheadMs });
      expect([0, 3], stderr).toContain(exitCode);
      counts[exitCode === 0 ? 'answers' : 'refused'] += 1;
      if (exitCode === 0) answers.push({ control, status, recordedAt: now, validFrom, order });
      else expect(stderr).toMatch(/Kommune .*gibt es|Zukunft|beispielhain/);
      if (order % 5 !== 0) continue;
      const day = dayAt(Date.now() + Math.round((random() - 0.3) * 2200) * dayMs);
      counts.looks += await lookBack(day, answers);
    }
    const checked = await cli.call(callIn(hall, ['protokoll', 'pruefen']));
    expect(checked, checked.stdout + checked.stderr).toMatchObject({ exitCode: 0 });
    expect(counts.answers).toBeGreaterThan(counts.jumps / 4);
    noteCounts('clock jumps', counts);
  },
  timeLimitMs(120_000),
);

/** @returns how many answers were compared */
async function lookBack(day: string, answers: readonly Answer[]): Promise<number> {
  let compared = 0;
  for (const control of controls) {
    const wanted = countedOn(answers, control, day);
    const { exitCode, stdout, stderr } = await cli.call(callIn(hall, ['erhebung', 'verlauf', control, '--stand', day, '--json']));
    // Before it was recorded the Kommune does not exist.
    expect([0, 3], stderr).toContain(exitCode);
    if (exitCode !== 0) continue;
    const { heute } = JSON.parse(stdout) as { heute: { zielobjekt: string; zustand: string }[] };
    const state = heute.find(({ zielobjekt }) => zielobjekt === 'VERBUND')?.zustand ?? 'offen';
    // An answer of long ago counts as to be confirmed; whether it is due is told elsewhere.
    if (state !== 'zuBestaetigen') expect(state, `${control} on ${day}`).toBe(wanted ?? 'offen');
    else expect(wanted, `${control} on ${day}`).not.toBeNull();
    compared += 1;
  }
  return compared;
}
