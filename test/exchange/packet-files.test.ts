/** What comes back: files as people and their programs really write them, and files that should never be opened. */
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { ForeignFileError } from '../../src/errors.ts';
import { packetCsv } from '../../src/exchange/packet-csv.ts';
import { readPacketReturn } from '../../src/exchange/packet-return.ts';
import { packetXlsx } from '../../src/exchange/packet-xlsx.ts';
import { program, run } from '../report/tools.ts';
import { answerFile, archive, filledWorkbook, mark, packet, question, workbookParts } from './packet-files.ts';

const book = await packetXlsx(packet);
const read = (bytes: Uint8Array | string, name = 'zurueck.xlsx') =>
  readPacketReturn(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, name);
const problemsOf = (bytes: Uint8Array | string) => read(bytes).problems.map(({ place, text }) => `${place}: ${text}`);
const statusesOf = (bytes: Uint8Array | string) => read(bytes).rows.map(({ status }) => status);

describe('the workbook', () => {
  it('has a sheet of instructions and one of questions with lists, locked questions, filter and frozen header', async () => {
    const { sheets } = await readXlsx(book, { readStyles: true });
    expect(sheets.map(({ name }) => name)).toEqual(['Anleitung', 'Fragen']);
    const [instructions, questions] = sheets;
    expect(JSON.stringify(instructions?.rows)).toContain('weiß ich nicht');
    expect(questions?.dataValidations?.map(({ range, type }) => [range, type])).toEqual([
      ['G2:G5', 'list'],
      ['H2:H5', 'list'],
      ['K2:K5', 'date'],
    ]);
    expect(questions?.freezePane).toMatchObject({ rows: 1 });
    expect(questions?.autoFilter?.range).toBe('A1:L5');
    expect(questions?.protection).toMatchObject({ sheet: true, autoFilter: true });
    expect(questions?.pageSetup).toMatchObject({ paperSize: 'a4', orientation: 'landscape', fitToWidth: 1 });
    const locked = (cell: string) => questions?.cells?.get(cell)?.style?.protection?.locked ?? true;
    expect(['1,0', '1,2', '1,5', '1,12'].map(locked)).toEqual([true, true, true, true]);
    expect(['1,6', '1,8', '4,10', '4,11'].map(locked)).toEqual([false, false, false, false]);
  });

  it('read in as it was sent changes nothing', () => {
    expect(read(book)).toMatchObject({ mark, person: null, day: null, problems: [] });
    expect(statusesOf(book)).toEqual([null, null, null, null]);
  });

  it('filled in and saved by another program reads in', async () => {
    const filled = await filledWorkbook(book, {
      name: 'Jan Krause',
      day: 46_347,
      cells: {
        G2: 'ja',
        G3: 'Teilweise',
        I3: 'nur die Server',
        J3: 'Ronny Baier',
        K3: 46_387,
        G4: 'entbehrlich',
        H4: 'anders gelöst (Ersatzmaßnahme)',
        I4: 'macht der Dienstleister',
        G5: 'weiß ich nicht',
        L5: 'bitte Herrn Baier fragen',
      },
    });
    expect(read(filled)).toMatchObject({ mark, person: 'Jan Krause', day: '2026-11-21', problems: [] });
    expect(read(filled).rows).toMatchObject([
      { key: 'BAK-01.01', status: 'ja', place: 'Blatt „Fragen“, Zeile 2' },
      { key: 'BAK-01.02', status: 'teilweise', begruendung: 'nur die Server', verantwortlich: 'Ronny Baier', bis: '2026-12-31' },
      { key: 'SRV-01.02/WEB1', status: 'entbehrlich', grund: 'ersatzmassnahme', begruendung: 'macht der Dienstleister' },
      { key: 'NTZ-01.01', status: 'offen', notiz: 'bitte Herrn Baier fragen' },
    ]);
  });

  it('saved by LibreOffice, with sheets swapped, reads in', { timeout: 120_000 }, async () => {
    const filled = await filledWorkbook(book, {
      name: 'Jörg Groß',
      day: '21.11.2026',
      cells: { G2: ' JA ', G3: 'nein', K3: 46_387, G5: 'n', I5: 'Zeile eins\nZeile zwei & <b>' },
    });
    const office = program('Rückgabe aus LibreOffice', ['soffice', 'libreoffice']);
    if (office === null) return;
    const folder = mkdtempSync(join(tmpdir(), 'burgward-lo-'));
    writeFileSync(join(folder, 'antwort.xlsx'), filled);
    const profile = `-env:UserInstallation=file://${folder}/profil`;
    run(office, [profile, '--headless', '--convert-to', 'ods', '--outdir', folder, join(folder, 'antwort.xlsx')]);
    expect(() => read(readFileSync(join(folder, 'antwort.ods')), 'antwort.ods')).toThrow(/OpenDocument/);
    copyFileSync(join(folder, 'antwort.ods'), join(folder, 'gespeichert.ods'));
    run(office, [
      profile,
      '--headless',
      '--convert-to',
      'xlsx:Calc MS Excel 2007 XML',
      '--outdir',
      folder,
      join(folder, 'gespeichert.ods'),
    ]);
    const saved = read(readFileSync(join(folder, 'gespeichert.xlsx')));
    expect(saved).toMatchObject({ mark, person: 'Jörg Groß', day: '2026-11-21', problems: [] });
    expect(saved.rows).toMatchObject([
      { key: 'BAK-01.01', status: 'ja' },
      { key: 'BAK-01.02', status: 'nein', bis: '2026-12-31' },
      { key: 'SRV-01.02/WEB1', status: null },
      { key: 'NTZ-01.01', status: 'nein', begruendung: 'Zeile eins\nZeile zwei & <b>' },
    ]);
  });

  it('of other make reads in: prefixed names, shared strings in pieces, columns in another order, dates of 1904', () => {
    const cell = (reference: string, index: number) => `<x:c r="${reference}" t="s"><x:v>${index}</x:v></x:c>`;
    const sheet = `<x:worksheet xmlns:x="m"><x:sheetData>
      <x:row r="3">${cell('B3', 0)}${cell('C3', 1)}${cell('D3', 2)}${cell('E3', 3)}</x:row>
      <x:row r="4">${cell('B4', 4)}${cell('C4', 5)}${cell('D4', 6)}<x:c r="E4"><x:v>44925</x:v></x:c></x:row>
    </x:sheetData></x:worksheet>`;
    const strings = ['Antwort', 'Kennung', 'Paket', 'Bis wann', 'nein', 'BAK-01.01', mark];
    const shared = `<sst xmlns="m">${strings.map((text) => `<si><r><t>${text.slice(0, 2)}</t></r><rPh><t>X</t></rPh><r><t>${text.slice(2)}</t></r></si>`).join('')}</sst>`;
    const parts = workbookParts(sheet, shared).map((part) =>
      part.name === 'xl/workbook.xml'
        ? { ...part, content: Buffer.from(part.content.toString().replace('<sheets>', '<workbookPr date1904="1"/><sheets>')) }
        : part,
    );
    const returned = read(archive(parts));
    expect(returned.rows).toMatchObject([{ key: 'BAK-01.01', status: 'nein', bis: '2026-12-31' }]);
  });

  it('names sheet, row, column and what was expected, for every place at once', async () => {
    const filled = await filledWorkbook(book, {
      name: 'Jan Krause',
      day: 'gestern',
      cells: {
        G2: 'vielleicht',
        G3: { formula: 'IF(TRUE,"ja","nein")' },
        G4: 'entbehrlich',
        K4: '31.02.2026',
        G5: 'ja',
        J5: 'Ronny Baier',
        I5: 'x'.repeat(5000),
      },
    });
    expect(problemsOf(filled)).toEqual([
      'Blatt „Fragen“, Zeile 2, Spalte G „Antwort“: „vielleicht“ steht nicht zur Wahl; erwartet ja, teilweise, nein, entbehrlich, weiß ich nicht.',
      'Blatt „Fragen“, Zeile 3, Spalte G „Antwort“: Hier steht eine Formel. Formeln werden nicht gelesen; erwartet wird Text.',
      'Blatt „Fragen“, Zeile 4, Spalte K „Bis wann“: „31.02.2026“ ist kein Tag, den es gibt; erwartet zum Beispiel 31.12.2026.',
      'Blatt „Fragen“, Zeile 4, Spalte I „Begründung“: „entbehrlich“ braucht eine Begründung; Kosten sind kein Grund.',
      'Blatt „Fragen“, Zeile 4, Spalte H „Warum entbehrlich“: „entbehrlich“ braucht die Angabe „trifft bei uns nicht zu“ oder „Ersatzmaßnahme“.',
      'Blatt „Fragen“, Zeile 5, Spalte I „Begründung“: Der Text hat 5000 Zeichen; erlaubt sind 4000.',
      'Blatt „Fragen“, Zeile 5, Spalte J „Wer schließt die Lücke“: Bei „ja“ gibt es keine Lücke; erwartet wird ein leeres Feld, oder „teilweise“ als Antwort.',
      'Blatt „Anleitung“, Zeile 5, Spalte B „Datum“: „gestern“ ist kein Tag, den es gibt; erwartet zum Beispiel 31.12.2026.',
    ]);
  });

  it('tells rows of another packet and rows without mark', async () => {
    const filled = await filledWorkbook(book, { cells: { M3: 'beispielhain/P4/0123456789abcdef', M4: '' } });
    expect(problemsOf(filled)).toEqual([
      `Blatt „Fragen“, Zeile 3, Spalte M „Paket“: Die Zeile gehört zu einem anderen Paket („beispielhain/P4/0123456789abcdef“); erwartet ${mark}.`,
      `Blatt „Fragen“, Zeile 4, Spalte M „Paket“: Das Kennzeichen fehlt; erwartet ${mark}. Die Datei ist abgeschnitten oder die Zeile gehört nicht dazu.`,
    ]);
  });
});

