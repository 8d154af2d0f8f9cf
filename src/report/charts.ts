/**
 * Charts with words in them as SVG text: stacked bars and lines over time, the same for HTML and PDF. Text from outside is escaped.
 * What is what stands beside it, never in a legend; patterns, marks and dashes carry it on a black-and-white print.
 */
import type { BarsBlock, BarTone, ChartBlock, CourseBlock } from './blocks.ts';
import { enumerated, formatNumber } from './german.ts';
import { barSegment, round, svg } from './graphics.ts';
import { escapeHtml } from './html.ts';
import { textWidth } from './text-width.ts';

const ink = '#1C2429';
const quiet = '#4E5A61';
const hairline = '#B9C2C7';
const chartWidth = 600;

/** What a chart shows, value by value, for those who do not see it. */
export function chartDescription(block: BarsBlock | CourseBlock): string {
  const parts =
    block.kind === 'balken'
      ? block.rows.map(
          ({ label, parts }) => `${label}: ${parts.map((part) => `${formatNumber(part.value)} ${part.label}`).join(', ')}`,
        )
      : block.series.map(
          ({ label, points }) => `${label}: ${points.map(({ x, y }) => `${x} ${formatNumber(y)}`).join(', ') || 'keine Werte'}`,
        );
  return [block.sentence, ...parts.map((part) => `${part}.`)].join(' ');
}

/** „Im Einzelnen: 3 ja, 1 teilweise und 2 nein.“ */
export function valuesSentence(parts: ChartBlock['parts']): string {
  return `Im Einzelnen: ${enumerated(parts.map(({ label, value }) => `${formatNumber(value)} ${label}`))}.`;
}

/** Nothing to draw: the sentence stands alone. */
export function isWithoutValues(block: BarsBlock | CourseBlock): boolean {
  return block.kind === 'balken' ? block.rows.length === 0 : block.series.every(({ points }) => points.length === 0);
}

function shortened(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = Array.from(text);
  let used = textWidth('…', size);
  const end = characters.findIndex((character) => {
    used += textWidth(character, size);
    return used > width;
  });
  return `${characters.slice(0, end).join('').trimEnd()}…`;
}

/** At most `limit` lines, the last one cut where there is more. */
function wrapped(text: string, size: number, width: number, limit: number): string[] {
  const lines: string[] = [];
  const words = text.split(/[ \u200b]+/).filter((word) => word !== '');
  let line = '';
  for (const [index, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, size) <= width) {
      line = longer;
      continue;
    }
    if (lines.length === limit - 1) return [...lines, shortened([line, ...words.slice(index)].join(' ').trim(), size, width)];
    if (line !== '') lines.push(line);
    line = word;
  }
  return line === '' ? lines : [...lines, shortened(line, size, width)];
}

interface Lettering {
  x: number;
  y: number;
  size: number;
  weight?: 400 | 600;
  colour?: string;
  anchor?: 'start' | 'middle' | 'end';
}

function lettering(text: string, { x, y, size, weight = 400, colour = ink, anchor = 'start' }: Lettering): string {
  const bold = weight === 400 ? '' : ` font-weight="${weight}"`;
  const at = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${round(x)}" y="${round(y)}" font-family="Source Sans 3" font-size="${size}"${bold}${at} fill="${colour}">${escapeHtml(text)}</text>`;
}

const bars = { label: 150, gap: 12, bar: 14, size: 13, small: 11.5, line: 15, rowGap: 11, swatch: 9, total: 34 };

/** Bars share one scale, so that their lengths compare; below each stands what its parts are. */
export function barsSvg(block: BarsBlock): string {
  const left = bars.label + bars.gap;
  const room = chartWidth - left - bars.total;
  const totals = block.rows.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const largest = Math.max(1, ...totals);
  let top = 0;
  const drawn = block.rows.map(({ label, parts }, index) => {
    const y = top;
    const lines = wrapped(label, bars.size, bars.label, 2);
    const words = lines.map((text, number) => lettering(text, { x: 0, y: y + 11.5 + number * bars.line, size: bars.size }));
    const total = totals[index] ?? 0;
    let x = left;
    const segments = parts.map(({ value, tone }) => {
      const width = (value / largest) * room;
      const segment = value === 0 ? '' : barSegment(tone, { x, y, width, height: bars.bar });
      x += width;
      return segment;
    });
    const sum = lettering(formatNumber(total), { x: x + 7, y: y + 11.5, size: bars.size, weight: 600 });
    const below = partWords(parts, left, y + bars.bar + 13, chartWidth - left);
    top += Math.max(lines.length * bars.line, bars.bar + 3 + below.lines * bars.line) + bars.rowGap;
    return [...words, ...segments, sum, below.drawn].join('');
  });
  const height = Math.max(1, top - bars.rowGap + 3);
  const axis = `<path d="M${left} 0 L${left} ${round(height)}" stroke="${quiet}" stroke-width="1"/>`;
  return svg(chartWidth, round(height), drawn.join('') + axis);
}

