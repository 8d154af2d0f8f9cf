/** Recipients of messages as people read them. */
import { type MessageKind, tlpMarks } from '../domain/messages.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';
import { formatInstant } from './format.ts';
import { counted, keyValues, markedWord, table } from './output.ts';

type RecipientJson = CommandJson['nachricht empfaenger anlegen'];
type SentJson = CommandJson['nachricht senden']['nachrichten'][number];

const kindWords: Readonly<Record<MessageKind, string>> = {
  befunde: 'Befunde',
  fristen: 'Fristen',
  massnahmen: 'überfällige Maßnahmen',
  sicherung: 'gescheiterte Sicherungen',
  zeitplan: 'gescheiterte Aufträge',
};

export function recipientText(recipient: RecipientJson): string {
  const { id, ziel, kommunen, arten, tage, pauseStunden, hoechstens, tlp } = recipient;
  return keyValues([
    ['Empfänger', id],
    ['Ziel', ziel],
    ['Für', kommunen?.join(', ') ?? 'alle'],
    ['Worüber', arten.map((kind) => kindWords[kind]).join(', ')],
    ['Fristen', `${tage} Tage voraus`],
    ['Dasselbe wieder', `frühestens nach ${counted(pauseStunden, 'Stunde', 'Stunden')}`],
    ['Höchstens', `${counted(hoechstens, 'Nachricht', 'Nachrichten')} je Stunde`],
    ['Kennzeichnung', tlpMarks[tlp]],
  ]);
}

export function recipientsTable(recipients: readonly RecipientJson[]): string {
  return table(recipients, [
    { header: 'Nr.', value: ({ id }) => id },
    { header: 'Weg', value: ({ weg }) => weg },
    { header: 'Ziel', value: ({ ziel }) => ziel },
    { header: 'Für', value: ({ kommunen }) => kommunen?.join(', ') ?? 'alle' },
    { header: 'Worüber', value: ({ arten }) => arten.join(', ') },
    { header: 'Zuletzt', value: lastText },
  ]);
}

function lastText({ entfernt, gestoertSeit, zuletzt }: RecipientJson): string | null {
  if (entfernt !== null) return 'entfernt';
  if (gestoertSeit !== null)
    return markedWord('bad', `kommt nicht an seit ${formatInstant(gestoertSeit)}: ${zuletzt?.fehler ?? ''}`);
  if (zuletzt === null) return null;
  if (zuletzt.stand === 'aufgeschoben') return markedWord('partly', `aufgeschoben ${formatInstant(zuletzt.um)}`);
  return markedWord('good', formatInstant(zuletzt.um));
}

/** One line per recipient. */
export function sentLine({
  empfaenger,
  stand,
  punkte,
  zurueckgehalten,
  betreff,
  fehler,
  naechsterVersuch,
  dateien,
}: SentJson): string {
  const later = naechsterVersuch === null ? '' : ` Nächster Versuch ab ${formatInstant(naechsterVersuch)}.`;
  switch (stand) {
    case 'gesendet':
      return `${markedWord('good', empfaenger)}: gesendet, ${counted(punkte, 'Punkt', 'Punkte')}: ${[betreff, ...dateien].join(', ')}`;
    case 'gescheitert':
      return `${markedWord('bad', empfaenger)}: nicht angekommen: ${fehler}${later}`;
    case 'aufgeschoben':
      return `${markedWord('partly', empfaenger)}: aufgeschoben, in der letzten Stunde gingen genug Nachrichten hinaus.${later}`;
    case 'nichts-neues': {
      const held = zurueckgehalten === 0 ? '' : ` (${zurueckgehalten} zurückgehalten, erst vor Kurzem gemeldet)`;
      return `${markedWord('none', empfaenger)}: nichts Neues${held}`;
    }
    case 'probe':
      return `${markedWord('unknown', empfaenger)}: würde gesendet, ${counted(punkte, 'Punkt', 'Punkte')}`;
  }
}
