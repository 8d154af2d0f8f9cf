/** The report about an incident: what is known and what is not, until when it is due, whether it binds. Its sentences are those of `vorfall melden`. */
import { endOfDay } from '../../../domain/calendar.ts';
import { degreeMark } from '../../../domain/duties.ts';
import { type DeadlineState, type IncidentDeadline, incidentDeadlines, incidentTimeline } from '../../../domain/incident.ts';
import { type IncidentKind, incidentKindWords } from '../../../domain/incident-classification.ts';
import { dayOfDue, formatMoment } from '../../../domain/incident-clock.ts';
import {
  atStage,
  type IncidentRecipient,
  incidentRecipients,
  incidentReport,
  notKnown,
  objectNames,
  type ReportStage,
  reporterOf,
  reportStages,
} from '../../../domain/incident-report.ts';
import { bindingText, dueMomentText, dueText, movedText, sourceText } from '../../../domain/incident-words.ts';
import { type RegisterEntry, textIn } from '../../../domain/register.ts';
import { agreeing, asSentence, capitalized, counted } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import { degreeNote } from '../../legal-basis.ts';
import type { StatusMark } from '../../report-data.ts';
import { entriesOf, type ReportInput } from '../../report-input.ts';
import type { MeldungData, RecipientData, ReportPeriod } from './data.ts';

const titles: Readonly<Record<ReportStage, string>> = {
  erstmeldung: 'Erste Meldung',
  zwischenmeldung: 'Zwischenmeldung',
  abschluss: 'Abschlussbericht',
};

/** Which period a report to SAX.CERT meets, the stricter first. */
const periodsOfStage: Readonly<Record<ReportStage, readonly string[]>> = {
  erstmeldung: ['vorfall-erstmeldung', 'vorfall-meldung'],
  zwischenmeldung: ['vorfall-ausfuehrliche-meldung'],
  abschluss: ['vorfall-abschlussmeldung'],
};

export function buildMeldung(input: ReportInput): MeldungData {
  const { eintrag: entry, eintragVerlauf: versions = [] } = input;
  if (entry === null) throw new Error('this report is about an incident');
  const stage = reportStages.find((each) => each === input.variante) ?? 'erstmeldung';
  const deadlines = incidentDeadlines(entry.values, input.fristen, {
    merkmale: input.merkmale,
    holidays: input.feiertage,
    now: endOfDay(input.asOf),
  });
  const applying = deadlines.filter(({ state }) => state !== 'entfaellt');
  const recipients = recipientsOf(stage, deadlines);
  const fristen = applying.map((deadline) => buildPeriod(deadline, input.asOf));
  const told = recipients.map((recipient) => buildRecipient(recipient, stage, entry, deadlines, input));
  return {
    art: 'meldung',
    kopf: buildHead(input, {
      bericht: `${titles[stage]} ${entry.id}`,
      titel: titleFor(`${titles[stage]} zum Vorfall ${entry.id}`, input.kommune),
    }),
    eintrag: entry.id,
    stufe: stage,
    saetze: {
      was: incidentSentence(entry),
      gemeldet: doneSentence(applying),
      unbekannt: unknownSentence(told),
    },
    empfaenger: told,
    nichtEnthalten: notIncluded(stage, deadlines),
    fristen,
    verlauf: incidentTimeline(versions).map(({ at, text, recordedBy, recordedAt, isLate }) => ({
      wann: formatMoment(at),
      was: text,
      von: isLate ? `${recordedBy}, nachgetragen ${formatMoment(recordedAt)}` : recordedBy,
    })),
    danach: afterwards(entry, recipients, stage),
    gradHinweis: fristen.some(({ grad }) => grad === '°') ? degreeNote : '',
  };
}

function incidentSentence({ values }: RegisterEntry): string {
  const art = textIn(values, 'art');
  const kenntnis = textIn(values, 'kenntnis');
  const kind = art === null ? 'Noch nicht eingeordnet.' : `Eingeordnet als ${incidentKindWords[art as IncidentKind] ?? art}.`;
  return [
    asSentence(textIn(values, 'titel') ?? notKnown),
    kenntnis === null ? 'Seit wann es bekannt ist, ist nicht erfasst.' : `Bekannt seit ${formatMoment(kenntnis)}.`,
    kind,
  ].join(' ');
}

function doneSentence(applying: readonly IncidentDeadline[]): string {
  if (applying.length === 0) return 'Keine Frist kommt in Frage, soweit erfasst.';
  const done = applying.filter((deadline) => deadline.done !== null).length;
  const count = counted(applying.length, 'Meldung, die in Frage kommt,', 'Meldungen, die in Frage kommen,');
  return `Von ${count} ${agreeing(done, 'ist', 'sind')} ${done} als erledigt erfasst.`;
}

/** Every paper has fields of its own, so each counts for itself. */
function unknownSentence(told: readonly RecipientData[]): string {
  return told.map(({ titel, unbekannt }) => (told.length === 1 ? unbekannt : `${titel}: ${unbekannt}`)).join(' ');
}

/** Whoever has to be told at once is told with the first report; the later ones go to SAX.CERT. */
function recipientsOf(stage: ReportStage, deadlines: readonly IncidentDeadline[]): IncidentRecipient[] {
  if (stage !== 'erstmeldung') return ['saxcert'];
  const isOut = (id: string) => deadlines.find((each) => each.id === id)?.state === 'entfaellt';
  return incidentRecipients.filter((recipient) => !isOut(periodOfRecipient[recipient] ?? ''));
}

