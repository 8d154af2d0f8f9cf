import type { Check } from '../domain/check.ts';
import { listed } from './dated-rows.ts';
import { answerWithPage, isSilence, pageIsCut, silent } from './http-answer.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Whose servers does a visitor's browser ask besides ours, before any consent? A script of another host runs with the rights of the page;
 * with a checksum (Subresource Integrity) it cannot be exchanged unnoticed. Where the service was asked by address, its own hosts cannot be
 * told from others. No parameters.
 */
export const httpThirdParties: Check = (observation, context) => {
  if (observation.kind !== 'http') return null;
  const unknown = { hosts: 'unbekannt', scripts: 'unbekannt' };
  const look = answerWithPage(observation);
  if (isSilence(look)) return silent(context, look, unknown);
  const { page } = look;
  const { thirdPartyHosts: hosts, scriptsWithoutIntegrity: scripts } = page;
  if (hosts.length > 0 && observation.target.name === null)
    return undetermined(context, 'ohne Rechnernamen lassen sich eigene und fremde Server nicht unterscheiden', unknown);
  const values = { hosts: listed(hosts), scripts: listed(scripts), reason: '' };
  if (scripts.length > 0) return verdict(context, 'not-met', context.definition.severity, values);
  if (hosts.length > 0) return verdict(context, 'phase-out', 'hinweis', values);
  return page.complete ? verdict(context, 'met', 'hinweis', values) : undetermined(context, pageIsCut, unknown);
};
