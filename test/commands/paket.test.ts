/** Packets from the question to the recorded answer: what is asked, what comes back, and what collides. */
import { closeSync, ftruncateSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatKey } from '../../src/domain/packet.ts';
import { selectAssessments } from '../../src/store/assessments.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { markOf, selectPakete } from '../../src/store/pakete.ts';
import { selectProtokoll, verifyChain } from '../../src/store/protokoll.ts';
import type { Context } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { createPackets, type PacketRequest } from '../../src/usecases/create-packet.ts';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { listPackets, withdrawPacket } from '../../src/usecases/list-packets.ts';
import { listNotes } from '../../src/usecases/notes.ts';
import { type ReadPacketRequest, readPackets } from '../../src/usecases/read-packet.ts';
import { recordAssessment, recordAssessments } from '../../src/usecases/record-assessment.ts';
import { undoAnswers } from '../../src/usecases/undo-answers.ts';
import { createZielobjekt } from '../../src/usecases/zielobjekte.ts';
import { answerFile, archive, filledWorkbook, workbookParts } from '../exchange/packet-files.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';
import { checkedJson, runJson } from './schema.ts';

const slug = 'beispielhain';
const sentOn = '2026-11-20';
const readOn = '2026-11-22';

let folder: string;
let store: Store;
let context: Context;
let later: Context;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-paket-'));
  store = await openStore(join(folder, 'burgward.db'));
  [context, later] = await Promise.all([contextOn(store, sentOn), contextOn(store, readOn)]);
  for (const kommune of [slug, 'nachbarau']) {
    await createKommune(
      context,
      { slug: kommune, name: `Gemeinde ${kommune}`, art: 'gemeinde', ags: null, einwohner: null, landkreis: null },
      {},
    );
  }
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const create = (changes: Partial<PacketRequest> = {}, by = context) =>
  createPackets(by, { kommune: slug, alle: false, formate: ['html', 'xlsx', 'csv'], ausgabe: join(folder, 'aus'), ...changes });

/** A packet of the topic Backup, with everything a file needs to come back. */
async function backupPacket(changes: Partial<PacketRequest> = {}) {
  const created = await create({ thema: 'backup', profil: 'sofort', formate: ['html'], ...changes });
  const paket = (await selectPakete(store, slug, { day: readOn, before: '9999' })).at(-1);
  if (paket === undefined) throw new Error('kein Paket');
  const keys = paket.fragen.map(formatKey);
  const { kommune, paket: id, fingerprint } = markOf(paket);
  return { created, paket, keys, mark: `${kommune}/${id}/${fingerprint}` };
}

type Answers = Parameters<typeof answerFile>[0];

function returned(
  name: string,
  packet: { keys: string[]; mark: string },
  answers: Answers,
  head: Record<string, unknown> = {},
): string {
  const path = join(folder, name);
  writeFileSync(path, answerFile(answers, { paket: packet.mark, ...head }, packet.keys));
  return path;
}

const read = (dateien: string[], changes: Partial<ReadPacketRequest> = {}) =>
  readPackets(later, { kommune: slug, dateien, probe: false, ...changes });
const answers = () => selectAssessments(store, slug, { day: readOn, before: '9999' });
const protokoll = () => selectProtokoll(store, slug, '9999');
const messageOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nichts geworfen',
    (error: Error) => error.message,
  );

