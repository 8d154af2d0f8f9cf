/**
 * Reads a file of nmap XML made elsewhere, piece by piece. Besides one document it may hold several (nmap's `--append-output`, or
 * files joined by hand), and each of them may end in the middle.
 */
import {
  defaultLimits,
  type NmapDocument,
  type NmapHost,
  type NmapXmlLimits,
  type NmapXmlProblem,
  NmapXmlReader,
} from './xml-reader.ts';

export interface ReadDocument {
  document: NmapDocument;
  /** Null when the document is whole. `line` counts from the beginning of the file. */
  problem: NmapXmlProblem | null;
}

export interface ReadFile {
  /** In the order of the file; at least one unless the file holds no element at all. */
  documents: readonly ReadDocument[];
  /** The first characters, for a file that is something else. */
  beginning: string;
}

/**
 * @param onHost is called for every finished host, with the document it stands in
 * @returns what was read; a document that is refused ends the reading
 */
export async function readNmapDocuments(
  pieces: AsyncIterable<Uint8Array>,
  onHost: (host: NmapHost, document: NmapDocument) => void,
  limits: NmapXmlLimits = defaultLimits,
): Promise<ReadFile> {
  const splitter = new DocumentSplitter(onHost, limits);
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let beginning = '';
  for await (const piece of pieces) {
    decoder ??= new TextDecoder(encodingOf(piece));
    const text = decoder.decode(piece, { stream: true });
    if (beginning.length < 200) beginning += text.slice(0, 200);
    if (!splitter.write(text)) break;
  }
  return { documents: splitter.end(), beginning };
}

/** PowerShell writes redirected output as UTF-16; nmap itself writes UTF-8 or plain ASCII. */
function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

const endOfDocument = '</nmaprun>';
const startOfDocument = '<?xml ';

/** Gives each document to a reader of its own. In nmap's XML `<` occurs nowhere but in tags, so the markers can be looked for as text. */
class DocumentSplitter {
  readonly #onHost: (host: NmapHost, document: NmapDocument) => void;
  readonly #limits: NmapXmlLimits;
  readonly #done: ReadDocument[] = [];
  #reader: NmapXmlReader | null = null;
  /** Lines of the file before the present document. */
  #linesBefore = 0;
  #lines = 0;
  #held = '';

  constructor(onHost: (host: NmapHost, document: NmapDocument) => void, limits: NmapXmlLimits) {
    this.#onHost = onHost;
    this.#limits = limits;
  }

  /** Returns false once nothing more is to be read. */
  write(piece: string): boolean {
    let text = this.#held + piece;
    for (let at = nextBoundary(text, this.#reader !== null); at >= 0; at = nextBoundary(text, this.#reader !== null)) {
      this.#pass(text.slice(0, at));
      this.#finish();
      text = text.slice(at);
    }
    const split = text.length - partialMarkerLength(text);
    this.#held = text.slice(split);
    this.#pass(text.slice(0, split));
    return !this.#isRefused();
  }

  end(): readonly ReadDocument[] {
    if (!this.#isRefused()) this.#pass(this.#held);
    this.#finish();
    return this.#done;
  }

  #isRefused(): boolean {
    return this.#done.some(({ problem }) => problem?.kind === 'hostile') || this.#reader?.problem?.kind === 'hostile';
  }

  #pass(text: string): void {
    this.#lines += countLineFeeds(text);
    // Between two documents there is nothing but white space.
    const content = this.#reader === null ? text.trimStart() : text;
    if (content === '') return;
    if (this.#reader === null) {
      this.#linesBefore = this.#lines - countLineFeeds(content);
      const reader: NmapXmlReader = new NmapXmlReader({ onHost: (host) => this.#onHost(host, reader.document) }, this.#limits);
      this.#reader = reader;
    }
    this.#reader.write(content);
  }

  #finish(): void {
    const reader = this.#reader;
    this.#reader = null;
    if (reader === null) return;
    reader.close();
    const problem = reader.problem === null ? null : { ...reader.problem, line: reader.problem.line + this.#linesBefore };
    // Something without a single element behind a document, such as a comment, is no document.
    if (reader.begun || this.#done.length === 0) this.#done.push({ document: reader.document, problem });
  }
}

/**
 * Where the present document ends: behind its closing tag, or where another one begins without it. -1 when it goes on.
 * @param isInside whether the text continues a document
 */
function nextBoundary(text: string, isInside: boolean): number {
  const closing = text.indexOf(endOfDocument);
  const end = closing === -1 ? Number.POSITIVE_INFINITY : closing + endOfDocument.length;
  const own = isInside || !text.trimStart().startsWith(startOfDocument) ? 0 : text.indexOf(startOfDocument) + 1;
  const opening = text.indexOf(startOfDocument, own);
  const next = opening === -1 ? Number.POSITIVE_INFINITY : opening;
  const boundary = Math.min(end, next);
  return Number.isFinite(boundary) ? boundary : -1;
}

function partialMarkerLength(text: string): number {
  const at = text.lastIndexOf('<');
  const tail = at === -1 ? '' : text.slice(at);
  return [endOfDocument, startOfDocument].some((marker) => tail !== '' && tail.length < marker.length && marker.startsWith(tail))
    ? tail.length
    : 0;
}

function countLineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
