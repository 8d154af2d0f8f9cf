/**
 * Templates of documents: Markdown with headings, paragraphs and lists, plus
 *
 * - `{{ feld | Lücke }}`: a recorded value, or else „[Lücke]“ to be filled in by hand;
 * - `[Text]`: always to be filled in by hand;
 * - `:::wenn MERKMAL ja unbekannt` … `:::ende`: only where the Merkmal has one of these values;
 * - `:::tabelle NAME`, `:::liste NAME`, `:::inhalt`, `:::seite`, `:::unterschriften A | B`, `:::hinweis TEXT`.
 *
 * Values are put in after the Markdown was read, so whatever they hold stays text.
 */
import type { Token } from 'markdown-it';
import MarkdownIt from 'markdown-it';
import { ForeignFileError } from '../../errors.ts';
import type { DocxBlock, DocxRun, DocxText } from './docx.ts';

export interface TemplateData {
  /** By name; null: not recorded. */
  fields: Readonly<Record<string, string | null>>;
  /** By name, for `:::tabelle`; an empty string in a cell is left to be written into. */
  tables: Readonly<Record<string, TemplateTable>>;
  /** By name, for `:::liste`. */
  lists: Readonly<Record<string, readonly string[]>>;
  /** By name, for `:::wenn`. */
  conditions: Readonly<Record<string, string>>;
}

export interface TemplateTable {
  headers: readonly string[];
  /** Null: not recorded, shown as a gap. */
  rows: readonly (readonly (string | null)[])[];
  /** Shares of the width. */
  widths: readonly number[];
  /** What takes the place of a cell that is null. */
  gap: string;
}

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** @throws ForeignFileError naming the line of the template that cannot be understood */
export function fillDocxTemplate(template: string, data: TemplateData, file: string): DocxBlock[] {
  const lines = template.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, '')).split(/\r?\n/);
  const blocks: DocxBlock[] = [];
  const open: boolean[] = [];
  let pending: string[] = [];
  const flush = (number: number) => {
    blocks.push(...markdownBlocks(pending.join('\n'), data, { file, line: number }));
    pending = [];
  };
  for (const [index, line] of lines.entries()) {
    const place = { file, line: index + 1 };
    const directive = /^:::(\S+)\s*(.*)$/.exec(line.trim());
    if (directive === null) {
      if (open.every(Boolean)) pending.push(line);
      continue;
    }
    flush(index + 1);
    const [, word = '', rest = ''] = directive;
    if (word === 'wenn') open.push(conditionHolds(rest, data, place));
    else if (word === 'ende') {
      if (open.pop() === undefined) throw notUnderstood(place, ':::ende ohne :::wenn');
    } else if (open.every(Boolean)) blocks.push(directiveBlock(word, rest, data, place));
  }
  flush(lines.length);
  if (open.length > 0) throw notUnderstood({ file, line: lines.length }, ':::wenn ohne :::ende');
  return blocks;
}

interface Place {
  file: string;
  line: number;
}

function notUnderstood({ file, line }: Place, what: string): ForeignFileError {
  return new ForeignFileError(
    `${file}, Zeile ${line}: ${what} ist nicht zu verstehen.`,
    'Was eine Vorlage enthalten darf, steht am Anfang der mitgelieferten Vorlagen in reports/dokumente.',
  );
}

function conditionHolds(rest: string, { conditions }: TemplateData, place: Place): boolean {
  const [name = '', ...values] = rest.split(/\s+/);
  const value = conditions[name];
  if (value === undefined || values.length === 0) throw notUnderstood(place, `:::wenn ${rest}`);
  return values.includes(value);
}

