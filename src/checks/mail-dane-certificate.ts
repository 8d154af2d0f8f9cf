import type { Check } from '../domain/check.ts';
import type { ObservedMailServer } from '../domain/dns-observation.ts';
import { domainData, recordsOf } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { germanNumber } from './german.ts';
import { takesMail } from './mail-data.ts';
import { undetermined } from './verdict.ts';

/**
 * Do the TLSA records of the mail servers fit the certificates these show (DANE, RFC 7672, 3.1)? If not, senders that check it send
 * no mail. Each server was asked itself, as far as a Freigabe covers it. Null where there is no such record: of that `mail-dane` tells.
 * Parameters: words and risks of the faults.
 */
export const mailDaneCertificate: Check = (observation, context) => {
  const found = domainData(observation, 'mail-domain');
  if (found === null) return null;
  const unknown = { faults: 'keine', count: '0' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  if (takesMail(found.data) === false) return null;
  const announced = found.data.servers.filter(({ tlsa }) => recordsOf(tlsa).length > 0);
  if (announced.length === 0) {
    const unanswered = found.data.servers.find(({ tlsa }) => !tlsa.answered)?.tlsa;
    const reason = unanswered?.answered === false ? unanswered.reason : null;
    return reason === null ? null : undetermined(context, reason, unknown);
  }
  const looks = announced.flatMap(({ tlsaFits = [] }) => tlsaFits);
  return judgeFaults(context, {
    faults: announced.flatMap(mismatches),
    gaps: announced.flatMap(gapsOf),
    values: { count: germanNumber(looks.length) },
  });
};

function mismatches({ name, tlsaAuthenticated, tlsaFits = [] }: ObservedMailServer): Fault[] {
  return tlsaFits.flatMap(({ address, fits }) =>
    fits.settled && !fits.value ? [{ id: tlsaAuthenticated ? 'mismatch' : 'unsigned', values: { name, address } }] : [],
  );
}

function gapsOf({ name, tlsaFits }: ObservedMailServer): string[] {
  if (tlsaFits === undefined) return [`${name}: nicht angesehen`];
  if (tlsaFits.length === 0) return [`${name}: keine Adresse oder kein Eintrag, den Mailserver auswerten`];
  return tlsaFits.flatMap(({ fits }) => (fits.settled ? [] : [`${name}: ${fits.reason}`]));
}
