import type { Check } from '../domain/check.ts';
import { readSshRows } from './ssh-algorithms.ts';
import { cleanValue, undetermined, verdict } from './verdict.ts';

/**
 * Does the SSH server speak version 2 only? It says so in its identification (RFC 4253, 4.2); `1.99` means both versions (5.1).
 *
 * Parameter: `table`, whose rows of kind `protokoll` name the versions.
 */
export const sshProtocolVersion: Check = (observation, context) => {
  if (observation.kind !== 'ssh') return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, { version: 'unbekannt' });
  const version = cleanValue(observation.outcome.data.protocol);
  const rows = readSshRows(context).filter(({ kind }) => kind === 'protokoll');
  const row = [`SSH ${version}`, `SSH ${version.replace(/^1\..*$/, '1.x')}`]
    .map((name) => rows.find((each) => each.name === name))
    .find((found) => found !== undefined);
  const values = { version, reason: '' };
  if (row === undefined) return undetermined(context, `SSH ${version} ist nicht bekannt`, values);
  if (row.status === 'verboten') return verdict(context, 'not-met', row.severity ?? context.definition.severity, values);
  return verdict(context, 'met', 'hinweis', values);
};
