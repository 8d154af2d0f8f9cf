/** Follows an SPF record through its includes as a receiving server would, and counts what that costs (RFC 7208). */
import type { SpfEvaluation, SpfProblemKind } from '../../domain/dns-observation.ts';
import { parseAddress } from '../../domain/freigabe.ts';
import { isAskable } from '../dns/message.ts';
import { type DnsResolver, lookUpTexts, type Reply, readName } from '../dns/resolver.ts';
import { printable } from '../printable.ts';

export const spfBeginning = /^v=spf1(?: |$)/i;

type Qualifier = '+' | '-' | '~' | '?';

interface Mechanism {
  qualifier: Qualifier;
  name: string;
  /** Behind `:` or `=`; null when there is none. */
  value: string | null;
  text: string;
}

/** RFC 7208, 4.6.4. */
const askingTerms = new Set(['include', 'a', 'mx', 'ptr', 'exists', 'redirect']);
const demandsValue = new Set(['include', 'exists', 'redirect', 'ip4', 'ip6']);
/** Beyond ten terms the record is broken anyway; following goes on a little to tell by how much. */
const maxRecords = 30;
const maxDepth = 10;
const maxRanges = 100;
const maxProblems = 20;
const maxShownTerm = 120;

/** @param record the only SPF record of `domain` */
export async function evaluateSpf(resolver: DnsResolver, domain: string, record: string): Promise<SpfEvaluation> {
  const work = new SpfWork(resolver);
  const all = await work.follow(domain, record, []);
  return {
    record: printable(record, 2000),
    dnsTerms: work.dnsTerms,
    voidLookups: work.voidLookups,
    all,
    usesPtr: work.usesPtr,
    ranges: work.ranges.slice(0, maxRanges),
    problems: work.problems.slice(0, maxProblems),
    incomplete: work.incomplete,
  };
}

class SpfWork {
  dnsTerms = 0;
  voidLookups = 0;
  usesPtr = false;
  readonly ranges: string[] = [];
  readonly problems: { kind: SpfProblemKind; where: string; term: string }[] = [];
  incomplete: string | null = null;
  #records = 0;
  readonly #resolver: DnsResolver;

  constructor(resolver: DnsResolver) {
    this.#resolver = resolver;
  }

  /**
   * @param path domains whose records lead here
   * @returns what decides about everybody not named before
   */
  async follow(domain: string, record: string, path: readonly string[]): Promise<Qualifier | null> {
    this.#records++;
    let redirect: Mechanism | null = null;
    for (const text of record.split(' ').slice(1)) {
      if (text === '') continue;
      const term = readTerm(text);
      if (term === null) {
        this.#note('syntax', domain, text);
        continue;
      }
      if (term.name === 'redirect') {
        if (redirect !== null) this.#note('syntax', domain, text);
        redirect ??= term;
        continue;
      }
      // What stands behind `all` is never reached, and `redirect` beside it is ignored (RFC 7208, 5.1, 6.1).
      if (term.name === 'all') return term.qualifier;
      await this.#weigh(domain, term, path);
    }
    return redirect === null ? null : await this.#include(domain, redirect, path);
  }

