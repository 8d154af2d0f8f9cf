/** Messages from what is recorded to where they arrive: real servers on loopback, a real schedule, a real database. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import NachrichtEmpfaengerAnlegen from '../../src/commands/nachricht/empfaenger/anlegen.ts';
import NachrichtSenden from '../../src/commands/nachricht/senden.ts';
import NachrichtTest from '../../src/commands/nachricht/test.ts';
import type { TlsVersion } from '../../src/domain/observation.ts';
import { massnahme } from '../../src/domain/registers/massnahme.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { verifyChain } from '../../src/store/protokoll.ts';
import { insertEntries } from '../../src/store/register-entries.ts';
import type { Context } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { diagnose } from '../../src/usecases/diagnose.ts';
import { listDue } from '../../src/usecases/due.ts';
import { type CommandJson, commandSchemas } from '../../src/usecases/json-schemas.ts';
import { addRecipient, dropRecipient, listRecipients, type NewRecipient } from '../../src/usecases/message-recipients.ts';
import { sendMessages } from '../../src/usecases/message-sending.ts';
import { judgeNow, recordNetzlauf } from '../../src/usecases/record-netzlauf.ts';
import { addEntry, changeEntry } from '../../src/usecases/registers.ts';
import { planJob, showJob } from '../../src/usecases/schedule-jobs.ts';
import { runDueJobs, type ScheduleEvent } from '../../src/usecases/schedule-run.ts';
import {
  certificate,
  closeServers,
  mailServerOnLoopback,
  readable,
  testPassword,
  testUser,
  webServerOnLoopback,
} from '../notify/servers.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

const kommune = 'beispielhain';
const reportsFolder = fileURLToPath(new URL('../../reports', import.meta.url));

let folder: string;
let path: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-nachricht-'));
  path = join(folder, 'b.db');
  store = await openStore(path);
  const body = { art: 'gemeinde', ags: null, einwohner: null, landkreis: null };
  const context = await at('2026-01-02T12:00:00.000Z');
  for (const slug of [kommune, 'musterau']) await createKommune(context, { slug, name: slug, ...body }, {});
});

afterEach(async () => {
  await closeServers();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function at(instant: string): Promise<Context> {
  return { ...(await contextOn(store, instant.slice(0, 10))), now: () => new Date(instant) };
}

const noon = (day: string) => at(`${day}T12:00:00.000Z`);

async function recipient(wanted: Partial<NewRecipient>, day = '2026-11-01') {
  const all = { kommunen: [], alle: wanted.kommunen === undefined, arten: [] };
  return addRecipient(await noon(day), { ...all, ...wanted });
}

function drop(name = 'meldungen'): string {
  const target = join(folder, name);
  mkdirSync(target, { recursive: true });
  return target;
}

async function send(context: Context, more: Partial<Parameters<typeof sendMessages>[1]> = {}) {
  const result = await sendMessages(context, { empfaenger: [], probe: false, environment: {}, pausesMs: [], ...more });
  return commandSchemas['nachricht senden'].parse(result).nachrichten;
}

async function measure(titel: string, faellig: string, { slug = kommune, day = '2026-11-01' } = {}) {
  const typed = { titel, faellig, verantwortlich: 'Jana Muster' };
  return addEntry(await noon(day), massnahme, { kommune: slug, typed });
}

/** A run that saw these TLS versions on port 443 of each address. */
async function look(day: string, versions: readonly TlsVersion[], addresses: readonly string[]): Promise<void> {
  const context = await noon(day);
  const instant = context.now().toISOString();
  const offered = (version: TlsVersion) => ({ offered: versions.includes(version) });
  const observations = addresses.map((address) => ({
    kind: 'tls' as const,
    target: { name: null, address, port: 443 },
    vantage: 'internet' as const,
    at: instant,
    outcome: {
      seen: true as const,
      data: {
        versions: {
          SSLv3: offered('SSLv3'),
          TLSv1: offered('TLSv1'),
          'TLSv1.1': offered('TLSv1.1'),
          'TLSv1.2': offered('TLSv1.2'),
          'TLSv1.3': offered('TLSv1.3'),
        },
        certificate: null,
        certificateReason: 'Kein Zertifikat gelesen.',
      },
    },
  }));
  const checks = context.catalogue.checks.filter(({ id }) => id === 'tls-protocol-version');
  const findings = await judgeNow(context, kommune, observations, checks);
  const run = {
    ...{ kommune, freigaben: ['F1'], begonnen: instant, beendet: instant, werkzeug: 'nmap 7.93', nmapFehlt: false },
    ...{ vollstaendig: true, hinweise: [], argv: ['nmap'], namen: [] },
  };
  await recordNetzlauf(context, run, observations, findings, []);
}

