/** The block tree as Markdown that any viewer shows; text from outside stays text. */
import type {
  BarsBlock,
  Block,
  CellPart,
  CourseBlock,
  FormBlock,
  Inline,
  LetterHeadBlock,
  PlacedBlock,
  TableBlock,
} from './blocks.ts';
import { isWithoutValues } from './charts.ts';
import { formatNumber } from './german.ts';
import { identificationMark } from './identification.ts';
import type { HeadData, StatusMark } from './report-data.ts';
import { shapeCharacters } from './status.ts';

export function renderMarkdown(head: HeadData, blocks: readonly Block[]): string {
  const body = blocks.flatMap((block) => blockLines(block)).join('\n\n');
  const foot = [head.kommune, head.bericht, `Stand ${head.stand}`, `Katalog ${head.katalog.edition}`, head.fingerabdruckKurz];
  return `${head.vertraulichkeit}\n\n${body}\n\n---\n\n${foot.map(escapeText).join(' · ')}\n\n<!-- ${identificationMark(head.kennung)} -->\n`;
}

/** Backslash before what Markdown or HTML would read as markup; less than for templates, so that it stays readable. */
function escapeText(text: string): string {
  return text.replace(/[\\`*_[\]<>|~{}#$&]/g, '\\$&').replace(/^(\s*\d*)([-+=.)])/, '$1\\$2');
}

function inlineText(content: readonly Inline[]): string {
  return content
    .map((part) => {
      if (part.kind === 'break') return '  \n';
      return part.kind === 'text' ? escapeText(part.text) : `**${inlineText(part.children)}**`;
    })
    .join('')
    .replace(/ {2,}(?!\n)/g, ' ')
    .trim();
}

function statusText(status: StatusMark): string {
  return `${shapeCharacters[status.art]} ${escapeText(status.wort)}`;
}

function cellText(parts: readonly CellPart[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'status') return statusText(part.status);
      if (part.tone === 'struck') return `~~${escapeText(part.text)}~~`;
      return part.tone === 'strong' ? `**${escapeText(part.text)}**` : escapeText(part.text);
    })
    .join('<br>');
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return [`${'#'.repeat(block.level)} ${inlineText(block.content)}`];
    case 'paragraph':
      return [inlineText(block.content)];
    case 'list':
      return [block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${inlineText(item)}`).join('\n')];
    case 'group':
      return [...block.children.flatMap(blockLines), ...(block.fuss ?? []).map(escapeText)];
    default:
      return placedLines(block);
  }
}

function placedLines(block: PlacedBlock): string[] {
  switch (block.kind) {
    case 'tabelle':
      return [tableText(block)];
    case 'ampel': {
      const rows = block.groups.flatMap((group) =>
        group.rows.map((row) => [
          statusText(group.status),
          escapeText(row.title),
          ...(block.withTrend ? [row.trend === null ? '' : `${row.trend.zeichen} ${escapeText(row.trend.text)}`] : []),
          String(row.shares.ja),
          String(row.shares.teilweise),
          String(row.shares.nein),
          String(row.shares.unbekannt),
        ]),
      );
      const titles = ['Lage', 'Thema', ...(block.withTrend ? ['Entwicklung'] : []), 'ja', 'teilweise', 'nein', 'nicht bekannt'];
      return rows.length === 0
        ? [escapeText(block.empty)]
        : [pipeTable(titles, rows), ...(block.more === '' ? [] : [escapeText(block.more)])];
    }
    case 'pflichten': {
      const rows = block.rows.map((row) => [
        statusText(row.status),
        escapeText(row.short),
        `${escapeText(row.place)}${row.degree}`,
        escapeText(row.kindOfDuty),
        escapeText(row.note),
      ]);
      return rows.length === 0
        ? [escapeText(block.empty)]
        : [
            pipeTable(['Stand', 'Pflicht', 'Stelle', 'Art', 'Angabe'], rows),
            ...(block.more === '' ? [] : [escapeText(block.more)]),
          ];
    }
    case 'entscheidung': {
      const rows = block.rows.map((row) => [
        String(row.nr),
        `**${escapeText(row.title)}**<br>${escapeText(row.consequence)}<br>${escapeText(row.axes)}`,
        escapeText(row.effort),
        escapeText(row.who),
        `${escapeText(row.until)}${row.overdue ? ' (überschritten)' : ''}`,
        row.choices.map((choice) => `☐ ${choice}`).join('<br>'),
      ]);
      return rows.length === 0
        ? []
        : [pipeTable(['Nr.', 'Lücke und was passieren kann', 'Aufwand (Schätzung)', 'Wer', 'Bis wann', 'Entscheidung'], rows)];
    }
    case 'kennzahl':
      return [`**${escapeText(block.value)}** ${escapeText(block.caption)}`];
    case 'diagramm':
      return [
        escapeText(block.sentence),
        pipeTable(
          [escapeText(block.title), 'Anzahl'],
          block.parts.map((part) => [escapeText(part.label), String(part.value)]),
        ),
      ];
    case 'balken':
      return [escapeText(block.sentence), ...(isWithoutValues(block) ? [] : [barsText(block)])];
    case 'verlauf':
      return [escapeText(block.sentence), ...(isWithoutValues(block) ? [] : [courseText(block)])];
    case 'briefkopf':
      return letterHeadText(block);
    case 'formular':
      return block.rows.length === 0 ? [] : [formText(block)];
    case 'ankreuzen':
      return [escapeText(block.question), block.choices.map((choice) => `- ☐ ${escapeText(choice)}`).join('\n')];
    case 'unterschrift':
      return [block.fields.map((field) => `\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_ ${escapeText(field)}`).join('  \n')];
  }
}

function tableText(block: TableBlock): string {
  if (block.rows.length === 0) return escapeText(block.empty);
  return pipeTable(
    block.columns.map((column) => escapeText(column.title)),
    block.rows.map((row) => row.map(cellText)),
  );
}

function barsText({ title, rows }: BarsBlock): string {
  const cells = rows.map(({ label, parts }) => [
    escapeText(label),
    parts.map((part) => `${formatNumber(part.value)} ${escapeText(part.label)}`).join(', '),
    formatNumber(parts.reduce((sum, { value }) => sum + value, 0)),
  ]);
  return pipeTable([escapeText(title), 'davon', 'zusammen'], cells);
}

function courseText({ title, series }: CourseBlock): string {
  const cells = series.map(({ label, points }) => [
    escapeText(label),
    points.map(({ x, y }) => `${escapeText(x)}: ${formatNumber(y)}`).join(', ') || 'keine Werte',
  ]);
  return pipeTable([escapeText(title), 'Verlauf'], cells);
}

function letterHeadText({ absender, anschrift, info, betreff }: LetterHeadBlock): string[] {
  const lines = (texts: readonly string[]) => texts.map(escapeText).join('  \n');
  return [
    lines(absender),
    lines(anschrift),
    info.map(({ label, value }) => `${escapeText(label)}: ${escapeText(value)}`).join('  \n'),
    `# ${escapeText(betreff)}`,
  ].filter((part) => part !== '');
}

/** Values that are missing are written on a line. */
function formText({ caption, rows }: FormBlock): string {
  const cells = rows.map(({ label, value, hint }) => [
    `**${escapeText(label)}**`,
    [value === '' ? '\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_' : escapeText(value), escapeText(hint)]
      .filter((part) => part !== '')
      .join('<br>'),
  ]);
  return pipeTable([escapeText(caption), 'Angabe'], cells);
}

function pipeTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}
