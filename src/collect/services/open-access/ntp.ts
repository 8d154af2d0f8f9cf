/** NTP (RFC 5905; mode 6: RFC 9327; mode 7: the sources of ntpd): the time, and whether strangers may ask for more. */
import { askByDatagrams } from '../datagrams.ts';
import type { Attempt } from './attempt.ts';

const modeOf = (datagram: Buffer) => (datagram[0] ?? 0) & 0x07;
const versionOf = (datagram: Buffer) => ((datagram[0] ?? 0) >> 3) & 0x07;

/** What a client asks that wants the time: version 4, mode 3. */
const time = Buffer.concat([Buffer.from([0x23]), Buffer.alloc(47)]);
/** Version 2, mode 6, operation 2: read variables of the server. */
const readVariables = Buffer.from([0x16, 0x02, 0x62, 0x77, 0, 0, 0, 0, 0, 0, 0, 0]);
/** Version 2, mode 7, implementation 3, request 42: the list of those who asked last. */
const monlist = Buffer.concat([Buffer.from([0x17, 0x00, 0x03, 0x2a]), Buffer.alloc(44)]);

export const tryNtp: Attempt = async (endpoint) => {
  const { answers, problem } = await askByDatagrams(endpoint, [time, readVariables, monlist], hasAll);
  if (problem !== null) return problem.kind === 'connection' ? { problem: { ...problem, hungUp: false } } : 'nothing';
  const answered = [...(answers.some(isReadVariables) ? ['readvar'] : []), ...(answers.some(isMonlist) ? ['monlist'] : [])];
  if (answered.length > 0) return { found: { access: 'open', answered } };
  return answers.some(isTime) ? { found: { access: 'refused' } } : { problem: { kind: 'other' } };
};

function hasAll(answers: readonly Buffer[]): boolean {
  return answers.some(isTime) && answers.some(isReadVariables) && answers.some(isMonlist);
}

/** Mode 4: a server that gives the time. */
function isTime(datagram: Buffer): boolean {
  return datagram.length >= 48 && modeOf(datagram) === 4 && versionOf(datagram) >= 1;
}

/** A response (0x80) without error (0x40) to our operation, with our sequence number, and with something in it. */
function isReadVariables(datagram: Buffer): boolean {
  if (datagram.length <= 12 || modeOf(datagram) !== 6) return false;
  const operation = datagram.readUInt8(1);
  return (operation & 0xc0) === 0x80 && (operation & 0x1f) === 2 && datagram.readUInt16BE(2) === 0x6277;
}

/** A response of our implementation and request, with entries and without error. */
function isMonlist(datagram: Buffer): boolean {
  if (datagram.length <= 8 || modeOf(datagram) !== 7 || ((datagram[0] ?? 0) & 0x80) === 0) return false;
  const errorAndCount = datagram.readUInt16BE(4);
  return datagram[3] === 0x2a && errorAndCount >> 12 === 0 && (errorAndCount & 0x0fff) > 0;
}
