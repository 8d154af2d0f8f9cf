/**
 * The mayor's page of every Kommune as PDF: `node bench/reports.ts [KOMMUNEN …]`. What it takes in all, with threads beside, and per
 * report against headless Chromium printing the same content from the HTML edition, one after the other in the same minutes. Ends with
 * 1 if a whole state takes longer than its budget, or more than its share of Chromium's time.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { loadCatalogue } from '../src/catalogue/load.ts';
import { renderReport } from '../src/report/render-report.ts';
import { openStore } from '../src/store/open.ts';
import type { Context } from '../src/usecases/context.ts';
import { gatherBasis, prepareReport } from '../src/usecases/create-report.ts';
import { createReportsForAll } from '../src/usecases/reports-for-all.ts';
import { contextOn, recordState } from './state-data.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const reportsFolder = join(root, 'reports');
const stand = '2026-11-20';
const seed = 418;
const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [418];
/** Seconds for a whole state of 418 on two cores; share of the time Chromium needs per report. */
const budgets = { secondsOf418: 60, shareOfChromium: 1 };
/** Reports made by both, after one of each to warm up. */
const compared = 10;
const chromiumFiles = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge'];

const catalogue = await loadCatalogue(join(root, 'controls'));
const folder = mkdtempSync(join(tmpdir(), 'burgward-reports-'));
try {
  let fits = true;
  for (const count of counts) fits = (await measureState(count)) && fits;
  process.exitCode = fits ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measureState(count: number): Promise<boolean> {
  const store = await openStore(join(folder, `${count}.db`));
  const context = contextOn(store, catalogue, stand);
  await recordState(store, catalogue, count, seed);
  const seconds = await measureAll(context, count);
  const share = await measureAgainstChromium(context, Math.min(compared, count - 1));
  await store.close();
  return (seconds / count) * 418 <= budgets.secondsOf418 && (share === null || share <= budgets.shareOfChromium);
}

async function measureAll(context: Context, count: number): Promise<number> {
  const [started, cpu, before] = [performance.now(), process.cpuUsage(), mostMegabytes()];
  const { result, failed } = await createAll(context, count, false);
  if (failed !== null || result.dateien.length !== count)
    throw new Error(`not every report was written: ${result.kommunen?.find(({ fehler }) => fehler !== null)?.fehler}`);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  print(
    `${count} reports in ${seconds.toFixed(1)} s on ${availableParallelism()} cores`,
    `${((user + system) / 1e6).toFixed(1)} s of processor time (${Math.round((user + system) / 1e3 / count)} ms each)`,
    `${mostMegabytes()} MB at most, ${before} MB of them before the first report`,
  );
  const resumed = performance.now();
  const again = await createAll(context, count, true);
  if (again.result.dateien.length > 0) throw new Error('what is there already was made again');
  print(`again with „--fortsetzen“, nothing left to do: ${((performance.now() - resumed) / 1000).toFixed(1)} s`);
  return seconds;
}

/** Of the whole process so far. */
function mostMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

function createAll(context: Context, count: number, fortsetzen: boolean) {
  return createReportsForAll(context, {
    ...{ arten: ['leitung'], formate: ['pdf'], fassung: 'intern', fortsetzen, reportsFolder },
    ...{ ausgabe: join(folder, String(count)), workerFile: join(root, 'src/report/render-worker.ts') },
  });
}

/** @returns our share of Chromium's time per report, null where there is no browser */
async function measureAgainstChromium(context: Context, count: number): Promise<number | null> {
  const executablePath = chromiumFiles.find((file) => existsSync(file));
  if (executablePath === undefined) {
    print('no Chromium: nothing to compare with');
    return null;
  }
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    return await compare(context, browser, count);
  } finally {
    await browser.close();
  }
}

/** Report by report, first by us, then by Chromium, so that a busy moment hits both. */
async function compare(context: Context, browser: Browser, count: number): Promise<number> {
  const page = await browser.newPage();
  const file = join(folder, 'report.html');
  const total = { own: 0, chromium: 0 };
  for (let index = 0; index <= count; index += 1) {
    const kommune = `kommune-${String(index + 1).padStart(3, '0')}`;
    const request = { kommune, art: 'leitung', formate: ['pdf'], ausgabe: folder, fassung: 'intern' as const, reportsFolder };
    const { data } = await prepareReport(context, request, await gatherBasis(context, kommune));
    writeFileSync(file, await renderReport(data, 'html', { reportsFolder }));
    const own = await timed(() => renderReport(data, 'pdf', { reportsFolder }));
    const other = await timed(async () => {
      await page.goto(pathToFileURL(file).href);
      await page.pdf({ format: 'A4', preferCSSPageSize: true, tagged: true });
    });
    if (index === 0) continue;
    total.own += own;
    total.chromium += other;
  }
  const share = total.own / total.chromium;
  print(
    `per report ${Math.round(total.own / count)} ms`,
    `Chromium ${Math.round(total.chromium / count)} ms`,
    `share ${share.toFixed(2)}`,
  );
  return share;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function print(...parts: string[]): void {
  process.stdout.write(`${parts.join(', ')}\n`);
}
