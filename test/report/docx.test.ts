/** The Word edition: parts that Word wants, styles people edit with, text that stays text. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../../src/domain/calendar.ts';
import type { Block } from '../../src/report/blocks.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { lookOf } from '../../src/report/look.ts';
import { renderDocx } from '../../src/report/render-docx.ts';
import { reportKinds } from '../../src/report/report-input.ts';
import { readZip } from '../../src/report/zip.ts';
import { asOf, beispielhainInput, hostileText } from './fixture.ts';
import { render } from './render.ts';
import { run, writeTemporary } from './tools.ts';

async function partsOf(bytes: Uint8Array): Promise<Map<string, string>> {
  const parts = await readZip(bytes, () => true);
  return new Map(parts.map(({ name, bytes: content }) => [name, Buffer.from(content).toString('utf8')]));
}

function wellFormed(xml: string): boolean {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return true;
}

/** The words of a part, one line per paragraph. */
function linesOf(xml: string): string[] {
  const words = [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<\/w:p>/g)].map(([, text]) => text ?? '\n').join('');
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return words.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? '').split('\n');
}

describe.each(reportKinds)('the Word edition of %s', { timeout: 120_000 }, (art) => {
  it('is made of well-formed parts that open in Word', async () => {
    const bytes = await render(art, 'docx');
    const parts = await partsOf(bytes);
    expect([...parts.keys()][0]).toBe('[Content_Types].xml');
    for (const [name, xml] of parts) if (/\.(xml|rels)$/.test(name)) expect(`${name} ${wellFormed(xml)}`).toBe(`${name} true`);
    const document = parts.get('word/document.xml') ?? '';
    const used = new Set([...document.matchAll(/<w:pStyle w:val="([^"]+)"/g)].map(([, id]) => id));
    const styles = parts.get('word/styles.xml') ?? '';
    for (const id of used) expect(styles).toContain(`w:styleId="${id}"`);
    expect(styles).toContain('w:val="de-DE"');
    expect(styles).toContain('w:ascii="Source Sans 3"');
    expect(parts.get('word/fontTable.xml')).toContain('<w:altName w:val="Calibri"/>');
    expect(parts.get('docProps/core.xml')).toMatch(/<dc:title>[^<]*Beispielhain/);
    // The day the report speaks for stands in it, and may be today.
    const others = JSON.stringify([...parts.values()]).replaceAll(asOf, '');
    expect(others).not.toContain(dayOf(new Date().toISOString()));
  });

  it('says on every page what it is and which page of how many', async () => {
    const parts = await partsOf(await render(art, 'docx'));
    const edges = [...parts].filter(([name]) => /^word\/(header|footer)\d+\.xml$/.test(name)).map(([, xml]) => xml);
    const all = edges.join('\n');
    const text = edges.flatMap(linesOf).join('\n');
    for (const part of [
      'Beispielhain',
      'Stand 30.11.2026',
      'Katalog 2026.1',
      'Nicht öffentlich',
      'Rechtsstand: ',
      'Seite ',
      ' von ',
    ])
      expect(text).toContain(part);
    expect(all).toMatch(/NUMPAGES/);
  });

  it('lists its headings where there are more than three, and repeats the heads of its tables', async () => {
    const document = (await partsOf(await render(art, 'docx'))).get('word/document.xml') ?? '';
    const headings = document.match(/<w:pStyle w:val="Heading2"\/>/g) ?? [];
    const isCard = art === 'notfallkarte';
    expect(document.includes('Table of Contents')).toBe(headings.length > 3 && !isCard);
    expect(document).toContain('<w:tblHeader/>');
  });

  it('keeps hostile text as text, without control characters', async () => {
    const parts = await partsOf(await render(art, 'docx', 'feindlicher Text'));
    const document = parts.get('word/document.xml') ?? '';
    expect(wellFormed(document)).toBe(true);
    const text = linesOf(document).join('\n');
    expect(text).toContain('<script>alert(1)</script>');
    expect(text).toContain('{{ kopf.titel }}');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect([...parts.values()].join('')).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202e\ufffe\uffff]/);
    expect(document).not.toMatch(/w:fldSimple|HYPERLINK "http/);
    expect(document.match(/<w:instrText[^>]*>[^<]*/g)?.every((field) => /TOC|PAGEREF/.test(field)) ?? true).toBe(true);
  });
});

it('opens in LibreOffice Writer', { timeout: 120_000 }, async () => {
  const writer = writerProgram();
  if (writer === null) return;
  const folder = mkdtempSync(join(tmpdir(), 'burgward-docx-'));
  for (const art of reportKinds) {
    const file = writeTemporary(`${art}.docx`, await render(art, 'docx'));
    run(writer, [`-env:UserInstallation=file://${folder}/profil`, '--headless', '--convert-to', 'pdf', '--outdir', folder, file]);
    expect(readFileSync(join(folder, `${art}.pdf`)).toString('latin1', 0, 5)).toBe('%PDF-');
  }
});

/** LibreOffice is also installed without its word processor, and then opens no letter. */
function writerProgram(): string | null {
  try {
    return run('which', ['lowriter']).trim();
  } catch {
    process.stderr.write('nicht geprüft – Word-Fassung öffnen: LibreOffice Writer ist nicht installiert.\n');
    return null;
  }
}

describe('a letter as a Word document', () => {
  const head = buildReportData(beispielhainInput('leitung')).kopf;
  const letter: Block = {
    kind: 'group',
    name: 'brief',
    children: [
      {
        kind: 'briefkopf',
        absender: ['Gemeinde Beispielhain', 'Hauptstraße 1'],
        ruecksendezeile: 'Gemeinde Beispielhain · Hauptstraße 1',
        anschrift: ['Frau', hostileText],
        info: [{ label: 'Datum', value: '30.11.2026' }],
        betreff: 'Bestellung',
      },
      {
        kind: 'formular',
        caption: 'Angaben',
        rows: [
          { label: 'Name', value: '', hint: 'Vor- und Nachname' },
          { label: 'Seit', value: '01.03.2024', hint: '' },
        ],
      },
      { kind: 'ankreuzen', question: 'Wie entscheiden Sie?', choices: ['einverstanden', 'anders'] },
      { kind: 'unterschrift', fields: ['Ort, Datum', 'Unterschrift'] },
    ],
  };

  it('has the measures of DIN 5008, form B, the boxes and the lines to sign on', async () => {
    const document =
      (await partsOf(await renderDocx(head, [letter], lookOf(null, 'Beispielhain')))).get('word/document.xml') ?? '';
    const twipsPerMm = 1440 / 25.4;
    const heights = [...document.matchAll(/<w:trHeight w:val="(\d+)" w:hRule="exact"\/>/g)].map(([, value]) => Number(value));
    // 18 mm margin and 27 mm are the 45 mm above the address, which is 45 mm high.
    expect(heights.map((value) => Math.round(value / twipsPerMm))).toEqual([27, 45]);
    expect(Number(/<w:pgMar[^>]*w:left="(\d+)"/.exec(document)?.[1]) / twipsPerMm).toBeCloseTo(25, 0);
    const text = linesOf(document);
    for (const line of ['Gemeinde Beispielhain', 'Bestellung', 'einverstanden', 'Unterschrift', 'Vor- und Nachname'])
      expect(text.map((each) => each.trim())).toContain(line);
    expect(document).toContain('<w:pStyle w:val="Betreff"/>');
  });
});