describe('the CSV file', () => {
  const rows = packetCsv(packet).replace('\ufeff', '').trimEnd().split('\r\n');
  const [header = '', ...questions] = rows;
  /** Row by row the eight answer cells, in the order of the file. */
  const filled = (answers: readonly string[]) => [
    header,
    ...questions.map((line, index) => line.replace(/;{9}(?=beispielhain)/, `;${answers[index] ?? ';;;;;;;'};`)),
  ];

  it('is UTF-8 with mark, semicolons and CRLF', () => {
    expect(packetCsv(packet).startsWith('\ufeffKennung;Thema;Frage;')).toBe(true);
    expect(packetCsv(packet).split('\r\n')).toHaveLength(packet.questions.length + 2);
  });

  it('never hands a formula to a spreadsheet', () => {
    const previous = { status: 'ja', grund: null, begruendung: null, verantwortlich: null, bis: null, sentence: '=1+1' } as const;
    const text = packetCsv({ ...packet, questions: [question('BAK-01.01', { previous })] });
    expect(text).toContain(";'=1+1;");
  });

  const answered = filled(['ja;;;;;;Jan Krause;21.11.2026', 'Nein;;kein Geld;Ronny Baier;31.12.2026;;;']);
  it.each<[string, string | Buffer]>([
    ['as it was sent', `\ufeff${answered.join('\r\n')}\r\n`],
    ['without mark and with Unix line ends', answered.join('\n')],
    [
      'with commas, as an English Excel saves it',
      answered
        .map((line) =>
          line
            .split(';')
            .map((cell) => `"${cell.replaceAll('"', '""')}"`)
            .join(','),
        )
        .join('\r\n'),
    ],
    ['with tabs, as „Unicode-Text“', Buffer.from(`\ufeff${answered.join('\r\n').replaceAll(';', '\t')}`, 'utf16le')],
    ['as Windows-1252', Buffer.from(answered.join('\r\n').replaceAll('„', '"').replaceAll('“', ''), 'latin1')],
    ['with blank rows below', `${answered.join('\r\n')}\r\n;;;;;;;;;;;;;;\r\n\r\n`],
  ])('reads in %s', (_, bytes) => {
    const returned = read(bytes);
    expect(returned).toMatchObject({ mark, person: 'Jan Krause', day: '2026-11-21', problems: [] });
    expect(returned.rows).toMatchObject([
      { key: 'BAK-01.01', status: 'ja', place: 'Zeile 2' },
      { key: 'BAK-01.02', status: 'nein', begruendung: 'kein Geld', verantwortlich: 'Ronny Baier', bis: '2026-12-31' },
      { key: 'SRV-01.02/WEB1', status: null },
      { key: 'NTZ-01.01', status: null },
    ]);
  });

  it.each<[string, string | null]>([
    ['Ja', 'ja'],
    ['JA', 'ja'],
    [' ja\u00a0', 'ja'],
    ['j', 'ja'],
    ['„Ja“', 'ja'],
    ['»nein«.', 'nein'],
    ['Teilweise', 'teilweise'],
    ['n', 'nein'],
    ['WEISS ICH NICHT', 'offen'],
    ['weiß nicht', 'offen'],
    ['?', 'offen'],
    ['', null],
  ])('understands „%s“', (word, status) => {
    expect(problemsOf(filled([`${word};;;;;;;`]).join('\n'))).toEqual([]);
    expect(statusesOf(filled([`${word};;;;;;;`]).join('\n'))[0]).toBe(status);
  });

  it.each(['j?', 'jein', 'vielleicht', 'yes', '1', 'constructor'])('does not guess what „%s“ means', (word) => {
    expect(problemsOf(filled([`${word};;;;;;;`]).join('\n'))).toEqual([
      `Zeile 2, Spalte „Antwort“: „${word}“ steht nicht zur Wahl; erwartet ja, teilweise, nein, entbehrlich, weiß ich nicht.`,
    ]);
  });

  it('refuses a formula where an answer belongs, and never evaluates it', () => {
    expect(problemsOf(filled(['=WENN(1);;;;;;;', 'nein;;=cmd|A0;;;;;']).join('\n'))).toEqual([
      'Zeile 2, Spalte „Antwort“: Hier steht eine Formel. Formeln werden nicht gelesen; erwartet wird Text.',
      'Zeile 3, Spalte „Begründung“: Hier steht eine Formel. Formeln werden nicht gelesen; erwartet wird Text.',
    ]);
  });

  it('notices a row cut off in the middle', () => {
    const text = answered.join('\r\n');
    const problems = problemsOf(text.slice(0, -9));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^Zeile 5, Spalte „Paket“: Die Zeile gehört zu einem anderen Paket/);
  });
});