describe('what is asked', () => {
  it('is everything open of the profile, by role, at most 25 each, legal duty first, in files with telling names', async () => {
    const { fragen, pakete, profil } = await create({ faellig: '2026-12-15', empfaenger: 'Jan Krause' });
    expect(profil).toBe('einstieg');
    expect(pakete.reduce((sum, paket) => sum + paket.fragen, 0)).toBe(fragen);
    expect(fragen).toBe(context.catalogue.profiles.find(({ id }) => id === 'einstieg')?.controls.length);
    expect(Math.max(...pakete.map((paket) => paket.fragen))).toBeLessThanOrEqual(25);
    expect(new Set(pakete.map(({ rolle }) => rolle)).has(null)).toBe(false);
    const [first] = pakete;
    expect(first?.dateien.map(({ pfad }) => pfad.replace(join(folder, 'aus'), ''))).toEqual([
      `/paket-beispielhain-P1-${first?.rolle}.html`,
      `/paket-beispielhain-P1-${first?.rolle}.xlsx`,
      `/paket-beispielhain-P1-${first?.rolle}.csv`,
    ]);
    expect(readdirSync(join(folder, 'aus'))).toHaveLength(pakete.length * 3);
    const html = readFileSync(first?.dateien[0]?.pfad ?? '', 'utf8');
    expect(html.indexOf('gesetzlich gefordert')).toBeLessThan(html.indexOf('2. '));
    expect((await protokoll()).at(-1)).toMatchObject({
      action: 'paket.erstellen',
      summary: `${pakete.length} Pakete mit ${fragen} Fragen erstellt`,
    });
  });

  it('shares a large role out evenly', async () => {
    const { pakete } = await create({ profil: 'standard', rolle: 'it-betrieb', formate: ['csv'] });
    const sizes = pakete.map((paket) => paket.fragen);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(25);
    expect(pakete).toHaveLength(Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / 25));
    expect(pakete[0]?.titel).toMatch(/^IT-Betrieb.* \(Teil 1 von \d\)$/);
  });

  it('leaves out what is answered, but not what is to be confirmed; --alle asks all, with the answer so far', async () => {
    await recordAssessments(context, slug, [
      { kommune: slug, control: 'BAK-01.01', status: 'ja', source: 'einzelantwort' },
      {
        kommune: slug,
        control: 'BAK-01.02',
        status: 'nein',
        begruendung: 'nur freitags',
        gueltigAb: '2024-01-01',
        source: 'einzelantwort',
      },
    ]);
    const asked = async (changes: Partial<PacketRequest>) => (await backupPacket({ profil: 'einstieg', ...changes })).keys;
    expect(await asked({})).toContain('BAK-01.02');
    expect(await asked({})).not.toContain('BAK-01.01');
    expect(await asked({ alle: true })).toContain('BAK-01.01');
    const html = readFileSync(join(folder, 'aus', readdirSync(join(folder, 'aus')).sort().at(-1) ?? ''), 'utf8');
    expect(html).toContain('nein: nur freitags (Ines Sorbe, 01.01.2024)');
  });

  it('is asked once for the Kommune, and by itself for a Zielobjekt with an answer of its own', async () => {
    for (const kuerzel of ['WEB1', 'WEB2', 'WEB3'])
      await createZielobjekt(context, { kommune: slug, kuerzel, typ: 'webserver', name: `Auftritt ${kuerzel}`, adressen: [] });
    await recordAssessment(context, {
      kommune: slug,
      control: 'WEB-01.03',
      zielobjekt: 'WEB2',
      status: 'ja',
      gueltigAb: '2023-01-01',
      source: 'einzelantwort',
    });
    const keysOf = async (changes: Partial<PacketRequest>) => {
      await create({ thema: 'webserver-und-webanwendungen', profil: 'standard', formate: ['csv'], ...changes });
      const pakete = await selectPakete(store, slug, { day: readOn, before: '9999' });
      return pakete.flatMap(({ fragen }) => fragen.map(formatKey)).filter((key) => key.startsWith('WEB-01.03'));
    };
    expect(await keysOf({})).toEqual(['WEB-01.03', 'WEB-01.03/WEB2']);
    expect((await keysOf({ zielobjekt: 'web3' })).at(-1)).toBe('WEB-01.03/WEB3');
  });

  it('is nothing when nothing is open: no packet, no file, no entry', async () => {
    const { keys } = await backupPacket();
    await recordAssessments(
      context,
      slug,
      keys.map((control) => ({ kommune: slug, control, status: 'ja', source: 'einzelantwort' })),
    );
    const before = (await protokoll()).length;
    expect((await create({ thema: 'backup', profil: 'sofort' })).pakete).toEqual([]);
    expect((await protokoll()).length).toBe(before);
  });

  it.each<[string, Partial<PacketRequest>, RegExp]>([
    ['role', { rolle: 'hausmeister' }, /Eine Rolle „hausmeister“ gibt es nicht/],
    ['topic', { thema: 'wetter' }, /Ein Thema „wetter“ gibt es nicht/],
    ['profile', { profil: 'super' }, /Ein Profil „super“ gibt es nicht/],
    ['Zielobjekt', { zielobjekt: 'WEB9' }, /Ein Zielobjekt „WEB9“ gibt es in beispielhain nicht/],
    ['format', { formate: ['html', 'docx'] }, /Das Format „docx“ gibt es für Pakete nicht/],
    ['day', { faellig: '2026-11-19' }, /ist schon vorbei/],
    ['folder', { ausgabe: '/dev/null/aus' }, /lässt sich nicht schreiben/],
  ])('an impossible %s is refused and records nothing', async (_, changes, sentence) => {
    expect(await messageOf(create(changes))).toMatch(sentence);
    expect(await selectPakete(store, slug, { day: readOn, before: '9999' })).toEqual([]);
  });
});

