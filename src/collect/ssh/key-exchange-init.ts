import type { SshAlgorithms } from '../../domain/observation.ts';

const cookieBytes = 16;
/** RFC 4251, 6: printable US-ASCII without comma, at most 64 characters. */
const algorithmName = /^[!-+\--~]{1,64}$/;
/** Real servers name some forty. */
const maxNames = 200;

/** Order of the name lists in the message. */
const listNames = [
  'keyExchange',
  'serverHostKey',
  'encryptionClientToServer',
  'encryptionServerToClient',
  'macClientToServer',
  'macServerToClient',
  'compressionClientToServer',
  'compressionServerToClient',
  'languagesClientToServer',
  'languagesServerToClient',
] as const satisfies readonly (keyof SshAlgorithms)[];

/**
 * Reads the message SSH_MSG_KEXINIT (RFC 4253, 7.1). A name with other than permitted characters makes the whole unreadable: cleaned
 * it might pass for a good algorithm. Null when unreadable.
 */
export function readKeyExchangeInit(message: Buffer): SshAlgorithms | null {
  const lists: string[][] = [];
  let offset = 1 + cookieBytes;
  while (lists.length < listNames.length) {
    if (message.length < offset + 4) return null;
    const length = message.readUInt32BE(offset);
    offset += 4;
    if (length > message.length - offset) return null;
    const text = message.toString('latin1', offset, offset + length);
    const names = text === '' ? [] : text.split(',');
    if (names.length > maxNames || !names.every((name) => algorithmName.test(name))) return null;
    lists.push(names);
    offset += length;
  }
  // first_kex_packet_follows and a number kept for later use.
  if (message.length < offset + 5) return null;
  return Object.fromEntries(listNames.map((name, index) => [name, lists[index] ?? []])) as unknown as SshAlgorithms;
}
