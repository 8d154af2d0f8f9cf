import type { Check } from '../domain/check.ts';
import { listed } from './dated-rows.ts';
import { speaksAbout } from './http-scheme.ts';
import { textListParameter, undetermined, verdict } from './verdict.ts';

/**
 * Does the service tell which version of its software runs? Follows BSI APP.3.2.A12. Whether that version still gets updates is another
 * question and another check. Looks at header fields of any answer, the generator of the page and the error page.
 *
 * Parameter: `headers`, the fields that name software.
 */
export const httpVersionDisclosure: Check = (observation, context) => {
  if (observation.kind !== 'http') return null;
  const { outcome } = observation;
  if (!outcome.seen)
    return speaksAbout('https', observation) ? undetermined(context, outcome.reason, { found: 'unbekannt' }) : null;
  const { headers, page, errorPage } = outcome.data;
  const named = textListParameter(context.definition, 'headers').flatMap((name) => headers[name] ?? []);
  const shown = [...named, page?.generator ?? ''].filter(namesVersion);
  const found = [...new Set(shown), ...(errorPage?.reveals.includes('version') === true ? ['auf der Fehlerseite'] : [])];
  const values = { found: listed(found), reason: '' };
  return found.length > 0
    ? verdict(context, 'not-met', context.definition.severity, values)
    : verdict(context, 'met', 'hinweis', values);
};

/** `nginx/1.22.1`, `PHP/8`, `TYPO3 4.5 CMS`, `4.0.30319`; not `ASP.NET` or `Nextcloud`. */
function namesVersion(text: string): boolean {
  return /\/\d|(?:^|[\sv(-])\d+\.\d/i.test(text);
}
