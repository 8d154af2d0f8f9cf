/** What the library leaves in a Word document although it says nothing about the content: the same content gives the same bytes. */
import { readZip, writeZip } from './zip.ts';

/** Point in time the file says it was written: a fixed one, so that nothing but the content decides about the bytes. */
const noDate = '2000-01-01T00:00:00Z';

type Changes = Readonly<Record<string, (xml: string) => string>>;

const changes: Changes = {
  'docProps/core.xml': (xml) => xml.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, (_, tag: string) => `${tag}${noDate}`),
  'word/document.xml': withOwnMarks,
};

/**
 * The library writes the present moment into the properties and beside every entry of the ZIP, and counts marks of headings through
 * the whole process: without these.
 * @param more changes to other parts of the document
 */
export async function withoutTraces(bytes: Uint8Array, more: Changes = {}): Promise<Buffer> {
  const all = { ...changes, ...more };
  const parts = await readZip(bytes, () => true);
  const changed = parts.map(({ name, bytes: content }) => {
    const change = all[name];
    return { name, bytes: change === undefined ? content : Buffer.from(change(Buffer.from(content).toString('utf8'))) };
  });
  return await writeZip(changed.toSorted((a, b) => byPart(a.name, b.name)));
}

/** The list of content types comes first, as Word writes it; the rest in the order of the names. */
function byPart(a: string, b: string): number {
  const first = '[Content_Types].xml';
  if (a === first || b === first) return a === first ? -1 : 1;
  return a < b ? -1 : 1;
}

/** Only inside tags and instructions: in text the characters around them are escaped. */
const marks = [/((?:w:(?:anchor|name)="|<w:instrText[^>]*>PAGEREF )_Toc)(\d+)/g, /(<w:bookmark(?:Start|End)[^>]* w:id=")(\d+)/g];

/** Marks of headings counted from 1 in the order in which they are met. */
function withOwnMarks(xml: string): string {
  return marks.reduce((text, mark) => {
    const numbers = new Map<string, number>();
    return text.replace(mark, (_, before: string, id: string) => {
      const number = numbers.get(id) ?? numbers.size + 1;
      numbers.set(id, number);
      return `${before}${number}`;
    });
  }, xml);
}