describe('what comes back', () => {
  it('changes only what was filled in, says by whom and when, in one entry without words of theirs', async () => {
    const packet = await backupPacket();
    const [first = '', second = '', third = ''] = packet.keys;
    const file = returned('a.json', packet, {
      [first]: { status: 'ja', notiz: 'Plan hängt im Serverraum' },
      [second]: { status: 'nein', verantwortlich: 'Ronny Baier', bis: '2026-12-31' },
      [third]: { status: 'offen', notiz: 'weiß Herr Baier' },
    });
    const before = (await protokoll()).length;
    const result = await read([file]);
    expect(result.dateien).toMatchObject([
      { paket: 'P1', stand: 'neu', antworten: 2, unbekannt: 1, leer: packet.keys.length - 3 },
    ]);
    expect(result.aenderungen).toMatchObject([
      { control: first, vorher: null, status: 'ja', gesagtVon: 'Jan Krause', gesagtAm: '2026-11-21' },
      { control: second, status: 'nein', ohneTermin: false },
    ]);
    expect(result.anmerkungen).toMatchObject([{ control: third, text: 'weiß Herr Baier' }]);
    expect(await answers()).toMatchObject([
      {
        control: first,
        status: 'ja',
        saidBy: 'Jan Krause',
        validFrom: '2026-11-21',
        source: 'paket',
        paket: 'P1',
        notiz: 'Plan hängt im Serverraum',
      },
      { control: second, status: 'nein', verantwortlich: 'Ronny Baier', bis: '2026-12-31' },
    ]);
    const entries = await protokoll();
    expect(entries).toHaveLength(before + 1);
    expect(entries.at(-1)).toMatchObject({
      seq: result.eintrag,
      action: 'paket.einlesen',
      summary: 'Paket P1: 2 Antworten eingelesen',
    });
    expect((await verifyChain(store, slug, null)).problems).toEqual([]);
    const [note] = await store.db.selectFrom('notiz').selectAll().execute();
    expect(note?.text).toBe(`Paket P1, ${third}: weiß Herr Baier (Jan Krause)`);
    const open = async () => (await listNotes(later, { kommune: slug })).map(({ id }) => id);
    expect((await undoAnswers(later, { kommune: slug, probe: true })).notizen).toEqual(await open());
    expect((await undoAnswers(later, { kommune: slug, probe: false })).notizen).toEqual(['M1']);
    expect(await open()).toEqual([]);
    expect(await listNotes(later, { kommune: slug, all: true })).toMatchObject([
      { id: 'M1', erledigt: true, ergebnis: `Mit Eintrag ${result.eintrag} zurückgenommen.` },
    ]);
    expect((await verifyChain(store, slug, null)).problems).toEqual([]);
  });

  it('as workbook and as CSV file says the same', async () => {
    const { keys } = await backupPacket({ formate: ['xlsx', 'csv'] });
    const [xlsx = '', csv = ''] = readdirSync(join(folder, 'aus')).sort().reverse();
    const book = join(folder, 'egal.bin');
    writeFileSync(
      book,
      await filledWorkbook(readFileSync(join(folder, 'aus', xlsx)), {
        name: 'Jan Krause',
        day: '21.11.2026',
        cells: { G2: 'ja' },
      }),
    );
    const text = readFileSync(join(folder, 'aus', csv), 'utf8').replace(
      /;{9}(?=beispielhain)/,
      ';ja;;;;;;Jan Krause;21.11.2026;',
    );
    const list = join(folder, 'liste.txt');
    writeFileSync(list, text);
    const changes = [{ control: keys[0], status: 'ja', gesagtVon: 'Jan Krause', gesagtAm: '2026-11-21' }];
    expect((await read([book], { probe: true })).aenderungen).toMatchObject(changes);
    expect((await read([list])).aenderungen).toMatchObject(changes);
    expect(await read([book])).toMatchObject({ eintrag: null, aenderungen: [], dateien: [{ unveraendert: 1 }] });
  });

  it('shown by --probe is exactly what is recorded afterwards, and --probe records nothing', async () => {
    const packet = await backupPacket();
    const file = returned('a.json', packet, { [packet.keys[0] ?? '']: { status: 'teilweise' } });
    const before = (await protokoll()).length;
    const probe = await read([file], { probe: true });
    expect((await protokoll()).length).toBe(before);
    const { eintrag, ...real } = await read([file]);
    expect(eintrag).toBe(before + 1);
    expect({ ...real, probe: true, eintrag: null }).toEqual(probe);
  });

  it('twice is said to be read in already; taken back, it can be read in again', async () => {
    const packet = await backupPacket();
    const file = returned('a.json', packet, { [packet.keys[0] ?? '']: { status: 'ja' } });
    const first = await read([file, file]);
    expect(first.dateien.map(({ stand }) => stand)).toEqual(['neu', 'schonEingelesen']);
    const again = await read([file]);
    expect(again).toMatchObject({ eintrag: null, aenderungen: [], dateien: [{ stand: 'schonEingelesen' }] });
    await store.db.executeQuery(
      store.db
        .insertInto('ruecknahme')
        .values({
          chain: slug,
          entry: first.eintrag ?? 0,
          recorded_at: '2026-11-22T12:00:00.000Z',
          recorded_by: 'x',
          valid_from: readOn,
          kommune: slug,
          eintrag: first.eintrag ?? 0,
        })
        .compile(),
    );
    expect((await read([file])).dateien).toMatchObject([{ stand: 'neu', antworten: 1 }]);
  });

  it('completes the packet once every question has an answer, „weiß ich nicht“ included', async () => {
    const packet = await backupPacket({ faellig: '2026-11-21' });
    const [first = '', ...others] = packet.keys;
    await read([returned('a.json', packet, { [first]: { status: 'ja' } })]);
    expect(await listPackets(later, slug, false)).toMatchObject([
      { id: 'P1', stand: 'offen', beantwortet: 1, ueberfaellig: true, ruecklaeufe: 1 },
    ]);
    await read([returned('b.json', packet, Object.fromEntries(others.map((key) => [key, { status: 'offen' }])))]);
    expect(await listPackets(later, slug, false)).toEqual([]);
    expect(await listPackets(later, undefined, true)).toMatchObject([
      { id: 'P1', stand: 'eingelesen', beantwortet: 1, ruecklaeufe: 2, ueberfaellig: false },
    ]);
  });

  it('to a question reworded since is taken for the old wording and said; to one withdrawn it is left out and said', async () => {
    const packet = await backupPacket();
    const [first = '', second = ''] = packet.keys;
    const file = returned('a.json', packet, { [first]: { status: 'ja' }, [second]: { status: 'ja' } });
    const controls = later.catalogue.controls.map((control) => {
      if (control.id === first) return { ...control, question: 'Ganz anders?' };
      return control.id === second ? { ...control, retired: { in: '2026.2', reason: 'Entfällt.' } } : control;
    });
    const reworded = { ...later, catalogue: { ...later.catalogue, controls } };
    const result = await readPackets(reworded, { kommune: slug, dateien: [file], probe: false });
    expect(result).toMatchObject({ umformuliert: [{ control: first }], entfallen: [{ control: second }] });
    const [answer] = await answers();
    expect(answer?.controlHash).toBe(packet.paket.fragen.find(({ control }) => control === first)?.controlHash);
    expect(await answers()).toHaveLength(1);
  });

  it('without name or date is asked for the name and dated today; flags override what the file says', async () => {
    const packet = await backupPacket();
    const file = returned('a.json', packet, { [packet.keys[0] ?? '']: { status: 'ja' } }, { gesagtVon: '', gesagtAm: '' });
    expect(await messageOf(read([file]))).toContain('a.json: Der Name fehlt');
    expect((await read([file], { probe: true, gesagtVon: 'Mia Amt' })).aenderungen).toMatchObject([
      { gesagtVon: 'Mia Amt', gesagtAm: readOn },
    ]);
    expect((await read([file], { gesagtVon: 'Mia Amt', am: '2026-11-20' })).aenderungen).toMatchObject([
      { gesagtAm: '2026-11-20' },
    ]);
  });
});

