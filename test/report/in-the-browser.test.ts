/** The HTML edition of every kind in a real browser; a file of its own, because it takes as long as all the rest of the editions. */
import AxeBuilder from '@axe-core/playwright';
import { chromium, type Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { renderReport } from '../../src/report/render-report.ts';
import { reportKinds } from '../../src/report/report-input.ts';
import { variants } from './fixture.ts';
import { crowdedLeitung, crowdedWords } from './fixture-crowded.ts';
import { render, renderText, reportsFolder } from './render.ts';
import { browserArguments, browserNames, program, writeTemporary } from './tools.ts';

const viewport = { width: 1100, height: 900 };

/** Width of the page and its window; what sticks out of the window although it does not move on its own by keyboard. */
const narrowPage = `(() => {
  const room = document.documentElement.clientWidth;
  const stuck = [...document.querySelectorAll('main *')].filter((part) => {
    const region = part.closest('.rolle');
    return part.getBoundingClientRect().right > room + 1 && (region === null || region.tabIndex !== 0 || !region.ariaLabel);
  });
  return [document.documentElement.scrollWidth, room, stuck.slice(0, 5).map((part) => part.outerHTML.slice(0, 120))];
})()`;

/** All at once, as there are no frames; and thousands of elements in order need not be listed. Four times as fast. */
const axeOptions = { resultTypes: ['violations' as const] };
type Violation = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number];

/** Brings axe into the window of a page, where it stays as long as only the document changes: reading it anew takes longer than its work. */
async function bringAxe(page: Page): Promise<void> {
  await page.goto(`file://${writeTemporary('mitteilung.html', await render('mitteilung', 'html'))}`);
  await new AxeBuilder({ page }).setLegacyMode().options(axeOptions).analyze();
}

async function violationsOf(page: Page, html: string): Promise<Violation[]> {
  await page.setContent(html);
  return (await page.evaluate(`axe.run(${JSON.stringify(axeOptions)}).then(({ violations }) => violations)`)) as Violation[];
}

it('the HTML is accessible, keeps to its own file and prints the mayor’s page on one sheet', { timeout: 400_000 }, async () => {
  const executablePath = program('Barrierefreiheit der HTML-Fassung', browserNames);
  if (executablePath === null) return;
  const browser = await chromium.launch({ executablePath, args: browserArguments });
  try {
    const reading = await browser.newPage({ colorScheme: 'dark', viewport });
    const requests: string[] = [];
    reading.on('request', (request) => requests.push(request.url()));
    await bringAxe(reading);
    for (const art of reportKinds) {
      for (const name of ['beispielhain', 'leer', 'feindlicher Text']) {
        await reading.setViewportSize(viewport);
        const violations = await violationsOf(reading, await renderText(art, 'html', name));
        expect(violations.map((violation) => `${art}, ${name}: ${violation.id} ${violation.nodes[0]?.html}`)).toEqual([]);
        // Whoever likes it dark still reads dark on white: the paper is white.
        expect(await reading.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe('rgb(255, 255, 255)');
        // A window of 1280 points enlarged four times.
        await reading.setViewportSize({ width: 320, height: 256 });
        const [width, room, hidden] = (await reading.evaluate(narrowPage)) as [number, number, string[]];
        expect(`${art}, ${name}: ${width <= room}`).toBe(`${art}, ${name}: true`);
        expect(hidden.map((region) => `${art}, ${name}: ${region}`)).toEqual([]);
      }
    }
    const faulty = (await renderText('kdn', 'html')).replace('<h1', '<img src="data:,"><p style="color: #ccc">blass</p><h1');
    await reading.setViewportSize(viewport);
    expect((await violationsOf(reading, faulty)).map(({ id }) => id)).toEqual(['color-contrast', 'image-alt']);
    expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([]);
    const sheet = { width: Math.floor((170 / 25.4) * 96), height: Math.floor((261 / 25.4) * 96) };
    const page = await browser.newPage({ viewport: sheet });
    await page.emulateMedia({ media: 'print' });
    const sheets = [
      ...Object.keys(variants).map((name) => [name, render('leitung', 'html', name)] as const),
      ...crowdedWords.map((name) => [name, renderReport(crowdedLeitung(name), 'html', { reportsFolder })] as const),
    ];
    for (const [name, html] of sheets) {
      await page.goto(`file://${writeTemporary('leitung.html', await html)}`);
      const heights = await page.evaluate(
        '(() => { const s = document.querySelector(".seite"); return [s.scrollHeight, s.clientHeight, document.documentElement.scrollWidth, document.documentElement.clientWidth]; })()',
      );
      const [scroll, client, width, room] = heights as [number, number, number, number];
      const clamped = await page.evaluate(
        '[...document.querySelectorAll(".seite .spalte > p")].filter((p) => p.scrollHeight > p.clientHeight + 1).map((p) => p.textContent)',
      );
      expect(clamped, name).toEqual([]);
      expect(`${name}: ${scroll <= client && client <= sheet.height && width <= room}`).toBe(`${name}: true`);
    }
  } finally {
    await browser.close();
  }
});
