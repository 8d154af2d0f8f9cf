/** A message as people and as programs read it. Every text in it is one line without characters that could begin a header or a new line. */
import { formatDay, timeZone } from '../domain/calendar.ts';
import { type AlarmGroup, type MessageKind, messageKinds, type Recipient, type TlpLevel, tlpMarks } from '../domain/messages.ts';

/** What is said; nothing in it depends on the way it takes. */
export interface MessageContent {
  recipient: Pick<Recipient, 'id' | 'tlp'>;
  nr: number;
  groups: readonly AlarmGroup[];
  /** How many of what was told are no longer so. */
  over: Partial<Record<MessageKind, number>>;
  /** Instant of the message before; null: this is the first. */
  since: string | null;
  /** Instant. */
  at: string;
  /** Day it is about. */
  asOf: string;
  programVersion: string;
  /** Only to see whether it arrives. */
  isTest: boolean;
}

export interface Message {
  /** Names this very message, also when it is sent twice. */
  id: string;
  subject: string;
  /** Lines end with a line feed. */
  text: string;
  /** One JSON value, for programs. */
  json: string;
}

/** More would not be read, and many mail programs cut long messages. */
const maxLinesPerKind = 40;
const maxPlaces = 5;
const maxLineChars = 400;
const maxJsonItems = 1000;

const headings: Readonly<Record<MessageKind, string>> = {
  befunde: 'Neue oder veränderte Befunde',
  fristen: 'Fristen',
  massnahmen: 'Überfällige Maßnahmen',
  sicherung: 'Sicherung gescheitert',
  zeitplan: 'Auftrag des Zeitplans gescheitert',
};

const countWords: Readonly<Record<MessageKind, readonly [string, string]>> = {
  befunde: ['Befund', 'Befunde'],
  fristen: ['Frist', 'Fristen'],
  massnahmen: ['überfällige Maßnahme', 'überfällige Maßnahmen'],
  sicherung: ['gescheiterte Sicherung', 'gescheiterte Sicherungen'],
  zeitplan: ['gescheiterter Auftrag', 'gescheiterte Aufträge'],
};

/** Who may pass it on, in our words; the marks are those of the Traffic Light Protocol 2.0. */
const tlpMeanings: Readonly<Record<TlpLevel, string>> = {
  rot: 'nur für die Person, an die diese Nachricht ging',
  'amber-strict': 'nur in der eigenen Verwaltung, und nur für die, die es wissen müssen',
  amber: 'nur in der eigenen Verwaltung und bei ihren Dienstleistern, soweit sie es wissen müssen',
  gruen: 'nur unter Kommunen und ihren Partnern, nicht öffentlich',
};

const furtherCommands: Readonly<Record<MessageKind, string>> = {
  befunde: 'burgward netz befunde',
  fristen: 'burgward faellig',
  massnahmen: 'burgward massnahme liste',
  sicherung: 'burgward zeitplan liste',
  zeitplan: 'burgward zeitplan liste',
};

/** The same content gives the same text, byte for byte. */
export function composeMessage(content: MessageContent): Message {
  const { recipient, nr, groups, isTest } = content;
  const what = isTest ? 'Testnachricht' : countsText(countGroups(groups));
  const subject = `[${tlpMarks[recipient.tlp]}] Informationssicherheit: ${what}${aboutText(groups)}`;
  return { id: `${recipient.id}-${nr}`, subject, text: plainText(content), json: jsonText(content, subject) };
}

function countGroups(groups: readonly AlarmGroup[]): Partial<Record<MessageKind, number>> {
  const counts: Partial<Record<MessageKind, number>> = {};
  for (const { kind, count } of groups) counts[kind] = (counts[kind] ?? 0) + count;
  return counts;
}

function countsText(counts: Partial<Record<MessageKind, number>>): string {
  return messageKinds
    .flatMap((kind) => {
      const n = counts[kind] ?? 0;
      return n === 0 ? [] : [`${n} ${countWords[kind][n === 1 ? 0 : 1]}`];
    })
    .join(', ');
}

/** Which Kommune, as long as a subject has room. */
function aboutText(groups: readonly AlarmGroup[]): string {
  const kommunen = [...new Set(groups.flatMap(({ kommune }) => kommune ?? []))];
  if (kommunen.length === 0) return '';
  return kommunen.length === 1 ? ` (${kommunen[0]})` : ` (${kommunen.length} Kommunen)`;
}