const lastText = (sent: { dateien: string[] } | undefined) => readFileSync(sent?.dateien[0] ?? '', 'utf8');

describe('what is told', () => {
  it('only what is new: what, who, by when; marked in subject and first line; nothing goes out without news', async () => {
    await recipient({ ordner: drop(), kommunen: [kommune] });
    await measure('Sicherung auslagern', '2026-10-31');
    await measure('Firewall erneuern', '2026-11-30');
    await look('2026-11-19', ['TLSv1', 'TLSv1.2'], ['192.0.2.7', '192.0.2.8']);
    const [first] = await send(await noon('2026-11-20'));
    expect(first).toMatchObject({ stand: 'gesendet', punkte: 4 });
    const text = lastText(first);
    expect(text).toMatch(
      /^\[TLP:AMBER\] Informationssicherheit: 2 Befunde, 1 Frist, 1 überfällige Maßnahme \(beispielhain\)\n\nTLP:AMBER: /,
    );
    expect(text).toContain('- beispielhain: Sicherung auslagern (MN1)\n  Wer: Jana Muster; bis 31.10.2026, überfällig');
    expect(text).toContain('Wer: Jana Muster; bis 30.11.2026\n');
    expect(text).toMatch(/- beispielhain: [^\n]*TLS[^\n]*nicht in Ordnung \(\w+\): 192\.0\.2\.7:443, 192\.0\.2\.8:443\n/);

    expect(await send(await noon('2026-11-21'))).toMatchObject([{ stand: 'nichts-neues' }]);
    await look('2026-11-22', ['TLSv1.2', 'TLSv1.3'], ['192.0.2.7', '192.0.2.8']);
    await measure('Server tauschen', '2026-11-25', { day: '2026-11-22' });
    const [second] = await send(await noon('2026-11-22'));
    expect(second).toMatchObject({ stand: 'gesendet', punkte: 1 });
    expect(lastText(second)).toContain('Neu seit der Nachricht vom 20.11.2026');
    expect(lastText(second)).toContain('Nicht mehr offen: 2 Befunde.');
    expect(lastText(second)).not.toContain('Sicherung auslagern');
    expect(readdirSync(drop())).toHaveLength(4);
    expect((await verifyChain(store, '_system', null)).problems).toEqual([]);
  });

  it('a trial shows the message and remembers nothing', async () => {
    await recipient({ ordner: drop(), alle: true });
    await measure('Sicherung auslagern', '2026-10-31');
    const [shown] = await send(await noon('2026-11-20'), { probe: true });
    expect(shown).toMatchObject({ stand: 'probe', betreff: expect.stringContaining('TLP:AMBER') });
    expect(shown?.text).toContain('Sicherung auslagern');
    expect(readdirSync(drop())).toEqual([]);
    expect(await send(await noon('2026-11-20'))).toMatchObject([{ stand: 'gesendet' }]);
  });

  it('who is told about one Kommune learns nothing of another; who asks for one kind gets no other', async () => {
    await recipient({ ordner: drop(), kommunen: [kommune], arten: ['massnahmen'] });
    await measure('Eigenes', '2026-10-31');
    await measure('Fremdes', '2026-10-31', { slug: 'musterau' });
    await measure('Kommendes', '2026-11-24');
    const [sent] = await send(await noon('2026-11-20'));
    expect(lastText(sent)).toContain('Eigenes');
    expect(lastText(sent)).not.toMatch(/Fremdes|musterau|Kommendes/);
  });

  it('hostile words become neither a header nor a line of their own', async () => {
    const own = await certificate();
    const { mails, port } = await mailServerOnLoopback(own);
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, own.cert);
    await recipient({ mail: 'it@beispielhain.example', kommunen: [kommune] });
    // A register refuses such words; they may stand there from another time, or come with an import.
    const hostile = 'Plan\r\nBcc: fremd@boese.example\r\n\r\nTLP:CLEAR\u2028Nicht mehr offen: alles';
    const values = {
      titel: hostile,
      status: 'offen',
      faellig: '2026-10-31',
      verantwortlich: 'Jana\r\n.\r\nMAIL FROM:<x@y.example>',
    };
    const about = { kommune, register: 'massnahme', prefix: 'MN', verb: 'importieren' };
    const recording = { at: '2026-11-01T12:00:00.000Z', by: 'Ines Sorbe' };
    await insertEntries(store, about, [{ id: null, values, removed: null, validFrom: '2026-11-01' }], recording);
    await measure('Harmloses', '2026-10-31');
    const environment = {
      BURGWARD_SMTP_SERVER: 'localhost',
      BURGWARD_SMTP_PORT: String(port),
      BURGWARD_SMTP_ABSENDER: 'burgward@beispielhain.example',
      BURGWARD_SMTP_CA_DATEI: ca,
    };
    expect(await send(await noon('2026-11-20'), { environment })).toMatchObject([{ stand: 'gesendet' }]);
    expect(mails).toMatchObject([{ to: ['it@beispielhain.example'], encrypted: true }]);
    expect(mails[0]?.headers).not.toMatch(/^Bcc/im);
    const body = readable(mails[0]?.raw ?? '');
    expect(body).toContain('Harmloses');
    expect(body.replace(/\s+/g, ' ')).toContain('Plan Bcc: fremd@boese.example TLP:CLEAR Nicht mehr offen: alles');
    expect(mails).toHaveLength(1);
    expect(body.split(/\r\n|[\n\u0085\u2028]/).filter((line) => /^(TLP:CLEAR|Nicht mehr offen|Bcc)/.test(line))).toEqual([]);
  });
});