function partWords(
  parts: BarsBlock['rows'][number]['parts'],
  left: number,
  top: number,
  room: number,
): { drawn: string; lines: number } {
  const told = parts.filter(({ value }) => value > 0);
  if (told.length === 0) return { drawn: lettering('keine', { x: left + 6, y: top, size: bars.small, colour: quiet }), lines: 1 };
  let x = left + 6;
  let line = 0;
  const drawn = told.map(({ label, value, tone }) => {
    const words = shortened(`${formatNumber(value)} ${label}`, bars.small, room - bars.swatch - 14);
    const width = bars.swatch + 4 + textWidth(words, bars.small) + 12;
    if (x > left + 6 && x + width > left + room) {
      x = left + 6;
      line += 1;
    }
    const y = top + line * bars.line;
    const swatch = swatchOf(tone, x, y - bars.swatch + 0.5);
    const text = lettering(words, { x: x + bars.swatch + 4, y, size: bars.small, colour: quiet });
    x += width;
    return swatch + text;
  });
  return { drawn: drawn.join(''), lines: line + 1 };
}

const swatchOf = (tone: BarTone, x: number, y: number) => barSegment(tone, { x, y, width: bars.swatch, height: bars.swatch });

const course = { left: 40, right: 172, top: 8, plot: 180, foot: 22, size: 12 };

/** How lines are told apart: by mark and dashes, then by colour. */
const strokes = [
  { colour: '#0B5563', dash: '', mark: 'disc' },
  { colour: '#9A5B00', dash: '7 4', mark: 'square' },
  { colour: '#1C2429', dash: '2 3', mark: 'triangle' },
  { colour: '#5F6B73', dash: '9 3 2 3', mark: 'diamond' },
  { colour: '#0B5563', dash: '4 2', mark: 'ring' },
  { colour: '#9A5B00', dash: '1 2', mark: 'cross' },
] as const;
type Stroke = (typeof strokes)[number];