  async #weigh(domain: string, term: Mechanism, path: readonly string[]): Promise<void> {
    const { name, value, text, qualifier } = term;
    if (name === 'ip4' || name === 'ip6') {
      if (qualifier === '+') this.ranges.push(printable(value ?? '', 50));
      return;
    }
    if (name === 'include') {
      await this.#include(domain, term, path);
      return;
    }
    if (!askingTerms.has(name)) return;
    this.dnsTerms++;
    if (name === 'ptr') this.usesPtr = true;
    // `ptr` and names with macros depend on the message; `exists` on one without macros is a plain name.
    const target = targetOf(value, domain);
    if (name === 'ptr' || target === null) return;
    if (!isAskable(target)) return this.#note('syntax', domain, text);
    await this.#countVoid(name === 'mx' ? ['MX'] : name === 'exists' ? ['A'] : ['A', 'AAAA'], target);
  }

  /** One term counts once, although a name without any address is asked for by both kinds. */
  async #countVoid(types: readonly ('A' | 'AAAA' | 'MX')[], target: string): Promise<void> {
    const replies: Reply[] = await Promise.all(types.map((type) => this.#resolver.ask(target, type)));
    if (replies.every((reply) => reply.ok && reply.records.length === 0)) this.voidLookups++;
    const failed = replies.find((reply) => !reply.ok);
    if (failed?.ok === false) this.incomplete ??= failed.reason;
  }

  async #include(domain: string, { value, text }: Mechanism, path: readonly string[]): Promise<Qualifier | null> {
    this.dnsTerms++;
    const target = targetOf(value, domain);
    if (target === null) {
      this.incomplete ??= 'Der Eintrag verweist auf Namen, die erst mit einer Nachricht feststehen.';
      return null;
    }
    if (!isAskable(target)) {
      this.#note('syntax', domain, text);
      return null;
    }
    const way = [...path, domain];
    if (way.includes(target)) {
      this.#note('loop', domain, text);
      return null;
    }
    if (way.length > maxDepth || this.#records >= maxRecords) {
      this.incomplete ??= 'Der Eintrag verweist auf zu viele weitere.';
      return null;
    }
    const lookup = await lookUpTexts(this.#resolver, target, spfBeginning);
    if (!lookup.answered) {
      this.incomplete ??= lookup.reason;
      return null;
    }
    const [record, ...others] = lookup.records;
    if (record === undefined || others.length > 0) {
      this.#note(record === undefined ? 'missing' : 'several', domain, text);
      return null;
    }
    return this.follow(target, record, way);
  }

  #note(kind: SpfProblemKind, where: string, term: string): void {
    this.problems.push({ kind, where: readName(where), term: printable(term, maxShownTerm) });
  }
}

/** Null: macros that need a message. */
function targetOf(value: string | null, domain: string): string | null {
  const name = (value ?? '').replace(/\/.*$/, '');
  if (name.includes('%')) return null;
  return name === '' ? domain : name.toLowerCase().replace(/\.$/, '');
}

/** One term of a record; null when its spelling is wrong. Unknown modifiers are allowed and come to nothing (RFC 7208, 6). */
function readTerm(text: string): Mechanism | null {
  const modifier = /^([a-z][a-z0-9_.-]*)=(.*)$/i.exec(text);
  if (modifier !== null) {
    const name = modifier[1]?.toLowerCase() ?? '';
    const value = modifier[2] ?? '';
    return name === 'redirect' && value === '' ? null : { qualifier: '+', name, value, text };
  }
  const match = /^([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?::([^\s/]+))?((?:\/[^\s]*)?)$/i.exec(text);
  if (match === null) return null;
  const name = match[2]?.toLowerCase() ?? '';
  const qualifier = qualifierOf(match[1] ?? '');
  const value = match[3] ?? null;
  const suffix = match[4] ?? '';
  if (demandsValue.has(name) && value === null) return null;
  if (name === 'all' && (value !== null || suffix !== '')) return null;
  if (!fitsLength(name, suffix)) return null;
  if ((name === 'ip4' && !isIpv4(value)) || (name === 'ip6' && !isIpv6(value))) return null;
  const isAddress = name === 'ip4' || name === 'ip6';
  return { qualifier, name, value: isAddress ? `${value}${suffix}` : value, text };
}

function qualifierOf(sign: string): Qualifier {
  return sign === '-' || sign === '~' || sign === '?' ? sign : '+';
}

/** `/24`, `//64` or `/24//64`, where the mechanism takes one. */
function fitsLength(name: string, suffix: string): boolean {
  if (suffix === '') return true;
  const match = /^(?:\/(\d{1,2}))?(?:\/\/(\d{1,3}))?$/.exec(suffix);
  if (name === 'ip4') return /^\/\d{1,2}$/.test(suffix) && Number(suffix.slice(1)) <= 32;
  if (name === 'ip6') return /^\/\d{1,3}$/.test(suffix) && Number(suffix.slice(1)) <= 128;
  if (name !== 'a' && name !== 'mx') return false;
  return match !== null && Number(match[1] ?? 0) <= 32 && Number(match[2] ?? 0) <= 128;
}

function isIpv4(value: string | null): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(value ?? '');
}

function isIpv6(value: string | null): boolean {
  return parseAddress(value ?? '')?.includes(':') === true;
}