describe('what collides', () => {
  async function collision() {
    const packet = await backupPacket();
    const [key = ''] = packet.keys;
    const file = returned('a.json', packet, { [key]: { status: 'ja' }, [packet.keys[1] ?? '']: { status: 'nein' } });
    await recordAssessment(later, {
      kommune: slug,
      control: key,
      status: 'nein',
      begruendung: 'selbst gesehen',
      source: 'einzelantwort',
    });
    return { packet, key, file };
  }

  it('without a rule is listed and changes nothing, not even the rest of the file', async () => {
    const { file, key } = await collision();
    const before = (await protokoll()).length;
    expect(await messageOf(read([file]))).toBe(
      `Eine Antwort widerspricht dem, was schon erfasst ist; es wurde nichts geändert:\n${key}: seit dem Versand hier beantwortet. Hier: „nein“ (Ines Sorbe, 22.11.2026). Zurück: „ja“ (Jan Krause, 21.11.2026, a.json).`,
    );
    expect((await protokoll()).length).toBe(before);
    expect(await read([file], { probe: true })).toMatchObject({
      konflikte: [{ art: 'hier', entscheidung: null }],
      aenderungen: [{ status: 'nein' }],
    });
  });

  it.each([
    ['hier', 'nein', 1],
    ['paket', 'ja', 2],
  ] as const)('with --konflikt %s leaves „%s“ standing', async (konflikt, status, changes) => {
    const { file, key } = await collision();
    const result = await read([file], { konflikt });
    expect(result.aenderungen).toHaveLength(changes);
    expect(result.konflikte).toMatchObject([{ entscheidung: konflikt }]);
    expect((await answers()).find(({ control }) => control === key)?.status).toBe(status);
    expect((await read([file])).dateien).toMatchObject([{ stand: 'schonEingelesen' }]);
  });

  it('decided for what is here can be decided for the packet later, with the same file', async () => {
    const { file, key } = await collision();
    await read([file], { konflikt: 'hier' });
    expect((await read([file])).dateien).toMatchObject([{ stand: 'schonEingelesen' }]);
    expect(await read([file], { konflikt: 'paket' })).toMatchObject({ aenderungen: [{ status: 'ja' }] });
    expect((await answers()).find(({ control }) => control === key)?.status).toBe('ja');
    expect((await read([file], { konflikt: 'paket' })).dateien).toMatchObject([{ stand: 'schonEingelesen' }]);
  });

  it('is read again when what made it superfluous was taken back', async () => {
    const packet = await backupPacket();
    const [key = '', other = ''] = packet.keys;
    const first = await read([returned('a.json', packet, { [key]: { status: 'ja' } })]);
    const second = returned('b.json', packet, { [key]: { status: 'ja' }, [other]: { status: 'ja' } });
    await read([second]);
    await undoAnswers(later, { kommune: slug, entry: first.eintrag ?? 0, probe: false });
    expect(await read([second])).toMatchObject({ aenderungen: [{ control: key, status: 'ja' }] });
    expect((await read([second])).dateien).toMatchObject([{ stand: 'schonEingelesen' }]);
  });

  it('is decided one by one when a person can be asked', async () => {
    const { file, key } = await collision();
    const asked: string[] = [];
    await readPackets(later, { kommune: slug, dateien: [file], probe: false }, async (conflicts) => {
      asked.push(...conflicts.map(({ control }) => control));
      return [0];
    });
    expect(asked).toEqual([key]);
    expect((await answers()).find(({ control }) => control === key)?.status).toBe('ja');
  });

  it('with what is recorded while a person decides is refused, and nothing is lost', async () => {
    const { file, key } = await collision();
    const decide = async () => {
      await recordAssessment(later, { kommune: slug, control: key, status: 'teilweise', source: 'einzelantwort' });
      return [0];
    };
    const reading = readPackets(later, { kommune: slug, dateien: [file], probe: false }, decide);
    expect(await messageOf(reading)).toBe('In beispielhain wurde eben etwas anderes erfasst; eingelesen wurde nichts.');
    expect(await answers()).toMatchObject([{ control: key, status: 'teilweise' }]);
  });

  it('not when here says the same as the packet', async () => {
    const packet = await backupPacket();
    const [key = ''] = packet.keys;
    await recordAssessment(later, { kommune: slug, control: key, status: 'ja', source: 'einzelantwort' });
    expect(await read([returned('a.json', packet, { [key]: { status: 'ja' } })])).toMatchObject({
      eintrag: null,
      konflikte: [],
      dateien: [{ unveraendert: 1 }],
    });
  });

  it('between two files of one call and with an earlier return', async () => {
    const packet = await backupPacket();
    const [key = ''] = packet.keys;
    const one = returned('a.json', packet, { [key]: { status: 'ja' } });
    const two = returned('b.json', packet, { [key]: { status: 'nein' } }, { gesagtVon: 'Ronny Baier', gesagtAm: '2026-11-20' });
    expect(await messageOf(read([one, two]))).toContain(
      'Dateien widersprechen sich. Hier: keine Antwort. Zurück: „ja“ (Jan Krause, 21.11.2026, a.json) oder „nein“',
    );
    expect((await read([one, two], { probe: true, konflikt: 'paket' })).aenderungen).toMatchObject([{ status: 'ja' }]);
    expect(await read([one, two], { probe: true, konflikt: 'hier' })).toMatchObject({
      aenderungen: [],
      konflikte: [{ art: 'dateien' }],
    });
    await read([one]);
    expect(await messageOf(read([two]))).toContain('früherer Rücklauf sagt anderes');
    await read([two], { konflikt: 'paket' });
    expect(await answers()).toMatchObject([{ status: 'nein', saidBy: 'Ronny Baier' }]);
  });
});

