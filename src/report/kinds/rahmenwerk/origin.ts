import type { DutyData } from '../../report-data.ts';

/**
 * What to say of a row that no law and no contract of ours demands: „entsprechend“ for the condition of another network, „eigener
 * Vorschlag“ where nothing but our own inference (mark H) stands behind it. Empty for all others.
 */
export function originOf({
  analog,
  vertrauen,
}: Pick<DutyData, 'analog' | 'vertrauen'>): '' | 'entsprechend' | 'eigener Vorschlag' {
  if (analog) return 'entsprechend';
  return vertrauen === 'H' ? 'eigener Vorschlag' : '';
}
