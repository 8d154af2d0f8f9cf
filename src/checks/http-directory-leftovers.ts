import type { Check } from '../domain/check.ts';
import type { HttpLeftover, HttpObservation, Observation } from '../domain/observation.ts';
import { listed } from './dated-rows.ts';
import { answerOf, isSilence, pageOf, silent } from './http-answer.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Can strangers fetch what was left behind on the web server: settings, copies, version control? The addresses are only tried where the
 * Freigabe permits tests of access; elsewhere only a list of files as start page is seen. No parameters.
 */
export const httpDirectoryLeftovers: Check = (observation, context) => {
  if (observation.kind !== 'http') return null;
  const data = answerOf(observation);
  if (isSilence(data)) return silent(context, data, { found: 'unbekannt' });
  const { leftovers, unseen } = data;
  if (leftovers !== undefined && leftovers.length > 0) {
    const found = listed(leftovers.map(({ path, what }) => `${path} (${words[what]})`));
    const isHarmless = leftovers.every(({ what }) => what === 'php-info' || what === 'server-status');
    return verdict(context, 'not-met', isHarmless ? 'mittel' : context.definition.severity, { found, reason: '' });
  }
  const page = pageOf(data);
  if (!isSilence(page) && page.isDirectoryListing)
    return verdict(context, 'phase-out', 'niedrig', { found: 'Dateiliste als Startseite', reason: '' });
  if (unseen?.leftovers !== undefined) return undetermined(context, unseen.leftovers, { found: 'unbekannt' });
  return leftovers === undefined ? null : verdict(context, 'met', 'hinweis', { found: 'nichts', reason: '' });
};

/** Without consent they are not tried; then nothing is known, neither good nor bad. */
export function noLeftoversTried({ kind, outcome }: Observation): boolean {
  return kind === 'http' && outcome.seen && (outcome.data as HttpObservation).leftovers === undefined;
}

const words: Readonly<Record<HttpLeftover['what'], string>> = {
  git: 'Versionsverwaltung',
  settings: 'Einstellungen',
  passwords: 'Kennwortdatei',
  archive: 'Sicherungskopie',
  database: 'Datenbankabzug',
  'php-info': 'Angaben über PHP',
  'server-status': 'Zustand des Servers',
};