function plainText(content: MessageContent): string {
  const { recipient, nr, groups, over, since, at, asOf, programVersion, isTest } = content;
  const lines = [`${tlpMarks[recipient.tlp]}: ${tlpMeanings[recipient.tlp]}`, ''];
  if (isTest) lines.push('Das ist eine Testnachricht. Sie zeigt, dass Nachrichten hier ankommen; zu tun ist nichts.', '');
  else {
    lines.push(since === null ? 'Erste Nachricht; offen ist:' : `Neu seit der Nachricht vom ${instantText(since)}:`, '');
    for (const kind of messageKinds) lines.push(...section(kind, groups));
  }
  const overText = countsText(over);
  if (overText !== '') lines.push(`Nicht mehr offen: ${overText}.`, '');
  const commands = [...new Set(groups.map(({ kind }) => furtherCommands[kind]))];
  if (commands.length > 0) lines.push(`Einzelheiten: ${commands.map((command) => `„${command}“`).join(', ')}`);
  lines.push(
    `Stand ${formatDay(asOf)}, gesendet ${instantText(at)}, burgward ${programVersion}, Nachricht ${recipient.id}-${nr}`,
  );
  return `${lines.join('\n')}\n`;
}

function section(kind: MessageKind, groups: readonly AlarmGroup[]): string[] {
  const own = groups.filter((group) => group.kind === kind);
  if (own.length === 0) return [];
  const count = own.reduce((sum, group) => sum + group.count, 0);
  const shown = own.slice(0, maxLinesPerKind).flatMap(groupLines);
  const rest = own.slice(maxLinesPerKind).reduce((sum, group) => sum + group.count, 0);
  return [`${headings[kind]} (${count})`, ...shown, ...(rest === 0 ? [] : [`… und ${rest} weitere`]), ''];
}

function groupLines({ text, kommune, places, who, day, isLate, times, count }: AlarmGroup): string[] {
  const further = places.length > maxPlaces ? ` und ${places.length - maxPlaces} weitere` : '';
  const where = places.length === 0 ? '' : `: ${places.slice(0, maxPlaces).join(', ')}${further}`;
  const often = times > count ? ` (${times}-mal)` : '';
  const until = day === null ? 'kein Termin' : `bis ${formatDay(day)}${isLate ? ', überfällig' : ''}`;
  return [
    shortened(`- ${kommune === null ? '' : `${kommune}: `}${text}${where}${often}`),
    shortened(`  Wer: ${who ?? 'niemand eingetragen'}; ${until}`),
  ];
}

function shortened(line: string): string {
  const characters = [...line];
  return characters.length > maxLineChars ? `${characters.slice(0, maxLineChars - 1).join('')}…` : line;
}

/** `22.11.2026, 07:00 Uhr`, Saxon time. */
function instantText(instant: string): string {
  const at = new Date(instant);
  const day = at.toLocaleDateString('de-DE', { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' });
  return `${day}, ${at.toLocaleTimeString('de-DE', { timeZone, hour: '2-digit', minute: '2-digit' })} Uhr`;
}

/** Fields are explained in docs/nachrichten.md; further ones may be added. */
function jsonText(content: MessageContent, subject: string): string {
  const { recipient, nr, groups, over, since, at, asOf, programVersion, isTest } = content;
  const body = {
    format: 'burgward-nachricht/1',
    id: `${recipient.id}-${nr}`,
    tlp: tlpMarks[recipient.tlp],
    empfaenger: recipient.id,
    nr,
    test: isTest,
    erstellt: at,
    seit: since,
    stand: asOf,
    programm: programVersion,
    betreff: subject,
    punkte: groups.slice(0, maxJsonItems).map(({ kind, kommune, text, places, who, day, isLate, count, times }) => ({
      art: kind,
      kommune,
      text,
      stellen: places,
      anzahl: count,
      male: times,
      wer: who,
      bis: day,
      ueberfaellig: isLate,
    })),
    weitere: Math.max(0, groups.length - maxJsonItems),
    nichtMehrOffen: over,
  };
  return `${JSON.stringify(body)}\n`;
}
