/**
 * SNMP (RFC 3416, RFC 1901): one question for sysDescr with each of the two community names devices are delivered with. That a
 * silent device speaks SNMP at all shows the discovery of version 3 (RFC 3414, 4), which needs no name and no password.
 */
import { type BerElement, ber, berNumber, berText, numberOf, readAll, readBer, tags } from '../ber.ts';
import { askByDatagrams } from '../datagrams.ts';
import type { Attempt, AttemptResult } from './attempt.ts';

const communities = ['public', 'private'] as const;
const versions = { two: 1, three: 3 };
const pdus = { get: 0xa0, response: 0xa2, report: 0xa8 };
/** 1.3.6.1.2.1.1.1.0. */
const sysDescr = ber(tags.oid, Buffer.from([0x2b, 6, 1, 2, 1, 1, 1, 0]));
/** Numbers of the questions: they tell the answers apart. */
const numbers = { public: 0x62770001, private: 0x62770002, discovery: 0x62770003 };

export const trySnmp: Attempt = async (endpoint) => {
  const questions = [...communities.map((name) => ask(name)), discovery()];
  const { answers, problem } = await askByDatagrams(endpoint, questions, (all) => all.length >= questions.length);
  if (problem !== null) return problem.kind === 'connection' ? { problem: { ...problem, hungUp: false } } : 'nothing';
  return summarise(answers);
};

function summarise(answers: readonly Buffer[]): AttemptResult {
  const read = answers.map(readAnswer);
  const answered = communities.filter((name) => read.some((each) => each === name));
  if (answered.length > 0) return { found: { access: 'open', answered } };
  return read.includes('discovery') ? { found: { access: 'needs-login' } } : { problem: { kind: 'other' } };
}

function pdu(tag: number, id: number, ...bindings: readonly Buffer[]): Buffer {
  return ber(tag, berNumber(id), berNumber(0), berNumber(0), ber(tags.sequence, ...bindings));
}

function ask(community: (typeof communities)[number]): Buffer {
  const binding = ber(tags.sequence, sysDescr, ber(tags.null));
  return ber(tags.sequence, berNumber(versions.two), berText(community), pdu(pdus.get, numbers[community], binding));
}

/** An empty question without a name, of a security model that answers whom it does not know with its own identity. */
export function discovery(): Buffer {
  const reportable = 4;
  const userBased = 3;
  const header = ber(
    tags.sequence,
    berNumber(numbers.discovery),
    berNumber(65_507),
    ber(tags.octetString, Buffer.from([reportable])),
    berNumber(userBased),
  );
  const nobody = ber(tags.sequence, berText(''), berNumber(0), berNumber(0), berText(''), berText(''), berText(''));
  const scoped = ber(tags.sequence, berText(''), berText(''), pdu(pdus.get, numbers.discovery));
  return ber(tags.sequence, berNumber(versions.three), header, ber(tags.octetString, nobody), scoped);
}

export function answersDiscovery(datagram: Buffer): boolean {
  return readAnswer(datagram) === 'discovery';
}

/** Which question this answers; what it says is not looked at. */
function readAnswer(datagram: Buffer): (typeof communities)[number] | 'discovery' | null {
  const message = readBer(datagram);
  if (message === null || message === 'other' || message.tag !== tags.sequence) return null;
  const parts = readAll(message.content) ?? [];
  const version = numberOf(parts[0]);
  if (version === versions.three) return messageNumber(parts[1]) === numbers.discovery ? 'discovery' : null;
  const answer = parts[2];
  if (version !== versions.two || answer?.tag !== pdus.response) return null;
  return communities.find((name) => messageNumber(answer) === numbers[name]) ?? null;
}

function messageNumber(element: BerElement | undefined): number | null {
  return element === undefined ? null : numberOf(readAll(element.content)?.[0]);
}
