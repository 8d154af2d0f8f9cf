/** A Kommune brings its own letterhead: what fits is used in every format, what does not is told with its place. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExpectedError } from '../../src/errors.ts';
import type { ReportEdition } from '../../src/report/report-input.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { verifyChain } from '../../src/store/protokoll.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { createReports } from '../../src/usecases/create-reports.ts';
import { dropLetterhead, loadLetterhead, showLetterhead } from '../../src/usecases/letterhead.ts';
import { contextOn } from './context-on.ts';

const kommune = 'beispielhain';
const reportsFolder = fileURLToPath(new URL('../../reports', import.meta.url));
const svg = (content: string, more = 'viewBox="0 0 80 100"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${more}>\n${content}\n</svg>`;
const shield = svg('<metadata>Zeichnerin Erika</metadata><path d="M5 5h70v50c0 30-35 40-35 40S5 85 5 55z" fill="#7a1f3d"/>');
const settings =
  'name: Gemeinde Beispielhain\nabsender:\n  - Hauptstraße 1\n  - 01234 Beispielhain\nfarbe: "#7a1f3d"\nfuss:\n  - Sprechzeiten nach Vereinbarung\n';

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-briefkopf-'));
  mkdirSync(join(folder, 'vorlagen'));
  store = await openStore(join(folder, 'b.db'));
  const body = { slug: kommune, name: 'Beispielhain', art: 'gemeinde', ags: null, einwohner: null, landkreis: null } as const;
  await createKommune(await contextOn(store, '2026-06-01'), body, {});
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function put(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

const load = async (today = '2026-11-20') => loadLetterhead(await contextOn(store, today), { kommune, ordner: folder });

async function problem(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  put({ 'briefkopf.yaml': settings, ...files });
  const error = await load().then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ExpectedError) return error.message.replaceAll(`${folder}/`, '');
  throw new Error(`expected an error for people, got ${String(error)}`);
}

async function written(
  today: string,
  formate: readonly string[],
  asOf = today,
  art = 'leitung',
  fassung: ReportEdition = 'intern',
): Promise<string[]> {
  const request = { kommune, arten: [art], formate, ausgabe: join(folder, today), fassung, reportsFolder };
  const { dateien } = await createReports(await contextOn(store, today, asOf), { ...request, ablage: null });
  return dateien.map(({ pfad }) => readFileSync(pfad).toString('latin1'));
}

/** A picture of one colour, with a text that must not stay in it. */
function png(width: number, height: number, { promisedHeight = height, filter = 0 } = {}): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(promisedHeight, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc((width * 3 + 1) * height, filter));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const text = chunk('tEXt', Buffer.from('Author\0Erika Beispiel'));
  return Buffer.concat([signature, chunk('IHDR', header), text, chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

describe('a letterhead that fits', () => {
  it('is recorded with an entry of the Protokoll and shown', async () => {
    put({ 'briefkopf.yaml': settings, 'wappen.svg': shield });
    const loaded = await load();
    expect(loaded).toMatchObject({
      name: 'Gemeinde Beispielhain',
      absender: ['Hauptstraße 1', '01234 Beispielhain'],
      ruecksendezeile: 'Gemeinde Beispielhain · Hauptstraße 1 · 01234 Beispielhain',
      farbe: '#7a1f3d',
      wappen: { art: 'svg' },
      vorlagen: [],
      gueltigAb: '2026-11-20',
    });
    expect(loaded.kontrast).toBeGreaterThan(9);
    expect(await showLetterhead(await contextOn(store, '2026-11-21'), kommune)).toEqual(loaded);
    expect(await verifyChain(store, kommune, null)).toMatchObject({ problems: [] });
  });

  it('gives its reports arms and colour, without what the drawing program left in the file', async () => {
    put({ 'briefkopf.yaml': settings, 'wappen.svg': shield });
    await load();
    const [html = '', pdf = ''] = await written('2026-11-21', ['html', 'pdf']);
    expect(html).toContain(':root{--accent:#7a1f3d}');
    const arms =
      /<img class="wappen" alt="Wappen: Beispielhain" src="data:image\/svg\+xml;base64,([^"]+)">/.exec(html)?.[1] ?? '';
    expect(Buffer.from(arms, 'base64').toString()).toMatch(/^<svg .*fill="#7a1f3d"/s);
    expect(Buffer.from(arms, 'base64').toString()).not.toContain('Erika');
    expect(html.match(/<img/g)).toHaveLength(1);
    expect(pdf.startsWith('%PDF-')).toBe(true);
  });

  it('changes the fingerprint, and looking back shows the paper as it was', async () => {
    const [before] = await written('2026-11-19', ['html']);
    put({ 'briefkopf.yaml': settings });
    await load('2026-11-20');
    const [after] = await written('2026-11-20', ['html']);
    await dropLetterhead(await contextOn(store, '2026-11-22'), kommune);
    const [removed] = await written('2026-11-22', ['html']);
    const accent = ':root{--accent:#7a1f3d}';
    expect([before, after, removed].map((html) => html?.includes(accent))).toEqual([false, true, false]);
    const fingerprint = (html = '') =>
      /"fingerabdruck":"([0-9a-f]{64})"|fingerabdruck&quot;:&quot;([0-9a-f]{64})/.exec(html)?.[2];
    expect(fingerprint(after)).not.toBe(fingerprint(before));
    expect((await written('2026-11-23', ['html'], '2026-11-20'))[0]).toBe(after);
    expect((await written('2026-11-23', ['html'], '2026-11-19'))[0]).toBe(before);
  });

  it('takes a PNG, freed of its texts', async () => {
    put({ 'briefkopf.yaml': settings, 'wappen.png': png(30, 40) });
    expect((await load()).wappen).toMatchObject({ art: 'png' });
    const [html = '', pdf = '', docx = ''] = await written('2026-11-21', ['html', 'pdf', 'docx']);
    const bytes = /src="data:image\/png;base64,([^"]+)"/.exec(html)?.[1] ?? '';
    expect(Buffer.from(bytes, 'base64').toString('latin1')).not.toContain('Erika');
    expect(pdf.startsWith('%PDF-')).toBe(true);
    expect(docx).toContain('word/media/');
  });

  it('replaces a template, and only for its own kind of report', async () => {
    const template = ':::kopf\n# {{ kopf.titel }}\n:::\n\nWie von uns gewünscht.\n\n:::tabelle angaben\n';
    put({ 'briefkopf.yaml': settings, 'vorlagen/kdn.md': template });
    expect((await load()).vorlagen).toEqual(['kdn']);
    expect((await written('2026-11-21', ['md'], '2026-11-21', 'kdn'))[0]).toContain('Wie von uns gew');
    expect((await written('2026-11-21', ['md']))[0]).not.toContain('Wie von uns gew');
  });

  it('keeps fixed words of a template in the house', async () => {
    const template = ':::kopf\n# {{ kopf.titel }}\n:::\n\nRaum 007 steht offen.\n\n:::tabelle angaben\n';
    put({ 'briefkopf.yaml': settings, 'vorlagen/saechsisichg.md': template });
    await load();
    expect((await written('2026-11-21', ['md'], '2026-11-21', 'saechsisichg'))[0]).toContain('Raum 007');
    expect((await written('2026-11-21', ['md'], '2026-11-21', 'saechsisichg', 'rat'))[0]).not.toContain('Raum 007');
  });
});

