/** Reports of many pages: nothing sticks out, every page has its number, no heading ends a page. */
import { describe, expect, it } from 'vitest';
import type { ReportKindId } from '../../src/report/report-input.ts';
import { render, renderText } from './render.ts';
import { program, run, writeTemporary } from './tools.ts';

const kinds = ['netzpruefung', 'realisierungsplan', 'grundschutz-check'] as const;
const variants = ['beispielhain', 'leer', 'lange Namen', 'ein einziges langes Wort', 'feindlicher Text'];
const pointsPerMm = 72 / 25.4;

interface Word {
  text: string;
  right: number;
  top: number;
  bottom: number;
}

function pagesOf(pdftotext: string, file: string): Word[][] {
  return run(pdftotext, ['-bbox', file, '-'])
    .split('<page ')
    .slice(1)
    .map((page) =>
      [...page.matchAll(/<word xMin="[\d.]+" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g)].map(
        ([, top, right, bottom, text]) => ({ text: text ?? '', right: Number(right), top: Number(top), bottom: Number(bottom) }),
      ),
    );
}

async function linesOf(art: ReportKindId, variant = 'beispielhain'): Promise<string[][]> {
  const pdftotext = program('Seiten eines Berichts', ['pdftotext']);
  if (pdftotext === null) return [];
  const file = writeTemporary(`${art}.pdf`, await render(art, 'pdf', variant));
  const pages = run(pdftotext, ['-layout', file, '-']).split('\f').slice(0, -1);
  return pages.map((page) => page.split('\n').map((line) => line.trim()));
}

describe.each(kinds)('the PDF of %s', (art) => {
  it.each(variants)('keeps to its margins and numbers its pages: %s', async (variant) => {
    const pdftotext = program('Seiten eines Berichts', ['pdftotext']);
    if (pdftotext === null) return;
    const pages = pagesOf(pdftotext, writeTemporary(`${art}.pdf`, await render(art, 'pdf', variant)));
    for (const [index, words] of pages.entries()) {
      // The tool gives the invisible place to break at the end of a line a width; nothing is drawn there.
      const drawn = words.filter(({ text }) => !text.endsWith('\u200b'));
      expect(Math.max(...drawn.map(({ right }) => right))).toBeLessThanOrEqual(192.5 * pointsPerMm);
      const foot = words.findIndex(({ text, top }) => text === 'Seite' && top > 275 * pointsPerMm);
      expect(words.slice(foot, foot + 4).map(({ text }) => text)).toEqual([
        'Seite',
        String(index + 1),
        'von',
        String(pages.length),
      ]);
    }
  });

  it('ends no page with a heading', async () => {
    const headings = (await renderText(art, 'md')).split('\n').flatMap((line) => /^#{2,3} (.+)$/.exec(line)?.[1] ?? []);
    expect(headings.length).toBeGreaterThan(3);
    for (const page of await linesOf(art)) {
      const last = page.filter((line) => line !== '').at(-2) ?? '';
      expect(headings.map((heading) => heading.replaceAll('\\', ''))).not.toContain(last);
    }
  });
});

it.each(['a1', 'beschlussvorlage', 'mitteilung', 'netzpruefung'] as const)(
  'where the report comes from stands whole on one page: %s',
  async (art) => {
    for (const lines of await linesOf(art)) {
      const text = lines.join(' ');
      expect(/Prüfsumme des Katalogs/.test(text)).toBe(/Programm\s+burgward/.test(text));
    }
  },
);

it.each(['a0', 'a1', 'meldung', 'bestellung'] as const)('no switch of a command is taken apart: %s', async (art) => {
  const lines = (await linesOf(art)).flat();
  expect(lines.filter((line) => /--[a-zäöü-]*[\u00ad-]$|--$/.test(line))).toEqual([]);
});

it('a letter and the sheets beside it count their own pages', async () => {
  const feet = (await linesOf('bestellung')).map((lines) => /(\S+ · )?Seite \d+ von \d+/.exec(lines.join(' '))?.[0]);
  expect(feet).toEqual(feet.length === 0 ? [] : ['Seite 1 von 1', 'Arbeitsblatt · Seite 1 von 1']);
});

it('a long name leaves the running foot the name of the report, and the letter its own', async () => {
  for (const lines of await linesOf('bestellung', 'lange Namen')) expect(lines.join(' ')).toContain('· Bestellung ·');
});
