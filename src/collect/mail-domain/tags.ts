import { printable } from '../printable.ts';

/** `a=b; c=d` as a group by lower-case name; the first of a name counts, anything else is passed over. */
export function readTags(text: string): Record<string, string> {
  const pairs = text.split(';').flatMap((part): [string, string][] => {
    const match = /^\s*([a-z][a-z0-9_]{0,30})\s*=([\s\S]*)$/i.exec(part);
    return match === null ? [] : [[match[1]?.toLowerCase() ?? '', printable(match[2] ?? '', 2000)]];
  });
  return Object.fromEntries(pairs.slice(0, 50).reverse());
}
