import type { Check } from '../domain/check.ts';
import { judgeSshAlgorithms } from './ssh-algorithms.ts';

/**
 * Does the SSH server protect packets against changes by accepted methods only, in both directions? Follows the lists of
 * BSI TR-02102-4 as transcribed in the table. Parameters: see `judgeSshAlgorithms`.
 */
export const sshMac: Check = (observation, context) =>
  judgeSshAlgorithms(observation, context, 'pruefsumme', ({ macClientToServer, macServerToClient }) => [
    ...macClientToServer,
    ...macServerToClient,
  ]);
