/** How a Kommune presents itself on its papers: name, sender, colour, arms and templates of its own. */

export interface Arms {
  kind: 'svg' | 'png';
  /** Checked and cleaned; an SVG as UTF-8. */
  bytes: Uint8Array;
  /** Width divided by height. */
  ratio: number;
}

export interface Letterhead {
  /** Name of the sender, first line of a letter. */
  name: string;
  /** Further lines of the sender: address, telephone. */
  sender: readonly string[];
  /** The small line above the address of a letter. */
  returnLine: string;
  /** Lines at the foot of a letter. */
  foot: readonly string[];
  /** Colour of headings and rules, `#0b5563`; null: that of the house. */
  colour: string | null;
  arms: Arms | null;
  /** Templates that take the place of the shipped ones, by kind of report. */
  templates: Readonly<Record<string, string>>;
}

/** WCAG 2.2, success criterion 1.4.3: text of usual size. */
export const leastContrast = 4.5;

/** Contrast of a colour on white, 1 to 21 (WCAG 2.2, „contrast ratio“ and „relative luminance“). @param colour `#0b5563` */
export function contrastOnWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
