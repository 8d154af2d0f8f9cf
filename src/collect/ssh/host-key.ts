/** The public key of an SSH server, as it shows it (RFC 4253, 6.6; RFC 5656, 3.1; RFC 8709, 4). */
import { createHash } from 'node:crypto';
import type { ObservedSshHostKey } from '../../domain/observation.ts';

const keyType = /^[!-+\--~]{1,64}$/;

/** Lengths of keys whose kind says it. */
const fixedBits: Readonly<Record<string, number>> = {
  'ssh-ed25519': 256,
  'ssh-ed448': 456,
  'ecdsa-sha2-nistp256': 256,
  'ecdsa-sha2-nistp384': 384,
  'ecdsa-sha2-nistp521': 521,
};

/** Null when it is unreadable. */
export function readHostKey(blob: Buffer): ObservedSshHostKey | null {
  const name = readString(blob, 0);
  if (name === null) return null;
  const type = name.toString('latin1');
  if (!keyType.test(type)) return null;
  const bits = fixedBits[type] ?? modulusBits(type, blob, 4 + name.length);
  if (bits === 0) return null;
  return { type, bits, fingerprint: createHash('sha256').update(blob).digest('base64').replace(/=+$/, '') };
}

/** RSA: exponent, then modulus; DSA: the prime comes first. 0 when unreadable, null for other kinds. */
function modulusBits(type: string, blob: Buffer, offset: number): number | null {
  if (type !== 'ssh-rsa' && type !== 'ssh-dss') return null;
  const first = readString(blob, offset);
  if (first === null) return 0;
  const modulus = type === 'ssh-dss' ? first : readString(blob, offset + 4 + first.length);
  return modulus === null ? 0 : bitLength(modulus);
}

/** Content of a string or number (RFC 4251, 5) that begins there; null when it does not fit. */
export function readString(bytes: Buffer, offset: number): Buffer | null {
  if (bytes.length < offset + 4) return null;
  const length = bytes.readUInt32BE(offset);
  return length > bytes.length - offset - 4 ? null : bytes.subarray(offset + 4, offset + 4 + length);
}

/** Of a number in bytes, highest first. */
export function bitLength(number: Buffer): number {
  const first = number.findIndex((byte) => byte !== 0);
  return first === -1 ? 0 : (number.length - first) * 8 - Math.clz32(number[first] ?? 0) + 24;
}
