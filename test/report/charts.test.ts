/** Charts tell the truth about sizes, keep apart what is apart without colour, and keep text as text. */
import { describe, expect, it } from 'vitest';
import type { BarsBlock, BarTone, CourseBlock, Placeables } from '../../src/report/blocks.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { barsSvg, chartDescription, courseSvg } from '../../src/report/charts.ts';
import { barSegment, chartSvg } from '../../src/report/graphics.ts';
import { definitionOf } from '../../src/report/kinds/index.ts';
import { regionPlaceables } from '../../src/report/kinds/region/blocks.ts';
import { buildRegion } from '../../src/report/kinds/region/build.ts';
import { beispielhainInput, hostileText } from './fixture.ts';
import { regionInput } from './fixture-region.ts';

const bars = (rows: BarsBlock['rows']): BarsBlock => ({ kind: 'balken', title: 'Größe', sentence: 'So verteilt es sich.', rows });
const course = (series: CourseBlock['series']): CourseBlock => ({
  ...{ kind: 'verlauf', title: 'Maßnahmen', sentence: 'Es werden weniger.' },
  series,
});
const words = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
const places = (svg: string, attribute: string, tag: string) =>
  [...svg.matchAll(new RegExp(`<${tag} [^>]*\\b${attribute}="([\\d.]+)"`, 'g'))].map(([, value]) => Number(value));

