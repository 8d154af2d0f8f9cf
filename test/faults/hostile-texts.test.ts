/**
 * Texts that mean harm, typed and handed in wherever the program takes a text, and looked for in everything it prints and writes: nothing
 * is executed, computed, drawn or opened, nothing lies where it should not, and the database holds what it should.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Parser } from 'htmlparser2';
import { afterAll, expect, it } from 'vitest';
import { randomFrom } from '../../bench/state-data.ts';
import { loadConfig } from '../../src/cli/main.ts';
import { readZip } from '../../src/report/zip.ts';
import { noteCounts, seed, size, timeLimitMs } from '../campaign.ts';
import { type CliAnswer, CliProcess } from './cli-pool.ts';
import { computed, hostileText, mark } from './hostile.ts';
import { buildTownHall, callIn, callsByCommand, commandLine, type TextOf, type TownHall } from './scenarios.ts';
import { filesBelow } from './state.ts';

const cli = new CliProcess(180_000);
afterAll(() => cli.close());

const wanted = size(150, 2000);
const documented = new Set([0, 1, 2, 3, 4, 5]);
/** Long or endless, and without a text of their own: each is called in another campaign. */
const leftOut = new Set(['zeitplan:dienst', 'demo', 'katalog:pruefen', 'netz:pruefen-alle']);

// What a terminal would obey, and the marks that turn or hide text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are looked for
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069]/;

it('--json keeps a text as it is, but prints nothing a terminal would obey or that reads differently', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'burgward-zeichen-'));
  const hall = { folder, database: join(folder, 'burgward.db') };
  const name = 'Neu\u202edorf \u200b am \u061cBach';
  await cli.call(callIn(hall, ['kommune', 'anlegen', 'neudorf', '--name', name]));
  const { stdout } = await cli.call(callIn(hall, ['kommune', 'liste', '--json']));
  expect(stdout).not.toMatch(obeyed);
  expect(JSON.parse(stdout)).toMatchObject([{ name }]);
  rmSync(folder, { recursive: true, force: true });
});

interface Found {
  problems: string[];
  calls: number;
  refused: number;
  files: number;
}

it(
  `${wanted} texts that mean harm, through every input to every output`,
  async () => {
    const ids = (await loadConfig({ commandsFolder: './src/commands' })).commands.map(({ id }) => id).sort();
    const random = randomFrom(seed + 4);
    const found: Found = { problems: [], calls: 0, refused: 0, files: 0 };
    let texts = 0;
    let halls = 0;
    while (texts < wanted) {
      const outer = mkdtempSync(join(tmpdir(), 'burgward-boese-'));
      const canary = join(outer, 'kanarie');
      const textOf: TextOf = () => hostileText(random, texts++, canary).text;
      const { hall, takenBack } = await hostileTownHall(textOf, found);
      const share = wanted < 1000 ? 25 : 1;
      const calls = [...callsByCommand(ids)].filter(([id]) => !leftOut.has(id));
      for (const [, line] of calls.filter((_, index) => index % share === halls % share)) {
        const answer = await cli.call(callIn(hall, commandLine(line, hall.folder, textOf)));
        judge(line, answer, found);
        const asJson = await cli.call(callIn(hall, [...commandLine(line, hall.folder, textOf), '--json']));
        judge(`${line} --json`, asJson, found);
        if (asJson.exitCode === 0 && !line.startsWith('vervollstaendigung')) expectJson(line, asJson.stdout, found);
      }
      await judgeFiles(hall, found);
      if (existsSync(canary)) found.problems.push('something was executed');
      const checked = await cli.call(callIn(hall, ['protokoll', 'pruefen']));
      if (checked.exitCode !== 0) found.problems.push(`the Protokoll: ${checked.stdout}${checked.stderr}`);
      // Most inputs take the texts; otherwise nothing was tried.
      expect(takenBack).toBeLessThan(60);
      for (const folder of [outer, hall.folder]) rmSync(folder, { recursive: true, force: true });
      halls += 1;
    }
    const { problems, ...counts } = found;
    expect(problems.slice(0, 20), `${problems.length} in all`).toEqual([]);
    noteCounts('texts that mean harm', { texts, townHalls: halls, ...counts });
  },
  timeLimitMs(180_000),
);

/** A town hall in which every text is one of them; what is refused is said plainly in its place, so that the rest has something to work on. */
async function hostileTownHall(textOf: TextOf, found: Found): Promise<{ hall: TownHall; takenBack: number }> {
  const refused: string[] = [];
  const hall = await buildTownHall(cli, textOf, (line, answer) => {
    judge(line, answer, found);
    if (answer.exitCode !== 0) refused.push(line);
  });
  for (const line of refused) judge(line, await cli.call(callIn(hall, commandLine(line, hall.folder))), found);
  return { hall, takenBack: refused.length };
}

