/** What one of nmap's scripts wrote: its text for people, and the same as a tree where the script gives one. */
import type { Tag } from './xml-tag.ts';

/**
 * Tables without keys are arrays, tables with keys objects; several entries with one key become an array under it. Where some entries
 * have keys and some do not, the order is kept: an array, with the keyed ones as objects of one key.
 */
export type ScriptData = string | readonly ScriptData[] | { readonly [key: string]: ScriptData };

export interface ScriptOutput {
  id: string;
  /** Several lines; other control characters are blanks. Bytes that are no text stand as `\xHH`, as nmap writes them. */
  text: string;
  /** Null when the script gives no tree. */
  data: ScriptData | null;
}

type Entry = [key: string | null, value: ScriptData];

const maxTextChars = 64 * 1024;

/** Takes the tags inside a `<script>` element one after the other. */
export class ScriptBuilder {
  readonly #id: string;
  readonly #output: string;
  readonly #tables: { key: string | null; entries: Entry[] }[] = [{ key: null, entries: [] }];
  #elem: { key: string | null; text: string } | null = null;

  constructor({ attributes }: Tag) {
    this.#id = lines(attributes['id'] ?? '').slice(0, 100);
    this.#output = lines(attributes['output'] ?? '');
  }

  open({ name, attributes }: Tag): void {
    const key = attributes['key'] === undefined ? null : lines(attributes['key']);
    if (name === 'table') this.#tables.push({ key, entries: [] });
    if (name === 'elem') this.#elem = { key, text: '' };
  }

  text(piece: string): void {
    if (this.#elem !== null && this.#elem.text.length < maxTextChars) this.#elem.text += piece;
  }

  close(name: string): void {
    const parent = this.#tables.at(name === 'table' ? -2 : -1);
    if (name === 'table' && parent !== undefined) {
      const table = this.#tables.pop();
      if (table !== undefined) parent.entries.push([table.key, toData(table.entries)]);
    }
    if (name === 'elem' && this.#elem !== null) {
      parent?.entries.push([this.#elem.key, lines(this.#elem.text)]);
      this.#elem = null;
    }
  }

  result(): ScriptOutput {
    const entries = this.#tables[0]?.entries ?? [];
    return { id: this.#id, text: this.#output, data: entries.length === 0 ? null : toData(entries) };
  }
}

function toData(entries: readonly Entry[]): ScriptData {
  const keyed = entries.filter(([key]) => key !== null).length;
  if (keyed === 0) return entries.map(([, value]) => value);
  if (keyed < entries.length) return entries.map(([key, value]) => (key === null ? value : objectOf([[key, value]])));
  const byKey = Map.groupBy(entries, ([key]) => key ?? '');
  return objectOf([...byKey].map(([key, [first, ...more]]) => [key, oneOrAll(first, more)]));
}

function oneOrAll(first: Entry | undefined, more: readonly Entry[]): ScriptData {
  const value = first?.[1] ?? '';
  return more.length === 0 ? value : [value, ...more.map(([, next]) => next)];
}

/** Keys come from strangers: `__proto__` is a key like any other. */
function objectOf(entries: readonly (readonly [string, ScriptData])[]): { readonly [key: string]: ScriptData } {
  return Object.fromEntries(entries);
}

function lines(text: string): string {
  return text
    .slice(0, maxTextChars)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]|\p{Cf}/gu, ' ');
}
