/** What to type into the forms of SAX.CERT, the operator of the KDN and the data protection authority. */
import {
  type IncidentRecipient,
  type IncidentReport,
  incidentRecipients,
  incidentReport,
  objectNames,
  reporterOf,
  reportText,
} from '../domain/incident-report.ts';
import { selectKommune, selectRollen, selectZielobjekte } from '../store/kommunen.ts';
import { type Context, stateAt } from './context.ts';
import { findIncident, type Incident } from './find-incident.ts';
import { entriesWithGroups } from './incident-state.ts';
import type { CommandJson } from './json-schemas.ts';

/** Without a recipient for all of them. @throws NotFoundError */
export async function reportIncident(
  context: Context,
  { kommune, id, an }: { kommune: string; id: string; an: IncidentRecipient | undefined },
): Promise<CommandJson['vorfall melden']> {
  const incident = await findIncident(context, kommune, id);
  const reports = await reportsFor(context, incident, an === undefined ? incidentRecipients : [an]);
  return {
    vorfall: incident.id,
    texte: reports.map((report) => ({
      an: report.recipient,
      titel: report.title,
      hinweis: report.note,
      werte: report.fields.map(({ label, value }) => ({ feld: label, wert: value })),
      text: reportText(report),
    })),
  };
}

export async function reportsFor(
  context: Context,
  { kommune, values }: Incident,
  recipients: readonly IncidentRecipient[],
): Promise<IncidentReport[]> {
  const { store, asOf } = context;
  const at = stateAt(context);
  const contacts = await entriesWithGroups(context, kommune, 'kontakt', at);
  const rollen = await selectRollen(store, kommune, at);
  const reporter = reporterOf(await selectKommune(store, kommune, at), contacts, rollen, asOf);
  const names = objectNames(values, await selectZielobjekte(store, kommune, at));
  return recipients.map((recipient) => incidentReport(recipient, values, reporter, names));
}