describe('the answer file of the form', () => {
  it('reads in', () => {
    const text = answerFile({
      'BAK-01.01': { status: 'nein', bis: '2026-12-31', verantwortlich: 'Jan' },
      'NTZ-01.01': { status: 'offen' },
    });
    const returned = read(`\ufeff  ${text}\n`);
    expect(returned).toMatchObject({ mark, person: 'Jan Krause', day: '2026-11-21', problems: [] });
    expect(returned.rows.map(({ status }) => status)).toEqual(['nein', null, null, 'offen']);
  });

  it('names the answer and the field', () => {
    const text = answerFile(
      { 'BAK-01.01': { status: 'Ja' }, 'BAK-01.02': { status: 'entbehrlich', bis: 12 } },
      { gesagtAm: '2026-02-30' },
    );
    expect(problemsOf(text)).toEqual([
      'Antwort 1 (BAK-01.01), Feld „Antwort“: „Ja“ steht nicht zur Wahl; erwartet ja, teilweise, nein, entbehrlich, offen.',
      'Antwort 2 (BAK-01.02), Feld „Bis wann“: Hier steht kein Text.',
      'Antwort 2 (BAK-01.02), Feld „Begründung“: „entbehrlich“ braucht eine Begründung; Kosten sind kein Grund.',
      'Antwort 2 (BAK-01.02), Feld „Warum entbehrlich“: „entbehrlich“ braucht die Angabe „trifft bei uns nicht zu“ oder „Ersatzmaßnahme“.',
      'Datum: „2026-02-30“ ist kein Tag, den es gibt; erwartet zum Beispiel 2026-12-31.',
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['cut short', answerFile({}).slice(0, -20), /beschädigt oder abgeschnitten/],
    ['another JSON file', '{"hallo": 1}', /keine Antwortdatei/],
    ['of a newer form', answerFile({}, { fassung: 2 }), /andere[nr] Fassung/],
    ['nested a million times', `{"a":${'['.repeat(1_000_000)}`, /zu tief verschachtelt/],
    [
      'with 100,000 answers',
      answerFile(
        {},
        {},
        Array.from({ length: 100_000 }, (_, index) => `BAK-${index}`),
      ),
      /mehr als 5\.000 Zeilen/,
    ],
  ])('is refused when it is %s', (_, text, sentence) => {
    expect(() => read(text, 'antwort.json')).toThrow(sentence);
    expect(() => read(text, 'antwort.json')).toThrow(ForeignFileError);
  });
});

describe('files that are none of ours', () => {
  const sheetData = (rows: string) => `<worksheet xmlns="m"><sheetData>${rows}</sheetData></worksheet>`;
  const manyRows = Array.from({ length: 100_000 }, (_, index) => `<row r="${index + 1}"><c t="n"><v>1</v></c></row>`).join('');
  const bomb = (claimed?: number) => {
    const content = Buffer.alloc(40 * 1024 * 1024, ' ');
    return archive([
      ...workbookParts('').slice(0, 3),
      { name: 'xl/worksheets/sheet1.xml', content, ...(claimed === undefined ? {} : { claimed }) },
    ]);
  };
  const entities = `<!DOCTYPE w [<!ENTITY a "${'x'.repeat(50)}"><!ENTITY b "${'&a;'.repeat(50)}">]>${sheetData('<row><c t="str"><v>&b;</v></c></row>')}`;
  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', Buffer.alloc(0), /ist leer/],
    ['a workbook cut short', book.subarray(0, book.length - 100), /beschädigt oder abgeschnitten/],
    ['a workbook with a damaged part', Buffer.concat([book.subarray(0, 60), Buffer.alloc(40), book.subarray(100)]), /beschädigt/],
    [
      'a workbook with macros',
      archive([...workbookParts(sheetData('')), { name: 'xl/vbaProject.bin', content: Buffer.from('x') }]),
      /Makros/,
    ],
    [
      'a workbook that says it has macros',
      archive([
        {
          name: '[Content_Types].xml',
          content: Buffer.from('<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'),
        },
        ...workbookParts(sheetData('')).slice(1),
      ]),
      /Makros/,
    ],
    [
      'a workbook without questions',
      archive(workbookParts(sheetData('<row r="1"><c t="str"><v>Rechnung</v></c></row>'))),
      /gehört zu keinem Paket/,
    ],
    ['another archive', archive([{ name: 'foto.jpg', content: Buffer.from('x') }]), /keine Excel-Arbeitsmappe/],
    ['an OpenDocument sheet', archive([{ name: 'content.xml', content: Buffer.from('<x/>') }]), /OpenDocument/],
    ['an old or encrypted Excel file', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), /alte Excel-Datei \(XLS\) oder mit Kennwort/],
    ['the form itself', Buffer.from('<!doctype html><html>'), /das Formular selbst/],
    ['a list of something else', Buffer.from('Name;Ort\nJan;Beispielhain\n'), /gehört zu keinem Paket/],
    ['bytes without meaning', Buffer.from([1, 2, 3, 200, 201]), /gehört zu keinem Paket/],
    ['a document type with entities', archive(workbookParts(entities)), /Dokumenttyp/],
    [
      'a thousand levels of elements',
      archive(workbookParts(`${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}`)),
      /keine Excel-Arbeitsmappe/,
    ],
    ['100,000 rows', archive(workbookParts(sheetData(manyRows))), /mehr als 5\.000 Zeilen/],
    ['a part that unpacks to a thousand times its size', bomb(), /entpackt viel zu groß/],
    ['one that lies about its size', bomb(1000), /entpackt viel zu groß/],
    [
      'parts that together would fill the memory',
      archive([1, 2, 3].map((part) => ({ name: `${part}.xml`, content: Buffer.alloc(10), claimed: 30 * 1024 * 1024 }))),
      /entpackt viel zu groß/,
    ],
  ])('%s: refused in a German sentence', (_, bytes, sentence) => {
    const before = process.memoryUsage.rss();
    expect(() => read(bytes, 'datei.bin')).toThrow(sentence);
    expect(() => read(bytes, 'datei.bin')).toThrow(ForeignFileError);
    expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024);
  });
});
