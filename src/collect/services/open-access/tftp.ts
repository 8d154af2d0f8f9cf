/**
 * TFTP (RFC 1350): asks to read a file nobody has. That it is looked for shows that anybody may read, since the protocol knows no login. The
 * answer comes from another port, to which nothing is sent.
 */
import { randomBytes } from 'node:crypto';
import { askByDatagrams } from '../datagrams.ts';
import type { Attempt, AttemptResult } from './attempt.ts';

const opcodes = { read: 1, data: 3, error: 5 };
const errors = { other: 0, notFound: 1, forbidden: 2 };

export const tryTftp: Attempt = async (endpoint) => {
  const question = Buffer.concat([
    Buffer.from([0, opcodes.read]),
    Buffer.from(`burgward-${randomBytes(8).toString('hex')}\0octet\0`, 'latin1'),
  ]);
  const { answers, problem } = await askByDatagrams(endpoint, [question], (all) => all.length > 0, { fromAnyPort: true });
  if (problem !== null) return problem.kind === 'connection' ? { problem: { ...problem, hungUp: false } } : 'nothing';
  return readAnswer(answers[0] ?? Buffer.alloc(0));
};

function readAnswer(datagram: Buffer): AttemptResult {
  if (datagram.length < 5 || datagram.length > 4 + 512) return { problem: { kind: 'other' } };
  const [opcode, code] = [datagram.readUInt16BE(0), datagram.readUInt16BE(2)];
  // It gives something for any name.
  if (opcode === opcodes.data) return { found: { access: 'open' } };
  if (opcode !== opcodes.error) return { problem: { kind: 'other' } };
  if (code === errors.notFound) return { found: { access: 'open' } };
  if (code === errors.forbidden) return { found: { access: 'refused' } };
  const text = datagram.subarray(4).toString('latin1');
  if (code === errors.other && /not found|no such|does ?n.t exist/i.test(text)) return { found: { access: 'open' } };
  return { problem: { kind: 'unwilling', text } };
}
