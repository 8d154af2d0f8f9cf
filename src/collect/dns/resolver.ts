/** The one resolver all questions about a domain are put to: counted, remembered, bounded in number and time. */
// As a whole: a function taken out of this module keeps the servers it was taken with.
import dns from 'node:dns';
import type { Lookup, ObservedHost } from '../../domain/dns-observation.ts';
import { parseAddress } from '../../domain/freigabe.ts';
import { InvalidDataError } from '../../errors.ts';
import { printable } from '../printable.ts';
import { askServer, type DnsServerAddress } from './exchange.ts';
import { type Answer, isAskable, type RecordType } from './message.ts';

export interface ResolverOptions {
  /** Milliseconds for everything together. */
  timeLimitMs: number;
  /** For one attempt of one question. */
  timeoutMs: number;
  maxQuestions: number;
  signal?: AbortSignal | undefined;
}

/** What the resolver said to one question. */
export type Reply =
  | {
      ok: true;
      nameExists: boolean;
      /** Targets of the CNAME records on the way, in order. */
      aliases: readonly string[];
      /** Records of the wanted type at the end of that way. */
      records: readonly Answer[];
      /** All of the answer section, with the signatures. */
      answers: readonly Answer[];
      authorities: readonly Answer[];
      authenticated: boolean;
    }
  | {
      ok: false /** The resolver answered that it failed, which a wrong signature can cause. */;
      isServerFailure: boolean;
      reason: string;
    };

/** Questions under way at the same time. */
const concurrency = 8;
const maxAliases = 16;
/** Names of a host, texts and the like are cut at this length. */
const maxTextLength = 4000;

const codeReasons: Readonly<Record<string, string>> = {
  SERVFAIL: 'Der befragte Resolver meldet einen Fehler (SERVFAIL).',
  REFUSED: 'Der befragte Resolver verweigert die Antwort (REFUSED).',
};

/**
 * Reads `192.0.2.53`, `127.0.0.1:5353`, `2001:db8::53` or `[2001:db8::53]:5353`.
 * @throws InvalidDataError for anything else
 */
export function parseResolver(text: string): DnsServerAddress {
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text);
  const plain = bracketed === null && text.split(':').length === 2 ? /^([^:]+):(\d{1,5})$/.exec(text) : null;
  const match = bracketed ?? plain;
  const address = parseAddress(match?.[1] ?? text);
  const port = match?.[2] === undefined ? 53 : Number(match[2]);
  if (address !== null && port >= 1 && port <= 65535) return { address, port };
  throw new InvalidDataError(
    `„${text}“ ist keine Adresse eines DNS-Servers.`,
    'Erlaubt sind zum Beispiel 192.0.2.53, 192.0.2.53:5353 oder [2001:db8::53]:5353.',
  );
}

/** The first resolver of this machine; null when it has none. */
function ownResolver(): DnsServerAddress | null {
  const [first] = dns.getServers();
  // A link-local resolver has a zone (`fe80::1%eth0`) that `parseAddress` refuses.
  const zoned = /^(fe80:[0-9a-f:]*%[\w.-]+)$/i.exec(first ?? '');
  if (zoned?.[1] !== undefined) return { address: zoned[1], port: 53 };
  return first === undefined ? null : parseResolver(first);
}

/**
 * Null when none is named and the machine has none.
 * @throws InvalidDataError when `text` is no address
 */
export function chooseResolver(text: string | null): DnsServerAddress | null {
  return text === null ? ownResolver() : parseResolver(text);
}

export function formatServer({ address, port }: DnsServerAddress): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Cleaned, lower case, without the last point. A character no host name has becomes `?`, so a cleaned name is no other real one. */
export function readName(name: string): string {
  return name
    .toLowerCase()
    .replace(/(?<=.)\.$/, '')
    .replace(/[^\x21-\x7e]/g, '?')
    .slice(0, 255);
}

