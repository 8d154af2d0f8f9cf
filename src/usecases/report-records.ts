/** What single reports tell beyond the evaluation, as it was recorded by the day. */
import { explainFindings } from '../domain/finding-explanations.ts';
import type { RegisterEntry } from '../domain/register.ts';
import { massnahme } from '../domain/registers/massnahme.ts';
import type { NetworkRecord, ReportInput, ReportKindId } from '../report/report-input.ts';
import { selectFindingExplanations } from '../store/befund-erklaerungen.ts';
import { selectCurrentFindings, selectFindings } from '../store/netzlaeufe.ts';
import { selectEntries } from '../store/register-entries.ts';
import { type Context, stateAt } from './context.ts';
import type { KommuneEvaluation } from './evaluate-kommune.ts';
import { selectUsableFreigaben } from './gruppen-shared.ts';

/** Only what a report of this kind shows: what is left out does not change its fingerprint. */
export async function gatherRecords(
  context: Context,
  art: ReportKindId,
  current: KommuneEvaluation,
): Promise<Pick<ReportInput, 'netz' | 'massnahmen'>> {
  switch (art) {
    case 'netzpruefung':
      return { netz: await networkRecord(context, current), massnahmen: await countingMeasures(context, current) };
    case 'realisierungsplan':
      return { massnahmen: await countingMeasures(context, current) };
    default:
      return {};
  }
}

async function countingMeasures(context: Context, { input }: KommuneEvaluation): Promise<RegisterEntry[]> {
  const of = { kommune: input.kommune.slug, register: massnahme.id };
  return (await selectEntries(context.store, stateAt(context), of)).filter(({ removed }) => removed === null);
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
