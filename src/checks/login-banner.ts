import type { Check } from '../domain/check.ts';
import { loginProtocols } from '../domain/service-observation.ts';
import { loginOf, protocolNames } from './login-observations.ts';
import { cleanValue, undetermined, verdict } from './verdict.ts';

/** A number of versions, not part of a name, an address or a date: `3.0.3`, `v2.4.1-rc1`, `(15.1.2507`. */
const versionNumber = /(?:^|[\s(/])v?\d{1,3}(?:\.\d{1,5}){1,3}(?![\d.]*\.\d)(?:[-+~]?[a-z]\w*)?(?=$|[\s),;:\]])/i;
const addressOrDate = /(?<![\d.])(?:\d{1,3}(?:\.\d{1,3}){3}|\d{1,2}\.\d{1,2}\.\d{4})(?![\d.])/g;

/** Does the greeting keep the version to itself? Our own proposal: whoever reads the version knows the gaps. No parameters. */
export const loginBanner: Check = (observation, context) => {
  const seen = loginOf(observation, loginProtocols);
  if (seen === null) return null;
  if (!seen.seen) return undetermined(context, seen.reason, { protocol: 'der Dienst', banner: 'unbekannt' });
  const { protocol, banner, version } = seen.data;
  const values = { protocol: protocolNames[protocol], banner: cleanValue(banner), reason: '' };
  const tellsVersion = version !== null || versionNumber.test(banner.replace(addressOrDate, ''));
  return tellsVersion
    ? verdict(context, 'not-met', context.definition.severity, values)
    : verdict(context, 'met', 'hinweis', values);
};