describe('no storm', () => {
  it('no more messages within an hour than agreed; what had to wait comes with the next', async () => {
    await recipient({ ordner: drop(), alle: true, hoechstens: 1 });
    await measure('Erstes', '2026-10-31');
    expect(await send(await at('2026-11-20T12:00:00.000Z'))).toMatchObject([{ stand: 'gesendet' }]);
    await measure('Zweites', '2026-10-31');
    await measure('Drittes', '2026-10-31');
    const [late] = await send(await at('2026-11-20T12:10:00.000Z'));
    expect(late).toMatchObject({ stand: 'aufgeschoben', naechsterVersuch: '2026-11-20T13:00:00.000Z' });
    await runDueJobs(await at('2026-11-20T13:01:00.000Z'), request({}));
    expect(readdirSync(drop()).filter((name) => name.endsWith('.txt'))).toHaveLength(2);
    const [recent] = await listRecipients(await noon('2026-11-20'), false);
    expect(recent?.zuletzt).toMatchObject({ stand: 'gesendet' });
  });

  it('a measure that is moved to and fro is told again a day later at the earliest', async () => {
    await recipient({ ordner: drop(), alle: true });
    const { id } = await measure('Sicherung auslagern', '2026-11-25');
    await send(await at('2026-11-20T12:00:00.000Z'));
    await changeEntry(await noon('2026-11-20'), massnahme, { kommune, id, typed: { faellig: '2026-11-26' } });
    expect(await send(await at('2026-11-20T18:00:00.000Z'))).toMatchObject([{ stand: 'nichts-neues', zurueckgehalten: 1 }]);
    expect(await send(await at('2026-11-21T12:01:00.000Z'))).toMatchObject([{ stand: 'gesendet', punkte: 1 }]);
  });
});

function request(environment: Record<string, string>, onEvent?: (event: ScheduleEvent) => void) {
  const signal = new AbortController().signal;
  return { reportsFolder, auftraege: [], jetzt: false, probe: false, signal, environment, onEvent };
}

const plain = { kommune: null, landkreis: null, reportsFolder, optionen: {} };