function directiveBlock(word: string, rest: string, data: TemplateData, place: Place): DocxBlock {
  switch (word) {
    case 'inhalt':
      return { kind: 'contents' };
    case 'seite':
      return { kind: 'page-break' };
    case 'hinweis':
      return { kind: 'note', text: filled(rest, data, place) };
    case 'unterschriften':
      return { kind: 'signatures', below: rest.split(/\s+\|\|\s+/).map((part) => filled(part, data, place)) };
    case 'liste': {
      const items = data.lists[rest];
      if (items === undefined) throw notUnderstood(place, `:::liste ${rest}`);
      return { kind: 'steps', items: items.map((text) => [{ text }]) };
    }
    case 'tabelle': {
      const table = data.tables[rest];
      if (table === undefined) throw notUnderstood(place, `:::tabelle ${rest}`);
      return tableBlock(table);
    }
    default:
      throw notUnderstood(place, `:::${word}`);
  }
}

function tableBlock({ headers, rows, widths, gap }: TemplateTable): DocxBlock {
  return {
    kind: 'table',
    headers,
    widths,
    rows: rows.map((row) => row.map((cell): DocxText => (cell === null ? [{ text: gap, look: 'gap' }] : [{ text: cell }]))),
  };
}

function markdownBlocks(source: string, data: TemplateData, place: Place): DocxBlock[] {
  const blocks: DocxBlock[] = [];
  let list: { kind: 'bullets' | 'steps'; items: DocxText[] } | null = null;
  let level: 1 | 2 | 3 | null = null;
  for (const token of markdown.parse(source, {})) {
    switch (token.type) {
      case 'heading_open':
        level = headingLevel(token, place);
        break;
      case 'heading_close':
        level = null;
        break;
      case 'bullet_list_open':
      case 'ordered_list_open':
        if (list !== null) throw notUnderstood(place, 'eine Liste in einer Liste');
        list = { kind: token.type === 'bullet_list_open' ? 'bullets' : 'steps', items: [] };
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        if (list !== null) blocks.push(list);
        list = null;
        break;
      case 'inline': {
        const text = inlineText(token, data, place);
        if (list !== null) list.items.push(text);
        else blocks.push(level === null ? { kind: 'paragraph', text } : { kind: 'heading', level, text });
        break;
      }
      case 'paragraph_open':
      case 'paragraph_close':
      case 'list_item_open':
      case 'list_item_close':
        break;
      default:
        throw notUnderstood(place, `„${token.content.slice(0, 40) || token.type}“`);
    }
  }
  return blocks;
}

function headingLevel({ tag }: Token, place: Place): 1 | 2 | 3 {
  const level = Number(tag.slice(1));
  if (level === 1 || level === 2 || level === 3) return level;
  throw notUnderstood(place, 'eine Überschrift unter der dritten Stufe');
}

function inlineText({ children }: Token, data: TemplateData, place: Place): DocxText {
  let isStrong = false;
  return (children ?? []).flatMap((token): DocxText => {
    switch (token.type) {
      case 'strong_open':
      case 'strong_close':
        isStrong = token.type === 'strong_open';
        return [];
      case 'softbreak':
      case 'hardbreak':
        return [{ text: ' ' }];
      case 'text':
        return filled(token.content, data, place).map((run) =>
          isStrong && run.look === undefined ? { ...run, look: 'strong' } : run,
        );
      default:
        throw notUnderstood(place, `„${token.content || token.type}“`);
    }
  });
}

/** Pieces that are a field or a gap, and the text between them. */
function filled(source: string, { fields }: TemplateData, place: Place): DocxRun[] {
  return source
    .split(/(\{\{[^}]*\}\}|\[[^\]]+\])/)
    .filter((part) => part !== '')
    .map((part): DocxRun => {
      if (part.startsWith('[')) return { text: part.slice(1, -1), look: 'gap' };
      if (!part.startsWith('{{')) return { text: part };
      const [name = '', gap] = part.slice(2, -2).split('|');
      const value = fields[name.trim()];
      if (value === undefined) throw notUnderstood(place, `das Feld ${part}`);
      if (value !== null) return { text: value };
      if (gap === undefined) throw notUnderstood(place, `${part} ohne Text für die Lücke`);
      return { text: gap.trim(), look: 'gap' };
    });
}