describe('what is refused', () => {
  it.each<[string, (packet: { keys: string[]; mark: string }) => Parameters<typeof returned>[3], RegExp]>([
    [
      'a packet of another database',
      () => ({ paket: 'beispielhain/P1/0000000000000000' }),
      /nicht mit dieser Datenbank erstellt/,
    ],
    ['an unknown packet', () => ({ paket: 'beispielhain/P99/0000000000000000' }), /P99 wurde nicht mit dieser Datenbank/],
    [
      'a packet of another Kommune',
      () => ({ paket: 'nachbarau/P1/0000000000000000' }),
      /gehört zu „nachbarau“, nicht zu „beispielhain“/,
    ],
    ['a file without mark', () => ({ paket: '' }), /Das Kennzeichen des Pakets fehlt/],
    ['an answer of tomorrow', () => ({ gesagtAm: '2026-11-23' }), /Das Datum 23\.11\.2026 liegt in der Zukunft/],
    ['an answer from before it was asked', () => ({ gesagtAm: '2025-11-21' }), /liegt vor dem Versand am 20\.11\.2026/],
  ])('%s', async (_, head, sentence) => {
    const packet = await backupPacket();
    const file = returned('a.json', packet, { [packet.keys[0] ?? '']: { status: 'ja' } }, head(packet));
    expect(await messageOf(read([file]))).toMatch(sentence);
    expect(await answers()).toEqual([]);
  });

  it('unknown questions, doubled ones and missing ones, all at once and from every file, with nothing changed', async () => {
    const packet = await backupPacket();
    const [first = '', second = '', ...rest] = packet.keys;
    const odd = { mark: packet.mark, keys: [first, 'XXX-99.99', first, ...rest] };
    const a = returned('a.json', odd, { [first]: { status: 'ja' } });
    const b = returned('b.json', packet, { [first]: { status: 'vielleicht' } });
    const message = await messageOf(read([a, b, join(folder, 'fehlt.json')]));
    expect(message).toContain('5 Stellen lassen sich nicht einlesen; es wurde nichts geändert:');
    expect(message).toContain('a.json, Antwort 2 (XXX-99.99): Die Frage „XXX-99.99“ gehört nicht zu Paket P1');
    expect(message).toContain(`a.json, Antwort 3 (${first}): Die Frage ${first} steht schon in Antwort 1 (${first})`);
    expect(message).toContain(
      `a.json: Von ${packet.keys.length} Fragen fehlt eine (${second}): abgeschnitten oder Zeilen gelöscht.`,
    );
    expect(message).toContain(`b.json, Antwort 1 (${first}), Feld „Antwort“: „vielleicht“ steht nicht zur Wahl`);
    expect(message).toContain('fehlt.json gibt es nicht.');
    expect(await answers()).toEqual([]);
  });

  it('answers to a withdrawn packet, and withdrawing twice', async () => {
    const packet = await backupPacket();
    const file = returned('a.json', packet, { [packet.keys[0] ?? '']: { status: 'ja' } });
    expect(await withdrawPacket(later, slug, 'p1')).toMatchObject({ id: 'P1', stand: 'zurueckgezogen' });
    expect(await messageOf(read([file]))).toContain('Das Paket P1 wurde zurückgezogen');
    expect(await messageOf(withdrawPacket(later, slug, 'P1'))).toContain('ist schon zurückgezogen');
    expect(await messageOf(withdrawPacket(later, slug, 'P9'))).toContain('Ein Paket „P9“ gibt es in beispielhain nicht');
    expect(await listPackets(later, slug, false)).toEqual([]);
  });

  it('200 MB by their size alone, without being opened', async () => {
    const path = join(folder, 'riese.xlsx');
    const descriptor = openSync(path, 'w');
    ftruncateSync(descriptor, 200 * 1024 * 1024);
    closeSync(descriptor);
    const before = process.memoryUsage.rss();
    expect(await messageOf(read([path]))).toBe('riese.xlsx ist mit 200 MB viel zu groß für ein Paket; gelesen werden bis 10 MB.');
    expect(process.memoryUsage.rss() - before).toBeLessThan(50 * 1024 * 1024);
  });
});

