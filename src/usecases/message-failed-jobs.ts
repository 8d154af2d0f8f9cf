import type { Job, JobRun } from '../domain/scheduled-job.ts';
import { isWorthRetrying } from '../schedule/decide.ts';
import type { Store } from '../store/open.ts';
import type { StateAt } from '../store/versions.ts';
import { selectJobs, selectLastRun, selectRuns } from '../store/zeitplan.ts';

export interface FailedJob {
  job: Job;
  last: JobRun;
  /** Failed runs in a row. */
  times: number;
}

const countedRuns = 100;

/** Jobs whose newest run failed for good: what is tried again by itself in a few minutes is no news yet. */
export async function failedJobs(store: Store, at: StateAt): Promise<FailedJob[]> {
  const failed: FailedJob[] = [];
  for (const job of await selectJobs(store, at)) {
    if (!job.aktiv || job.entfernt !== null || job.art === 'nachrichten') continue;
    const last = await selectLastRun(store, job.id);
    if (last === null || !isFailure(last) || isWorthRetrying(job, last)) continue;
    const runs = await selectRuns(store, job.id, countedRuns, at.before);
    const good = runs.findIndex((run) => !isFailure(run));
    failed.push({ job, last, times: good === -1 ? runs.length : good });
  }
  return failed;
}

function isFailure({ stand }: JobRun): boolean {
  return stand === 'gescheitert' || stand === 'abgebrochen';
}
