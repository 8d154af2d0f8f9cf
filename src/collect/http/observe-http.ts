/**
 * Looks at a web service: its start page and a few short questions a visitor could ask. Nothing is followed, nothing is sent in forms, no
 * login is tried.
 */
import { randomBytes } from 'node:crypto';
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import { baseUrl, leadsTo } from '../../domain/http-redirect.ts';
import type {
  HttpEndpointObservation,
  HttpLeftover,
  HttpLoginPage,
  HttpObservation,
  HttpPart,
  SecurityTxt,
} from '../../domain/observation.ts';
import { waitedMs } from '../pace.ts';
import { requirePermittedPort } from '../permitted-port.ts';
import { printable } from '../printable.ts';
import { readCookies } from './cookies.ts';
import { errorPageBytes, leaksIn } from './error-page.ts';
import { exchange, type HttpAnswer, type HttpEndpoint, type HttpHead, type HttpQuestion } from './exchange.ts';
import { isLeftover, leftoverBytes, leftoverPaths } from './leftovers.ts';
import { decodeBody, isHtml, looksLikeHtml, maxPageBytes, readPage } from './page.ts';
import { readSecurityTxt, securityTxtBytes } from './security-txt.ts';

export interface ObserveHttpOptions {
  now(): Date;
  /** For one exchange. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** For one exchange. */
export const httpTimeoutMs = 10_000;
/** For all of them together. */
export const httpTimeLimitMs = 30_000;
/** Start page, foreign origin, OPTIONS, TRACE, an address that does not exist, two places of security.txt, three logins. */
export const maxHttpConnections = 10;
/** More of them where tests of access are permitted. */
export const maxLeftoverConnections = leftoverPaths.length;

/** Reserved for names nobody has (RFC 2606). */
const foreignOrigin = 'https://burgward-pruefung.invalid';
const loginBytes = 128 * 1024;
const traceBytes = 16 * 1024;
/** Where the three systems most municipalities use let editors log in. */
const loginPaths = [
  { path: '/wp-login.php', generator: /wordpress/i },
  { path: '/typo3/', generator: /typo3/i },
  { path: '/administrator/', generator: /joomla/i },
] as const;
const compressedReason = 'Die Seite kam komprimiert, obwohl das nicht erlaubt war.';
const changedReason = 'Der Server antwortet auf jede Adresse mit einer Anmeldung.';
const tooManyReason = 'Der Server bat um weniger Anfragen; weitere unterblieben.';

/**
 * Asks the literal address for `/`, with the name of the target (if any) as Host and SNI. A service whose start page answers, and
 * does not lead to another service, is asked at most `maxHttpConnections` short questions, one after the other; it gets no more of them
 * once it falls silent.
 * @throws NotAuthorisedError for a port outside the Freigabe, before anything is sent; the signal's reason when aborted
 */
export async function observeHttp(
  target: AuthorizedTarget,
  port: number,
  scheme: HttpObservation['scheme'],
  options: ObserveHttpOptions,
): Promise<HttpEndpointObservation> {
  requirePermittedPort(target, port);
  const { timeoutMs = httpTimeoutMs, signal } = options;
  return {
    kind: 'http',
    target: { name: target.name, address: target.address, port },
    vantage: target.vantage,
    outcome: await look({ target, port, scheme, timeoutMs, signal }),
    at: options.now().toISOString(),
  };
}

async function look(endpoint: HttpEndpoint): Promise<HttpEndpointObservation['outcome']> {
  const deadline = performance.now() + Math.min(httpTimeLimitMs, endpoint.timeoutMs * maxHttpConnections) - waitedMs();
  const start = await exchange(endpoint, { method: 'GET', path: '/', bodyBytes: bytesOfPage });
  if (!start.answered) return { seen: false, reason: start.reason };
  const { status, headers, location, setCookie } = start.answer;
  const seen: HttpObservation = { scheme: endpoint.scheme, status, headers, location };
  if (leadsTo(seen, targetOf(endpoint)) === 'elsewhere') return { seen: true, data: seen };
  const inquiry = new Inquiry(endpoint, deadline);
  const page = readStartPage(start.answer, endpoint, inquiry.unseen);
  const data: HttpObservation = {
    ...seen,
    page,
    cookies: readCookies(setCookie),
    ...(await inquiry.askAll(page?.generator ?? null)),
  };
  return { seen: true, data: Object.keys(inquiry.unseen).length === 0 ? data : { ...data, unseen: inquiry.unseen } };
}

function targetOf({ target, port }: HttpEndpoint) {
  return { name: target.name, address: target.address, port };
}

function isCompressed({ headers }: HttpHead): boolean {
  return !/^(?:\s*identity\s*)?$/i.test(headers['content-encoding'] ?? '');
}

function bytesOfPage(head: HttpHead): number {
  const isRedirect = head.status >= 300 && head.status < 400;
  return isRedirect || isCompressed(head) || !isHtml(head.headers['content-type']) ? 0 : maxPageBytes;
}

/** Null when it is no HTML; then `unseen` stays as it is, unless a page was there and could not be read. */
function readStartPage(answer: HttpAnswer, endpoint: HttpEndpoint, unseen: Partial<Record<HttpPart, string>>) {
  const isRedirect = answer.status >= 300 && answer.status < 400;
  if (isRedirect) {
    unseen.page = `Die Startseite leitet weiter (${printable(answer.location ?? 'ohne Ziel', 200)}), und burgward folgt keiner Umleitung.`;
    return null;
  }
  if (!isHtml(answer.headers['content-type'])) return null;
  if (isCompressed(answer)) {
    unseen.page = compressedReason;
    return null;
  }
  const html = decodeBody(answer);
  if (answer.headers['content-type'] === undefined && !looksLikeHtml(html)) return null;
  const url = baseUrl(endpoint.scheme, targetOf(endpoint));
  if (url === null) {
    unseen.page = 'Der Name des Servers ergibt keine Webadresse.';
    return null;
  }
  return readPage(html, url, answer.isComplete);
}

/** The questions after the start page. Silence, a plea for fewer requests and the time limit end it: the rest is told as not seen. */
class Inquiry {
  readonly unseen: Partial<Record<HttpPart, string>> = {};
  readonly #endpoint: HttpEndpoint;
  readonly #deadline: number;
  #stopped: string | null = null;

