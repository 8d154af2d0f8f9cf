/** What a service says before anybody logs in: greeting, abilities, ways to log in. No name and no password is ever sent. */
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import type { LoginEndpointObservation } from '../../domain/observation.ts';
import { type LoginObservation, type LoginProtocol, loginPorts, loginProtocols } from '../../domain/service-observation.ts';
import { requirePermittedPort } from '../permitted-port.ts';
import { printable } from '../printable.ts';
import { namedSoftware } from './banner-software.ts';
import { ConversationError, converse, explainProblem, type Script } from './conversation.ts';
import type { LearnedLogin } from './learned-login.ts';
import type { ServiceOptions } from './service-options.ts';
import { telnet } from './telnet.ts';
import { line, linesOf, readLineBeginning, readNumberedReply, readPop3List, readTagged } from './text-protocol.ts';

/** Mail servers let strangers wait for some seconds before they greet, to tell senders of spam (Postfix: six). */
export const loginTimeoutMs = 12_000;
/** Telnet has no end of a greeting: without a prompt this is how long is listened. */
const telnetTimeoutMs = 5000;

/** Here another service is nothing to speak of. */
const sharedPorts = new Set([23, 2121, 2323]);

/** A name that nobody can have, and that tells who asks (RFC 6761, 6.4). */
const ownName = 'burgward.invalid';

const scripts: Readonly<Record<LoginProtocol, (learned: LearnedLogin) => Script>> = { smtp, imap, pop3, ftp, telnet };

/**
 * Talks as far as the protocol goes without a login, one connection.
 * @param protocol the one that is usual on the port, unless given
 * @returns null where another service answers on a port that is not reserved for the protocol
 * @throws NotAuthorisedError for a port outside the Freigabe, before anything is sent; the signal's reason when aborted
 */
export async function observeLogin(
  target: AuthorizedTarget,
  port: number,
  options: ServiceOptions,
  protocol = usualProtocol(port),
): Promise<LoginEndpointObservation | null> {
  requirePermittedPort(target, port);
  if (protocol === undefined) return null;
  const { timeoutMs = protocol === 'telnet' ? telnetTimeoutMs : loginTimeoutMs, signal } = options;
  const learned: LearnedLogin = { banner: null, capabilities: null, starttlsOffered: null, loginWithoutTls: null };
  const problem = await converse({ address: target.address, port, timeoutMs, signal }, scripts[protocol](learned));
  if (problem?.kind === 'other' && learned.banner === null && sharedPorts.has(port)) return null;
  const reason = problem === null ? null : explainProblem(problem);
  return {
    kind: 'login',
    target: { name: target.name, address: target.address, port },
    vantage: target.vantage,
    at: options.now().toISOString(),
    outcome:
      learned.banner === null
        ? { seen: false, reason: reason ?? 'Der Dienst hat nichts gesagt.' }
        : { seen: true, data: describe(protocol, learned.banner, learned, reason) },
  };
}

function usualProtocol(port: number): LoginProtocol | undefined {
  return loginProtocols.find((protocol) => loginPorts[protocol].includes(port));
}

function describe(protocol: LoginProtocol, greeting: string, learned: LearnedLogin, reason: string | null): LoginObservation {
  const banner = printable(greeting, 500);
  const capabilities = learned.capabilities?.slice(0, 100).map((each) => printable(each, 200)) ?? null;
  return {
    protocol,
    banner,
    ...namedSoftware(protocol, banner),
    capabilities,
    capabilitiesReason: capabilities === null ? whyNoCapabilities(protocol, reason) : null,
    starttlsOffered: learned.starttlsOffered,
    loginWithoutTls: learned.loginWithoutTls?.slice(0, 30).map((each) => printable(each, 50)) ?? null,
  };
}

function whyNoCapabilities(protocol: LoginProtocol, reason: string | null): string {
  if (protocol === 'telnet') return 'Telnet kennt keine Liste von Fähigkeiten.';
  return reason ?? 'Der Dienst nennt keine Fähigkeiten.';
}

/** The text of a line or of several without what belongs to the protocol. */
function textOf(lines: readonly string[], start: RegExp): string {
  return lines.map((each) => each.replace(start, '')).join(' ');
}

const replyCode = /^\d{3}[ -]?/;

/** RFC 5321 with STARTTLS (RFC 3207) and AUTH (RFC 4954); never MAIL FROM. */
function* smtp(learned: LearnedLogin): Script {
  const greeting = linesOf(yield { send: null, read: readNumberedReply });
  if (!greeting[0]?.startsWith('220')) throw unwilling(greeting);
  learned.banner = textOf(greeting, replyCode);
  const hello = linesOf(yield { send: line(`EHLO ${ownName}`), read: readNumberedReply });
  const isExtended = hello[0]?.startsWith('250') === true;
  // 500, 502 and 504: it does not know the command, so it has no abilities; all else is a refusal.
  if (!isExtended && !/^50[024]/.test(hello[0] ?? '')) throw unwilling(hello);
  const capabilities = isExtended ? hello.slice(1).map((each) => each.replace(replyCode, '')) : [];
  learned.capabilities = capabilities;
  learned.starttlsOffered = capabilities.some((each) => /^STARTTLS\s*$/i.test(each));
  // Old programs look for `AUTH=`, and old servers offer both.
  learned.loginWithoutTls = distinct(capabilities.flatMap((each) => wordsAfter(/^AUTH[ =]/i, each)));
  return line('QUIT');
}

