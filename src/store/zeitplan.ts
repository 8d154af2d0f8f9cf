/** Recurring jobs and the history of their runs. A job for one Kommune stands in its chain, any other in that of the system. */
import type { Selectable } from 'kysely';
import type { Job, JobRun, JobTask } from '../domain/scheduled-job.ts';
import { byNumber, chainOf } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, systemChain, type Writer } from './protokoll.ts';
import type { ZeitplanLaufTable } from './schema.ts';
import { parseStored } from './stored-json.ts';
import { type StateAt, type StateRow, selectState } from './versions.ts';

/** All jobs as they stand on a day, those taken out too; Z2 before Z10. */
export async function selectJobs(store: Store, at: StateAt): Promise<Job[]> {
  return (await selectState(store.db, 'zeitplan_auftrag', at)).map(toJob).sort(byNumber);
}

function toJob(row: StateRow<'zeitplan_auftrag'>): Job {
  const { id, kommune, landkreis, wann, verpasst, wiederholungen, seit, entfernt } = row;
  return {
    // Written by us and checked then: kind and options belong together.
    ...({ art: row.art, optionen: parseStored(row.optionen) } as JobTask),
    id,
    kommune,
    landkreis,
    wann,
    streuungMinuten: row.streuung_minuten,
    verpasst,
    wiederholungen,
    aktiv: row.aktiv === 1,
    seit,
    entfernt,
  };
}

/** Records a new job and returns it with its id; ids run over all Kommunen. */
export async function insertJob(store: Store, job: Omit<Job, 'id'>, day: string, recording: Recording): Promise<Job> {
  return recordChange(store, chainOfJob(job), 'zeitplan.anlegen', `Auftrag ${job.art}`, recording, async (writer) => {
    const row = await writer.db
      .selectFrom('zeitplan_auftrag')
      .select((e) => e.fn.count('id').distinct().as('n'))
      .executeTakeFirst();
    const numbered = { ...job, id: `Z${Number(row?.n ?? 0) + 1}` } as Job;
    await insertJobRow(writer, numbered, day);
    return numbered;
  });
}

/** Records a new version of a job. Kind and scope stay, so it stays in its chain. */
export async function insertJobVersion(
  store: Store,
  job: Job,
  verb: 'aendern' | 'entfernen',
  day: string,
  recording: Recording,
): Promise<void> {
  await recordChange(store, chainOfJob(job), `zeitplan.${verb}`, `Auftrag ${job.id}`, recording, (writer) =>
    insertJobRow(writer, job, day),
  );
}

async function insertJobRow(writer: Writer, job: Job, day: string): Promise<void> {
  await writer.insert('zeitplan_auftrag', {
    id: job.id,
    kommune: job.kommune,
    landkreis: job.landkreis,
    art: job.art,
    optionen: JSON.stringify(job.optionen),
    wann: job.wann,
    streuung_minuten: job.streuungMinuten,
    verpasst: job.verpasst,
    wiederholungen: job.wiederholungen,
    aktiv: job.aktiv ? 1 : 0,
    seit: job.seit,
    entfernt: job.entfernt,
    valid_from: day,
  });
}

/** The newest run of a job in its newest state, null before the first. */
export async function selectLastRun(store: Store, job: string): Promise<JobRun | null> {
  const row = await store.db
    .selectFrom('zeitplan_lauf')
    .selectAll()
    .where('auftrag', '=', job)
    .orderBy('nr', 'desc')
    .orderBy('row_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : toRun(row);
}

/** The newest runs of a job that were recorded by a day, newest first. */
export async function selectRuns(store: Store, job: string, limit: number, before: string): Promise<JobRun[]> {
  const rows = await store.db
    .selectFrom('zeitplan_lauf')
    .selectAll()
    .where('auftrag', '=', job)
    .where('recorded_at', '<', before)
    .orderBy('nr', 'desc')
    .orderBy('row_id', 'desc')
    .limit(limit * rowsPerRun)
    .execute();
  const newest = new Map<number, JobRun>();
  for (const row of rows) if (!newest.has(row.nr)) newest.set(row.nr, toRun(row));
  return [...newest.values()].slice(0, limit);
}

/** One when it begins and one when it ends. */
const rowsPerRun = 2;

function toRun(row: Selectable<ZeitplanLaufTable>): JobRun {
  const { auftrag, nr, geplant, versuch, begonnen, beendet, stand, verpasst, code, text } = row;
  const ergebnis = row.ergebnis === null ? null : parseStored<Record<string, unknown>>(row.ergebnis);
  return { auftrag, nr, geplant, versuch, begonnen, beendet, stand, verpasst, code, text, ergebnis };
}

/** Records a state of a run: that it began, or how it ended. */
export async function insertRun(store: Store, job: Job, run: JobRun, day: string, recording: Recording): Promise<void> {
  const action = run.stand === 'laeuft' ? 'zeitplan.beginnen' : 'zeitplan.beenden';
  const summary = `Auftrag ${job.id}, Lauf ${run.nr}: ${run.stand}`;
  await recordChange(store, chainOfJob(job), action, summary, recording, async (writer) => {
    const { ergebnis, ...rest } = run;
    await writer.insert('zeitplan_lauf', {
      ...rest,
      ergebnis: ergebnis === null ? null : JSON.stringify(ergebnis),
      valid_from: day,
    });
  });
}

function chainOfJob({ kommune }: Pick<Job, 'kommune'>): string {
  return kommune === null ? systemChain : chainOf(kommune);
}
