import { describe, expect, it } from 'vitest';
import { cleanLine, cleanText } from '../../src/cli/clean-text.ts';
import { nearestWord } from '../../src/cli/nearest-word.ts';
import { counted, displayWidth, keyValues, statusWord, table } from '../../src/cli/output.ts';
import { isCalendarDay } from '../../src/domain/calendar-day.ts';

describe('table', () => {
  const rows = [
    { name: 'Beispielhain', einwohner: 4200 },
    { name: 'Ober- und Niederlübbau an der langen Straße', einwohner: 870 },
  ];
  const columns = [
    { header: 'Name', value: (row: (typeof rows)[number]) => row.name },
    { header: 'Einwohner', value: (row: (typeof rows)[number]) => row.einwohner, align: 'right' as const },
  ];

  it('aligns columns and leaves no blanks at the end', () => {
    expect(table(rows, columns).split('\n')).toEqual([
      'Name                                         Einwohner',
      'Beispielhain                                      4200',
      'Ober- und Niederlübbau an der langen Straße        870',
    ]);
  });

  it('wraps the widest column to fit the terminal', () => {
    const lines = table(rows, columns, 36).split('\n');
    expect(lines).toEqual([
      'Name                       Einwohner',
      'Beispielhain                    4200',
      'Ober- und Niederlübbau an        870',
      'der langen Straße',
    ]);
  });

  it('shows a missing value and cleans hostile ones', () => {
    const hostile = [{ a: '\u001b[2Jweg\nzwei', b: null }];
    expect(
      table(hostile, [
        { header: 'A', value: (row) => row.a },
        { header: 'B', value: (row) => row.b },
      ]),
    ).toBe('A         B\nweg zwei  –');
  });
});

describe('text', () => {
  it('loses everything a terminal would obey', () => {
    expect(cleanText('a\u001b]0;Titel\u0007b\u009b31mc\u202ed\r\ne\rf\u200b')).toBe('abcd\nef');
    expect(cleanLine('  zwei\n\tWörter ')).toBe('zwei Wörter');
  });

  it('is measured as a terminal shows it', () => {
    expect(displayWidth('Größe')).toBe(5);
    expect(displayWidth('a\u0308')).toBe(1);
    expect(displayWidth('漢字')).toBe(4);
  });

  it('has shapes that need no colour', () => {
    expect(['ja', 'teilweise', 'nein', 'offen', 'entbehrlich', 'nichtErfuellt'].map(statusWord)).toEqual([
      '● ja',
      '◐ teilweise',
      '▲ nein',
      '◇ offen',
      '– entbehrlich',
      '▲ nicht erfüllt',
    ]);
  });

  it('lists keys and values below each other', () => {
    expect(
      keyValues([
        ['Name', 'Beispielhain'],
        ['Einwohner', 4200],
        ['AGS', null],
      ]),
    ).toBe('Name       Beispielhain\nEinwohner  4200\nAGS        –');
  });

  it('counts in German', () => {
    expect([counted(1, 'Befund', 'Befunde'), counted(0, 'Befund', 'Befunde'), counted(4200, 'Befund', 'Befunde')]).toEqual([
      '1 Befund',
      '0 Befunde',
      '4.200 Befunde',
    ]);
  });
});

describe('calendar days', () => {
  it('exist or do not', () => {
    expect(['2024-02-29', '2026-12-31', '0099-01-01'].filter(isCalendarDay)).toEqual(['2024-02-29', '2026-12-31', '0099-01-01']);
    expect(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '01.02.2026', '0000-01-01', ''].filter(isCalendarDay)).toEqual(
      [],
    );
  });
});

describe('the nearest word', () => {
  it('helps with slips and umlauts and stays silent otherwise', () => {
    const words = ['kommune anlegen', 'kommune liste', 'massnahme liste', 'netz pruefen'];
    expect(nearestWord('komune anlegne', words)).toBe('kommune anlegen');
    expect(nearestWord('Maßnahme liste', words)).toBe('massnahme liste');
    expect(nearestWord('netz', words)).toBe('netz pruefen');
    expect(nearestWord('wetterbericht', words)).toBeUndefined();
  });
});
