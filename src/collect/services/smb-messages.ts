/** The two messages of a negotiation of SMB (MS-CIFS 2.2.4.52; MS-SMB2 2.2.3 and 2.2.4), and what the answers tell. */
import { createHash } from 'node:crypto';
import { type SmbDialect, type SmbSigning, smbDialects } from '../../domain/service-observation.ts';
import type { MessageReader } from './conversation.ts';

/** Direct TCP transport (MS-SMB2 2.1): a zero, three bytes of length. */
const transportHeaderBytes = 4;
/** Answers to a negotiation have some hundred bytes; with a security blob up to a few thousand. */
const maxAnswerBytes = 8192;

const smb1Id = Buffer.from([0xff, 0x53, 0x4d, 0x42]);
const smb2Id = Buffer.from([0xfe, 0x53, 0x4d, 0x42]);

const dialectNumbers: Readonly<Record<SmbDialect, number>> = {
  '2.0.2': 0x0202,
  '2.1': 0x0210,
  '3.0': 0x0300,
  '3.0.2': 0x0302,
  '3.1.1': 0x0311,
};

export const readSmbMessage: MessageReader = (received) => {
  if (received.length === 0) return null;
  if (received[0] !== 0) return 'other';
  if (received.length < transportHeaderBytes) return null;
  const length = received.readUIntBE(1, 3);
  if (length < 32 || length > maxAnswerBytes) return 'other';
  const start = received.subarray(transportHeaderBytes, transportHeaderBytes + smb1Id.length);
  if (![smb1Id, smb2Id].some((id) => id.subarray(0, start.length).equals(start))) return 'other';
  return received.length < transportHeaderBytes + length ? null : transportHeaderBytes + length;
};

function framed(message: Buffer): Buffer {
  const header = Buffer.alloc(transportHeaderBytes);
  header.writeUIntBE(message.length, 1, 3);
  return Buffer.concat([header, message]);
}

/** The only dialect of SMB 1 that is still found. */
const smb1Dialect = Buffer.from('\u0002NT LM 0.12\0', 'latin1');

/** SMB_COM_NEGOTIATE with one dialect. */
export function smb1Negotiate(): Buffer {
  const header = Buffer.alloc(32);
  smb1Id.copy(header);
  header.writeUInt8(0x72, 4);
  // Flags: paths as they are. Flags2: long names, extended security, error codes of NT, Unicode.
  header.writeUInt8(0x18, 9);
  header.writeUInt16LE(0xc801, 10);
  header.writeUInt16LE(0xfeff, 26);
  const parameters = Buffer.alloc(3);
  parameters.writeUInt16LE(smb1Dialect.length, 1);
  return framed(Buffer.concat([header, parameters, smb1Dialect]));
}

export interface Smb1Answer {
  accepted: boolean;
  signing: SmbSigning;
}

/** Null when it is no answer to a negotiation. */
export function readSmb1Answer(message: Buffer): Smb1Answer | null {
  const body = message.subarray(transportHeaderBytes);
  if (!body.subarray(0, 4).equals(smb1Id) || body[4] !== 0x72) return null;
  const words = body[32];
  // No words: an error instead of an answer. 0xffff: none of the dialects.
  if (words === 0) return { accepted: false, signing: 'disabled' };
  if (words === undefined || body.length < 33 + words * 2) return null;
  if (body.readUInt16LE(33) !== 0) return { accepted: false, signing: 'disabled' };
  if (words < 17) return null;
  const mode = body.readUInt8(35);
  return { accepted: true, signing: signingOf((mode & 0x04) !== 0, (mode & 0x08) !== 0) };
}

/** Bit 0: enabled; bit 1: required (MS-SMB2 2.2.4). */
const signingMode = { enabled: 1, required: 2 };
/** SMB2_GLOBAL_CAP_ENCRYPTION. */
const encryptionCapability = 0x40;
/** SMB2_PREAUTH_INTEGRITY_CAPABILITIES and SMB2_ENCRYPTION_CAPABILITIES. */
const contextTypes = { integrity: 1, encryption: 2 };

