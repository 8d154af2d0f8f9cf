/** Measures, styles and numbering of every report as a Word document, after the house rules in reports/layout. */
import { AlignmentType, BorderStyle, convertMillimetersToTwip, LevelFormat } from 'docx';

export const colours = {
  ink: '1C2429',
  quiet: '4E5A61',
  hairline: 'B9C2C7',
  tint: 'EFF4F5',
  overdue: 'B3261E',
};

/** Named as it is; where it is not installed, the list of fonts in the document names another (see render-docx.ts). */
export const fontName = 'Source Sans 3';

export interface PageMargins {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** In millimetres, as in reports/layout/layout.typ. */
export const reportMargins: PageMargins = { top: 22, right: 18, bottom: 20, left: 22 };
/** DIN 5008, form B. */
export const letterMargins: PageMargins = { top: 18, right: 20, bottom: 20, left: 25 };

export const textWidth = ({ left, right }: PageMargins) => 210 - left - right;
export const twips = convertMillimetersToTwip;

/** Sizes in half points. */
const sizes = { text: 21, table: 18, small: 17, h1: 34, h2: 26, h3: 22 };

/** Ids of the styles that are not Word's own. */
export const styleIds = {
  text: 'BodyText',
  small: 'Klein',
  cell: 'Tabelle',
  cellSmall: 'TabelleKlein',
  lead: 'Kernsatz',
  notice: 'Hinweis',
  key: 'Kennzahl',
  subject: 'Betreff',
  address: 'Anschrift',
} as const;

const heading = (size: number, before: number, after: number, colour: string) => ({
  run: { font: fontName, size, bold: true, color: colour },
  paragraph: { keepNext: true, keepLines: true, alignment: AlignmentType.LEFT, spacing: { before, after, line: 240 } },
});

const boxed = (id: string, accent: string) => ({
  id,
  name: id,
  basedOn: styleIds.text,
  quickFormat: true,
  paragraph: {
    shading: { fill: colours.tint },
    border: { left: { style: BorderStyle.SINGLE, size: 18, space: 6, color: accent } },
    indent: { left: twips(3) },
    spacing: { before: 60, after: 60 },
  },
});

/** @param accent colour of headings and rules, six hexadecimal digits */
export function stylesWith(accent: string) {
  return {
    default: {
      document: {
        run: { font: fontName, size: sizes.text, color: colours.ink, language: { value: 'de-DE', eastAsia: 'de-DE' } },
        paragraph: { spacing: { line: 259 } },
      },
      heading1: heading(sizes.h1, 0, 100, accent),
      heading2: heading(sizes.h2, 280, 80, accent),
      heading3: heading(sizes.h3, 200, 60, accent),
      listParagraph: { paragraph: { spacing: { after: 50 } } },
    },
    paragraphStyles: [
      { id: styleIds.text, name: 'Body Text', basedOn: 'Normal', quickFormat: true, paragraph: { spacing: { after: 110 } } },
      small(styleIds.small, 'Normal', sizes.small, 80),
      cell(styleIds.cell, sizes.table, colours.ink),
      cell(styleIds.cellSmall, sizes.small - 1, colours.quiet),
      boxed(styleIds.lead, colours.tint),
      boxed(styleIds.notice, accent),
      {
        ...{ id: styleIds.key, name: styleIds.key, basedOn: 'Normal', quickFormat: true },
        run: { size: sizes.h1, bold: true, color: accent },
      },
      {
        ...{ id: styleIds.subject, name: styleIds.subject, basedOn: 'Heading1', next: styleIds.text, quickFormat: true },
        run: { size: 23, bold: true, color: colours.ink },
        paragraph: { spacing: { before: 0, after: twips(8.46) } },
      },
      {
        ...{ id: styleIds.address, name: styleIds.address, basedOn: 'Normal', quickFormat: true },
        paragraph: { spacing: { after: 0, line: 250 } },
      },
      small('Header', 'Normal', 16, 0, 'header'),
      small('Footer', 'Normal', 16, 0, 'footer'),
      { id: 'TOC2', name: 'toc 2', basedOn: 'Normal', paragraph: { spacing: { before: 40, after: 20 } } },
      {
        ...{ id: 'TOC3', name: 'toc 3', basedOn: 'Normal', run: { size: sizes.table } },
        paragraph: { spacing: { after: 10 }, indent: { left: twips(5) } },
      },
    ],
  };
}

function small(id: string, basedOn: string, size: number, after: number, name = id) {
  return {
    id,
    name,
    basedOn,
    quickFormat: true,
    run: { size, color: colours.quiet },
    paragraph: { spacing: { after, line: 240 } },
  };
}

function cell(id: string, size: number, color: string) {
  return { id, name: id, basedOn: 'Normal', quickFormat: true, run: { size, color }, paragraph: { spacing: { line: 230 } } };
}

const hanging = {
  run: { font: fontName },
  paragraph: { indent: { left: twips(6), hanging: twips(5) } },
};

const level = (format: (typeof LevelFormat)[keyof typeof LevelFormat], text: string) => [
  { level: 0, format, text, alignment: AlignmentType.LEFT, style: hanging },
];

export const numbering = {
  config: [
    { reference: 'punkte', levels: level(LevelFormat.BULLET, '–') },
    { reference: 'schritte', levels: level(LevelFormat.DECIMAL, '%1.') },
    { reference: 'kaestchen', levels: level(LevelFormat.BULLET, '☐') },
  ],
};
