import type { Check } from '../domain/check.ts';
import { judgeSshAlgorithms } from './ssh-algorithms.ts';

/**
 * Does the SSH server encrypt by accepted methods only, in both directions? Follows the lists of BSI TR-02102-4 as transcribed in the
 * table, and RFC 8758 (no RC4). Parameters: see `judgeSshAlgorithms`.
 */
export const sshCiphers: Check = (observation, context) =>
  judgeSshAlgorithms(observation, context, 'verschluesselung', ({ encryptionClientToServer, encryptionServerToClient }) => [
    ...encryptionClientToServer,
    ...encryptionServerToClient,
  ]);