describe('with the schedule', () => {
  it('a job sends every day; what does not get through is tried again, and stands in history, faellig and diagnose', async () => {
    const { posts, port } = await webServerOnLoopback([500, 500, 500, 200]);
    await recipient({ webhook: `http://127.0.0.1:${port}/meldung`, alle: true });
    await measure('Sicherung auslagern', '2026-10-31');
    await planJob(await at('2026-11-19T12:00:00.000Z'), {
      ...plain,
      art: 'nachrichten',
      wann: 'täglich 7:00',
      wiederholungen: 0,
    });
    const environment = { BURGWARD_WEBHOOK_SCHLUESSEL: 'k'.repeat(40) };
    const events: ScheduleEvent[] = [];
    const { laeufe } = await runDueJobs(
      await at('2026-11-20T06:01:00.000Z'),
      request(environment, (event) => events.push(event)),
    );
    expect(laeufe).toMatchObject([{ stand: 'gescheitert', code: 4, text: expect.stringContaining('E1: 127.0.0.1') }]);
    expect((await showJob(await noon('2026-11-20'), 'Z1', 5)).laeufe).toMatchObject([{ stand: 'gescheitert' }]);

    const due = commandSchemas.faellig.parse(await listDue(await noon('2026-11-20'), { days: 14 }));
    expect(due.punkte.filter(({ art }) => art === 'nachricht')).toMatchObject([{ id: 'E1', ueberfaellig: true }]);
    const { catalogue } = await noon('2026-11-20');
    const asked = {
      programVersion: '0',
      datenbank: path,
      now: new Date('2026-11-20T07:00:00.000Z'),
      loadCatalogue: async () => catalogue,
    };
    const state = commandSchemas.diagnose.parse(await diagnose(asked));
    expect(state.nachrichten).toMatchObject({ empfaenger: 1, gestoert: [{ empfaenger: 'E1', versuche: 1 }] });
    expect(state.hinweise.join(' ')).toContain('Nachrichten an E1 kommen nicht an');

    await runDueJobs(await at('2026-11-20T06:03:00.000Z'), request(environment));
    expect(posts).toHaveLength(3);
    await runDueJobs(
      await at('2026-11-20T06:07:00.000Z'),
      request(environment, (event) => events.push(event)),
    );
    expect(posts).toHaveLength(4);
    expect(JSON.parse(posts[3]?.body ?? '{}')).toMatchObject({
      format: 'burgward-nachricht/1',
      tlp: 'TLP:AMBER',
      punkte: [{ art: 'massnahmen', kommune, wer: 'Jana Muster', bis: '2026-10-31', ueberfaellig: true }],
    });
    expect(events.at(-1)).toMatchObject({ ereignis: 'nachricht', empfaenger: 'E1', stand: 'gesendet' });
    expect((await listDue(await noon('2026-11-20'), { days: 14 })).punkte.some(({ art }) => art === 'nachricht')).toBe(false);
  }, 30_000);

  it('a backup that fails is told at once, and again a day later at the earliest', async () => {
    await recipient({ ordner: drop(), alle: true, arten: ['sicherung'] });
    writeFileSync(join(folder, 'voll'), '');
    const optionen = { ausgabe: join(folder, 'voll', 'x') };
    await planJob(await at('2026-11-19T12:00:00.000Z'), {
      ...plain,
      art: 'sicherung',
      wann: 'täglich 7:00',
      optionen,
      wiederholungen: 0,
    });
    for (const instant of ['2026-11-20T06:01:00.000Z', '2026-11-20T06:05:00.000Z', '2026-11-21T06:02:00.000Z'])
      await runDueJobs(await at(instant), request({}));
    const texts = readdirSync(drop())
      .filter((name) => name.endsWith('.txt'))
      .sort();
    expect(texts).toHaveLength(2);
    expect(readFileSync(join(drop(), texts[0] ?? ''), 'utf8')).toMatch(
      /1 gescheiterte Sicherung[\s\S]*Auftrag Z1 \(sicherung\) gescheitert/,
    );
    expect(readFileSync(join(drop(), texts[1] ?? ''), 'utf8')).toContain('(2-mal)');
  });

  it('a job that will be tried again is no news yet', async () => {
    await recipient({ ordner: drop(), alle: true });
    writeFileSync(join(folder, 'voll'), '');
    const optionen = { ausgabe: join(folder, 'voll', 'x') };
    await planJob(await at('2026-11-19T12:00:00.000Z'), {
      ...plain,
      art: 'sicherung',
      wann: 'täglich 7:00',
      optionen,
      wiederholungen: 1,
    });
    await runDueJobs(await at('2026-11-20T06:01:00.000Z'), request({}));
    expect(readdirSync(drop())).toEqual([]);
    await runDueJobs(await at('2026-11-20T06:07:00.000Z'), request({}));
    expect(readdirSync(drop())).toHaveLength(2);
  });

  it('a job of messages is for all, and takes no options', async () => {
    const context = await noon('2026-11-20');
    expect(await planJob(context, { ...plain, kommune, art: 'nachrichten', wann: 'täglich 7:00' })).toMatchObject({
      kommune: null,
    });
    const wrong = { ...plain, art: 'nachrichten' as const, wann: 'täglich 7:00' };
    await expect(planJob(context, { ...wrong, optionen: { tage: 3 } })).rejects.toThrow('--tage gilt nicht');
    await expect(planJob(context, { ...wrong, landkreis: 'landkreis-x' })).rejects.toThrow('alle Empfänger');
  });
});

