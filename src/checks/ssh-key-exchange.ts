import type { Check } from '../domain/check.ts';
import { judgeSshAlgorithms } from './ssh-algorithms.ts';

/** Marks of extensions among the methods: RFC 8308, 2.1; the strict key exchange of OpenSSH; a hint of Dropbear. */
const isExtension = (name: string) => /^(?:ext-info-[cs]$|kex-strict-[cs]-|kexguess2@)/.test(name);

/**
 * Does the SSH server agree on keys by accepted methods only? Follows the lists of BSI TR-02102-4 as transcribed in the table, and
 * RFC 9142. Parameters: see `judgeSshAlgorithms`. The size of the group in diffie-hellman-group-exchange is not looked at: it shows
 * only while keys are exchanged.
 */
export const sshKeyExchange: Check = (observation, context) =>
  judgeSshAlgorithms(observation, context, 'schluesseltausch', ({ keyExchange }) =>
    keyExchange.filter((name) => !isExtension(name)),
  );
