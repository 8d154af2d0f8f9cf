import type { Check } from '../domain/check.ts';
import { judgeSshAlgorithms } from './ssh-algorithms.ts';

/** A key with a certificate of OpenSSH signs by the method of the key. */
const withoutCertificate = (name: string) => name.replace(/-cert-v01@openssh\.com$/, '');

/**
 * Does the SSH server prove who it is by accepted methods only? Follows the lists of BSI TR-02102-4 as transcribed in the table; RSA
 * with SHA-2 as in RFC 8332. The length of an RSA key is not looked at: it shows only while keys are exchanged. Parameters: see
 * `judgeSshAlgorithms`.
 */
export const sshHostKeyAlgorithms: Check = (observation, context) =>
  judgeSshAlgorithms(observation, context, 'serverschluessel', ({ serverHostKey }) => serverHostKey.map(withoutCertificate));