  constructor(endpoint: HttpEndpoint, deadline: number) {
    this.#endpoint = endpoint;
    this.#deadline = deadline;
  }

  /** TRACE comes last: packet filters that dislike it sometimes stop answering altogether. */
  async askAll(generator: string | null): Promise<Partial<HttpObservation>> {
    const cors = await this.#askCors();
    const allow = await this.#askMethods();
    const securityTxt = await this.#askSecurityTxt();
    const { errorPage, looksLikeLogin } = await this.#askErrorPage();
    const loginPages = await this.#askLoginPages(generator, looksLikeLogin);
    const leftovers = await this.#askLeftovers();
    const trace = await this.#askTrace();
    return {
      ...(cors && { cors }),
      ...(allow && { options: { allow, trace } }),
      ...(errorPage && { errorPage }),
      ...(securityTxt && { securityTxt }),
      ...(loginPages && { loginPages }),
      ...(leftovers && { leftovers }),
    };
  }

  async #ask(part: HttpPart, question: HttpQuestion): Promise<HttpAnswer | null> {
    const timeoutMs = Math.min(this.#endpoint.timeoutMs, this.#deadline + waitedMs() - performance.now());
    if (this.#stopped === null && timeoutMs <= 0) this.#stopped = 'Die Zeit für diesen Dienst war um.';
    if (this.#stopped !== null) {
      this.unseen[part] = this.#stopped;
      return null;
    }
    const result = await exchange({ ...this.#endpoint, timeoutMs }, question);
    if (!result.answered) {
      this.unseen[part] = result.reason;
      if (result.timedOut) this.#stopped = 'Der Dienst antwortete zuletzt nicht mehr; weitere Anfragen unterblieben.';
      return null;
    }
    if (result.answer.status === 429) {
      this.#stopped = tooManyReason;
      this.unseen[part] = tooManyReason;
      return null;
    }
    return result.answer;
  }

  async #askCors() {
    const answer = await this.#ask('cors', { method: 'GET', path: '/', headers: { origin: foreignOrigin }, bodyBytes: none });
    if (answer === null) return null;
    const allowOrigin = answer.headers['access-control-allow-origin'] ?? null;
    return {
      allowOrigin,
      allowCredentials: answer.headers['access-control-allow-credentials']?.trim().toLowerCase() === 'true',
      reflectsOrigin: allowOrigin?.trim() === foreignOrigin,
    };
  }

  async #askMethods(): Promise<string[] | null> {
    const answer = await this.#ask('options', { method: 'OPTIONS', path: '/', bodyBytes: none });
    if (answer === null) return null;
    const names = (answer.headers['allow'] ?? '').split(',').map((name) => name.trim().toUpperCase());
    return [...new Set(names.filter((name) => /^[A-Z_-]{1,32}$/.test(name)))].slice(0, 40);
  }

  /** True when the body repeats the request with the mark we put into it (RFC 9110, 9.3.8). */
  async #askTrace(): Promise<boolean | null> {
    const mark = randomBytes(8).toString('hex');
    const answer = await this.#ask('trace', {
      method: 'TRACE',
      path: '/',
      headers: { 'x-burgward': mark },
      bodyBytes: () => traceBytes,
    });
    return answer === null ? null : answer.status === 200 && answer.body.includes(mark);
  }

  async #askErrorPage() {
    const path = `/burgward-pruefung-${randomBytes(8).toString('hex')}`;
    const answer = await this.#ask('errorPage', { method: 'GET', path, bodyBytes: textBytes(errorPageBytes) });
    if (answer === null) return { errorPage: null, looksLikeLogin: false };
    const text = decodeBody(answer);
    return { errorPage: { status: answer.status, reveals: leaksIn(text) }, looksLikeLogin: this.#hasLogin(answer) };
  }

  /** It is meant for strangers who find a flaw, so it is looked for only from where they are, and only over HTTPS. */
  async #askSecurityTxt(): Promise<SecurityTxt | null> {
    const { scheme, target } = this.#endpoint;
    if (scheme !== 'https' || target.vantage !== 'internet') return null;
    const usual = await this.#readSecurityTxt('/.well-known/security.txt');
    if (usual === null) return null;
    if (usual.found || usual.location !== null) return { ...usual, found: usual.found ? 'well-known' : null };
    const old = await this.#readSecurityTxt('/security.txt');
    if (old === null) return null;
    return old.found ? { ...old, found: 'top-level' } : { ...usual, found: null };
  }

  async #readSecurityTxt(path: string) {
    const answer = await this.#ask('securityTxt', { method: 'GET', path, bodyBytes: textBytes(securityTxtBytes) });
    if (answer === null) return null;
    if (answer.status >= 500) {
      this.unseen.securityTxt = `Der Abruf von ${path} endet mit Status ${answer.status}.`;
      return null;
    }
    const contentType = answer.headers['content-type'] ?? null;
    const isRedirect = leadsTo({ ...answer, scheme: this.#endpoint.scheme }, targetOf(this.#endpoint)) !== null;
    const fields = answer.status === 200 && !isCompressed(answer) ? readSecurityTxt(decodeBody(answer)) : null;
    const location = isRedirect ? answer.location : null;
    const nothing = { contact: [], expires: [], canonical: [], signed: false };
    return { found: fields !== null, location, contentType, ...(fields ?? nothing) };
  }

  /** The page may name its software: then one address is enough. In the house only that one is asked. */
  async #askLoginPages(generator: string | null, isLoginEverywhere: boolean): Promise<HttpLoginPage[] | null> {
    const named = loginPaths.filter((login) => generator !== null && login.generator.test(generator));
    const { vantage } = this.#endpoint.target;
    const isPublic = vantage === 'internet' || vantage === 'kdn';
    const pages: HttpLoginPage[] = [];
    for (const { path } of named.length > 0 ? named : isPublic ? loginPaths : []) {
      const answer = await this.#ask('loginPages', { method: 'GET', path, bodyBytes: textBytes(loginBytes) });
      if (answer === null) return null;
      const { status, location } = answer;
      pages.push({ path, status, location, hasLoginForm: this.#hasLogin(answer) });
    }
    if (!isLoginEverywhere) return pages;
    this.unseen.loginPages = changedReason;
    return null;
  }

  #hasLogin(answer: HttpAnswer): boolean {
    const url = baseUrl(this.#endpoint.scheme, targetOf(this.#endpoint));
    if (url === null || answer.body.length === 0) return false;
    return readPage(decodeBody(answer), url, answer.isComplete).hasLoginForm;
  }

  async #askLeftovers(): Promise<HttpLeftover[] | null> {
    if (!this.#endpoint.target.permitsAccessTestsAt(this.#endpoint.port)) return null;
    const found: HttpLeftover[] = [];
    for (const leftover of leftoverPaths) {
      const { path, what } = leftover;
      const answer = await this.#ask('leftovers', {
        method: 'GET',
        path,
        bodyBytes: (head) => (head.status === 200 ? leftoverBytes : 0),
      });
      if (answer === null) break;
      if (answer.status === 200 && isLeftover(leftover, answer.body)) found.push({ path, what });
    }
    return this.unseen.leftovers !== undefined && found.length === 0 ? null : found;
  }
}

const none = () => 0;

/** Bodies that are no text, or compressed, are not read. */
function textBytes(atMost: number): (head: HttpHead) => number {
  return (head) => (isCompressed(head) || /^(?:image|video|audio|font)\//i.test(head.headers['content-type'] ?? '') ? 0 : atMost);
}
