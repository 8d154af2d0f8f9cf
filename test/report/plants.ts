/** Words that must not leave the house, planted wherever somebody could have typed something, and how files are searched for them. */
import type { RegisterEntry, RegisterField } from '../../src/domain/register.ts';
import { registers } from '../../src/domain/registers/index.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import type { ReportFormat } from '../../src/report/report-kind.ts';
import { readZip } from '../../src/report/zip.ts';
import { program, run, writeTemporary } from './tools.ts';

/** Unique words by where they were planted. */
export class Plants {
  readonly #words = new Map<string, string>();

  /** A word nothing else contains; the same place has the same word. */
  at(place: string): string {
    const known = this.#words.get(place);
    if (known !== undefined) return known;
    const word = `QZ${String(this.#words.size + 1).padStart(4, '0')}GEHEIM`;
    this.#words.set(place, word);
    return word;
  }

  /** Something that has a form of its own: an address, a version. */
  as(place: string, word: string): string {
    this.#words.set(place, word);
    return word;
  }

  get size(): number {
    return this.#words.size;
  }

  /** The places whose word stands in a text, however it is broken or capitalised. */
  foundIn(text: string): string[] {
    const joined = text.replace(/[\s\u00ad]+/g, '').toLowerCase();
    // One pass for the many words of `at`: searching megabytes for hundreds of words one by one took most of the time.
    const standing = new Set(joined.match(/qz\d{4,}geheim/g));
    const isFound = (word: string) => standing.has(word) || (!/^qz\d{4,}geheim$/.test(word) && joined.includes(word));
    return [...this.#words].filter(([, word]) => isFound(word.toLowerCase())).map(([place]) => place);
  }
}

const dated = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/;
const hashed = /^[0-9a-f]{64}$/;

/** Words of the catalogue and of closed lists, ids this program gives: everything else in an input is planted. */
const closed: ReadonlySet<string> = new Set([
  ...['art', 'fassung', 'variante', 'slug', 'ags', 'einwohner', 'asOf', 'fingerprint', 'chainHash'],
  ...['state', 'basis', 'status', 'grund', 'source', 'kind', 'check', 'control', 'duties', 'weakestConfidence', 'light', 'trend'],
  ...['result', 'severity', 'vantage', 'rolle', 'register', 'trend', 'stand', 'ausgabe'],
]);
/** Whole parts that are the shipped catalogue. */
const shipped: ReadonlySet<string> = new Set([
  ...['catalogue', 'profile', 'topic', 'item', 'fristen', 'feiertage', 'merkmale', 'themen'],
]);

/** The same input with a word of its own in every text somebody could have typed, also in those that are empty now. */
export function plantInput(input: ReportInput, plants: Plants): ReportInput {
  const planted = plant(input, 'input', plants) as ReportInput;
  const stuffed = (entry: RegisterEntry, index: number) => stuffEntry(entry, `${entry.register}${index}`, plants);
  return {
    ...planted,
    kommune: { ...planted.kommune, name: input.kommune.name },
    evaluation: { ...planted.evaluation, kommune: { ...planted.evaluation.kommune, name: input.kommune.name } },
    rollen: planted.rollen.map((role, index) =>
      role.rolle === 'leitung' ? { ...role, person: input.rollen[index]?.person ?? '' } : role,
    ),
    register: Object.fromEntries(Object.entries(input.register).map(([id, entries]) => [id, (entries ?? []).map(stuffed)])),
    eintrag: input.eintrag === null ? null : stuffEntry(input.eintrag, 'eintrag', plants),
  };
}

function plant(value: unknown, place: string, plants: Plants): unknown {
  if (typeof value === 'string') return dated.test(value) || hashed.test(value) || value === 'VERBUND' ? value : plants.at(place);
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, plant(each, `${place}.${key}`, plants)]));
  if (Array.isArray(value)) return value.map((each, index) => plant(each, `${place}.${index}`, plants));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const isControl = key === 'control' || key === 'controls';
      if (shipped.has(key) || (isControl && !(each instanceof Map))) return [key, each];
      if (closed.has(key) && (typeof each === 'string' || Array.isArray(each))) return [key, each];
      if (each === null && emptyTexts.has(key)) return [key, plants.at(`${place}.${key}`)];
      return [key, plant(each, `${place}.${key}`, plants)];
    }),
  );
}

/** Texts that are mostly not given. */
const emptyTexts: ReadonlySet<string> = new Set([
  'begruendung',
  'nachweis',
  'verantwortlich',
  'notiz',
  'paket',
  'landkreis',
  'name',
]);

/** Every field of the register, with a word where a text or a name stands. */
function stuffEntry(entry: RegisterEntry, place: string, plants: Plants): RegisterEntry {
  const definition = registers.find(({ id }) => id === entry.register);
  const fields = (definition?.fields ?? []).filter(({ released }) => released !== true);
  const words = fields.flatMap((field) => wordsFor(field, `${place}.${field.id}`, plants) ?? []);
  return { ...entry, values: { ...entry.values, ...Object.fromEntries(words) }, recordedBy: plants.at(`${place}.recordedBy`) };
}

function wordsFor({ id, kind }: RegisterField, place: string, plants: Plants): [string, string | string[]][] | null {
  if (kind === 'text') return [[id, plants.at(place)]];
  return kind === 'texts' || kind === 'zielobjekte' ? [[id, [plants.at(place)]]] : null;
}

/** Everything a file holds as text: what one sees, and what stands in its properties. */
export async function everythingIn(bytes: Uint8Array, format: ReportFormat): Promise<string> {
  if (format === 'docx' || format === 'xlsx') {
    const parts = await readZip(bytes, () => true);
    return parts
      .map(
        ({ name, bytes: content }) =>
          `${name} ${Buffer.from(content)
            .toString('utf8')
            .replace(/<[^>]*>/g, ' $& ')}`,
      )
      .join('\n');
  }
  if (format === 'pdf') return pdfText(bytes);
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/base64,[A-Za-z0-9+/=]+/g, '');
}

/** Words on the pages, document information, bookmarks and alternative texts, and the metadata stream. */
function pdfText(bytes: Uint8Array): string {
  const file = writeTemporary('bericht.pdf', bytes);
  const [pdftotext, qpdf] = [program('Text der PDF', ['pdftotext']), program('Aufbau der PDF', ['qpdf'])];
  const shown = pdftotext === null ? '' : run(pdftotext, [file, '-']).replace(/-\n/g, '');
  return `${shown}\n${qpdf === null ? '' : run(qpdf, ['--json', file])}\n${Buffer.from(bytes).toString('latin1')}`;
}
