/** Word documents: read back as the XML that Word and LibreOffice read. */

import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../../src/exchange/packet-archive.ts';
import { type DocxDocument, writeDocx } from '../../../src/report/papers/docx.ts';
import { fillDocxTemplate, type TemplateData } from '../../../src/report/papers/docx-template.ts';

const empty: TemplateData = { fields: {}, tables: {}, lists: {}, conditions: {} };
const fill = (template: string, data: Partial<TemplateData> = {}) => fillDocxTemplate(template, { ...empty, ...data }, 'v.md');
const paper = (blocks: DocxDocument['blocks'], title = 'Leitlinie'): DocxDocument => ({
  ...{ title, subtitle: 'Stadt Beispielhain', header: 'Stadt Beispielhain', footer: 'Stand 20.11.2026' },
  blocks,
});

async function partsOf(document: DocxDocument): Promise<Map<string, string>> {
  const archive = openArchive(await writeDocx(document), 'v.docx');
  return new Map(archive.names.map((name) => [name, archive.read(name)?.toString('utf8') ?? '']));
}

/** Texts and style of every paragraph, as a program that opens the file would find them. @throws when it is no XML */
function paragraphsOf(xml: string): { style: string; text: string }[] {
  const found: { style: string; text: string }[] = [];
  let isText = false;
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'w:p') found.push({ style: '', text: '' });
    const last = found.at(-1);
    if (name === 'w:pStyle' && last !== undefined) last.style = String(attributes['w:val']);
    isText = name === 'w:t';
  });
  parser.on('closetag', () => {
    isText = false;
  });
  parser.on('text', (text) => {
    const last = found.at(-1);
    if (isText && last !== undefined) last.text += text;
  });
  parser.write(xml).close();
  return found;
}

describe('a document', () => {
  it('has headings, header, page numbers and the language its reader expects', async () => {
    const parts = await partsOf(paper(fill('# Eins\n\nText\n\n## Zwei\n\n### Drei\n\n1. Schritt')));
    const paragraphs = paragraphsOf(parts.get('word/document.xml') ?? '');
    expect(paragraphs.map(({ style, text }) => `${style}: ${text}`)).toEqual([
      'Title: Leitlinie',
      'Subtitle: Stadt Beispielhain',
      'Heading1: Eins',
      'BodyText: Text',
      'Heading2: Zwei',
      'Heading3: Drei',
      'ListParagraph: Schritt',
    ]);
    expect(paragraphsOf(parts.get('word/header1.xml') ?? '')[0]?.text).toContain('Stadt Beispielhain');
    expect(parts.get('word/footer1.xml')).toMatch(/PAGE[\s\S]*NUMPAGES/);
    expect(parts.get('word/styles.xml')).toContain('w:val="de-DE"');
  });

  it('is the same to the byte for the same content, and holds no date of its making', async () => {
    const document = paper(fill(':::inhalt\n\n# Eins\n\n- a\n- b\n\n# Zwei\n\n1. c'));
    const first = await writeDocx(document);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(Buffer.from(await writeDocx(document)).equals(Buffer.from(first))).toBe(true);
    const all = [...(await partsOf(document)).values()].join('');
    expect(all.replaceAll(/http[^"]*/g, '')).not.toContain(String(new Date().getFullYear()).concat('-'));
    expect((await partsOf(document)).keys().next().value).toBe('[Content_Types].xml');
  });

  it('lists its headings with pages in the table of contents', async () => {
    const parts = await partsOf(paper(fill(':::inhalt\n\n:::seite\n\n# Erste Stunde\n\n## Tun')));
    const contents = paragraphsOf(parts.get('word/document.xml') ?? '').filter(({ style }) => style.startsWith('TOC'));
    expect(contents).toEqual([
      { style: 'TOC1', text: 'Erste Stunde2' },
      { style: 'TOC2', text: 'Tun2' },
    ]);
  });

  it('counts every list of steps from one', async () => {
    const xml = (await partsOf(paper(fill('1. a\n\n# Dazwischen\n\n1. b')))).get('word/document.xml') ?? '';
    const numbers = [...xml.matchAll(/<w:numId w:val="(\d+)"/g)].map(([, id]) => id);
    expect(new Set(numbers).size).toBe(2);
  });

  it('keeps hostile text as text', async () => {
    const hostile = '</w:t><w:p/> & =cmd|x \u0000\u001b[2J\u202e\ud800 \uffff {{leitung}} [x] **y** <b>';
    const table = { headers: [hostile], rows: [[hostile]], widths: [1], gap: 'fehlt' };
    const blocks = fill('{{ name }}\n\n:::tabelle t\n\n:::liste l', {
      fields: { name: hostile },
      tables: { t: table },
      lists: { l: [hostile] },
    });
    const parts = await partsOf(paper(blocks, hostile));
    for (const [name, xml] of parts) if (name.endsWith('.xml')) expect(() => paragraphsOf(xml), name).not.toThrow();
    const texts = paragraphsOf(parts.get('word/document.xml') ?? '').map(({ text }) => text);
    const kept = '</w:t><w:p/> & =cmd|x [2J {{leitung}} [x] **y** <b>';
    expect(texts.filter((text) => text.replaceAll(/ +/g, ' ') === kept)).toHaveLength(5);
  });
});

describe('a template', () => {
  it('shows what is recorded and marks what is not', () => {
    const [block] = fill('Leitung: {{ leitung | Name der Leitung }}, {{ bfis | Name }} [Ort]', {
      fields: { leitung: null, bfis: 'Mara Lindner' },
    });
    expect(block).toEqual({
      kind: 'paragraph',
      text: [
        { text: 'Leitung: ' },
        { text: 'Name der Leitung', look: 'gap' },
        { text: ', ' },
        { text: 'Mara Lindner' },
        { text: ' ' },
        { text: 'Ort', look: 'gap' },
      ],
    });
  });

  it('leaves out what a Merkmal says does not apply', () => {
    const template = 'a\n:::wenn kdn ja unbekannt\nb\n:::ende\nc';
    const texts = (kdn: string) => JSON.stringify(fill(template, { conditions: { kdn } }));
    expect(texts('nein')).not.toContain('"b"');
    expect(texts('unbekannt')).toContain('"b"');
  });

  it.each([
    ['{{ gibtsnicht | x }}', 'Zeile 1'],
    ['a\n\n:::tabelle fehlt', 'Zeile 3'],
    [':::wenn kdn ja\na', ':::wenn ohne :::ende'],
    [':::ende', ':::ende ohne :::wenn'],
    ['- a\n  - b', 'Liste in einer Liste'],
    [':::zauber', ':::zauber'],
    ['![Bild](http://example.org/x.png)', 'nicht zu verstehen'],
  ])('says where %j cannot be understood', (template, text) => {
    expect(() => fill(template, { conditions: { kdn: 'ja' } })).toThrow(text);
  });
});
