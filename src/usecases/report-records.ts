/** What single reports tell beyond the evaluation, as it was recorded by the day. */
import { explainFindings } from '../domain/finding-explanations.ts';
import type { RegisterEntry } from '../domain/register.ts';
import type { RecordsWanted } from '../report/definition.ts';
import type { NetworkRecord, ReportInput } from '../report/report-input.ts';
import { selectFindingExplanations } from '../store/befund-erklaerungen.ts';
import { selectCurrentFindings, selectFindings } from '../store/netzlaeufe.ts';
import { selectEntries } from '../store/register-entries.ts';
import { type Context, stateAt } from './context.ts';
import type { KommuneEvaluation } from './evaluate-kommune.ts';
import { selectUsableFreigaben } from './gruppen-shared.ts';
import { entriesWithGroups } from './incident-state.ts';

export type ReportRecords = Pick<ReportInput, 'register' | 'netz'>;

/** Only what a report of this kind shows: what is left out does not change its fingerprint. */
export async function gatherRecords(
  context: Context,
  { registers, network }: RecordsWanted,
  current: KommuneEvaluation,
): Promise<ReportRecords> {
  const at = stateAt(context);
  const { slug } = current.input.kommune;
  const register: Record<string, readonly RegisterEntry[]> = {};
  for (const [id, whose] of Object.entries(registers ?? {})) {
    const entries =
      whose === 'withGroups'
        ? await entriesWithGroups(context, slug, id, at)
        : await selectEntries(context.store, at, { kommune: slug, register: id });
    register[id] = entries.filter(({ removed }) => removed === null);
  }
  return { register, ...(network === true ? { netz: await networkRecord(context, current) } : {}) };
}

async function networkRecord(context: Context, { input, netzlaeufe }: KommuneEvaluation): Promise<NetworkRecord> {
  const at = stateAt(context);
  const { slug } = input.kommune;
  const findings = await selectCurrentFindings(context.store, slug, at);
  return {
    befunde: explainFindings(findings, await selectFindingExplanations(context.store, slug, at), context.asOf),
    verlauf: await selectFindings(context.store, slug, at),
    laeufe: netzlaeufe,
    freigaben: await selectUsableFreigaben(context, slug, at),
    zielobjekte: input.zielobjekte,
  };
}