export class DnsResolver {
  /** Questions sent so far; each once, however often it is asked. */
  questions = 0;
  /** Ask for what the resolver does not believe, too. */
  checkingDisabled = false;
  readonly #server: DnsServerAddress;
  readonly #options: ResolverOptions;
  readonly #deadline: number;
  readonly #known = new Map<string, Promise<Reply>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(server: DnsServerAddress, options: ResolverOptions) {
    this.#server = server;
    this.#options = options;
    this.#deadline = performance.now() + options.timeLimitMs;
  }

  /** @throws the signal's reason when aborted; everything else is a reply */
  ask(name: string, type: RecordType): Promise<Reply> {
    const key = `${name.toLowerCase()} ${type} ${this.checkingDisabled}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const reply = this.#ask(name, type);
    this.#known.set(key, reply);
    return reply;
  }

  /** Asks once more although the answer is known. */
  askAgain(name: string, type: RecordType): Promise<Reply> {
    this.#known.delete(`${name.toLowerCase()} ${type} ${this.checkingDisabled}`);
    return this.ask(name, type);
  }

  async #ask(name: string, type: RecordType): Promise<Reply> {
    if (!isAskable(name))
      return failed('Nach diesem Namen lässt sich nicht fragen: Er enthält ungewöhnliche Zeichen oder ist zu lang.');
    if (this.questions >= this.#options.maxQuestions) return failed('Nicht gefragt: Es wären zu viele Fragen.');
    this.questions++;
    await this.#getTurn();
    try {
      return await this.#exchange(name, type);
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  async #getTurn(): Promise<void> {
    while (this.#running >= concurrency) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
  }

  async #exchange(name: string, type: RecordType): Promise<Reply> {
    if (performance.now() >= this.#deadline) return failed('Nicht gefragt: Die Zeit war zu Ende.');
    const { timeoutMs, signal } = this.#options;
    const result = await askServer(
      this.#server,
      { name, type },
      {
        timeoutMs,
        signal,
        tries: 2,
        deadline: this.#deadline,
        recursionDesired: true,
        checkingDisabled: this.checkingDisabled,
        dnssec: true,
      },
    );
    if ('failure' in result) return failed(`Resolver ${formatServer(this.#server)}: ${result.reason}`);
    const { code, answers, authorities, authenticated } = result.message;
    if (code !== 'NOERROR' && code !== 'NXDOMAIN') {
      const reason = codeReasons[code] ?? `Der befragte Resolver meldet einen Fehler (${code}).`;
      return { ok: false, isServerFailure: code === 'SERVFAIL', reason };
    }
    const { aliases, end } = followAliases(answers, name);
    const records = answers.filter((each) => each.type === type && sameName(each.name, end));
    return { ok: true, nameExists: code === 'NOERROR', aliases, records, answers, authorities, authenticated };
  }
}

function failed(reason: string): Reply {
  return { ok: false, isServerFailure: false, reason };
}

function followAliases(answers: readonly Answer[], name: string): { aliases: string[]; end: string } {
  const aliases: string[] = [];
  let end = name;
  while (aliases.length < maxAliases) {
    const alias = answers.find((each) => each.type === 'CNAME' && sameName(each.name, end));
    if (alias?.type !== 'CNAME') break;
    end = alias.data;
    aliases.push(end);
  }
  return { aliases, end };
}

/** Turns a reply into what is kept of it; `read` gives null for a record that is not wanted. */
export function lookupOf<T>(reply: Reply, read: (answer: Answer) => T | null): Lookup<T> {
  if (!reply.ok) return { answered: false, reason: reply.reason };
  const records = reply.records.slice(0, 100).flatMap((answer) => read(answer) ?? []);
  return { answered: true, nameExists: reply.nameExists, records };
}

export async function lookUpHost(resolver: DnsResolver, name: string): Promise<ObservedHost> {
  const [ipv4, ipv6] = await Promise.all([resolver.ask(name, 'A'), resolver.ask(name, 'AAAA')]);
  const alias = [ipv4, ipv6].flatMap((reply) => (reply.ok ? (reply.aliases[0] ?? []) : []))[0];
  return {
    name: readName(name),
    alias: alias === undefined ? null : readName(alias),
    ipv4: lookupOf(ipv4, readAddress),
    ipv6: lookupOf(ipv6, readAddress),
  };
}

function readAddress(answer: Answer): string | null {
  return answer.type === 'A' || answer.type === 'AAAA' ? parseAddress(answer.data) : null;
}

/** Texts that begin with `beginning`, whatever the case; the strings of one record belong together. */
export async function lookUpTexts(resolver: DnsResolver, name: string, beginning: RegExp): Promise<Lookup<string>> {
  return lookupOf(await resolver.ask(name, 'TXT'), (answer) => {
    const text = answer.type === 'TXT' ? readText(answer.data) : '';
    return beginning.test(text) ? printable(text, maxTextLength) : null;
  });
}

export function readText(data: string | Buffer | readonly (string | Buffer)[]): string {
  const parts = Array.isArray(data) ? data : [data];
  return Buffer.concat(parts.map((part: string | Buffer) => Buffer.from(part))).toString('utf8');
}