describe('the command', () => {
  type Created = CommandJson['paket erstellen'];
  type Read = CommandJson['paket einlesen'];
  const env = () => ({ BURGWARD_DB: join(folder, 'burgward.db'), BURGWARD_PERSON: 'Ines Sorbe', BURGWARD_KOMMUNE: slug });

  it('creates, lists, reads in and withdraws, for people and as JSON', { timeout: 120_000 }, async () => {
    const options = { env: env() };
    const aus = join(folder, 'cli');
    const created = await runJson<Created>(
      'paket erstellen',
      ['--rolle', 'it-leitung', '--profil', 'sofort', '--format', 'csv', '--ausgabe', aus],
      options,
    );
    const file = created.pakete[0]?.dateien[0]?.pfad ?? '';
    const answered = join(folder, 'zurück.csv');
    writeFileSync(
      answered,
      readFileSync(file, 'utf8').replace(/;{9}(?=beispielhain)/, ';Nein;;kein \u001b[31mGeld;;;;Jan Krause;;'),
    );
    const probe = await runCli(['paket', 'einlesen', answered, '--probe'], options);
    expect(probe.stderr).toContain('zurück.csv nennt kein Datum');
    expect(probe.stdout).toContain('Probe: nichts geändert. Erfasst würden: 1 Antwort.');
    expect(probe.stdout).not.toContain('\u001b');
    const result = await runJson<Read>('paket einlesen', [answered], options);
    expect(result.aenderungen).toHaveLength(1);
    const list = await runCli(['paket', 'liste'], options);
    expect(list.stdout).toMatch(/P1 +IT-Leitung.* 1 von \d+ +◇ offen/);
    expect(await runJson('paket zurueckziehen', ['P1'], options)).toMatchObject({
      id: 'P1',
      beantwortet: 1,
      stand: 'zurueckgezogen',
    });
    expect(await runJson('paket liste', [], options)).toEqual([]);
  });

  it('ends with 3 and one value of the error schema for a file that cannot be read', { timeout: 120_000 }, async () => {
    const options = { env: env() };
    const macros = join(folder, 'makro.xlsx');
    writeFileSync(macros, archive([...workbookParts('<worksheet/>'), { name: 'xl/vbaProject.bin', content: Buffer.from('x') }]));
    const forPeople = await runCli(['paket', 'einlesen', macros], options);
    expect(forPeople.exitCode).toBe(3);
    expect(forPeople.stderr).toContain('makro.xlsx enthält Makros und wird nicht gelesen.');
    const asJson = await runCli(['paket', 'einlesen', macros, '--json'], options);
    expect(asJson.exitCode).toBe(3);
    expect(checkedJson('fehler', asJson)).toMatchObject({ error: { code: 'DATEI' } });
    expect((await runCli(['paket', 'einlesen', macros, '--konflikt', 'würfeln'], options)).exitCode).toBe(2);
  });
});