/** RFC 3501: CAPABILITY, LOGOUT. Without LOGINDISABLED the password may be sent at once (6.2.3). */
function* imap(learned: LearnedLogin): Script {
  const [greeting = ''] = linesOf(yield { send: null, read: readLineBeginning('* OK', '* PREAUTH', '* BYE') });
  if (/^\* BYE/i.test(greeting)) throw unwilling([greeting.replace(/^\* BYE ?/i, '')]);
  learned.banner = greeting.replace(/^\* \S+ ?(?:\[[^\]]*\] ?)?/, '');
  const answer = linesOf(yield { send: line('a1 CAPABILITY'), read: readTagged('a1') });
  const list = answer.find((each) => /^\* CAPABILITY /i.test(each));
  if (list === undefined || !/^a1 OK/i.test(answer.at(-1) ?? '')) return line('a2 LOGOUT');
  const capabilities = wordsAfter(/^\* CAPABILITY /i, list);
  const upper = capabilities.map((each) => each.toUpperCase());
  // Who counts as logged in from the start can no longer change to TLS (6.2.1).
  const isLoggedIn = /^\* PREAUTH/i.test(greeting);
  learned.capabilities = capabilities;
  learned.starttlsOffered = !isLoggedIn && upper.includes('STARTTLS');
  if (isLoggedIn) return line('a2 LOGOUT');
  const mechanisms = upper.flatMap((each) => (each.startsWith('AUTH=') ? [each.slice('AUTH='.length)] : []));
  learned.loginWithoutTls = distinct(upper.includes('LOGINDISABLED') ? mechanisms : ['LOGIN', ...mechanisms]);
  return line('a2 LOGOUT');
}

/** RFC 1939 with CAPA (RFC 2449) and STLS (RFC 2595, 4). */
function* pop3(learned: LearnedLogin): Script {
  const [greeting = ''] = linesOf(yield { send: null, read: readLineBeginning('+OK', '-ERR') });
  if (greeting.startsWith('-')) throw unwilling([greeting.replace(/^-ERR ?/i, '')]);
  learned.banner = greeting.replace(/^\+OK ?/i, '');
  const list = linesOf(yield { send: line('CAPA'), read: readPop3List });
  if (list[0]?.startsWith('+') !== true) return yield* pop3WithoutList(learned);
  const capabilities = list.slice(1, -1);
  learned.capabilities = capabilities;
  learned.starttlsOffered = capabilities.some((each) => /^STLS\s*$/i.test(each));
  const mechanisms = capabilities.flatMap((each) => wordsAfter(/^SASL /i, each));
  const takesPassword = capabilities.some((each) => /^USER\s*$/i.test(each));
  learned.loginWithoutTls = distinct(takesPassword ? ['USER', ...mechanisms] : mechanisms);
  return line('QUIT');
}

/** Old servers know no list: then only asking tells whether they know TLS. */
function* pop3WithoutList(learned: LearnedLogin): Script {
  const [answer = ''] = linesOf(yield { send: line('STLS'), read: readLineBeginning('+OK', '-ERR') });
  learned.starttlsOffered = answer.startsWith('+');
  return learned.starttlsOffered ? null : line('QUIT');
}

/** RFC 959 with FEAT (RFC 2389) and AUTH TLS (RFC 4217). */
function* ftp(learned: LearnedLogin): Script {
  const greeting = linesOf(yield { send: null, read: readNumberedReply });
  if (!greeting[0]?.startsWith('220')) throw unwilling(greeting);
  learned.banner = textOf(greeting, replyCode);
  const list = linesOf(yield { send: line('FEAT'), read: readNumberedReply });
  if (list[0]?.startsWith('211') !== true) return yield* ftpWithoutList(learned);
  const capabilities = list.slice(1, -1).map((each) => each.replace(/^(?:211-)? ?/, ''));
  learned.capabilities = capabilities;
  learned.starttlsOffered = capabilities.some((each) => /^AUTH\b.*\b(?:TLS|SSL)\b/i.test(each));
  // Whether a server with TLS insists on it shows only who sends a name; that is not done here.
  if (!learned.starttlsOffered) learned.loginWithoutTls = ['USER'];
  return line('QUIT');
}

function* ftpWithoutList(learned: LearnedLogin): Script {
  const answer = linesOf(yield { send: line('AUTH TLS'), read: readNumberedReply });
  const [first = ''] = answer;
  if (first.startsWith('234')) learned.starttlsOffered = true;
  else if (first.startsWith('5')) {
    learned.starttlsOffered = false;
    learned.loginWithoutTls = ['USER'];
  }
  return learned.starttlsOffered === true ? null : line('QUIT');
}

function unwilling(lines: readonly string[]): ConversationError {
  return new ConversationError({ kind: 'unwilling', text: lines.join(' ') });
}

function wordsAfter(start: RegExp, text: string): string[] {
  return start.test(text) ? text.replace(start, '').split(/\s+/).filter(Boolean) : [];
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words.map((each) => each.toUpperCase()))];
}
