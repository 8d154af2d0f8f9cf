/** Name look-up, once and before anything is permitted or sent; afterwards only literal addresses are used. */
import { lookup } from 'node:dns/promises';
import { parseAddress } from '../domain/freigabe.ts';
import { InvalidDataError } from '../errors.ts';
import { errorCode } from './connection-problem.ts';

/**
 * All IPv4 and IPv6 addresses of a host name as this machine resolves it, without duplicates, in the order of the answer.
 * @throws InvalidDataError when the name has no address or cannot be looked up
 */
export async function resolveName(name: string): Promise<string[]> {
  const answers = await lookup(name, { all: true, order: 'verbatim' }).catch((error: unknown) => {
    throw new InvalidDataError(
      `Zu „${name}“ wurde keine Adresse gefunden (${errorCode(error) ?? 'unbekannter Fehler'}).`,
      'Schreibweise und Namensauflösung dieses Rechners prüfen oder statt des Namens die Adresse angeben.',
    );
  });
  const addresses = [...new Set(answers.flatMap(({ address }) => parseAddress(address) ?? []))];
  if (addresses.length > 0) return addresses;
  throw new InvalidDataError(`Zu „${name}“ wurde keine Adresse gefunden.`, 'Statt des Namens die Adresse angeben.');
}
