/** What to type into the forms of SAX.CERT, the operator of the KDN and the data protection authority. */
import { type Call, callsFor } from '../domain/incident-contacts.ts';
import {
  type IncidentRecipient,
  type IncidentReport,
  incidentRecipients,
  incidentReport,
  reportText,
} from '../domain/incident-report.ts';
import { selectKommune, selectRollen, selectZielobjekte } from '../store/kommunen.ts';
import { type Context, stateAt } from './context.ts';
import { entriesWithGroups, findIncident, type Incident } from './incident-state.ts';
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
  const { name, ags } = await selectKommune(store, kommune, at);
  const contacts = await entriesWithGroups(context, kommune, 'kontakt', at);
  const calls = callsFor({}, contacts, await selectRollen(store, kommune, at), asOf);
  const objects = await selectZielobjekte(store, kommune, at);
  const concerned = Array.isArray(values['zielobjekte']) ? values['zielobjekte'] : [];
  const names = concerned.map((kuerzel: string) => objects.find((each) => each.kuerzel === kuerzel)?.name ?? kuerzel);
  const reachable = (office: string) => personOf(calls.find(({ id }) => id === office));
  const reporter = { kommune: name, ags, contact: reachable('bfis'), dataProtectionContact: reachable('dsb') };
  return recipients.map((recipient) => incidentReport(recipient, values, reporter, names));
}

/** „Mara Lindner, Telefon …“; null if nobody is recorded. */
function personOf(call: Call | undefined): string | null {
  const [contact] = call?.contacts ?? [];
  if (contact === undefined) return call?.person ?? null;
  const { name, day, mail } = contact;
  return [name, ...(day === null ? [] : [`Telefon ${day}`]), ...(mail === null ? [] : [mail])].join(', ');
}