/** Lines over time from zero on, each with its name and last value at its end. */
export function courseSvg({ series }: CourseBlock): string {
  const moments = momentsOf(series.map(({ points }) => points.map(({ x }) => x)));
  const step = scaleStep(series.flatMap(({ points }) => points.map(({ y }) => y)));
  const largest = Math.max(step.size * step.count, 1e-9);
  const width = chartWidth - course.left - course.right;
  const shares = placesOf(moments);
  const across = (x: string) => course.left + (shares[Math.max(0, moments.indexOf(x))] ?? 0.5) * width;
  const down = (y: number) => course.top + course.plot * (1 - y / largest);
  const grid = Array.from({ length: step.count + 1 }, (_, index) => {
    const y = round(down(index * step.size));
    const line = `<path d="M${course.left} ${y} L${course.left + width} ${y}" stroke="${index === 0 ? quiet : hairline}" stroke-width="${index === 0 ? 1 : 0.6}"/>`;
    const number = lettering(formatNumber(index * step.size), {
      ...{ x: course.left - 6, y: y + 4, size: course.size },
      ...({ anchor: 'end', colour: quiet } as const),
    });
    return line + number;
  });
  const drawn = series.map(({ points }, index) => {
    const stroke = strokeOf(index);
    const path = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${round(across(x))} ${round(down(y))}`).join(' ');
    const dash = stroke.dash === '' ? '' : ` stroke-dasharray="${stroke.dash}"`;
    const line = points.length < 2 ? '' : `<path d="${path}" fill="none" stroke="${stroke.colour}" stroke-width="1.8"${dash}/>`;
    return line + points.map(({ x, y }) => markSvg(stroke, across(x), down(y))).join('');
  });
  const height = course.top + course.plot + course.foot;
  const content = [...grid, ...momentLabels(moments, across), ...drawn, ...endLabels(series, across, down)];
  return svg(chartWidth, height, content.join(''));
}

const strokeOf = (index: number): Stroke => strokes[index % strokes.length] ?? strokes[0];

/** All moments in one order: one that only a later series has is put before the moment that follows it there. */
function momentsOf(series: readonly (readonly string[])[]): string[] {
  const moments: string[] = [];
  for (const own of series) {
    for (const [index, moment] of own.entries()) {
      if (moments.includes(moment)) continue;
      const next = own.slice(index + 1).find((later) => moments.includes(later));
      moments.splice(next === undefined ? moments.length : moments.indexOf(next), 0, moment);
    }
  }
  return moments;
}

/** Steps of 1, 2 or 5 times a power of ten, at most five of them; whole numbers where all values are whole. */
function scaleStep(values: readonly number[]): { size: number; count: number } {
  const largest = Math.max(...values, 0);
  if (largest === 0) return { size: 1, count: 1 };
  const power = 10 ** Math.floor(Math.log10(largest / 5));
  const fitting = [1, 2, 5, 10].map((factor) => factor * power).find((size) => largest / size <= 5) ?? largest;
  const size = values.every(Number.isInteger) ? Math.max(1, fitting) : fitting;
  return { size, count: Math.ceil(largest / size - 1e-9) };
}

/**
 * Where each moment stands, from 0 to 1: days in the distance they have in time, so that no line looks steeper than it is; other words
 * evenly.
 */
function placesOf(moments: readonly string[]): number[] {
  const days = moments.map(dayNumber);
  const [first, last] = [days[0] ?? null, days.at(-1) ?? null];
  if (first === null || last === null || last <= first || days.some((day) => day === null))
    return moments.map((_, index) => (moments.length < 2 ? 0.5 : index / (moments.length - 1)));
  return days.map((day) => ((day ?? first) - first) / (last - first));
}

/** Days since 1970 of a day written 30.11.2026; null for other words. */
function dayNumber(text: string): number | null {
  const [, day, month, year] = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(text) ?? [];
  return year === undefined ? null : Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000;
}

/** As many as have room, from the last one back. */
function momentLabels(moments: readonly string[], across: (x: string) => number): string[] {
  let free = Number.POSITIVE_INFINITY;
  const labels = moments.toReversed().flatMap((moment) => {
    const words = shortened(moment, course.size, 130);
    const half = textWidth(words, course.size) / 2;
    const x = across(moment);
    if (x + half > free) return [];
    free = x - half - 10;
    const place = { x, y: course.top + course.plot + 17, size: course.size };
    return [lettering(words, { ...place, anchor: 'middle', colour: quiet })];
  });
  return labels.reverse();
}

const labelDistance = 16;

function endLabels(series: CourseBlock['series'], across: (x: string) => number, down: (y: number) => number): string[] {
  const ends = series
    .flatMap(({ label, points }, index) => {
      const last = points.at(-1);
      return last === undefined ? [] : [{ label, index, value: last.y, x: across(last.x), y: down(last.y) }];
    })
    .sort((a, b) => a.y - b.y || a.index - b.index);
  const places = spread(ends.map(({ y }) => y));
  const left = chartWidth - course.right + 16;
  return ends.map(({ label, index, value, x, y }, at) => {
    const place = places[at] ?? y;
    const { colour } = strokeOf(index);
    const leader = `<path d="M${round(x + 6)} ${round(y)} L${round(left - 3)} ${round(place)}" stroke="${colour}" stroke-width="0.6"/>`;
    const number = formatNumber(value);
    const numberWidth = textWidth(number, course.size) + 7;
    const words = shortened(label, course.size, course.right - 18 - numberWidth);
    const set = { y: place + 4, size: course.size, colour } as const;
    return (
      leader +
      lettering(number, { ...set, x: left, weight: 600 }) +
      lettering(words, { ...set, x: left + numberWidth, colour: ink })
    );
  });
}

/** Places from top to bottom that keep their distance and stay beside the plot. */
function spread(wanted: readonly number[]): number[] {
  const placed: number[] = [];
  for (const y of wanted) placed.push(Math.max(y, (placed.at(-1) ?? Number.NEGATIVE_INFINITY) + labelDistance));
  let lowest = course.top + course.plot;
  for (let index = placed.length - 1; index >= 0; index -= 1) {
    const y = Math.min(placed[index] ?? 0, lowest);
    placed[index] = y;
    lowest = y - labelDistance;
  }
  return placed;
}

function markSvg({ mark, colour }: Stroke, x: number, y: number): string {
  const [cx, cy] = [round(x), round(y)];
  const open = `fill="#fff" stroke="${colour}" stroke-width="1.6"`;
  switch (mark) {
    case 'disc':
      return `<circle cx="${cx}" cy="${cy}" r="3.6" fill="${colour}"/>`;
    case 'ring':
      return `<circle cx="${cx}" cy="${cy}" r="3.4" ${open}/>`;
    case 'square':
      return `<rect x="${round(x - 3.2)}" y="${round(y - 3.2)}" width="6.4" height="6.4" ${open}/>`;
    case 'triangle':
      return `<path d="M${cx} ${round(y - 4.4)} L${round(x + 4.2)} ${round(y + 3.2)} L${round(x - 4.2)} ${round(y + 3.2)} Z" fill="${colour}"/>`;
    case 'diamond':
      return `<path d="M${cx} ${round(y - 4.4)} L${round(x + 4.4)} ${cy} L${cx} ${round(y + 4.4)} L${round(x - 4.4)} ${cy} Z" ${open}/>`;
    case 'cross':
      return `<path d="M${round(x - 3.4)} ${round(y - 3.4)} L${round(x + 3.4)} ${round(y + 3.4)} M${round(x - 3.4)} ${round(y + 3.4)} L${round(x + 3.4)} ${round(y - 3.4)}" stroke="${colour}" stroke-width="1.8"/>`;
  }
}
