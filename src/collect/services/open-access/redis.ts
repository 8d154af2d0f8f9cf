/** Redis (its manual, "Redis serialization protocol"): PING and nothing else. */
import { readLineBeginning } from '../text-protocol.ts';
import { type Attempt, attempt, otherService } from './attempt.ts';

const ping = Buffer.from('*1\r\n$4\r\nPING\r\n', 'ascii');

export const tryRedis: Attempt = (endpoint) =>
  attempt(endpoint, function* (learn) {
    const answer = (yield { send: ping, read: readLineBeginning('+', '-') }).toString('latin1');
    if (answer.startsWith('+PONG')) learn({ access: 'open', detail: 'PONG' });
    else if (/^-(?:NOAUTH|NOPERM|ERR operation not permitted)/.test(answer)) learn({ access: 'needs-login' });
    else if (answer.startsWith('-DENIED')) learn({ access: 'refused' });
    else throw otherService();
    return Buffer.from('*1\r\n$4\r\nQUIT\r\n', 'ascii');
  });
