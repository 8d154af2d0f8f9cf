import type { Letterhead } from '../../src/domain/letterhead.ts';
import { readArms } from '../../src/report/arms.ts';

export async function letterheadWith(width: number, height: number): Promise<Letterhead> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><path d="M0 0h${width}v${height}z" fill="#7a1f3d"/></svg>`;
  return {
    name: 'Gemeinde Beispielhain',
    sender: ['Hauptstraße 1', '01234 Beispielhain', 'Telefon 03521 12345'],
    returnLine: 'Gemeinde Beispielhain · Hauptstraße 1 · 01234 Beispielhain',
    foot: ['Sprechzeiten nach Vereinbarung', 'www.beispielhain.example'],
    colour: '#7a1f3d',
    arms: await readArms(Buffer.from(svg), 'svg', 'wappen.svg'),
    templates: {},
  };
}
