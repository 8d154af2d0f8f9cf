/** From Markdown with containers to the block tree. HTML, links and pictures in Markdown are text here. */

import type { Token } from 'markdown-it';
import MarkdownIt from 'markdown-it';
import {
  type Block,
  type GroupName,
  groupNames,
  type Inline,
  type Placeables,
  type PlacedBlock,
  type PlacedKind,
  placedKinds,
  type SectionsBlock,
} from './blocks.ts';
import { TemplateError } from './template-error.ts';

const containerLine = /^:::\s*([a-z]+)?(?:\s+([a-z]+))?\s*$/;

/**
 * Checks that every container and placed block a template names exists, with its line in the template; done before the
 * template is filled, because afterwards lines have moved.
 * @throws TemplateError
 */
export function checkContainers(template: string, placeables: Placeables, file: string): void {
  template.split('\n').forEach((text, index) => {
    if (!text.startsWith(':::')) return;
    const [, name, argument] = containerLine.exec(text) ?? [];
    if (name === undefined && text.trim() === ':::') return;
    if (name !== undefined && isGroup(name)) return;
    findPlaced(name, argument, placeables, { file, line: index + 1, text: text.trim() });
  });
}

/** @throws TemplateError when containers do not close */
export function parseBlocks(markdown: string, placeables: Placeables, file: string): Block[] {
  const root: Block[] = [];
  const open: { name: GroupName; children: Block[]; line: number }[] = [];
  let pending: string[] = [];
  const target = () => open[open.length - 1]?.children ?? root;
  const flush = () => {
    target().push(...markdownBlocks(pending.join('\n')));
    pending = [];
  };
  const lines = markdown.split('\n');
  lines.forEach((text, index) => {
    if (!text.startsWith(':::')) {
      pending.push(text);
      return;
    }
    flush();
    const [, name, argument] = containerLine.exec(text) ?? [];
    if (name === undefined) {
      const closed = open.pop();
      if (closed === undefined)
        throw new TemplateError(
          file,
          index + 1,
          'Hier schließt „:::“ etwas, das nicht offen ist (Zeile des erzeugten Textes).',
          containerHint,
        );
      target().push({ kind: 'group', name: closed.name, children: closed.children });
      return;
    }
    if (isGroup(name)) open.push({ name, children: [], line: index + 1 });
    else {
      const placed = findPlaced(name, argument, placeables, { file, line: index + 1, text });
      target().push(...(placed.kind === 'abschnitte' ? placed.children : [placed]));
    }
  });
  flush();
  const unclosed = open[open.length - 1];
  if (unclosed !== undefined) {
    throw new TemplateError(
      file,
      unclosed.line,
      `„:::${unclosed.name}“ wird nicht geschlossen (Zeile des erzeugten Textes).`,
      containerHint,
    );
  }
  return root;
}

const containerHint = 'Jeder Behälter wird mit einer Zeile „:::“ geschlossen; Tabellen und Diagramme haben keine.';

function isGroup(name: string): name is GroupName {
  return (groupNames as readonly string[]).includes(name);
}

function isPlaced(name: string): name is PlacedKind {
  return (placedKinds as readonly string[]).includes(name);
}

function findPlaced(
  kind: string | undefined,
  name: string | undefined,
  placeables: Placeables,
  place: { file: string; line: number; text: string },
): PlacedBlock | SectionsBlock {
  if (kind === undefined || !isPlaced(kind)) {
    throw new TemplateError(
      place.file,
      place.line,
      `„${place.text}“ gibt es nicht.`,
      `Vorhanden: ${[...groupNames, ...placedKinds].join(', ')}.`,
    );
  }
  const known = placeables[kind] ?? {};
  const block = name !== undefined && Object.hasOwn(known, name) ? known[name] : undefined;
  if (block !== undefined) return block;
  const names = Object.keys(known);
  throw new TemplateError(
    place.file,
    place.line,
    `„:::${kind} ${name ?? ''}“ gibt es in diesem Bericht nicht.`,
    names.length === 0
      ? `Dieser Bericht hat keinen Baustein „${kind}“.`
      : `Vorhanden: ${names.map((known) => `${kind} ${known}`).join(', ')}.`,
  );
}

function markdownBlocks(source: string): Block[] {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: true, quotes: '„“‚‘' }).disable([
    'link',
    'image',
    'autolink',
    'code',
    'fence',
    'reference',
    'html_block',
    'table',
    'blockquote',
  ]);
  return blocksOf(markdown.parse(source, {}));
}

function blocksOf(tokens: readonly Token[]): Block[] {
  const blocks: Block[] = [];
  let list: { kind: 'list'; ordered: boolean; items: Inline[][] } | null = null;
  let heading: 1 | 2 | 3 | null = null;
  for (const token of tokens) {
    if (token.type === 'bullet_list_open' || token.type === 'ordered_list_open') {
      list = { kind: 'list', ordered: token.type === 'ordered_list_open', items: [] };
    } else if (token.type === 'bullet_list_close' || token.type === 'ordered_list_close') {
      if (list !== null) blocks.push(list);
      list = null;
    } else if (token.type === 'heading_open') {
      heading = token.tag === 'h1' ? 1 : token.tag === 'h2' ? 2 : 3;
    } else if (token.type === 'heading_close') {
      heading = null;
    } else if (token.type === 'inline') {
      const content = inlinesOf(token.children ?? []);
      if (list !== null) list.items.push(content);
      else if (heading !== null) blocks.push({ kind: 'heading', level: heading, content });
      else blocks.push({ kind: 'paragraph', content });
    }
  }
  return blocks;
}

/** Emphasis and strong are one: the reports have no italic face. */
function inlinesOf(tokens: readonly Token[]): Inline[] {
  const stack: Inline[][] = [[]];
  const top = () => stack[stack.length - 1] ?? [];
  for (const token of tokens) {
    if (token.type === 'strong_open' || token.type === 'em_open') stack.push([]);
    else if (token.type === 'strong_close' || token.type === 'em_close') {
      const children = stack.pop() ?? [];
      top().push({ kind: 'strong', children });
    } else if (token.type === 'hardbreak') top().push({ kind: 'break' });
    else if (token.type === 'softbreak') top().push({ kind: 'text', text: ' ' });
    else if (token.content !== '') top().push({ kind: 'text', text: token.content.replace(/ {2,}/g, ' ') });
  }
  return top();
}
