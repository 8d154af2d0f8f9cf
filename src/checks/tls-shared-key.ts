import type { Check, CheckContext } from '../domain/check.ts';
import type { ObservedCertificate, TlsEndpointObservation } from '../domain/observation.ts';
import { germanNumber } from './german.ts';
import { atOtherHosts, declaredApart, hostsOf, maybeOneMachine, nameHosts } from './shared-keys.ts';
import { numberParameter, undetermined, verdict } from './verdict.ts';

/**
 * Do different hosts have different keys behind their certificates? One certificate on several hosts is usual for clusters and for
 * certificates with a placeholder (`*.beispielhain.de`); it is only said, up to `max_hosts`. The same key in different
 * certificates is a copy: it outlived a renewal, came from an image or with the software. Compared is what was seen in one run; what
 * nobody declared may be one machine with several addresses and is left open. Null where no other host was seen.
 *
 * Parameter: `max_hosts`, most hosts on which one certificate lies without a remark.
 */
export const tlsSharedKey: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  const unknown = { hosts: 'keine', checked: '0', note: '' };
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, unknown);
  const { certificate, certificateReason } = observation.outcome.data;
  if (certificate === null) return undetermined(context, certificateReason ?? 'kein Zertifikat gelesen', unknown);
  if (certificate.keyFingerprint256 === undefined)
    return undetermined(context, 'der Schlüssel wurde damals nicht erhoben', unknown);
  return compare(observation, certificate, context);
};

function compare(observation: TlsEndpointObservation, own: ObservedCertificate, context: CheckContext) {
  const others = atOtherHosts(observation, context).flatMap((each) => {
    const certificate = certificateOf(each);
    return certificate?.keyFingerprint256 === undefined ? [] : [{ target: each.target, certificate }];
  });
  const values = {
    hosts: 'keine',
    checked: germanNumber(hostsOf(others.map(({ target }) => target)).size),
    note: '',
    reason: '',
  };
  const alike = others.filter(({ certificate }) => certificate.keyFingerprint256 === own.keyFingerprint256);
  const copies = alike.filter(({ certificate }) => certificate.fingerprint256 !== own.fingerprint256).map(({ target }) => target);
  const declared = declaredApart(observation.target, copies, context);
  if (declared.length > 0)
    return verdict(context, 'not-met', context.definition.severity, { ...values, hosts: nameHosts(declared) });
  const hosts = hostsOf(alike.map(({ target }) => target));
  if (hosts.size >= numberParameter(context.definition, 'max_hosts'))
    return verdict(context, 'not-met', context.definition.severity, {
      ...values,
      hosts: nameHosts(alike.map(({ target }) => target)),
    });
  if (copies.length > 0) {
    const reason = maybeOneMachine('denselben Schlüssel in einem anderen Zertifikat', copies);
    return verdict(context, 'undetermined', 'hinweis', { ...values, reason });
  }
  if (others.length === 0) return null;
  const shared = nameHosts(alike.map(({ target }) => target));
  const note = alike.length === 0 ? '' : ` Dasselbe Zertifikat liegt auch auf ${shared}, wie bei einem Verbund üblich.`;
  return verdict(context, 'met', 'hinweis', { ...values, note });
}

function certificateOf({ outcome }: TlsEndpointObservation): ObservedCertificate | null {
  return outcome.seen ? outcome.data.certificate : null;
}
