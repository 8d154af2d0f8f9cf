/** Incidents as people read them at the terminal: periods, calls, the first hour, the time line. */
import { formatMoment } from '../domain/incident-clock.ts';
import { bindingText } from '../domain/incident-words.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';
import { formatInstant } from './format.ts';
import { keyValues, markedWord, paragraph, type StatusMark, styled, table } from './output.ts';

type Deadline = CommandJson['vorfall fristen']['fristen'][number];
type Call = CommandJson['vorfall sofort']['anrufen'][number];

const stateWords: Readonly<Record<Deadline['stand'], readonly [StatusMark, string]>> = {
  eingehalten: ['good', 'eingehalten'],
  erledigt: ['good', 'erledigt'],
  verspaetet: ['partly', 'verspätet'],
  ueberschritten: ['bad', 'überschritten'],
  offen: ['unknown', 'offen'],
  entfaellt: ['none', 'entfällt'],
};

/** One block per period that applies: until when first, then what, whether it binds, and on what it rests. */
export function deadlinesText(deadlines: readonly Deadline[]): string {
  const applying = deadlines.filter(({ stand }) => stand !== 'entfaellt');
  if (applying.length === 0) return 'Es laufen keine Meldefristen.';
  return applying.map(deadlineText).join('\n');
}

function deadlineText({ titel, an, bis, verbindlich, grund, erledigt, stand, grundlage, vertrauen }: Deadline): string {
  const [mark, word] = stateWords[stand];
  const done = erledigt === null ? '' : `, geschehen ${formatMoment(erledigt)}`;
  return [
    `${markedWord(mark, word)}  ${styled('bold', bis)}${done}`,
    paragraph(`${titel}, an: ${an}`, 2),
    paragraph(bindingText({ binding: verbindlich, reason: grund }), 2),
    paragraph(`Grundlage: ${grundlage} [${vertrauen.join(', ')}]`, 2),
  ].join('\n');
}

/** What the marks behind a source mean. */
export const confidenceNote =
  'Vertrauen: V Wortlaut gelesen, V23 ältere Fassung gelesen, S aus zweiter Hand, M aus beruflicher Kenntnis; ° geltender Wortlaut nicht gelesen. Vor rechtlicher Verwendung prüfen.';

export function callsText(calls: readonly Call[]): string {
  return calls.map((call, index) => callText(call, index + 1)).join('\n');
}

function callText({ stelle, warum, person, kontakte, fehlt }: Call, number: number): string {
  const head = `${String(number).padStart(2)}. ${styled('bold', stelle)}\n${paragraph(warum, 4)}`;
  if (fehlt !== null) return `${head}\n${paragraph(`${person === null ? '' : `${person}. `}${fehlt}`, 4)}`;
  return [head, ...kontakte.map((kontakt) => paragraph(contactText(kontakt), 4))].join('\n');
}

function contactText({ name, tag, nacht, vertretung, mail }: Call['kontakte'][number]): string {
  const numbers = [
    `Tag ${tag ?? 'fehlt'}`,
    `Nacht ${nacht ?? 'fehlt'}`,
    ...(vertretung === null ? [] : [`Vertretung ${vertretung}`]),
    ...(mail === null ? [] : [mail]),
  ];
  return `${name}: ${numbers.join(', ')}`;
}

export function firstHourText({ tun, lassen }: CommandJson['vorfall sofort']['ersteStunde']): string {
  const below = (title: string, lines: readonly string[]) =>
    lines.map((line, index) => [index === 0 ? title : '', line] as const);
  return keyValues([...below('Tun', tun), ...below('Lassen', lassen)]);
}

export function timelineText(entries: CommandJson['vorfall verlauf']['verlauf']): string {
  return table(entries, [
    { header: 'Wann', value: ({ am }) => formatInstant(am) },
    { header: 'Was', value: ({ text }) => text },
    {
      header: 'Erfasst',
      value: ({ erfasstAm, erfasstVon, nachgetragen }) =>
        `${nachgetragen ? `nachgetragen ${formatInstant(erfasstAm)}, ` : ''}${erfasstVon}`,
    },
  ]);
}
