/** rsync daemon (its sources, "csprotocol.txt"): the list of what it offers. Names are counted, not kept, and nothing is fetched. */
import type { MessageReader } from '../conversation.ts';
import { endOfLine, linesOf, readLineBeginning } from '../text-protocol.ts';
import { type Attempt, attempt } from './attempt.ts';

/** The list is the same in all of them; a server must not wait for the digests newer ones talk about. */
const ownVersion = '@RSYNCD: 30.0\n';

export const tryRsync: Attempt = (endpoint) =>
  attempt(endpoint, function* (learn) {
    yield { send: null, read: readLineBeginning('@RSYNCD: ') };
    const list = linesOf(yield { send: Buffer.from(`${ownVersion}#list\n`, 'ascii'), read: readList });
    const last = list.at(-1) ?? '';
    // Names stand at the beginning, a tabulator separates the comment; other lines are the message of the day.
    const count = list.filter((each) => /^[^\s@][^\t]{0,62}\t/.test(each)).length;
    if (last.startsWith('@ERROR')) learn({ access: 'refused' });
    else learn(count > 0 ? { access: 'open', count } : { access: 'refused', count: 0 });
    return null;
  });

const readList: MessageReader = (received) => endOfLine(received, (text) => /^@(?:RSYNCD: EXIT|ERROR)/.test(text));
