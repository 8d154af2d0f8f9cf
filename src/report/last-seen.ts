/** When the network was last looked at. */
import { dayOf, formatDay } from '../domain/calendar.ts';
import type { Finding } from '../domain/finding.ts';
import type { ReportInput } from './report-input.ts';

/** „24.11.2026“; null where nothing was looked at. A scan counts also where no finding came of it. */
export function lastSeen(findings: readonly Finding[], scan: ReportInput['scan'] = null): string | null {
  const last = [...findings.map(({ seenAt }) => seenAt), ...(scan?.at == null ? [] : [scan.at])].sort().at(-1);
  return last === undefined ? null : formatDay(dayOf(last));
}
