import type { CheckDefinition } from '../domain/catalogue.ts';
import type { Check } from '../domain/check.ts';
import type { SshAlgorithms } from '../domain/observation.ts';
import { germanList } from './german.ts';
import { cleanValue, textListParameter, textParameter, undetermined, verdict } from './verdict.ts';

/**
 * Is the SSH server safe from having messages cut out of the beginning of a connection (Terrapin, CVE-2023-48795)? At risk are
 * certain ciphers, and CBC together with a MAC over the encrypted text, unless the server offers the strict key exchange.
 *
 * Parameters: `strict_key_exchange`, its mark; `ciphers` at risk with any MAC; `cipher_part` and `mac_end`, at risk together.
 */
export const sshTerrapin: Check = (observation, context) => {
  if (observation.kind !== 'ssh') return null;
  const unknown = { affected: 'unbekannt' };
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, unknown);
  const { algorithms, algorithmsReason } = observation.outcome.data;
  if (algorithms === null) return undetermined(context, algorithmsReason ?? 'keine Verfahren gelesen', unknown);
  const affected = affectedNames(algorithms, context.definition);
  const isStrict = algorithms.keyExchange.includes(textParameter(context.definition, 'strict_key_exchange'));
  const values = { affected: affected.length === 0 ? 'keine' : germanList(affected.map(cleanValue)), reason: '' };
  if (affected.length > 0 && !isStrict) return verdict(context, 'not-met', context.definition.severity, values);
  const names = [...algorithms.encryptionClientToServer, ...algorithms.encryptionServerToClient];
  if (names.length === 0) return undetermined(context, 'der Dienst nennt keine Verfahren', values);
  return verdict(context, 'met', 'hinweis', values);
};

/** Each direction is negotiated for itself. */
function affectedNames(algorithms: SshAlgorithms, definition: CheckDefinition): string[] {
  const { encryptionClientToServer, encryptionServerToClient, macClientToServer, macServerToClient } = algorithms;
  const ciphers = textListParameter(definition, 'ciphers');
  const part = textParameter(definition, 'cipher_part');
  const end = textParameter(definition, 'mac_end');
  const inDirection = (offered: readonly string[], macs: readonly string[]) => {
    const hasMac = macs.some((mac) => mac.endsWith(end));
    return offered.filter((name) => ciphers.includes(name) || (hasMac && name.includes(part)));
  };
  return [
    ...new Set([
      ...inDirection(encryptionClientToServer, macClientToServer),
      ...inDirection(encryptionServerToClient, macServerToClient),
    ]),
  ];
}
