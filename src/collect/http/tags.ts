/** Reads the tags of a page one after the other. No tree is built: nesting, however deep, costs nothing. */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

export interface TagHandler {
  onTag(name: string, attributes: ReadonlyMap<string, string>): void;
  onEndTag(name: string): void;
  onText(text: string): void;
}

const maxAttributes = 64;
const maxAttributeLength = 4000;
const maxNameLength = 64;

/** Comments are left out; what stands in scripts and styles comes as text. Names are lower case; of equal attributes the first counts. */
export function readTags(html: string, handler: TagHandler): void {
  const reader = new TagReader(html, handler);
  const tokenizer = new Tokenizer({ decodeEntities: true }, reader);
  tokenizer.write(html);
  tokenizer.end();
}

/** The tokenizer tells positions in the text. */
class TagReader implements TokenizerCallbacks {
  readonly #html: string;
  readonly #handler: TagHandler;
  #tag = '';
  #attributes = new Map<string, string>();
  #attribute = '';
  #value = '';

  constructor(html: string, handler: TagHandler) {
    this.#html = html;
    this.#handler = handler;
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#name(start, end);
    this.#attributes = new Map();
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#name(start, end);
    this.#value = '';
  }

  onattribdata(start: number, end: number): void {
    if (this.#value.length < maxAttributeLength)
      this.#value += this.#html.slice(start, Math.min(end, start + maxAttributeLength));
  }

  onattribentity(codepoint: number): void {
    if (this.#value.length < maxAttributeLength) this.#value += String.fromCodePoint(codepoint);
  }

  onattribend(): void {
    if (this.#attributes.size < maxAttributes && !this.#attributes.has(this.#attribute))
      this.#attributes.set(this.#attribute, this.#value);
  }

  onopentagend(): void {
    this.#handler.onTag(this.#tag, this.#attributes);
  }

  onselfclosingtag(): void {
    this.onopentagend();
  }

  onclosetag(start: number, end: number): void {
    this.#handler.onEndTag(this.#name(start, end));
  }

  ontext(start: number, end: number): void {
    this.#handler.onText(this.#html.slice(start, Math.min(end, start + maxAttributeLength)));
  }

  ontextentity(codepoint: number): void {
    this.#handler.onText(String.fromCodePoint(codepoint));
  }

  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  #name(start: number, end: number): string {
    return this.#html.slice(start, Math.min(end, start + maxNameLength)).toLowerCase();
  }
}
