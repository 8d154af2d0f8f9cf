/** PDF where there is no native engine, as under Windows: the same pages, drawn by the portable one. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InvalidDataError } from '../../src/errors.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { pdfKindOf, readIdentification } from '../../src/report/identification.ts';
import { startRenderPool } from '../../src/report/render-pool.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { ReportKindId } from '../../src/report/report-input.ts';
import { beispielhainInput } from './fixture.ts';
import { letterheadWith } from './letterhead-with.ts';
import { render, reportsFolder } from './render.ts';
import { program, run, writeTemporary } from './tools.ts';

function renderPortable(art: ReportKindId, options = {}): Promise<Uint8Array> {
  return renderReport(buildReportData(beispielhainInput(art)), 'pdf', { reportsFolder, pdfKind: 'tagged', ...options });
}

describe('the portable engine', { timeout: 120_000 }, () => {
  it.each(['leitung', 'mitteilung', 'notfallkarte'] as const)('draws the same pages of %s', async (art) => {
    const [pdfinfo, pdftotext] = ['pdfinfo', 'pdftotext'].map((name) => program('PDF ohne eigenen Erzeuger', [name]));
    if (pdfinfo == null || pdftotext == null) return;
    const bytes = await renderPortable(art);
    const [portable, native] = [bytes, await render(art, 'pdf')].map((each) => writeTemporary(`${art}.pdf`, each));
    // Words with the places they stand at.
    const words = (file = '') => run(pdftotext, ['-bbox', file, '-']).replace(/<meta [^>]*>/g, '');
    expect(words(portable)).toBe(words(native));
    const info = run(pdfinfo, [portable ?? '']);
    expect(info).toMatch(/Title:\s+\S/);
    expect(info).toMatch(/Tagged:\s+yes/);
    expect(await readIdentification(bytes, 'pdf')).toEqual(buildReportData(beispielhainInput(art)).kopf.kennung);
  });

  it('says of its files no more than it knows, and gives the same bytes again', async () => {
    const first = await renderPortable('notfallkarte');
    expect(pdfKindOf(first)).toBe('tagged');
    expect(pdfKindOf(await render('notfallkarte', 'pdf'))).toBe('ua-1');
    expect(Buffer.compare(first, await renderPortable('notfallkarte'))).toBe(0);
  });

  it('draws the arms of a Kommune, and forgets them for the next', async () => {
    const plain = await renderPortable('mitteilung');
    const own = await renderPortable('mitteilung', { letterhead: await letterheadWith(80, 100) });
    expect(own.length).toBeGreaterThan(plain.length);
    expect(Buffer.compare(plain, await renderPortable('mitteilung'))).toBe(0);
  });
});

it('a thread that says it is spent is replaced, and nothing waits or is lost', async () => {
  const workerFile = join(mkdtempSync(join(tmpdir(), 'burgward-faden-')), 'worker.mjs');
  writeFileSync(
    workerFile,
    `import { parentPort, threadId } from 'node:worker_threads';
     let nr = 0;
     parentPort.on('message', () => { nr += 1; parentPort.postMessage({ bytes: new Uint8Array([threadId, nr]), isSpent: nr === 2 }); });`,
  );
  const pool = startRenderPool(workerFile, 1);
  const task = { data: buildReportData(beispielhainInput('notfallkarte')), format: 'pdf' as const, options: { reportsFolder } };
  const answers = await Promise.all(Array.from({ length: 5 }, () => pool.render(task)));
  await pool.close();
  expect(answers.map((bytes) => bytes[1])).toEqual([1, 2, 1, 2, 1]);
  expect(new Set(answers.map((bytes) => bytes[0])).size).toBe(3);
  await expect(pool.render(task)).rejects.not.toThrow(InvalidDataError);
});
