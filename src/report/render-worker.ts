/** Runs in a thread of its own: renders what it is sent, one after the other, with one PDF engine whose fonts are read once. */
import { parentPort } from 'node:worker_threads';
import { ExpectedError } from '../errors.ts';
import { isSpent } from './render-pdf.ts';
import type { RenderAnswer, RenderTask } from './render-pool.ts';
import { renderReport } from './render-report.ts';

parentPort?.on('message', async ({ data, format, options }: RenderTask) => {
  parentPort?.postMessage(await answer(() => renderReport(data, format, options)));
});

/** Errors lose their class between threads: what the user can act on is taken apart here and put together again there. */
async function answer(render: () => Promise<Uint8Array>): Promise<RenderAnswer> {
  try {
    // A copy of its own: the bytes may be part of a larger buffer that is used again.
    return { bytes: Uint8Array.from(await render()), isSpent: isSpent() };
  } catch (error) {
    if (error instanceof ExpectedError) return { expected: { message: error.message, hint: error.hint, code: error.code } };
    return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
