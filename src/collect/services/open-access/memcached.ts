/** memcached (doc/protocol.txt): `version` and nothing else. */
import { line, readLineBeginning } from '../text-protocol.ts';
import { type Attempt, attempt, otherService } from './attempt.ts';

export const tryMemcached: Attempt = (endpoint) =>
  attempt(endpoint, function* (learn) {
    const answer = (yield { send: line('version'), read: readLineBeginning('VERSION ', 'CLIENT_ERROR ') }).toString('utf8');
    if (answer.startsWith('VERSION ')) learn({ access: 'open', detail: answer.slice('VERSION '.length) });
    else if (/unauthenticated/i.test(answer)) learn({ access: 'needs-login' });
    else throw otherService();
    return line('quit');
  });
