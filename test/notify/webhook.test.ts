/** Signed JSON to real servers on loopback, and files into a folder. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dropMessage } from '../../src/notify/file-drop.ts';
import { webhookSettings } from '../../src/notify/settings.ts';
import { postMessage, webhookProblem } from '../../src/notify/webhook.ts';
import { certificate, closeServers, webServerOnLoopback } from './servers.ts';

const key = 'a1b2c3d4'.repeat(8);
const message = {
  id: 'E2-7',
  subject: '[TLP:AMBER] x',
  text: 'Prüfung\n',
  json: '{"format":"burgward-nachricht/1","text":"Prüfung"}\n',
};
const now = () => new Date('2026-11-22T06:00:00.000Z');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-webhook-'));
});

afterEach(async () => {
  await closeServers();
  rmSync(folder, { recursive: true, force: true });
});

it('over HTTPS with an own certificate authority; the signature is that of the example in docs/nachrichten.md', async () => {
  const own = await certificate();
  const { posts, port } = await webServerOnLoopback([204], own);
  await postMessage(`https://localhost:${port}/burgward`, { key, ca: own.cert }, message, { now });
  const [post] = posts;
  expect(post).toMatchObject({ path: '/burgward', body: message.json });
  expect(post?.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'x-burgward-nachricht': 'E2-7' });
  const guide = readFileSync(fileURLToPath(new URL('../../docs/nachrichten.md', import.meta.url)), 'utf8');
  const example = guide.match(/```python\n([\s\S]*?)```/)?.[1] ?? '';
  expect(example).toContain('hmac');
  const program = join(folder, 'beispiel.py');
  const check = `\nimport sys, json\ngiven = json.load(sys.stdin)\nprint(ist_echt(given['key'].encode(), given['headers'], given['body'].encode(), int(given['now'])))\n`;
  writeFileSync(program, example + check);
  const asked = (body: string, at: number) => {
    const input = JSON.stringify({ key, headers: post?.headers, body, now: at });
    const { stdout, error } = spawnSync('python3', [program], { input, encoding: 'utf8' });
    return error === undefined ? stdout.trim() : null;
  };
  const seconds = now().getTime() / 1000;
  if (asked(message.json, seconds) === null) {
    console.info('not tested, python3 is missing: the example of the documentation');
    return;
  }
  expect(asked(message.json, seconds)).toBe('True');
  expect(asked(`${message.json} `, seconds)).toBe('False');
  expect(asked(message.json, seconds + 3600)).toBe('False');
});

it('a certificate nobody vouches for gets nothing', async () => {
  const { posts, port } = await webServerOnLoopback([200], await certificate());
  await expect(postMessage(`https://localhost:${port}/`, { key, ca: null }, message, { now, pausesMs: [] })).rejects.toThrow(
    /certificate/,
  );
  expect(posts).toEqual([]);
});

it('a server that is busy is asked again, one that refuses is not', async () => {
  const busy = await webServerOnLoopback([503, 429, 200]);
  await postMessage(`http://127.0.0.1:${busy.port}/`, { key, ca: null }, message, { now, pausesMs: [1, 1] });
  expect(busy.posts).toHaveLength(3);
  const refusing = await webServerOnLoopback([403]);
  const url = `http://127.0.0.1:${refusing.port}/`;
  await expect(postMessage(url, { key, ca: null }, message, { now, pausesMs: [1, 1] })).rejects.toThrow('antwortet mit 403');
  expect(refusing.posts).toHaveLength(1);
});

it('no redirect is followed', async () => {
  const elsewhere = await webServerOnLoopback([200]);
  const { port } = await webServerOnLoopback([`http://127.0.0.1:${elsewhere.port}/`]);
  const sent = postMessage(`http://127.0.0.1:${port}/`, { key, ca: null }, message, { now, pausesMs: [1] });
  await expect(sent).rejects.toThrow(/verweist auf eine andere Adresse/);
  expect(elsewhere.posts).toEqual([]);
});

it.each([
  ['http://meldung.beispielhain.example/', /nur an diesen Rechner/],
  ['http://127.0.0.1.boese.example/', /nur an diesen Rechner/],
  ['https://nutzer:geheim@meldung.beispielhain.example/', /Zugangsdaten/],
  ['https://meldung.beispielhain.example/?token=1', /Fragezeichen/],
  ['ftp://meldung.beispielhain.example/', /https/],
  ['Unsinn', /https/],
])('%s is no address for messages', (url, problem) => {
  expect(webhookProblem(url)).toMatch(problem);
});

it('each recipient may have a key of its own; a short one is refused', async () => {
  const settings = { BURGWARD_WEBHOOK_SCHLUESSEL: key, BURGWARD_WEBHOOK_SCHLUESSEL_E3: 'b'.repeat(32) };
  expect((await webhookSettings(settings, 'E2')).key).toBe(key);
  expect((await webhookSettings(settings, 'E3')).key).toBe('b'.repeat(32));
  await expect(webhookSettings({}, 'E2')).rejects.toThrow(/fehlt der Schlüssel/);
  await expect(webhookSettings({ BURGWARD_WEBHOOK_SCHLUESSEL: 'kurz' }, 'E2')).rejects.toThrow(/zu kurz/);
});

it('a folder gets text and JSON, readable for their owner only, and nothing half', async () => {
  const paths = await dropMessage(folder, message);
  expect(readdirSync(folder).sort()).toEqual(['nachricht-E2-7.json', 'nachricht-E2-7.txt']);
  expect(readFileSync(paths[0] ?? '', 'utf8')).toBe('[TLP:AMBER] x\n\nPrüfung\n');
  if (process.platform !== 'win32') expect(statSync(paths[1] ?? '').mode & 0o777).toBe(0o600);
  await expect(dropMessage(join(folder, 'fehlt'), message)).rejects.toThrow(/gibt es nicht/);
  expect(readdirSync(folder)).toHaveLength(2);
});