const periodOfRecipient: Readonly<Partial<Record<IncidentRecipient, string>>> = {
  kdn: 'vorfall-kdn-betreiber',
  datenschutz: 'vorfall-datenschutz',
};

function periodFor(
  recipient: IncidentRecipient,
  stage: ReportStage,
  deadlines: readonly IncidentDeadline[],
): IncidentDeadline | null {
  const own = periodOfRecipient[recipient];
  const ids = own === undefined ? periodsOfStage[stage] : [own];
  const found = ids.flatMap((id) => deadlines.find((each) => each.id === id) ?? []);
  return found.find(({ state }) => state !== 'entfaellt') ?? found[0] ?? null;
}

function buildRecipient(
  recipient: IncidentRecipient,
  stage: ReportStage,
  { values }: RegisterEntry,
  deadlines: readonly IncidentDeadline[],
  input: ReportInput,
): RecipientData {
  const reporter = reporterOf(input.kommune, entriesOf(input, 'kontakt'), input.rollen, input.asOf);
  const names = objectNames(values, input.zielobjekte ?? []);
  const report = atStage(incidentReport(recipient, values, reporter, names), stage, values);
  const period = periodFor(recipient, stage, deadlines);
  const unknown = report.fields.filter(({ value }) => value === null).length;
  return {
    an: recipient,
    titel: report.title,
    hinweis: report.note,
    frist: period === null ? '' : periodSentence(period),
    felder: report.fields.map(({ label, value }) => ({ feld: label, wert: value ?? notKnown, bekannt: value !== null })),
    unbekannt:
      unknown === 0
        ? `Alle ${report.fields.length} Angaben sind bekannt.`
        : `${unknown} von ${counted(report.fields.length, 'Angabe', 'Angaben')} ${agreeing(unknown, 'ist', 'sind')} noch nicht bekannt.`,
  };
}

function periodSentence(deadline: IncidentDeadline): string {
  if (deadline.state === 'entfaellt') return bindingText(deadline);
  const until = dueText(deadline);
  const when = deadline.due === null ? capitalized(until) : `Bis ${until}`;
  return `${when}. ${bindingText(deadline)}`;
}

const states: Readonly<Record<DeadlineState, StatusMark>> = {
  eingehalten: { art: 'inOrdnung', wort: 'eingehalten' },
  erledigt: { art: 'inOrdnung', wort: 'erledigt' },
  verspaetet: { art: 'teilweise', wort: 'verspätet' },
  offen: { art: 'teilweise', wort: 'läuft' },
  ueberschritten: { art: 'handlungsbedarf', wort: 'überschritten' },
  entfaellt: { art: 'trifftNichtZu', wort: 'entfällt' },
};

function buildPeriod(deadline: IncidentDeadline, asOf: string): ReportPeriod {
  const { title, recipient, confidence, done, due, state } = deadline;
  // The report speaks for a day, not for an hour: what ends on that day may still be in time.
  const endsToday = state === 'ueberschritten' && due !== null && dayOfDue(due) === asOf;
  return {
    bis: dueMomentText(deadline),
    bisHinweis: movedText(deadline),
    was: title,
    an: recipient,
    stand: endsToday ? { art: 'teilweise', wort: 'endet am Stichtag' } : states[state],
    erledigt: done === null ? '' : formatMoment(done),
    gilt: bindingText(deadline),
    grundlage: sourceText(deadline),
    grad: degreeMark(confidence),
    vertrauen: confidence.join(', '),
  };
}

function notIncluded(stage: ReportStage, deadlines: readonly IncidentDeadline[]): string[] {
  if (stage !== 'erstmeldung')
    return ['Der KDN-Betreiber und die Datenschutzaufsicht werden mit der ersten Meldung informiert; ihre Angaben stehen dort.'];
  const out = Object.values(periodOfRecipient).flatMap((id) => deadlines.find((each) => each.id === id) ?? []);
  return out.filter(({ state }) => state === 'entfaellt').map(({ recipient, reason }) => `${recipient}: ${reason}`);
}

const fieldOf: Readonly<Record<ReportStage, string>> = {
  erstmeldung: 'saxcert',
  zwischenmeldung: 'saxcert-ausfuehrlich',
  abschluss: 'saxcert-abschluss',
};

function addressed(recipient: IncidentRecipient, stage: ReportStage): { field: string; office: string } {
  if (recipient === 'kdn') return { field: 'kdn-bfis', office: 'BfIS des KDN-Betreibers' };
  if (recipient === 'datenschutz') return { field: 'datenschutzaufsicht', office: 'Datenschutzaufsicht' };
  return { field: fieldOf[stage], office: 'SAX.CERT' };
}

function afterwards(
  { id, kommune, values }: RegisterEntry,
  recipients: readonly IncidentRecipient[],
  stage: ReportStage,
): string[] {
  return recipients.map((recipient) => {
    const { field, office } = addressed(recipient, stage);
    const told = textIn(values, field);
    if (told !== null) return `${office}: als gemeldet erfasst, ${formatMoment(told)}.`;
    return `${office}: nach der Meldung den Zeitpunkt festhalten mit burgward vorfall aendern ${id} --kommune ${kommune} --${field} "TAG UHRZEIT"`;
  });
}