describe('bars', () => {
  it('are as long as their numbers, from zero on, on one scale for all rows', () => {
    const svg = barsSvg(
      bars([
        { label: 'klein', parts: [{ label: 'erfüllt', value: 10, tone: 'ja' }] },
        { label: 'groß', parts: [{ label: 'erfüllt', value: 20, tone: 'ja' }] },
      ]),
    );
    const [small, large] = [...svg.matchAll(/<rect x="162" y="[\d.]+" width="([\d.]+)" height="14"/g)].map(([, width]) =>
      Number(width),
    );
    expect((large ?? 0) / (small ?? 1)).toBeCloseTo(2, 5);
  });

  it('say beside themselves what their parts are, and leave out what is nothing', () => {
    const parts = [
      { label: 'erfüllt', value: 12, tone: 'ja' as const },
      { label: 'teilweise', value: 0, tone: 'teilweise' as const },
      { label: 'nicht bekannt', value: 1200, tone: 'unbekannt' as const },
    ];
    const svg = barsSvg(
      bars([
        { label: 'unter 5.000', parts },
        { label: 'ohne', parts: [] },
      ]),
    );
    expect(words(svg)).toEqual(['unter 5.000', '1.212', '12 erfüllt', '1.200 nicht bekannt', 'ohne', '0', 'keine']);
    expect(chartDescription(bars([{ label: 'unter 5.000', parts }]))).toBe(
      'So verteilt es sich. unter 5.000: 12 erfüllt, 0 teilweise, 1.200 nicht bekannt.',
    );
  });

  it('differ by more than colour', () => {
    const drawn = (['ja', 'teilweise', 'nein', 'unbekannt', 'stark', 'mittel', 'schwach'] as const).map((tone) =>
      barsSvg(bars([{ label: 'a', parts: [{ label: 'b', value: 1, tone }] }])).replace(/#[0-9a-f]{6}/gi, 'x'),
    );
    // Seven tones, of which „ja“ and „stark“, „unbekannt“ and „schwach“ look the same without colour and never stand together.
    expect(new Set(drawn).size).toBe(5);
  });

  it('keep their words inside the picture and hostile ones as text', () => {
    const svg = barsSvg(bars([{ label: hostileText.repeat(3), parts: [{ label: hostileText, value: 3, tone: 'nein' }] }]));
    expect(svg).not.toMatch(/<script|<img/);
    expect(svg).toContain('&lt;script&gt;');
    expect(Math.max(...words(svg).map((text) => text?.length ?? 0))).toBeLessThan(120);
  });
});

describe('a course', () => {
  const three = course([
    {
      label: 'offen',
      points: [
        { x: '2024', y: 14 },
        { x: '2026', y: 9 },
      ],
    },
    {
      label: 'erledigt',
      points: [
        { x: '2025', y: 8 },
        { x: '2026', y: 9 },
      ],
    },
    { label: 'überfällig', points: [{ x: '2026', y: 9 }] },
  ]);

  it('begins at zero, in whole steps for whole numbers, and has its moments in order', () => {
    const told = words(courseSvg(three));
    expect(told.slice(0, 4)).toEqual(['0', '5', '10', '15']);
    expect(told.slice(4, 7)).toEqual(['2024', '2025', '2026']);
    expect(words(courseSvg(course([{ label: 'a', points: [{ x: '1', y: 1 }] }])))[0]).toBe('0');
    expect(words(courseSvg(course([{ label: 'a', points: [{ x: '1', y: 0 }] }]))).slice(0, 2)).toEqual(['0', '1']);
  });

  it('keeps days in the distance they have in time, and writes only what has room', () => {
    const days = ['22.11.2024', '31.10.2026', '30.11.2026'];
    const svg = courseSvg(course([{ label: 'ja', points: days.map((x, y) => ({ x, y })) }]));
    const [first = 0, second = 0, third = 0] = places(svg, 'cx', 'circle');
    expect((third - second) / (third - first)).toBeCloseTo(30 / 738, 2);
    expect(words(svg)).toContain('30.11.2026');
    expect(words(svg)).toContain('22.11.2024');
    expect(words(svg)).not.toContain('31.10.2026');
  });

  it('names every line at its end with its value, none over another, all inside the picture', () => {
    const many = course(
      Array.from({ length: 8 }, (_, index) => ({
        label: `Linie ${index}`,
        points: [
          { x: '2025', y: 5 },
          { x: '2026', y: 5 },
        ],
      })),
    );
    const svg = courseSvg(many);
    const ends = [...svg.matchAll(/<text x="444" y="([\d.]+)"/g)].map(([, y]) => Number(y)).sort((a, b) => a - b);
    expect(ends).toHaveLength(8);
    for (let index = 1; index < ends.length; index += 1)
      expect((ends[index] ?? 0) - (ends[index - 1] ?? 0)).toBeGreaterThanOrEqual(15.9);
    expect(Math.max(...places(svg, 'x', 'text'))).toBeLessThan(600);
    expect(Math.min(...places(svg, 'y', 'text'))).toBeGreaterThan(0);
  });

  it('tells six lines apart by mark and dashes', () => {
    const six = course(
      Array.from({ length: 6 }, (_, index) => ({
        label: 'a',
        points: [
          { x: '1', y: index },
          { x: '2', y: index },
        ],
      })),
    );
    expect(
      new Set(
        [...courseSvg(six).matchAll(/stroke-width="1.8"( stroke-dasharray="[^"]*")?\/><(\w+ [^/]*)/g)].map(([, dash]) => dash),
      ).size,
    ).toBe(6);
  });

  it('says its values in words', () => {
    expect(chartDescription(three)).toBe(
      'Es werden weniger. offen: 2024 14, 2026 9. erledigt: 2025 8, 2026 9. überfällig: 2026 9.',
    );
  });
});

describe('every chart of the reports, printed without colour', () => {
  const regional = buildRegion(regionInput());
  const shown: [string, Placeables][] = [
    ...(['leitung', 'netzpruefung', 'jahresvergleich', 'realisierungsplan'] as const).map((art): [string, Placeables] => {
      const data = buildReportData(beispielhainInput(art));
      return [art, definitionOf(data.art).placeables(data)];
    }),
    ['region', regionPlaceables(regional)],
  ];
  const blocksOf = (placeables: Placeables) => Object.values(placeables).flatMap((named) => Object.values(named));
  const barsOf = (placeables: Placeables) => blocksOf(placeables).filter((block) => block.kind === 'balken');
  const coursesOf = (placeables: Placeables) => blocksOf(placeables).filter((block) => block.kind === 'verlauf');
  const chartsOf = (placeables: Placeables) => blocksOf(placeables).filter((block) => block.kind === 'diagramm');
  const colourless = (svg: string) => svg.replace(/#[0-9a-f]{3,6}\b/gi, (hex) => (/^#f+$/i.test(hex) ? hex : 'grau'));
  const patternOf = (tone: BarTone) => colourless(barSegment(tone, { x: 0, y: 0, width: 20, height: 14 }));

  it('there are some', () => {
    expect(shown.flatMap(([, placeables]) => barsOf(placeables)).length).toBeGreaterThan(3);
    expect(shown.flatMap(([, placeables]) => coursesOf(placeables)).length).toBeGreaterThan(0);
  });

  it.each(shown)('%s: parts of a bar differ by pattern, and each has its word', (_, placeables) => {
    for (const { rows } of barsOf(placeables)) {
      for (const { parts } of rows) expect(new Set(parts.map(({ tone }) => patternOf(tone))).size).toBe(parts.length);
      expect(rows.flatMap(({ parts }) => parts).every(({ label }) => label !== '')).toBe(true);
    }
    for (const { parts } of chartsOf(placeables)) expect(parts.every(({ label }) => label !== '')).toBe(true);
  });

  it.each(shown)('%s: lines differ by dashes and marks', (_, placeables) => {
    const points = [
      { x: '2025', y: 1 },
      { x: '2026', y: 2 },
    ];
    for (const block of coursesOf(placeables)) {
      const drawn = block.series.map((_each, index) => {
        const series = block.series.map((other, at) => ({ ...other, points: at === index ? points : [] }));
        return colourless(courseSvg({ ...block, series })).replace(/<text.*?<\/text>/g, '');
      });
      expect(new Set(drawn).size).toBe(block.series.length);
    }
  });

  it.each(shown)('%s: what is drawn stands out from paper by 3 to 1 as a grey', (_, placeables) => {
    const drawings = [
      ...barsOf(placeables).map(barsSvg),
      ...coursesOf(placeables).map(courseSvg),
      ...chartsOf(placeables).map(chartSvg),
    ];
    const colours = drawings.flatMap((svg) => [...svg.matchAll(/(?:fill|stroke)="(#[0-9a-f]{6})"/gi)].map(([, hex = '']) => hex));
    // The lines of the grid carry nothing.
    for (const hex of new Set(colours)) if (hex !== '#B9C2C7') expect(contrastToPaper(hex), hex).toBeGreaterThanOrEqual(3);
  });
});

/** WCAG 2.2, relative luminance: the grey a colour becomes keeps it. */
function contrastToPaper(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
