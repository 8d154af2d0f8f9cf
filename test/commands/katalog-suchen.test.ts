import { expect, it } from 'vitest';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { searchControls } from '../../src/usecases/search-controls.ts';
import { runCli } from '../run-cli.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';
import { runJson } from './schema.ts';

type Hits = CommandJson['katalog suchen'];
const search = (...args: string[]) => runJson<Hits>('katalog suchen', args);
const catalogue = await shippedCatalogue();
/** Without a start of the program for every word. */
const found = (text: string) => searchControls(catalogue, text, {});
const ids = (hits: readonly { id: string }[]) => hits.map(({ id }) => id);

it('„passwort“ finds „Kennwort“, and the title comes before the small print', async () => {
  const hits = await search('passwort');
  expect(hits[0]?.titel).toMatch(/Kennw[oö]rt/);
  expect(ids(hits)).toEqual(expect.arrayContaining(ids(await search('Kennwort'))));
});

it.each([
  ['Kennwörter', 'kennwoerter'],
  ['Datensicherung', 'DATENSICHERUNG'],
  ['Datensicherung', 'Datensicherug'],
  ['Smartphone', 'Samrtphone'],
])('„%s“ and „%s“ find the same best control', (right, other) => {
  const [wanted] = found(right);
  expect(wanted).toBeDefined();
  expect(ids(found(other))).toContain(wanted?.id);
});

it.each([
  ['Backup', /sicher/i],
  ['Handy', /Diensttelefon|Mobil|Gerät/i],
  ['Kopierer', /Drucker|Kopier/i],
  ['Phishing', /Betrug|Verdächtige E-Mails/i],
  ['Videoüberwachung', /Kamera/i],
  ['i-Kfz', /Zulassung|Kfz/i],
  ['Datenpanne', /Datenschutz/i],
  ['AVV', /Auftragsverarbeitung/i],
  ['Gäste WLAN', /Gäste|WLAN|Funknetz/i],
  ['KI', /künstlich/i],
  ['Pentest', /Eindringtest/i],
  ['Stadtrat', /Rats/i],
])('„%s“ finds what is meant', (word, title) => {
  const hits = found(word);
  expect(hits.slice(0, 5).some(({ titel, frage }) => title.test(titel) || title.test(frage))).toBe(true);
});

it('all words must occur, small words do not count', async () => {
  const both = ids(await search('Sicherung Schule'));
  const one = ids(await search('Sicherung'));
  expect(both.every((id) => one.includes(id))).toBe(true);
  expect(both.length).toBeLessThan(one.length);
  expect(ids(await search('die Sicherung in der Schule'))).toEqual(both);
});

it('an id finds its control first', async () => {
  expect(ids(await search('BAK-01.02'))[0]).toBe('BAK-01.02');
});

it('filters like the list', async () => {
  const hits = await search('Sicherung', '--baustein', 'BAK-01', '--profil', 'sofort');
  expect(hits.length).toBeGreaterThan(0);
  expect(hits.every(({ baustein }) => baustein === 'BAK-01')).toBe(true);
  const profile = ids(await runJson<CommandJson['katalog liste']>('katalog liste', ['--profil', 'sofort']));
  expect(hits.every(({ id }) => profile.includes(id))).toBe(true);
  const duties = ids(await runJson<CommandJson['katalog liste']>('katalog liste', ['--rahmenwerk', 'kdn']));
  expect(ids(await search('KDN', '--rahmenwerk', 'kdn')).every((id) => duties.includes(id))).toBe(true);
  const role = await search('Sicherung', '--rolle', 'it-betrieb');
  expect(new Set(role.map(({ rolle }) => rolle))).toEqual(new Set(['it-betrieb']));
  expect((await search('Sicherung', '--thema', 'backup')).every(({ thema }) => thema === 'backup')).toBe(true);
});

it('without a hit says what helps, and is no error', async () => {
  const result = await runCli(['katalog', 'suchen', 'xyzzyx']);
  expect(result).toMatchObject({ exitCode: 0, stdout: '' });
  expect(result.stderr).toContain('„xyzzyx“');
  expect(await search('!!!')).toEqual([]);
});

it('an abbreviation is not taken for the beginning of a word', () => {
  expect(ids(found('KI')).filter((id) => id.startsWith('KIT-'))).toEqual([]);
});

it('without a word it says so, and a long text is not repeated whole', async () => {
  expect((await runCli(['katalog', 'suchen', ' „“ '])).stderr).toContain('Ohne ein Wort');
  const { stderr } = await runCli(['katalog', 'suchen', 'x'.repeat(300)]);
  expect(stderr).toContain('keinen Treffer');
  expect(stderr.length).toBeLessThan(200);
});

it('ids of filters are found in any case', async () => {
  const small = await runJson<CommandJson['katalog liste']>('katalog liste', ['--baustein', 'bak-01', '--thema', 'Backup']);
  expect(ids(small)).toContain('BAK-01.02');
});

it('an unknown filter is refused by name', async () => {
  const result = await runCli(['katalog', 'suchen', 'Sicherung', '--thema', 'wetter']);
  expect(result.exitCode).toBe(3);
  expect(result.stderr).toContain('„wetter“');
});