describe('what does not fit is told with its place, and nothing is recorded:', () => {
  afterEach(async () => {
    await expect(showLetterhead(await contextOn(store, '2026-11-21'), kommune)).rejects.toThrow(/kein eigener Briefkopf/);
  });

  it.each([
    [
      'a field that does not exist',
      `${settings}telefax: 1\n`,
      /briefkopf\.yaml, Zeile 8: telefax: Dieses Feld gibt es hier nicht\./,
    ],
    ['a field that is missing', 'absender: [Hauptstraße 1]\n', /briefkopf\.yaml, Zeile 1: name: Das Feld fehlt\./],
    [
      'a colour too pale to read',
      'name: A\nabsender: [B]\nfarbe: "#7fb2c4"\n',
      /Zeile 3: farbe: Die Farbe #7fb2c4 hat auf Weiß ein Kontrastverhältnis von 2,31 : 1; nötig sind mindestens 4,5 : 1\./,
    ],
    ['a colour just below', 'name: A\nabsender: [B]\nfarbe: "#777777"\n', /von 4,47 : 1/],
    ['no colour at all', 'name: A\nabsender: [B]\nfarbe: rot\n', /Zeile 3: farbe: Erwartet eine Farbe wie "#0b5563"/],
    ['broken YAML', 'name: "A\n', /briefkopf\.yaml, Zeile \d: .*Anführungszeichen/],
  ])('%s', async (_, yaml, sentence) => {
    expect(await problem({ 'briefkopf.yaml': yaml })).toMatch(sentence);
  });

  it.each([
    ['a script', svg('<script>alert(1)</script>'), /wappen\.svg, Zeile 2: Das Bild enthält ein Skript\./],
    ['a handler', svg('<path onclick="alert(1)" d="M0 0"/>'), /Zeile 2: Das Bild enthält ein Skript \(onclick\)\./],
    ['a foreign object', svg('<foreignObject><p/></foreignObject>'), /fremde Inhalte/],
    ['a picture inside', svg('<image href="data:image/png;base64,AA=="/>'), /ein eingebettetes Bild/],
    ['an address outside', svg('<use href="https://example.invalid/x.svg#a"/>'), /einen Verweis nach außen/],
    ['an address in a style', svg('<style>rect{fill:url(//example.invalid/x)}</style>'), /einen Verweis nach außen/],
    ['an imported style', svg('<style>@import "x.css";</style>'), /eine Anweisung, die etwas lädt/],
    ['letters', svg('<text>Beispielhain</text>'), /Schrift; sie in Pfade umwandeln/],
    ['an entity', `<!DOCTYPE svg [<!ENTITY a "b">]>${shield}`, /eigene Abkürzungen/],
    ['no size', svg('<path d="M0 0"/>', ''), /fehlen seine Maße/],
    ['a strip', svg('<path d="M0 0"/>', 'viewBox="0 0 900 100"'), /zu breit/],
    ['another format', '<html><body/></html>', /kein SVG-Bild/],
    ['half a file', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><g>', /kein lesbares SVG/],
    [
      'a few lines that grow into millions of shapes',
      svg(Array.from({ length: 9 }, (_, n) => `<g id="a${n}">${`<use href="#a${n + 1}"/>`.repeat(10)}</g>`).join('')),
      /immer wieder selbst verwenden/,
    ],
  ])('arms with %s', async (_, content, sentence) => {
    expect(await problem({ 'wappen.svg': content })).toMatch(sentence);
  });

  it('arms that are no PNG, are cut off, promise more than they hold, or are too large', async () => {
    expect(await problem({ 'wappen.png': 'GIF89a' })).toBe('wappen.png ist kein PNG-Bild, auch wenn es so heißt.');
    expect(await problem({ 'wappen.png': png(30, 40).subarray(0, 60) })).toBe('wappen.png ist beschädigt oder abgeschnitten.');
    expect(await problem({ 'wappen.png': png(30, 40, { promisedHeight: 41 }) })).toBe(
      'wappen.png ist beschädigt oder abgeschnitten.',
    );
    expect(await problem({ 'wappen.png': png(5000, 4001) })).toContain('5000 × 4001 Punkte; möglich sind höchstens 4000 × 4000');
    expect(await problem({ 'wappen.png': Buffer.alloc(600 * 1024) })).toMatch(
      /zu groß \(600 KB; möglich sind höchstens 500 KB\)/,
    );
  });

  it('arms that are sound as a file but that the engine cannot draw', async () => {
    expect(await problem({ 'wappen.png': png(30, 40, { filter: 9 }) })).toBe('wappen.png lässt sich nicht zeichnen.');
  });

  it('two pictures', async () => {
    expect(await problem({ 'wappen.svg': shield, 'wappen.png': png(3, 4) })).toMatch(/wappen\.svg und wappen\.png/);
  });

  it('a template with a field that does not exist, also where nothing is filled in today', async () => {
    const inBranch = '# {{ kopf.titel }}\n\n{% if kopf.titel == "nie" %}\n{{ kopf.tittel }}\n{% endif %}\n';
    expect(await problem({ 'vorlagen/leitung.md': inBranch })).toBe(
      'vorlagen/leitung.md, Zeile 4: Das Feld „kopf.tittel“ gibt es nicht.',
    );
    const inLoop = '# {{ kopf.titel }}\n{% for luecke in luecken %}\n{{ luecke.name }}\n{% endfor %}\n';
    expect(await problem({ 'vorlagen/leitung.md': inLoop })).toMatch(
      /leitung\.md, Zeile 3: Das Feld „luecke\.name“ gibt es nicht\./,
    );
    expect(await problem({ 'vorlagen/leitung.md': '# T\n\n:::tabelle themn\n' })).toMatch(/Zeile 3: „:::tabelle themn“/);
  });

  it('a template for a report that does not exist', async () => {
    expect(await problem({ 'vorlagen/leitugn.md': '# T\n' })).toMatch(/leitugn\.md: Einen Bericht „leitugn“ gibt es nicht\./);
  });

  it('a folder without settings', async () => {
    rmSync(join(folder, 'vorlagen'), { recursive: true });
    await expect(load()).rejects.toThrow(/keine Datei briefkopf\.yaml/);
  });
});
