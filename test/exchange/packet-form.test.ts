/** The HTML form in a real browser, opened from a file: filled in, saved, read in. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packetHtml } from '../../src/exchange/packet-html.ts';
import { readPacketReturn } from '../../src/exchange/packet-return.ts';
import { browserArguments, browserNames, program } from '../report/tools.ts';
import { answerFile, mark, packet, question } from './packet-files.ts';

const answerName = 'antwort-beispielhain-P3-it-leitung.json';
const hostile = '</script><script>document.title="GEKAPERT"</script><img src=x onerror="document.title=1"> "\' & <b>';
const folder = mkdtempSync(join(tmpdir(), 'burgward-formular-'));

function formFile(name: string, document = packet): string {
  const file = join(folder, name);
  writeFileSync(file, packetHtml(document, answerName));
  return `file://${file}`;
}

const executablePath = program('Formular im Browser', browserNames);

/** Without a browser this is said once, by `program`; in CI it fails. */
const browserTest = (name: string, run: () => Promise<void>) =>
  it(name, async () => {
    if (executablePath !== null) await run();
  });

describe('the form', { timeout: 60_000 }, () => {
  let browser: Browser;
  let context: BrowserContext;
  const requests: string[] = [];
  const failures: string[] = [];

  beforeAll(async () => {
    if (executablePath === null) return;
    browser = await chromium.launch({ executablePath, args: browserArguments });
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'de-DE' });
    context.on('request', (request) => requests.push(request.url()));
    context.on('weberror', (error) => failures.push(String(error.error())));
    context.on('console', (message) => {
      if (message.type() === 'error') failures.push(message.text());
    });
  });
  afterAll(async () => {
    if (executablePath === null) return;
    expect(failures).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('blob:'))).toEqual([]);
    await browser.close();
  });

  async function open(url: string): Promise<Page> {
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  const asked = (page: Page, key: string) => page.locator(`[data-kennung="${key}"]`);
  const choose = (page: Page, key: string, word: string) => asked(page, key).getByLabel(word, { exact: true }).check();

  async function save(page: Page): Promise<Buffer> {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Antworten speichern' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(answerName);
    return readFileSync(await download.path());
  }

  browserTest('is filled in with the keyboard and labels, says how far one is, saves, and what it saves reads in', async () => {
    const page = await open(formFile('a.html'));
    await page.getByLabel('Ihr Name').fill('Jan Krause');
    await page.getByLabel('Datum').fill('2026-11-21');
    await asked(page, 'BAK-01.01').getByRole('button', { name: 'Gilt unverändert' }).click();
    await expect.poll(() => page.locator('#stand').textContent()).toBe('1 von 4 beantwortet');
    await asked(page, 'BAK-01.02').getByLabel('ja', { exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await asked(page, 'BAK-01.02').getByLabel('Begründung').fill('=1+1 und „kein Geld“');
    await asked(page, 'BAK-01.02').getByLabel('Wer schließt die Lücke?').fill('Ronny Baier');
    await asked(page, 'BAK-01.02').getByLabel('Bis wann?').fill('2027-03-31');
    await choose(page, 'SRV-01.02/WEB1', 'entbehrlich');
    await asked(page, 'SRV-01.02/WEB1').getByLabel('trifft bei uns nicht zu').check();
    await asked(page, 'SRV-01.02/WEB1').getByLabel('Begründung').fill('liegt beim Dienstleister');
    await choose(page, 'NTZ-01.01', 'weiß ich nicht');
    await asked(page, 'NTZ-01.01').getByLabel('Anmerkung').fill('weiß Herr Baier');
    expect(await page.locator('#stand').textContent()).toBe('4 von 4 beantwortet');
    const returned = readPacketReturn(await save(page), 'umbenannt.txt');
    expect(await page.locator('#meldung').textContent()).toContain('Alle Fragen sind beantwortet.');
    expect(returned).toMatchObject({ mark, person: 'Jan Krause', day: '2026-11-21', problems: [] });
    expect(returned.rows).toMatchObject([
      { key: 'BAK-01.01', status: 'teilweise', begruendung: 'nur die Server', verantwortlich: 'Jan Krause', bis: '2026-06-30' },
      { key: 'BAK-01.02', status: 'nein', begruendung: '=1+1 und „kein Geld“', verantwortlich: 'Ronny Baier', bis: '2027-03-31' },
      { key: 'SRV-01.02/WEB1', status: 'entbehrlich', grund: 'nicht-relevant', begruendung: 'liegt beim Dienstleister' },
      { key: 'NTZ-01.01', status: 'offen', notiz: 'weiß Herr Baier' },
    ]);
    await page.close();
  });

  browserTest('what no longer shows is not sent: „nein“ changed to „ja“ leaves no date behind', async () => {
    const page = await open(formFile('b.html'));
    await page.getByLabel('Ihr Name').fill('Jan Krause');
    await choose(page, 'BAK-01.02', 'nein');
    await asked(page, 'BAK-01.02').getByLabel('Bis wann?').fill('2027-03-31');
    await choose(page, 'BAK-01.02', 'ja');
    const returned = readPacketReturn(await save(page), answerName);
    expect(returned.problems).toEqual([]);
    expect(returned.rows[1]).toMatchObject({ status: 'ja', bis: null });
    await page.getByRole('button', { name: 'Entwurf löschen' }).click();
    await page.getByRole('button', { name: 'Wirklich alles löschen?' }).click();
    await page.close();
  });

  browserTest('says what is missing beside the field and saves nothing before', async () => {
    const page = await open(formFile('c.html'));
    await choose(page, 'BAK-01.02', 'entbehrlich');
    await page.getByRole('button', { name: 'Antworten speichern' }).click();
    expect(await page.locator('#meldung').textContent()).toBe('3 Angaben fehlen noch; sie sind rot markiert.');
    expect(await page.evaluate('document.activeElement.id')).toBe('name');
    expect(await asked(page, 'BAK-01.02').locator('.begruendung .fehler').textContent()).toContain('braucht eine Begründung');
    expect(await page.getByLabel('Ihr Name').getAttribute('aria-invalid')).toBe('true');
    await page.close();
  });

  browserTest('keeps a draft and opens what was saved, but nothing of another packet', async () => {
    const url = formFile('d.html', { ...packet, mark: 'beispielhain/P4/0123456789abcdef' });
    const page = await open(url);
    await page.getByLabel('Ihr Name').fill('Jan Krause');
    await choose(page, 'NTZ-01.01', 'nein');
    await page.reload();
    expect(await page.locator('#meldung').textContent()).toContain('Ihr Entwurf ist wieder da');
    expect(await page.getByLabel('Ihr Name').inputValue()).toBe('Jan Krause');
    expect(await asked(page, 'NTZ-01.01').getByLabel('nein', { exact: true }).isChecked()).toBe(true);
    const put = (text: string) =>
      page.locator('#datei').setInputFiles({ name: 'antwort.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await put(answerFile({ 'BAK-01.02': { status: 'ja' } }));
    await expect.poll(() => page.locator('#meldung').textContent()).toContain('gehört zu einem anderen Paket');
    await put('{"art":');
    await expect.poll(() => page.locator('#meldung').textContent()).toContain('keine Antwortdatei');
    await put(
      answerFile({ 'BAK-01.02': { status: 'ja' } }, { paket: 'beispielhain/P4/0123456789abcdef', gesagtVon: 'Ronny Baier' }),
    );
    await expect.poll(() => page.getByLabel('Ihr Name').inputValue()).toBe('Ronny Baier');
    expect(await asked(page, 'BAK-01.02').getByLabel('ja', { exact: true }).isChecked()).toBe(true);
    expect(await asked(page, 'NTZ-01.01').getByLabel('nein', { exact: true }).isChecked()).toBe(false);
    await page.close();
  });

  browserTest('says so where the browser keeps no draft, and the answers can be copied', async () => {
    const page = await context.newPage();
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new Error('denied');
      };
    });
    await page.goto(formFile('e.html', { ...packet, mark: 'beispielhain/P5/0123456789abcdef' }));
    expect(await page.locator('#entwurf').textContent()).toContain('hält keinen Entwurf');
    await page.getByLabel('Ihr Name').fill('Jan Krause');
    await choose(page, 'NTZ-01.01', 'ja');
    await page.getByRole('button', { name: 'Antworten kopieren' }).click();
    const text = await page.locator('#kopie').inputValue();
    expect(readPacketReturn(Buffer.from(text), 'eingefügt.txt')).toMatchObject({ person: 'Jan Krause', problems: [] });
    await page.close({ runBeforeUnload: false });
  });

  browserTest('shows hostile text as text', async () => {
    const previous = {
      status: 'nein',
      grund: null,
      begruendung: hostile,
      verantwortlich: hostile,
      bis: null,
      sentence: hostile,
    } as const;
    const questions = [
      question('BAK-01.01', {
        question: hostile,
        help: hostile,
        rationale: hostile,
        topic: hostile,
        zielobjekt: hostile,
        evidence: [hostile],
        previous,
      }),
    ];
    const page = await open(
      formFile('f.html', {
        ...packet,
        kommune: hostile,
        titel: hostile,
        empfaenger: hostile,
        absender: hostile,
        mark: 'beispielhain/P6/0123456789abcdef',
        questions,
      }),
    );
    expect(await page.title()).toContain('</script>');
    await page.getByRole('button', { name: 'Gilt unverändert' }).click();
    expect(await page.getByLabel('Begründung').inputValue()).toBe(hostile);
    expect(await page.locator('img, script').count()).toBe(1);
    await page.close();
  });

  it.each([1280, 400])('has no grave barrier and no sideways scrolling at %i pixels', async (width) => {
    if (executablePath === null) return;
    const page = await open(formFile('g.html', { ...packet, mark: 'beispielhain/P7/0123456789abcdef' }));
    await page.setViewportSize({ width, height: 800 });
    await choose(page, 'BAK-01.02', 'entbehrlich');
    await choose(page, 'NTZ-01.01', 'nein');
    await page.getByRole('button', { name: 'Antworten speichern' }).click();
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .options({ resultTypes: ['violations'] })
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0);
    await page.close();
  });
});

it('the file allows itself no network and no script but its own', () => {
  const source = packetHtml(packet, answerName);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(source)?.[1] ?? '';
  expect(policy).toMatch(
    /^default-src &#39;none&#39;; script-src &#39;sha256-[^;]*&#39;; style-src &#39;sha256-[^;]*&#39;; base-uri/,
  );
  expect(policy).not.toContain('unsafe');
  expect(source).not.toMatch(/(?:src|href)="?https?:/);
});
