/** Threads that render: the same bytes as without them, and errors that keep what the user can act on. */
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { InvalidDataError } from '../../src/errors.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { type RenderPool, startRenderPool } from '../../src/report/render-pool.ts';
import { reportKinds } from '../../src/report/report-input.ts';
import { beispielhainInput } from './fixture.ts';
import { render, renderAgain, reportsFolder } from './render.ts';

const workerFile = fileURLToPath(new URL('../../src/report/render-worker.ts', import.meta.url));
const data = buildReportData(beispielhainInput('notfallkarte'));
let pool: RenderPool;

describe('rendering in threads', { timeout: 60_000 }, () => {
  afterEach(() => pool.close());

  it('gives the same bytes, also when more is asked for than there are threads', async () => {
    pool = startRenderPool(workerFile, 2);
    const formats = ['md', 'pdf', 'html', 'md', 'pdf'] as const;
    const all = await Promise.all(formats.map((format) => pool.render({ data, format, options: { reportsFolder } })));
    for (const [index, format] of formats.entries())
      expect(Buffer.compare(all[index] ?? Buffer.alloc(0), await render('notfallkarte', format))).toBe(0);
  });

  it('tells of a template what is wrong with it, and goes on', async () => {
    pool = startRenderPool(workerFile, 1);
    const template = { file: 'eigene.md', source: '# {{ gibtesnicht }}' };
    const wrong = pool.render({ data, format: 'md', options: { reportsFolder, template } });
    await expect(wrong).rejects.toThrow(InvalidDataError);
    await expect(wrong).rejects.toThrow(/eigene\.md.*1/);
    expect((await pool.render({ data, format: 'md', options: { reportsFolder } })).length).toBeGreaterThan(500);
  });

  it('does not wait for ever for a thread that cannot start, nor after its end', async () => {
    pool = startRenderPool(`${workerFile}.fehlt`, 1);
    await expect(pool.render({ data, format: 'md', options: { reportsFolder } })).rejects.toThrow(Error);
    await pool.close();
    await expect(pool.render({ data, format: 'md', options: { reportsFolder } })).rejects.toThrow('ended');
  });
});

it('a PDF has the same bytes as the first of a process and after one of every other kind', { timeout: 180_000 }, async () => {
  const first = await renderAgain('leitung', 'pdf');
  for (const art of reportKinds) await renderAgain(art, 'pdf', 'leer');
  expect(Buffer.compare(await renderAgain('leitung', 'pdf'), first)).toBe(0);
});
