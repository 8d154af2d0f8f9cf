/** FTP as `anonymous` (RFC 1635): whether it lets one in. Nothing is listed, read or written. */
import { ConversationError } from '../conversation.ts';
import { line, linesOf, readNumberedReply } from '../text-protocol.ts';
import { type Attempt, attempt } from './attempt.ts';

/** The custom is to give a mail address as password. */
const ownAddress = 'burgward@burgward.invalid';

export const tryFtp: Attempt = (endpoint, contact) =>
  attempt(endpoint, function* (learn) {
    const greeting = linesOf(yield { send: null, read: readNumberedReply });
    if (!greeting[0]?.startsWith('220')) throw new ConversationError({ kind: 'unwilling', text: greeting.join(' ') });
    let answer = linesOf(yield { send: line('USER anonymous'), read: readNumberedReply });
    if (answer[0]?.startsWith('331') === true)
      answer = linesOf(yield { send: line(`PASS ${addressIn(contact)}`), read: readNumberedReply });
    const [first = ''] = answer;
    const text = answer.join(' ');
    if (first.startsWith('230')) learn({ access: 'open', detail: 'anonymous' });
    else if (first.startsWith('530') && !/encrypt|\bTLS\b|\bSSL\b/i.test(text)) learn({ access: 'needs-login' });
    // Now it cannot, or it wants TLS before anything else: that tells nothing about strangers.
    else throw new ConversationError({ kind: 'unwilling', text });
    return line('QUIT');
  });

/** A contact may hold anything printable; only a plain address becomes a part of a command. */
function addressIn(contact: string | null): string {
  return /[\w.+-]{1,60}@[\w.-]{1,60}/.exec(contact ?? '')?.[0] ?? ownAddress;
}