function judge(line: string, { exitCode, stdout, stderr }: CliAnswer, found: Found): void {
  found.calls += 1;
  if (exitCode !== 0) found.refused += 1;
  const say = (text: string) => found.problems.push(`${line}: ${text}`);
  if (!documented.has(exitCode)) say(`code ${exitCode}: ${stderr.slice(0, 1200)}`);
  if (/^\s+at \S+ \(|^\s+at (file|node):/m.test(stderr)) say('a stack');
  for (const [name, text] of Object.entries({ stdout, stderr })) {
    const control = obeyed.exec(text.replaceAll('\r\n', '\n'));
    if (control !== null) say(`${name} holds ${JSON.stringify(text.slice(Math.max(0, control.index - 40), control.index + 20))}`);
    if (text.includes(`${mark}${computed}`) || text.includes(`${computed}${mark}`)) say(`${name}: a template was computed`);
  }
}

function expectJson(line: string, text: string, found: Found): void {
  try {
    JSON.parse(text);
  } catch {
    found.problems.push(`${line} --json: no JSON`);
  }
}

async function judgeFiles(hall: TownHall, found: Found): Promise<void> {
  for (const folder of ['ausgabe', 'pakete', 'ausfuhr', 'warnungen', 'katalog']) {
    for (const name of filesBelow(join(hall.folder, folder))) {
      found.files += 1;
      for (const problem of await problemsIn(join(hall.folder, folder, name)))
        found.problems.push(`${folder}/${name.slice(0, 60)}: ${problem}`);
    }
  }
}

async function problemsIn(path: string): Promise<string[]> {
  const bytes = readFileSync(path);
  const format = extname(path).slice(1);
  if (format === 'html') return problemsInHtml(bytes.toString('utf8'));
  if (format === 'csv') return problemsInCsv(bytes);
  if (format === 'ics') return problemsInCalendar(bytes.toString('utf8'));
  if (format === 'xlsx' || format === 'docx') return problemsInOffice(bytes);
  if (format === 'zip') return problemsInArchive(bytes);
  return computedIn(bytes.toString('latin1'));
}

function computedIn(text: string): string[] {
  return text.includes(`${mark}${computed}`) || text.includes(`${computed}${mark}`) ? ['a template was computed'] : [];
}

const active = new Set(['iframe', 'object', 'embed', 'base', 'meta-refresh', 'frame', 'applet']);

function problemsInHtml(html: string): string[] {
  const problems = computedIn(html);
  let inScript = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      inScript = name === 'script';
      if (active.has(name)) problems.push(`<${name}>`);
      for (const [attribute, value] of Object.entries(attributes)) {
        if (attribute.startsWith('on')) problems.push(`${attribute}=${value.slice(0, 40)}`);
        if (!['href', 'src', 'action', 'srcset', 'data', 'xlink:href'].includes(attribute)) continue;
        if (/^\s*(javascript|vbscript|file):/i.test(value)) problems.push(`${attribute}=${value.slice(0, 60)}`);
        if (name !== 'a' && /^\s*(https?:)?\/\//i.test(value)) problems.push(`loads ${value.slice(0, 60)}`);
      }
    },
    ontext(text) {
      // Data of the page may stand in a script, but as text: nothing that ends it, nothing that is called.
      if (inScript && /(^|[;{}\n])\s*bwx\(\)/.test(text)) problems.push('a script');
    },
    onclosetag() {
      inScript = false;
    },
  });
  parser.write(html);
  parser.end();
  return problems;
}

function problemsInCsv(bytes: Buffer): string[] {
  const rows: string[][] = parse(bytes, { delimiter: ';', bom: true, relaxColumnCount: true });
  const cells = rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell) && cell.includes(mark));
  // A spreadsheet that splits elsewhere sees lines of its own.
  return [...computedIn(bytes.toString('utf8')), ...cells.map((cell) => `formula ${JSON.stringify(cell.slice(0, 60))}`)];
}

function problemsInCalendar(text: string): string[] {
  const lines = text.replaceAll('\r\n ', '').split('\r\n');
  const count = (line: string) => lines.filter((each) => each === line).length;
  const problems = computedIn(text);
  if (count('BEGIN:VCALENDAR') !== 1 || count('END:VCALENDAR') !== 1) problems.push('more than one calendar');
  if (count('BEGIN:VALARM') !== count('END:VALARM') || text.includes('\nACTION:PROCEDURE'))
    problems.push('an alarm of somebody else');
  return problems;
}

async function problemsInOffice(bytes: Buffer): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, bytes: content } of await readZip(bytes, () => true)) {
    const text = Buffer.from(content).toString('utf8');
    problems.push(...computedIn(text).map((problem) => `${name}: ${problem}`));
    if (/<f[ >]/.test(text) && name.includes('worksheets/')) problems.push(`${name}: a formula`);
    if (/TargetMode="External"/.test(text) && /bwx\.example|javascript:|file:/i.test(text))
      problems.push(`${name}: a link of somebody else`);
    if (/<w:fldSimple|<w:instrText/.test(text) && /instrText[^>]*>[^<]*bwx/i.test(text)) problems.push(`${name}: a field`);
    if (name.includes('..') || name.startsWith('/')) problems.push(`${name}: leads outside`);
  }
  return problems;
}

async function problemsInArchive(bytes: Buffer): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, bytes: content } of await readZip(bytes, () => true)) {
    if (name.split(/[\\/]/).includes('..') || /^[\\/]|^[A-Za-z]:/.test(name)) problems.push(`${name}: leads outside`);
    if (extname(name) === '.html') problems.push(...problemsInHtml(Buffer.from(content).toString('utf8')));
    if (extname(name) === '.csv') problems.push(...problemsInCsv(Buffer.from(content)));
    if (extname(name) === '.xlsx' || extname(name) === '.docx') problems.push(...(await problemsInOffice(Buffer.from(content))));
  }
  return problems;
}