describe('recipients', () => {
  it('a wrong one is refused with what to do', async () => {
    const context = await noon('2026-11-20');
    const add = (wanted: Partial<NewRecipient>) => addRecipient(context, { kommunen: [], alle: true, arten: [], ...wanted });
    await expect(add({})).rejects.toThrow('wohin die Nachrichten gehen');
    await expect(add({ mail: 'a@b.example', ordner: '/x' })).rejects.toThrow('genau einen Weg');
    await expect(add({ mail: 'a@b.example, c@d.example' })).rejects.toThrow('keine E-Mail-Adresse');
    await expect(add({ mail: 'a@b.example\r\nBcc: c@d.example' })).rejects.toThrow('keine E-Mail-Adresse');
    await expect(add({ webhook: 'https://x:geheim@y.example/' })).rejects.toThrow('Zugangsdaten');
    await expect(add({ webhook: 'https://x:geheim@y.example/' })).rejects.not.toThrow('geheim');
    await expect(add({ mail: 'a@b.example', alle: false })).rejects.toThrow('für welche Kommunen');
    await expect(add({ mail: 'a@b.example', alle: false, kommunen: ['nirgends'] })).rejects.toThrow('nirgends');
    expect(await listRecipients(context, true)).toEqual([]);
  });

  it('one that was taken out gets nothing more, and stays in the record', async () => {
    await recipient({ ordner: drop(), alle: true });
    await measure('Sicherung auslagern', '2026-10-31');
    await dropRecipient(await noon('2026-11-02'), 'e1', 'Zuständigkeit gewechselt');
    expect(await send(await noon('2026-11-20'))).toEqual([]);
    expect(await listRecipients(await noon('2026-11-20'), false)).toEqual([]);
    const all = commandSchemas['nachricht empfaenger liste'].parse(await listRecipients(await noon('2026-11-20'), true));
    expect(all).toMatchObject([{ id: 'E1', entfernt: 'Zuständigkeit gewechselt' }]);
    await expect(send(await noon('2026-11-20'), { empfaenger: ['E1'] })).rejects.toThrow('wurde entfernt');
  });
});

it('from the command line: no secret gets into database, Protokoll, log or a list of processes', async () => {
  const own = await certificate();
  const { mails, port } = await mailServerOnLoopback({ ...own, authOptional: false });
  const web = await webServerOnLoopback([500]);
  const key = 'f00dfeed'.repeat(8);
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, own.cert);
  const passwordFile = join(folder, 'kennwort');
  writeFileSync(passwordFile, `${testPassword}\n`, { mode: 0o600 });
  await recipient({ mail: 'it@beispielhain.example', alle: true });
  await recipient({ webhook: `http://127.0.0.1:${web.port}/`, kommunen: [kommune] });
  await store.close();
  const env = {
    BURGWARD_DB: path,
    BURGWARD_PERSON: 'Ines Sorbe',
    BURGWARD_SMTP_SERVER: 'localhost',
    BURGWARD_SMTP_PORT: String(port),
    BURGWARD_SMTP_ABSENDER: 'burgward@beispielhain.example',
    BURGWARD_SMTP_BENUTZER: testUser,
    BURGWARD_SMTP_KENNWORT_DATEI: passwordFile,
    BURGWARD_SMTP_CA_DATEI: ca,
    BURGWARD_WEBHOOK_SCHLUESSEL: key,
  };
  const said: string[] = [];
  const cli = async (...args: string[]) => {
    const result = await runCli([...args, '--json'], { env });
    said.push(result.stdout, result.stderr, args.join(' '));
    return result;
  };
  const checked = <C extends keyof CommandJson>(command: C, value: unknown) => commandSchemas[command].parse(value);
  const tested = await cli('nachricht', 'test', 'E1');
  expect(checked('nachricht test', tested.json())).toMatchObject({
    betreff: '[TLP:AMBER] Informationssicherheit: Testnachricht',
  });
  const refused = await cli('nachricht', 'test', 'E2');
  expect(refused.exitCode).toBe(4);
  expect(refused.stdout + refused.stderr).toContain('antwortet mit 500');
  checked('nachricht senden', (await cli('nachricht', 'senden')).json());
  expect(mails).toMatchObject([{ user: testUser, encrypted: true }]);
  store = await openStore(path);

  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile() && file !== passwordFile);
  expect(files.some((file) => file === path)).toBe(true);
  const everything = [...said, ...files.map((file) => readFileSync(file, 'latin1')), ...mails.map(({ raw }) => raw)];
  for (const secret of [testPassword, Buffer.from(testPassword).toString('base64'), key])
    expect(everything.filter((text) => text.includes(secret))).toEqual([]);
  for (const command of [NachrichtEmpfaengerAnlegen, NachrichtSenden, NachrichtTest]) {
    const flags = Object.keys((command as { flags?: object }).flags ?? {});
    expect(flags.filter((name) => /kennwort|passwort|schluessel|geheim|token/.test(name))).toEqual([]);
  }
}, 240_000);
