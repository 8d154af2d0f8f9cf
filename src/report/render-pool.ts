/** Several threads that render reports, for many of them at once. What they hold is bounded: one report each. */
import { Worker } from 'node:worker_threads';
import { EnvironmentError, type ExpectedError, InvalidDataError } from '../errors.ts';
import type { RenderOptions } from './render-report.ts';
import type { AnyReportData } from './report-data.ts';
import type { RenderedFormat } from './report-kind.ts';

export interface RenderTask {
  data: AnyReportData;
  format: RenderedFormat;
  options: RenderOptions;
}

export type RenderAnswer =
  | { bytes: Uint8Array; isSpent: boolean }
  | { expected: { message: string; hint: string; code: string } }
  | { bug: string };

export interface RenderPool {
  /** Waits for a free thread. @throws what `renderReport` throws */
  render(task: RenderTask): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Waiting {
  task: RenderTask;
  resolve(bytes: Uint8Array): void;
  reject(error: Error): void;
}

/** @param workerFile render-worker, as source or as built */
export function startRenderPool(workerFile: string, threads: number): RenderPool {
  const queue: Waiting[] = [];
  const free: Worker[] = [];
  /** Every thread, with what it works on. */
  const all = new Map<Worker, Waiting | null>();
  let closed = false;

  const assign = () => {
    while (queue.length > 0 && (free.length > 0 || all.size < threads)) {
      const worker = free.pop() ?? begin();
      const waiting = queue.shift();
      if (waiting === undefined) return;
      all.set(worker, waiting);
      worker.postMessage(waiting.task);
    }
  };
  const begin = (): Worker => {
    const worker = new Worker(workerFile);
    worker.on('message', (answer: RenderAnswer) => {
      const waiting = all.get(worker);
      if ('bytes' in answer && answer.isSpent) {
        all.delete(worker);
        void worker.terminate();
      } else {
        all.set(worker, null);
        free.push(worker);
      }
      if ('bytes' in answer) waiting?.resolve(answer.bytes);
      else waiting?.reject('bug' in answer ? new Error(answer.bug) : expectedError(answer.expected));
      assign();
    });
    worker.on('error', (error) => {
      const waiting = all.get(worker);
      all.delete(worker);
      waiting?.reject(error instanceof Error ? error : new Error(String(error)));
      assign();
    });
    return worker;
  };
  return {
    render: (task) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('the threads that render are ended'));
        queue.push({ task, resolve, reject });
        assign();
      }),
    close: async () => {
      closed = true;
      await Promise.all([...all.keys()].map((worker) => worker.terminate()));
    },
  };
}

function expectedError({ message, hint, code }: { message: string; hint: string; code: string }): ExpectedError {
  return code === 'UMGEBUNG' ? new EnvironmentError(message, hint) : new InvalidDataError(message, hint);
}
