/** Facts from the HTML of a start page: forms, what it loads from elsewhere, and what it loads without encryption. */
import type { HttpPage } from '../../domain/observation.ts';
import { printable } from '../printable.ts';
import type { HttpAnswer } from './exchange.ts';
import { readTags, type TagHandler } from './tags.ts';

/** Facts about markup end here, however long the page is. */
export const maxPageBytes = 1024 * 1024;
const maxAddresses = 20;
const maxHosts = 50;
const maxAddressLength = 300;
const maxTextLength = 200;

/** How an element's address is used by a browser that opens the page. */
type Use = 'script' | 'style' | 'frame' | 'form' | 'media' | 'connection';

/** True for HTML and for an answer that does not say what it is. */
export function isHtml(contentType: string | undefined): boolean {
  if (contentType === undefined) return true;
  return /^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|,|$)/i.test(contentType);
}

/** Whether a text without a content type looks like a page. */
export function looksLikeHtml(text: string): boolean {
  return /^\s*(?:<!--[^>]{0,2000}-->\s*)?<(?:!doctype\s+html|html|head|body|title|meta|script|style|div|h1|p|table|form)\b/i.test(
    text.slice(0, 4000),
  );
}

/** The text of a body: its declared encoding if known, else UTF-8, else Windows-1252, which reads any byte. */
export function decodeBody({ body, headers }: Pick<HttpAnswer, 'body' | 'headers'>): string {
  const label = /charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(headers['content-type'] ?? '')?.[1];
  for (const encoding of label === undefined ? [] : [label]) {
    try {
      return new TextDecoder(encoding).decode(body);
    } catch {
      // An encoding nobody knows: as if none had been named.
    }
  }
  try {
    // The last character may have been cut.
    return new TextDecoder('utf-8', { fatal: true }).decode(body, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(body);
  }
}

/**
 * @param url address of the page; its host is the one that does not count as somebody else
 * @param isComplete whether `html` is the whole page
 */
export function readPage(html: string, url: string, isComplete: boolean): HttpPage {
  const reader = new PageReader(new URL(url), isComplete);
  readTags(html, reader);
  return reader.page();
}

class PageReader implements TagHandler {
  readonly #own: URL;
  readonly #isComplete: boolean;
  #base: URL;
  #baseIsSet = false;
  #templates = 0;
  #titleIsOpen = false;
  #title: string | null = null;
  #titleIsDone = false;
  #hasForm = false;
  #hasLoginForm = false;
  readonly #meta = new Map<string, string>();
  readonly #active = new Set<string>();
  readonly #passive = new Set<string>();
  readonly #hosts = new Set<string>();
  readonly #unchecked = new Set<string>();

  constructor(own: URL, isComplete: boolean) {
    this.#own = own;
    this.#base = own;
    this.#isComplete = isComplete;
  }

  onTag(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === 'template') this.#templates++;
    if (this.#templates > 0) return;
    if (name === 'title') this.#titleIsOpen = !this.#titleIsDone;
    if (name === 'base') this.#setBase(attributes.get('href'));
    if (name === 'meta') this.#readMeta(attributes);
    if (name === 'form') this.#hasForm = true;
    if (name === 'input' && attributes.get('type')?.trim().toLowerCase() === 'password') this.#hasLoginForm = true;
    for (const [use, address] of addressesOf(name, attributes)) this.#note(use, address, attributes);
  }

  onEndTag(name: string): void {
    if (name === 'template' && this.#templates > 0) this.#templates--;
    if (name !== 'title' || !this.#titleIsOpen) return;
    this.#titleIsOpen = false;
    this.#titleIsDone = true;
  }

  onText(text: string): void {
    if (!this.#titleIsOpen || (this.#title ?? '').length > 2 * maxTextLength) return;
    this.#title = (this.#title ?? '') + text;
  }

  page(): HttpPage {
    const title = this.#title === null ? null : printable(this.#title.replace(/\s+/g, ' '), maxTextLength);
    return {
      title,
      generator: this.#metaText('generator', maxTextLength),
      complete: this.#isComplete,
      hasForm: this.#hasForm,
      hasLoginForm: this.#hasLoginForm,
      isDirectoryListing: /^\s*(?:index of|directory listing (?:for|of)|verzeichnis von)\s+\//i.test(title ?? ''),
      activeMixedContent: [...this.#active],
      passiveMixedContent: [...this.#passive],
      thirdPartyHosts: [...this.#hosts],
      scriptsWithoutIntegrity: [...this.#unchecked],
      contentSecurityPolicy: this.#metaText('content-security-policy', 2000),
      referrerPolicy: this.#metaText('referrer', maxTextLength),
    };
  }

  #metaText(name: string, maxLength: number): string | null {
    const text = this.#meta.get(name);
    return text === undefined ? null : printable(text, maxLength);
  }

  /** Only the first counts, and only if it can be read. */
  #setBase(href: string | undefined): void {
    if (href === undefined || this.#baseIsSet) return;
    this.#baseIsSet = true;
    const base = resolve(href, this.#own);
    if (base !== null) this.#base = base;
  }

  #readMeta(attributes: ReadonlyMap<string, string>): void {
    const name = (attributes.get('name') ?? attributes.get('http-equiv') ?? '').trim().toLowerCase();
    const content = attributes.get('content');
    if (!['generator', 'referrer', 'content-security-policy'].includes(name) || content === undefined) return;
    if (!this.#meta.has(name)) this.#meta.set(name, content);
  }

  #note(use: Use, address: string, attributes: ReadonlyMap<string, string>): void {
    const url = resolve(address, this.#base);
    if (url === null) return;
    const text = printable(`${url.origin}${url.pathname}`, maxAddressLength);
    if (this.#own.protocol === 'https:' && url.protocol === 'http:' && use !== 'connection')
      add(use === 'media' ? this.#passive : this.#active, text, maxAddresses);
    if (use === 'form' || !isSomebodyElse(url.hostname, this.#own.hostname)) return;
    add(this.#hosts, printable(url.hostname, 253), maxHosts);
    const canBeChecked = use === 'script' || use === 'style';
    if (canBeChecked && (attributes.get('integrity') ?? '').trim() === '') add(this.#unchecked, text, maxAddresses);
  }
}

function add(set: Set<string>, value: string, atMost: number): void {
  if (set.size < atMost) set.add(value);
}

/** Null for what is no address in the web: `data:`, `mailto:`, `javascript:`, nonsense. */
function resolve(address: string, base: URL): URL | null {
  const trimmed = address.trim();
  if (trimmed === '' || trimmed.length > 4000 || !URL.canParse(trimmed, base.href)) return null;
  const url = new URL(trimmed, base.href);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}

/** Hosts with the same last two labels belong together here; there is no list of public suffixes on board. */
function isSomebodyElse(host: string, own: string): boolean {
  if (host === own) return false;
  if (/^\[|^[\d.]+$/.test(own) || /^\[|^[\d.]+$/.test(host)) return true;
  return lastTwoLabels(host) !== lastTwoLabels(own);
}

function lastTwoLabels(host: string): string {
  return host.replace(/\.$/, '').split('.').slice(-2).join('.');
}

/** What a browser fetches by itself for this element; form targets too, since what is typed goes there. */
function addressesOf(name: string, attributes: ReadonlyMap<string, string>): [Use, string][] {
  const of = (use: Use, attribute: string): [Use, string][] => {
    const value = attributes.get(attribute);
    return value === undefined ? [] : [[use, value]];
  };
  switch (name) {
    case 'script':
      return isRunScript(attributes.get('type')) ? of('script', 'src') : [];
    case 'link':
      return ofLink(attributes);
    case 'iframe':
    case 'frame':
    case 'embed':
      return of('frame', 'src');
    case 'object':
      return of('frame', 'data');
    case 'form':
      return of('form', 'action');
    case 'button':
      return of('form', 'formaction');
    case 'input':
      return [
        ...of('form', 'formaction'),
        ...(attributes.get('type')?.trim().toLowerCase() === 'image' ? of('media', 'src') : []),
      ];
    case 'img':
    case 'source':
      return [...of('media', 'src'), ...ofSourceSet(attributes.get('srcset'))];
    case 'audio':
    case 'track':
      return of('media', 'src');
    case 'video':
      return [...of('media', 'src'), ...of('media', 'poster')];
    default:
      return [];
  }
}

/** A script of an unknown type is not run: consent tools keep scripts that way until somebody agrees. */
function isRunScript(type: string | undefined): boolean {
  const essence = (type ?? '').trim().toLowerCase();
  return essence === '' || essence === 'module' || /^(?:text|application)\/(?:x-)?(?:java|ecma|j)script$/.test(essence);
}

function ofLink(attributes: ReadonlyMap<string, string>): [Use, string][] {
  const href = attributes.get('href');
  if (href === undefined) return [];
  const relations = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
  if (relations.includes('stylesheet')) return [['style', href]];
  if (relations.includes('modulepreload')) return [['script', href]];
  if (relations.includes('preload')) return [[preloadUse(attributes.get('as')), href]];
  if (relations.includes('icon') || relations.includes('apple-touch-icon')) return [['media', href]];
  return relations.includes('preconnect') ? [['connection', href]] : [];
}

function preloadUse(as: string | undefined): Use {
  const kind = (as ?? '').trim().toLowerCase();
  return kind === 'script' || kind === 'style' ? kind : 'media';
}

function ofSourceSet(sourceSet: string | undefined): [Use, string][] {
  if (sourceSet === undefined) return [];
  return sourceSet.split(',', 20).map((candidate): [Use, string] => ['media', candidate.trim().split(/\s/, 1)[0] ?? '']);
}
