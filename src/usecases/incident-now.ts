/** An incident right now: five answers become an entry, the periods as clock times, the calls, and a draft of the report. */
import { incidentTimeline } from '../domain/incident.ts';
import { callsFor } from '../domain/incident-contacts.ts';
import { firstHour } from '../domain/incident-first-hour.ts';
import { incidentRecipients } from '../domain/incident-report.ts';
import { readEntry } from '../domain/register.ts';
import { vorfall } from '../domain/registers/vorfall.ts';
import { InvalidDataError } from '../errors.ts';
import { incidentPage } from '../exchange/incident-document.ts';
import { pageHtml } from '../exchange/page-html.ts';
import { pageMarkdown } from '../exchange/page-markdown.ts';
import { selectKommune, selectRollen, selectZielobjekte } from '../store/kommunen.ts';
import { type Context, stateNow } from './context.ts';
import { findIncident } from './find-incident.ts';
import { pastMoment } from './incident-register.ts';
import { reportsFor } from './incident-reporting.ts';
import { callJson, deadlineJson, deadlinesOf, entriesWithGroups } from './incident-state.ts';
import type { CommandJson, RegisterEntryJson } from './json-schemas.ts';
import { addEntry, type TypedEntry, unknownReferences } from './registers.ts';
import { writeFiles } from './write-files.ts';

/** The five answers as typed; what is not known is left out. */
export interface IncidentAnswers {
  kommune: string;
  was: string;
  /** „jetzt“, „18:05“, „gestern 17:30“ … */
  seit: string;
  /** Words and ids of Zielobjekte, separated by commas. */
  betroffen: string | undefined;
  breitetSichAus: string | undefined;
  kdnBetroffen: string | undefined;
  personendaten: string | undefined;
  /** Nothing is recorded and no file written. */
  probe: boolean;
  folder: string;
}

/** @throws InvalidDataError for an answer that cannot be; NotFoundError for the Kommune */
export async function respondAtOnce(context: Context, answers: IncidentAnswers): Promise<CommandJson['vorfall sofort']> {
  const { kommune, probe, folder } = answers;
  const at = stateNow(context);
  const now = context.now().toISOString();
  await selectKommune(context.store, kommune, at);
  const typed = await typedAnswers(context, answers, now);
  const recorded = probe ? null : await addEntry(context, vorfall, { kommune, typed });
  const values = recorded?.angaben ?? (await checkedValues(context, kommune, typed));
  const deadlines = await deadlinesOf(context, kommune, values, at, now);
  const contacts = await entriesWithGroups(context, kommune, 'kontakt', at);
  const calls = callsFor(values, contacts, await selectRollen(context.store, kommune, at), context.today);
  return {
    kommune,
    probe,
    vorfall: recorded,
    kenntnis: String(values['kenntnis']),
    fristen: deadlines.map(deadlineJson),
    anrufen: calls.map(callJson),
    ersteStunde: { tun: [...firstHour.do], lassen: [...firstHour.leave] },
    dateien: recorded === null ? [] : await writeDraft(context, recorded, folder),
  };
}

async function typedAnswers({ store, today }: Context, answers: IncidentAnswers, now: string): Promise<TypedEntry> {
  const known = await selectZielobjekte(store, answers.kommune, { day: today, before: '9999-12-31T00:00:00Z' });
  const kuerzel = new Set(known.map((each) => each.kuerzel));
  const parts = (answers.betroffen ?? '').split(',').map((part) => part.trim());
  const isKnown = (part: string) => kuerzel.has(part.toUpperCase());
  const given: Record<string, string | undefined> = {
    titel: answers.was,
    kenntnis: pastMoment(answers.seit, now, 'Seit wann bekannt'),
    betroffen: parts.filter((part) => !isKnown(part)).join(', '),
    'breitet-sich-aus': answers.breitetSichAus,
    'kdn-betroffen': answers.kdnBetroffen,
    personendaten: answers.personendaten,
  };
  const texts = Object.entries(given).flatMap(([field, value]): [string, string][] =>
    value === undefined ? [] : [[field, value]],
  );
  return { ...Object.fromEntries(texts), zielobjekte: parts.filter(isKnown) };
}

async function checkedValues(context: Context, kommune: string, typed: TypedEntry) {
  const { values, problems } = readEntry(vorfall, typed, null);
  const all = [...problems, ...(await unknownReferences(context, vorfall, kommune, values, null))];
  if (all.length > 0)
    throw new InvalidDataError(all.map(({ text }) => text).join('\n'), 'burgward vorfall sofort --help erklärt die Angaben.');
  return values;
}

async function writeDraft(context: Context, { kommune, id }: RegisterEntryJson, folder: string) {
  const at = stateNow(context);
  const now = context.now().toISOString();
  const incident = await findIncident(context, kommune, id);
  const { name } = await selectKommune(context.store, kommune, at);
  const contacts = await entriesWithGroups(context, kommune, 'kontakt', at);
  const page = incidentPage({
    kommune: name,
    id,
    writtenAt: now,
    reports: await reportsFor(context, incident, incidentRecipients),
    deadlines: await deadlinesOf(context, kommune, incident.values, at, now),
    calls: callsFor(incident.values, contacts, await selectRollen(context.store, kommune, at), context.today),
    timeline: incidentTimeline(incident.versions),
  });
  const file = (format: string, text: string) => ({
    name: `vorfall-${kommune}-${id.toLowerCase()}-entwurf.${format}`,
    format,
    bytes: new TextEncoder().encode(text),
  });
  return writeFiles(folder, [file('md', pageMarkdown(page)), file('html', pageHtml(page))]);
}
