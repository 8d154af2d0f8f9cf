/**
 * Shapes, arrows, bars and charts as SVG text, the same for HTML and PDF. Text that goes into them is
 * escaped. Bars are told apart without colour: ja full, teilweise half height, nein split along the middle, nicht bekannt empty; the
 * grades without judgement full, striped and empty.
 */
import type { BarShares, BarTone, ChartBlock } from './blocks.ts';
import { escapeHtml } from './html.ts';
import type { StatusKind, TrendData } from './report-data.ts';

export const statusColours: Readonly<Record<StatusKind, string>> = {
  inOrdnung: '#1B7F4B',
  teilweise: '#9A5B00',
  handlungsbedarf: '#B3261E',
  nichtBekannt: '#5F6B73',
  trifftNichtZu: '#5F6B73',
};

const ink = '#1C2429';
const accent = '#0B5563';
const barOrder = ['ja', 'teilweise', 'nein', 'unbekannt'] as const;

const shapes: Readonly<Record<StatusKind, string>> = {
  inOrdnung: '<circle cx="10" cy="10" r="8.5" fill="#1B7F4B"/>',
  teilweise:
    '<circle cx="10" cy="10" r="7.5" fill="#fff" stroke="#9A5B00" stroke-width="2"/><path d="M10 2.5 A7.5 7.5 0 0 0 10 17.5 Z" fill="#9A5B00"/>',
  handlungsbedarf: '<path d="M10 1.5 L19 18 L1 18 Z" fill="#B3261E"/>',
  nichtBekannt: '<path d="M10 1.8 L18.2 10 L10 18.2 L1.8 10 Z" fill="#fff" stroke="#5F6B73" stroke-width="2"/>',
  trifftNichtZu: '<path d="M3 10 L17 10" stroke="#5F6B73" stroke-width="2.6"/>',
};

const arrows: Readonly<Record<TrendData['richtung'], string>> = {
  besser: '<path d="M10 18 L10 3 M4 9 L10 2.5 L16 9" fill="none" stroke="#1C2429" stroke-width="2.4"/>',
  gleich: '<path d="M2 10 L17 10 M11 4 L17.5 10 L11 16" fill="none" stroke="#1C2429" stroke-width="2.4"/>',
  schlechter: '<path d="M10 2 L10 17 M4 11 L10 17.5 L16 11" fill="none" stroke="#1C2429" stroke-width="2.4"/>',
};

/** @param content must be escaped already */
export function svg(width: number, height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${content}</svg>`;
}

export function shapeSvg(kind: StatusKind): string {
  return svg(20, 20, shapes[kind]);
}

export function arrowSvg(direction: TrendData['richtung']): string {
  return svg(20, 20, arrows[direction]);
}

/** Bar of one topic; starts at zero, its length is the whole. */
export function barSvg(shares: BarShares): string {
  return svg(100, 16, segments(shares, { x: 0, y: 0, width: 100, height: 16 }));
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

function segments(shares: BarShares, box: Box): string {
  const total = barOrder.reduce((sum, part) => sum + shares[part], 0);
  if (total === 0)
    return `<path d="M${box.x} ${middle(box)} L${box.x + box.width} ${middle(box)}" stroke="#5F6B73" stroke-width="1"/>`;
  let x = box.x;
  return barOrder
    .map((part) => {
      const width = (shares[part] / total) * box.width;
      const drawn = width === 0 ? '' : barSegment(part, { ...box, x, width });
      x += width;
      return drawn;
    })
    .join('');
}

function middle(box: Box): number {
  return box.y + box.height / 2;
}

/** One part of a bar in the pattern of its tone. */
export function barSegment(part: BarTone, { x, y, width, height }: Box): string {
  const outline = (colour: string) =>
    `<rect x="${round(x + 0.6)}" y="${round(y + 0.6)}" width="${round(Math.max(width - 1.2, 0.4))}" height="${round(height - 1.2)}" fill="#fff" stroke="${colour}" stroke-width="1.2"/>`;
  const area = (colour: string, top: number, tall: number) =>
    `<rect x="${round(x)}" y="${round(top)}" width="${round(width)}" height="${round(tall)}" fill="${colour}"/>`;
  switch (part) {
    case 'ja':
      return area(statusColours.inOrdnung, y, height);
    case 'teilweise':
      return outline(statusColours.teilweise) + area(statusColours.teilweise, y + height / 2, height / 2);
    case 'nein':
      return area(statusColours.handlungsbedarf, y, height) + middleLine(x, y, width, height);
    case 'unbekannt':
      return outline(statusColours.nichtBekannt);
    case 'stark':
      return area(accent, y, height);
    case 'mittel':
      return outline(accent) + stripes(x, y, width, height);
    case 'schwach':
      return outline(accent);
  }
}

const stripeDistance = 3.6;

function stripes(x: number, y: number, width: number, height: number): string {
  const count = Math.max(0, Math.ceil(width / stripeDistance) - 1);
  const lines = Array.from(
    { length: count },
    (_, index) => `M${round(x + (index + 1) * stripeDistance)} ${round(y)} v${round(height)}`,
  );
  return lines.length === 0 ? '' : `<path d="${lines.join(' ')}" stroke="${accent}" stroke-width="1.2"/>`;
}

/** A white line along the middle, so that „nein“ differs from „ja“ on a black-and-white print. */
function middleLine(x: number, y: number, width: number, height: number): string {
  return `<path d="M${round(x)} ${round(y + height / 2)} L${round(x + width)} ${round(y + height / 2)}" stroke="#fff" stroke-width="${round(height / 6)}"/>`;
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Horizontal bars, one per part, with label and number beside each: no legend needed. */
export function chartSvg(chart: ChartBlock): string {
  const rowHeight = 22;
  const labelWidth = 112;
  const barWidth = 430;
  const largest = Math.max(1, ...chart.parts.map((part) => part.value));
  const rows = chart.parts.map((part, index) => {
    const y = index * rowHeight;
    const width = (part.value / largest) * barWidth;
    const box = { x: labelWidth, y: y + 4, width, height: 14 };
    const bar = width === 0 ? '' : barSegment(part.tone, box);
    return [
      `<text x="0" y="${y + 15.5}" font-family="Source Sans 3" font-size="13" fill="${ink}">${escapeHtml(part.label)}</text>`,
      bar,
      `<text x="${round(labelWidth + width + 7)}" y="${y + 15.5}" font-family="Source Sans 3" font-size="13" font-weight="600" fill="${ink}">${part.value}</text>`,
    ].join('');
  });
  const height = chart.parts.length * rowHeight;
  const axis = `<path d="M${labelWidth} 0 L${labelWidth} ${height}" stroke="#5F6B73" stroke-width="1"/>`;
  return svg(labelWidth + barWidth + 60, height, rows.join('') + axis);
}
