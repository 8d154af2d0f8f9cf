/** What single reports tell beyond the evaluation, as it was recorded by the day. */
import { explainFindings } from '../domain/finding-explanations.ts';
import type { RegisterEntry } from '../domain/register.ts';
import { computeSchutzbedarf } from '../domain/schutzbedarf.ts';
import type { RecordsWanted } from '../report/definition.ts';
import type { AppointmentRecord, NetworkRecord, ReportInput, VerbundRecord } from '../report/report-input.ts';
import { selectFindingExplanations } from '../store/befund-erklaerungen.ts';
import { selectAllRollen, selectKommunen } from '../store/kommunen.ts';
import { selectCurrentFindings, selectFindings } from '../store/netzlaeufe.ts';
import { selectEntries } from '../store/register-entries.ts';
import { selectSchutzbedarf } from '../store/zielobjekte.ts';
import { type Context, stateAt } from './context.ts';
import type { KommuneEvaluation } from './evaluate-kommune.ts';
import { selectUsableFreigaben } from './gruppen-shared.ts';
import { entriesWithGroups } from './incident-state.ts';
import { modelKommune } from './modellierung.ts';
import { matrixInForce } from './risk-matrix.ts';
import { threatsOf } from './risk-tables.ts';
import { gatherYears } from './year-record.ts';
import { readRegister } from './zielobjekte.ts';

export type ReportRecords = Pick<ReportInput, 'register' | 'netz' | 'zielobjekte' | 'bestellungen' | 'jahre' | 'verbund'>;

/** Only what a report of this kind shows: what is left out does not change its fingerprint. */
export async function gatherRecords(
  context: Context,
  { registers, network, zielobjekte, appointments, rounds, verbund }: RecordsWanted,
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
  return {
    register,
    ...(network === true ? { netz: await networkRecord(context, current) } : {}),
    ...(zielobjekte === true ? { zielobjekte: current.input.zielobjekte } : {}),
    ...(rounds === true ? { jahre: await gatherYears(context, current) } : {}),
    ...(verbund === true ? { verbund: await verbundRecord(context, slug) } : {}),
    ...(appointments === true ? { bestellungen: await appointmentRecords(context, slug) } : {}),
  };
}

const appointedRoles: ReadonlySet<string> = new Set(['bfis', 'bfis-vertretung']);

/** Recorded by the day, those that begin later too: a letter is written before. Elsewhere only those of the same people. */
async function appointmentRecords(context: Context, slug: string): Promise<AppointmentRecord[]> {
  const at = stateAt(context);
  const rollen = await selectAllRollen(context.store, { day: '9999-12-31', before: at.before });
  const appointments = rollen.filter(({ rolle, bis }) => appointedRoles.has(rolle) && (bis === null || bis >= context.asOf));
  const people = new Set(appointments.filter(({ kommune }) => kommune === slug).map(({ person }) => person.toLowerCase()));
  const names = new Map((await selectKommunen(context.store, at)).map((kommune) => [kommune.slug, kommune.name]));
  return appointments
    .filter(({ kommune, person }) => kommune === slug || people.has(person.toLowerCase()))
    .map((rolle) => ({ ...rolle, stelle: names.get(rolle.kommune) ?? rolle.kommune }));
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

async function verbundRecord(context: Context, slug: string): Promise<VerbundRecord> {
  const at = stateAt(context);
  const register = await readRegister(context, slug);
  const { bausteine, risiken } = await modelKommune(context, slug);
  const { matrix } = await matrixInForce(context, slug, at);
  return {
    ...register,
    schutzbedarf: computeSchutzbedarf(register, await selectSchutzbedarf(context.store, slug, at)),
    bausteine,
    risikoanalyse: risiken,
    matrix,
    gefaehrdungen: threatsOf(context.catalogue).map(({ id, title }) => ({ id, title })),
  };
}
