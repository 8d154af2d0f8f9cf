/** What a user can do wrong: each ends with its documented code and a German sentence, and nothing is half-written. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { programPath, runCli } from '../run-cli.ts';
import { checkedJson, runJson } from './schema.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kommune = ['--kommune', 'beispielhain'];
let folder: string;
let database: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-bad-'));
  database = join(folder, 'b.db');
  env = { BURGWARD_DB: database, BURGWARD_PERSON: 'Ines Sorbe' };
  await runJson('kommune anlegen', ['beispielhain', '--name', 'Gemeinde Beispielhain', '--ags', '14522999'], { env });
  await runJson('rolle vergeben', ['bfis', ...kommune, '--person', 'Ines Sorbe', '--ab', '2026-01-01'], { env });
}, 30_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const entries = () => {
  const handle = new BetterSqlite3(database, { readonly: true });
  const row = handle.prepare('select count(*) as n from protokoll').get() as { n: number };
  handle.close();
  return row.n;
};

const antworten = (...args: string[]) => ['erhebung', 'antworten', ...args, ...kommune];
const anlegen = (slug: string, ...args: string[]) => ['kommune', 'anlegen', slug, '--name', 'Test', ...args];
const erteilen = (...args: string[]) => ['freigabe', 'erteilen', ...kommune, '--durch', 'Jana Muster', ...args];

describe('values that break a rule', () => {
  it.each<[string, string[], number, string]>([
    ['unknown Kommune', ['erhebung', 'stand', '--kommune', 'nirgendwo'], 3, 'nirgendwo'],
    ['unknown control', antworten('WEB-99.99', '--status', 'ja'), 3, 'WEB-99.99'],
    ['unknown status', antworten('WEB-01.03', '--status', 'vielleicht'), 2, 'vielleicht'],
    ['unknown Zielobjekt', antworten('WEB-01.03', '--status', 'ja', '--zielobjekt', 'WEB9'), 3, 'WEB9'],
    [
      'entbehrlich without reason',
      antworten('WEB-01.03', '--status', 'entbehrlich', '--grund', 'nicht-relevant'),
      3,
      'Begründung',
    ],
    [
      'entbehrlich with an empty reason',
      antworten('WEB-01.03', '--status', 'entbehrlich', '--grund', 'nicht-relevant', '--begruendung', '  '),
      3,
      'Begründung',
    ],
    [
      'entbehrlich without kind',
      antworten('WEB-01.03', '--status', 'entbehrlich', '--begruendung', 'gibt es nicht'),
      3,
      '--grund',
    ],
    ['a kind without entbehrlich', antworten('WEB-01.03', '--status', 'nein', '--grund', 'ersatzmassnahme'), 3, 'entbehrlich'],
    ['a day that does not exist', antworten('WEB-01.03', '--status', 'ja', '--gueltig-ab', '2026-02-30'), 3, '2026-02-30'],
    ['a day in the future', antworten('WEB-01.03', '--status', 'ja', '--gueltig-ab', '2099-01-01'), 3, 'Zukunft'],
    ['--stand that does not exist', ['kommune', 'liste', '--stand', '2026-13-01'], 3, '2026-13-01'],
    ['AGS too short', anlegen('kurz', '--ags', '14522'), 3, '8 Stellen'],
    ['AGS of three digits', anlegen('kurz', '--ags', '123'), 3, '14'],
    ['AGS of another Land', anlegen('fremd', '--ags', '09162000'), 3, '14'],
    ['AGS of no Saxon district', anlegen('fremd', '--ags', '14999000'), 3, '14999'],
    ['a Gemeinde key for a Landkreis', anlegen('kreis', '--art', 'landkreis', '--ags', '14522000'), 3, '5 Stellen'],
    ['a key for an association', anlegen('verband', '--art', 'zweckverband', '--ags', '14522000'), 3, 'Verbände'],
    ['unknown kind of Kommune', anlegen('dorf', '--art', 'dorf'), 3, 'dorf'],
    ['a slug with blanks', anlegen('Bad Beispiel'), 3, 'Kurzname'],
    ['a slug that is taken', anlegen('beispielhain'), 3, 'gibt es schon'],
    ['unknown Merkmal', anlegen('neu', '--merkmal', 'meerblick=ja'), 3, 'meerblick'],
    ['a Merkmal without value', anlegen('neu', '--merkmal', 'kdn_angeschlossen'), 3, 'kdn_angeschlossen'],
    ['inhabitants as a word', anlegen('neu', '--einwohner', 'viele'), 3, 'viele'],
    ['a change without content', ['kommune', 'aendern', 'beispielhain'], 3, 'nichts angegeben'],
    ['unknown role', ['rolle', 'vergeben', 'kaiser', ...kommune, '--person', 'X', '--ab', '2026-01-01'], 3, 'kaiser'],
    [
      'told before appointed',
      [
        'rolle',
        'vergeben',
        'bfis',
        ...kommune,
        '--person',
        'X',
        '--ab',
        '2026-01-01',
        '--bestellt',
        '2026-01-05',
        '--gemeldet',
        '2026-01-02',
      ],
      3,
      'vor der Bestellung',
    ],
    ['ended before begun', ['rolle', 'beenden', 'R1', ...kommune, '--bis', '2025-01-01'], 3, 'vor dem Beginn'],
    ['ending a role nobody has', ['rolle', 'beenden', 'R7', ...kommune, '--bis', '2026-01-01'], 3, 'R7'],
    ['unknown profile', ['erhebung', 'beginnen', ...kommune, '--profil', 'alles'], 3, 'alles'],
    ['closing without a round', ['erhebung', 'abschliessen', ...kommune, '--ja'], 3, 'keine Erhebung'],
    ['closing without --ja and without a terminal', ['erhebung', 'abschliessen', ...kommune], 2, '--ja'],
    [
      'unknown type of Zielobjekt',
      ['zielobjekt', 'anlegen', 'X1', ...kommune, '--typ', 'raumschiff', '--name', 'X'],
      3,
      'raumschiff',
    ],
    [
      'a Zielobjekt address with a wildcard',
      ['zielobjekt', 'anlegen', 'X1', ...kommune, '--typ', 'server', '--name', 'X', '--adresse', '10.0.0.*'],
      3,
      '10.0.0.*',
    ],
    [
      'a Freigabe that ends before it begins',
      erteilen('--ziel', '127.0.0.1', '--von', '2026-02-01', '--bis', '2026-01-01'),
      3,
      'vor ihrem Beginn',
    ],
    [
      'a Freigabe for half the Internet',
      erteilen('--ziel', '10.0.0.0/8', '--von', '2026-01-01', '--bis', '2026-02-01'),
      3,
      'zu groß',
    ],
    [
      'a Freigabe for a list',
      erteilen('--ziel', '127.0.0.1,127.0.0.2', '--von', '2026-01-01', '--bis', '2026-02-01'),
      3,
      'weder',
    ],
    [
      'a Freigabe with odd ports',
      erteilen('--ziel', '127.0.0.1', '--von', '2026-01-01', '--bis', '2026-02-01', '--ports', '0-99999'),
      3,
      'Portangabe',
    ],
    ['withdrawing an unknown Freigabe', ['freigabe', 'widerrufen', 'F9', ...kommune, '--ja'], 3, 'F9'],
    ['a check without Freigabe', ['netz', 'pruefen', ...kommune], 5, 'keine Freigabe'],
    ['a check of a foreign address', ['netz', 'pruefen', ...kommune, '--ziel', '192.0.2.1'], 5, 'nichts gesendet'],
    ['unknown check', ['netz', 'pruefen', ...kommune, '--check', 'wahrsagen'], 3, 'wahrsagen'],
    ['unknown framework', ['rahmenwerk', 'auswerten', 'iso', ...kommune], 3, 'iso'],
    ['unknown report', ['bericht', 'erstellen', 'gedicht', ...kommune], 3, 'gedicht'],
    ['unknown format', ['bericht', 'erstellen', 'leitung', ...kommune, '--format', 'html,gif'], 3, 'gif'],
    ['a hash that is none', ['protokoll', 'pruefen', '--gegen', 'abc'], 3, 'Prüfsumme'],
    ['unknown filter', ['katalog', 'liste', '--thema', 'wetter'], 3, 'wetter'],
    ['a folder that is no catalogue', ['katalog', 'pruefen', '/etc/hostname'], 3, 'hostname'],
  ])(
    '%s',
    async (_name, args, exitCode, words) => {
      const before = entries();
      const plain = await runCli(args, { env });
      expect(plain.exitCode, plain.stderr).toBe(exitCode);
      expect(plain.stderr).toContain(words);
      expect(plain.stderr).not.toMatch(/^\s+at /m);
      const json = await runCli([...args, '--json'], { env });
      expect(json.exitCode).toBe(exitCode);
      const { error } = checkedJson<{ error: { message: string; hint: string } }>('fehler', json);
      expect(error.message + error.hint).toContain(words);
      expect(error.hint).not.toBe('');
      expect(entries()).toBe(before);
    },
    20_000,
  );
});

describe('a broken catalogue', () => {
  it('names every problem with file, line and field', async () => {
    const broken = join(folder, 'katalog');
    mkdirSync(join(broken, 'bausteine'), { recursive: true });
    for (const file of ['catalogue.yaml', 'vocabulary.yaml']) copyFileSync(join(root, 'controls', file), join(broken, file));
    writeFileSync(join(broken, 'bausteine', 'TST-01-tab.yaml'), 'id: TST-01\n\ttitle: Tabulator\n');
    writeFileSync(join(broken, 'bausteine', 'TST-02-doppelt.yaml'), 'id: TST-02\ntitle: a\ntitle: b\n');
    writeFileSync(
      join(broken, 'bausteine', 'TST-03-feld.yaml'),
      'id: TST-03\ntitle: Feld\ntopic: backup\npurpose: Zweck.\nzielobjekt_types: [raumschiff]\nfarbe: blau\ncontrols: []\n',
    );
    const result = await runCli(['katalog', 'pruefen', broken, '--json'], { env });
    expect(result.exitCode).toBe(3);
    const { probleme } = checkedJson<CommandJson['katalog pruefen']>('katalog pruefen', result);
    const places = probleme.map((p) => `${p.datei}:${p.zeile}`);
    expect(places).toEqual(
      expect.arrayContaining([expect.stringContaining('TST-01-tab.yaml:2'), expect.stringContaining('TST-02-doppelt.yaml:3')]),
    );
    expect(probleme.find((p) => p.datei.includes('TST-03') && p.feld.includes('farbe'))?.zeile).toBe(6);
  }, 20_000);
});

describe('databases that cannot be used', () => {
  const liste = (file: string) => runCli(['kommune', 'liste', '--json'], { env: { BURGWARD_DB: file } });

  it.each<[string, (file: string) => void, string]>([
    ['a text file', (file) => writeFileSync(file, 'Kommune;Antwort\n'.repeat(50)), 'keine Datenbank'],
    ['a truncated file', (file) => truncateSync(file, statSync(file).size - 4096), 'unvollständig'],
    [
      'one from a newer program',
      (file) => {
        const handle = new BetterSqlite3(file);
        handle.pragma('user_version = 99');
        handle.close();
      },
      'neueren Version',
    ],
  ])(
    '%s',
    async (name, spoil, words) => {
      const file = join(folder, `${name.replaceAll(' ', '-')}.db`);
      copyFileSync(database, file);
      spoil(file);
      const before = readFileSync(file);
      const result = await liste(file);
      expect(result.exitCode).toBe(3);
      expect(checkedJson<{ error: { message: string } }>('fehler', result).error.message).toContain(words);
      expect(readFileSync(file).equals(before)).toBe(true);
    },
    20_000,
  );

  it('one with damaged pages, and one that lost a table', async () => {
    const damaged = join(folder, 'seiten.db');
    const bytes = readFileSync(database);
    bytes.fill(0xa5, 8192, 20480);
    writeFileSync(damaged, bytes);
    const lost = join(folder, 'tabelle.db');
    copyFileSync(database, lost);
    const handle = new BetterSqlite3(lost);
    handle.exec('drop table finding');
    handle.close();
    for (const file of [damaged, lost]) {
      const result = await runCli(['protokoll', 'pruefen', '--json'], { env: { BURGWARD_DB: file } });
      expect(result.exitCode, result.stderr).toBe(3);
      expect(checkedJson<{ error: { message: string } }>('fehler', result).error.message).toContain('beschädigt');
    }
  }, 20_000);

  it('a Kommune removed with its whole Protokoll', async () => {
    const file = join(folder, 'entfernt.db');
    copyFileSync(database, file);
    const handle = new BetterSqlite3(file);
    handle.pragma('foreign_keys = OFF');
    for (const { name } of handle.prepare("select name from sqlite_schema where type = 'trigger'").all() as { name: string }[]) {
      handle.exec(`drop trigger ${name}`);
    }
    for (const table of ['protokoll', 'kommune', 'merkmal', 'rolle', 'zielobjekt'])
      handle.exec(`delete from ${table} where chain = 'beispielhain'`);
    handle.close();
    for (const which of [[], ['--kommune', 'beispielhain']]) {
      const result = await runCli(['protokoll', 'pruefen', ...which, '--json'], { env: { BURGWARD_DB: file } });
      expect(result.exitCode).toBe(3);
      expect(result.stdout).toContain('ganz entfernt');
    }
  }, 20_000);

  it('a locked one', async () => {
    const holder = new BetterSqlite3(database);
    holder.exec('begin immediate');
    const result = await runCli(['kommune', 'aendern', 'beispielhain', '--einwohner', '1', '--json'], { env });
    holder.exec('rollback');
    holder.close();
    expect(result.exitCode).toBe(4);
    expect(checkedJson<{ error: { message: string } }>('fehler', result).error.message).toContain('gesperrt');
  }, 30_000);

  it('a read-only one: can be read, but not written', () => {
    const readOnly = join(folder, 'nur-lesen');
    mkdirSync(readOnly);
    const file = join(readOnly, 'b.db');
    copyFileSync(database, file);
    chmodSync(file, 0o444);
    chmodSync(readOnly, 0o555);
    const result = runWithoutPrivileges(['kommune', 'aendern', 'beispielhain', '--einwohner', '1', '--json'], file);
    chmodSync(readOnly, 0o755);
    expect(result.status, result.stderr).toBe(4);
    expect(JSON.parse(result.stdout).error.message).toMatch(/schreibgeschützt|lässt sich nicht öffnen/);
    expect(readFileSync(file).equals(readFileSync(database))).toBe(true);
  }, 20_000);

  it('a place where none can be made', async () => {
    for (const file of [join(database, 'darin.db'), '/proc/gibt-es-nicht/b.db']) expect((await liste(file)).exitCode).toBe(4);
  }, 20_000);
});

/** As root every file can be written; dropping that privilege makes file modes count. */
function runWithoutPrivileges(args: readonly string[], file: string) {
  const node = [process.execPath, programPath(), ...args];
  const drop = [
    'setpriv',
    '--bounding-set',
    '-dac_override,-dac_read_search,-fowner',
    '--inh-caps',
    '-dac_override,-dac_read_search,-fowner',
  ];
  const [command = '', ...rest] = process.getuid?.() === 0 ? [...drop, ...node] : node;
  return spawnSync(command, rest, { encoding: 'utf8', env: { ...process.env, BURGWARD_DB: file } });
}

