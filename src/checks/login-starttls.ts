import type { Check } from '../domain/check.ts';
import { listMethods, loginOf, protocolNames, readableLogins } from './login-observations.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Do mailboxes (IMAP, POP3) and FTP take passwords only after TLS? RFC 8314, 3 and 4.1: access to mail only with TLS. Seen from the host
 * itself the question stays open: Dovecot takes such connections for safe and offers what it denies to others.
 *
 * Parameter: `clear_methods`, ways to log in that send the password readably.
 */
export const loginStarttls: Check = (observation, context) => {
  const seen = loginOf(observation, ['imap', 'pop3', 'ftp']);
  if (seen === null) return null;
  const none = { protocol: 'IMAP, POP3 und FTP', methods: 'keine' };
  if (!seen.seen) return undetermined(context, seen.reason, none);
  const { protocol, starttlsOffered, capabilitiesReason } = seen.data;
  const readable = readableLogins(context, seen.data);
  const values = { protocol: protocolNames[protocol], methods: listMethods(readable ?? []), reason: '' };
  if (observation.vantage === 'host' && protocol !== 'ftp' && starttlsOffered === true)
    return undetermined(context, 'vom Rechner selbst aus gilt jede Verbindung als sicher', values);
  if ((readable !== null && readable.length > 0) || starttlsOffered === false)
    return verdict(context, 'not-met', context.definition.severity, {
      ...values,
      methods: readable?.length ? values.methods : 'ohne STARTTLS gibt es keinen anderen Weg',
    });
  if (readable !== null && starttlsOffered === true) return verdict(context, 'met', 'hinweis', values);
  if (starttlsOffered === true)
    return undetermined(
      context,
      'ob er auf der angebotenen Verschlüsselung besteht, zeigt sich erst bei einer Anmeldung',
      values,
    );
  return undetermined(context, capabilitiesReason ?? 'das war nicht zu erfahren', values);
};
