/** Reading the protocols made of lines: SMTP, FTP, IMAP, POP3 and their kin. */
import type { MessageReader } from './conversation.ts';

export function line(text: string): Buffer {
  return Buffer.from(`${text}\r\n`, 'ascii');
}

/** The lines of a message without their ends, as UTF-8: what is none becomes replacement characters. */
export function linesOf(message: Buffer): string[] {
  return message
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map((each) => each.replace(/\r$/, ''));
}

/** Replies of SMTP and FTP: `220 text`, or `220-text`, any lines, `220 text` (RFC 959, 4.2; RFC 5321, 4.2). */
export const readNumberedReply: MessageReader = (received) => {
  if (!/^(?:[1-5](?:\d(?:\d(?:[ \-\r\n]|$)|$)|$)|$)/.test(received.toString('latin1', 0, 4))) return 'other';
  const code = received.toString('latin1', 0, 3);
  return endOfLine(received, (text) => text.startsWith(code) && text[3] !== '-');
};

/** One line that begins with one of `beginnings`. */
export function readLineBeginning(...beginnings: readonly string[]): MessageReader {
  return (received) => (mayBegin(received, beginnings) ? endOfLine(received, () => true) : 'other');
}

/** All up to the line with the tag (RFC 3501, 2.2.2). Lines before it begin with `* `. */
export function readTagged(tag: string): MessageReader {
  return (received) => {
    if (!mayBegin(received, ['* ', `${tag} `])) return 'other';
    return endOfLine(received, (text) => !text.startsWith('* '));
  };
}

/** A line that refuses, or a list that ends with a line of a single point (RFC 1939, 3). */
export const readPop3List: MessageReader = (received) => {
  if (!mayBegin(received, ['+OK', '-ERR'])) return 'other';
  const isList = received[0] === 0x2b;
  return endOfLine(received, (text) => !isList || text === '.');
};

/** Where the first line ends for which `isLast` holds. */
export function endOfLine(received: Buffer, isLast: (text: string) => boolean): number | null {
  for (let from = 0; ; ) {
    const at = received.indexOf(10, from);
    if (at === -1) return null;
    if (isLast(received.toString('latin1', from, at).replace(/\r$/, ''))) return at + 1;
    from = at + 1;
  }
}

/** Whether the first bytes can still become one of the beginnings; tells other protocols without waiting for a line. */
function mayBegin(received: Buffer, beginnings: readonly string[]): boolean {
  return beginnings.some((beginning) => {
    const start = received.toString('latin1', 0, beginning.length);
    return beginning.toLowerCase().startsWith(start.toLowerCase());
  });
}