describe('a folder that cannot be written', () => {
  it('ends with 4 and leaves no half report', async () => {
    const occupied = join(folder, 'belegt');
    writeFileSync(occupied, 'eine Datei');
    const result = await runCli(
      ['bericht', 'erstellen', 'leitung', ...kommune, '--format', 'html', '--ausgabe', occupied, '--json'],
      { env },
    );
    expect(result.exitCode).toBe(4);
    expect(checkedJson<{ error: { message: string } }>('fehler', result).error.message).toContain('lässt sich nicht schreiben');
    expect(readFileSync(occupied, 'utf8')).toBe('eine Datei');
    const demo = await runCli(['demo', '--ausgabe', occupied, '--json'], { env });
    expect(demo.exitCode).toBe(4);
  }, 40_000);
});

describe('Ctrl-C in the middle of a check', () => {
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close();
  });

  it('ends with 130, keeps what was finished, and can go on', async () => {
    const ports: number[] = [];
    for (let i = 0; i < 30; i++) {
      // Accepts and says nothing: the look at the service takes its whole timeout.
      const server = createServer((socket) => socket.on('error', () => undefined));
      servers.push(server);
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      ports.push((server.address() as AddressInfo).port);
    }
    const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
    await runJson(
      'freigabe erteilen',
      [...kommune, '--ziel', '127.0.0.1', '--von', today, '--bis', today, '--durch', 'Jana Muster', '--ports', ports.join(',')],
      { env },
    );
    const before = entries();
    const result = await runCli(['netz', 'pruefen', ...kommune], { env, signalAt: { text: 'Diensteprüfung', signal: 'SIGINT' } });
    expect(result.exitCode, result.stderr).toBe(130);
    expect(result.stderr).toContain('--fortsetzen');
    expect(entries()).toBe(before + 1);
    const kept = await runJson<CommandJson['netz befunde']>('netz befunde', kommune, { env });
    expect(kept.beobachtungen).toBeGreaterThan(0);
    expect((await runJson<CommandJson['protokoll pruefen']>('protokoll pruefen', [], { env })).inOrdnung).toBe(true);
  }, 60_000);
});