/** NEGOTIATE with all dialects from 2.0.2 to 3.1.1. */
export function smb2Negotiate(): Buffer {
  const header = Buffer.alloc(64);
  smb2Id.copy(header);
  header.writeUInt16LE(64, 4);
  header.writeUInt16LE(1, 14);
  const dialects = numbers(...smbDialects.map((dialect) => dialectNumbers[dialect]));
  const contexts = Buffer.concat([
    aligned(context(contextTypes.integrity, integrityData())),
    // AES-128-GCM, AES-128-CCM, AES-256-GCM, AES-256-CCM.
    context(contextTypes.encryption, numbers(4, 2, 1, 4, 3)),
  ]);
  const fixed = Buffer.alloc(36);
  fixed.writeUInt16LE(36, 0);
  fixed.writeUInt16LE(smbDialects.length, 2);
  fixed.writeUInt16LE(signingMode.enabled, 4);
  fixed.writeUInt32LE(encryptionCapability, 8);
  ownId.copy(fixed, 12);
  const beforeContexts = aligned(Buffer.concat([header, fixed, dialects]));
  beforeContexts.writeUInt32LE(beforeContexts.length, 64 + 28);
  beforeContexts.writeUInt16LE(2, 64 + 32);
  return framed(Buffer.concat([beforeContexts, contexts]));
}

/** Who asks, the same every time: the answers shall not depend on chance. */
const ownId = createHash('sha256').update('burgward').digest().subarray(0, 16);

/** One algorithm, SHA-512, and a salt. */
function integrityData(): Buffer {
  return Buffer.concat([numbers(1, 32, 1), createHash('sha256').update('burgward').digest()]);
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2);
  return bytes;
}

function context(type: number, data: Buffer): Buffer {
  return Buffer.concat([numbers(type, data.length, 0, 0), data]);
}

function aligned(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);
}

export interface Smb2Answer {
  /** Null: none of our dialects. */
  dialect: SmbDialect | null;
  signing: SmbSigning;
  encryption: boolean;
}

/** Null when it is no readable answer to a negotiation. */
export function readSmb2Answer(message: Buffer): Smb2Answer | null {
  const body = message.subarray(transportHeaderBytes);
  if (body.length < 64 + 8 || !body.subarray(0, 4).equals(smb2Id) || body.readUInt16LE(12) !== 0) return null;
  // An error (MS-SMB2 2.2.2): it speaks SMB 2 and none of the dialects.
  if (body.readUInt32LE(8) !== 0) return { dialect: null, signing: 'disabled', encryption: false };
  const answer = body.subarray(64);
  if (answer.length < 64 || answer.readUInt16LE(0) !== 65) return null;
  const number = answer.readUInt16LE(4);
  const dialect = smbDialects.find((each) => dialectNumbers[each] === number);
  if (dialect === undefined) return null;
  const mode = answer.readUInt16LE(2);
  const signing = signingOf((mode & signingMode.enabled) !== 0, (mode & signingMode.required) !== 0);
  const hasCapability = (answer.readUInt32LE(24) & encryptionCapability) !== 0;
  return { dialect, signing, encryption: dialect === '3.1.1' ? agreedOnCipher(body) : hasCapability };
}

function signingOf(isEnabled: boolean, isRequired: boolean): SmbSigning {
  if (isRequired) return 'required';
  return isEnabled ? 'enabled' : 'disabled';
}

/** With 3.1.1 the answer names the cipher in a context of its own; 0 means none in common. */
function agreedOnCipher(body: Buffer): boolean {
  const count = body.readUInt16LE(64 + 6);
  let at = body.readUInt32LE(64 + 60);
  for (let index = 0; index < count && at + 8 <= body.length; index++) {
    const length = body.readUInt16LE(at + 2);
    const isCipher = body.readUInt16LE(at) === contextTypes.encryption && length >= 4 && at + 12 <= body.length;
    if (isCipher) return body.readUInt16LE(at + 10) !== 0;
    at += 8 + length + ((8 - (length % 8)) % 8);
  }
  return false;
}
