/** How wide a text becomes, where nothing can measure it. */

/** Widths of letters as a share of the size of the type, in the semibold cut of Source Sans 3; of any other the widest. */
const widthOf = new Map(
  (
    [
      [0, '\u00ad\u200b'],
      [0.2, ' \u00a0'],
      [0.264, 'ij'],
      [0.276, "l.,;:·'|"],
      [0.283, 'I'],
      [0.325, 'f-()[]!'],
      [0.362, 't'],
      [0.375, 'r/\\°'],
      [0.432, 's'],
      [0.445, 'z?*'],
      [0.463, 'c'],
      [0.483, 'x„“–'],
      [0.502, 'vyJLY'],
      [0.517, 'aäeF0123456789§'],
      [0.523, 'gk'],
      [0.55, 'oöESTVXZ'],
      [0.56, 'hnuüAÄ'],
      [0.565, 'bdpq'],
      [0.605, 'ßBCKPR'],
      [0.63, 'DG'],
      [0.675, 'HNOQUÖÜ'],
      [0.75, 'wM'],
      [0.8, 'W'],
      [0.845, 'm'],
    ] as const
  ).flatMap(([width, letters]) => Array.from(letters, (letter) => [letter, width] as const)),
);
const widestLetter = 0.97;

/** In the unit of `size`, the size of the type; a text in the regular cut is a little narrower. */
export function textWidth(text: string, size: number): number {
  return Array.from(text).reduce((sum, letter) => sum + (widthOf.get(letter) ?? widestLetter), 0) * size;
}
