import type { Check } from '../domain/check.ts';
import { textListParameter, undetermined, verdict } from './verdict.ts';

/**
 * Is SMB 1 off? Without encryption and sound signing it was the way of WannaCry and NotPetya. Follows BSI SYS.1.2.3.A6 and APP.3.4.A2.
 *
 * Parameter: `old_dialects`, newest dialects that count as phase-out.
 */
export const smbVersion: Check = (observation, context) => {
  if (observation.kind !== 'smb') return null;
  const none = { dialect: 'unbekannt', encryption: 'unbekannt' };
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, none);
  const { smb1, dialect, encryption } = observation.outcome.data;
  const values = {
    dialect: dialect === null ? 'keine neuere' : `SMB ${dialect}`,
    encryption: encryption === true ? 'möglich' : 'nicht möglich',
    reason: '',
  };
  if (smb1.accepted === true) return verdict(context, 'not-met', context.definition.severity, values);
  if (smb1.accepted === null) return undetermined(context, smb1.reason, values);
  if (dialect === null) return undetermined(context, 'der Dienst nannte keine Fassung', values);
  return textListParameter(context.definition, 'old_dialects').includes(dialect)
    ? verdict(context, 'phase-out', 'niedrig', values)
    : verdict(context, 'met', 'hinweis', values);
};
