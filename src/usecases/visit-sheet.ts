import { z } from 'zod';
import { formatDay } from '../domain/calendar.ts';
import { begehung } from '../domain/registers/begehung.ts';
import { InvalidDataError } from '../errors.ts';
import { plainLine } from '../exchange/plain-line.ts';
import { type VisitSheet, visitSheetHtml } from '../report/papers/visit-sheet.ts';
import { selectKommune } from '../store/kommunen.ts';
import { selectEntries } from '../store/register-entries.ts';
import { type Context, stateAt } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { fileNamePart } from './paper-names.ts';
import { writeFiles } from './write-files.ts';

const questions = z.array(z.strictObject({ text: z.string(), controls: z.array(z.string()).min(1) })).min(1);

const visitTable = z.object({
  rooms: z.array(z.object({ id: z.string(), title: z.string(), words: z.array(z.string()), questions })),
  general: z.object({ title: z.string(), questions }),
});

/** Characters of a name that still fit into the headline of a sheet. */
const mostCharacters = 80;
/** Findings of the last visit that leave room for the questions. */
const mostFindings = 5;

/**
 * Writes the sheet for a visit: the questions for this kind of room, and what stood out the last time.
 * @throws InvalidDataError for a room without a name; NotFoundError for the Kommune
 */
export async function writeVisitSheet(
  context: Context,
  { kommune: slug, room: typed, folder }: { kommune: string; room: string; folder: string },
): Promise<CommandJson['begehung bogen']> {
  const room = plainLine(typed);
  if (room === '' || Array.from(room).length > mostCharacters)
    throw new InvalidDataError(
      room === '' ? 'Der Raum hat keinen Namen.' : `Der Name des Raums ist länger als ${mostCharacters} Zeichen.`,
      'Zum Beispiel --raum "Serverraum" oder --raum "Bürgerbüro Erdgeschoss".',
    );
  const kommune = await selectKommune(context.store, slug, stateAt(context));
  const { id, title, questions: asked } = questionsFor(context, room);
  const sheet: VisitSheet = {
    kommune: plainLine(kommune.name),
    room,
    kind: title,
    printedOn: formatDay(context.asOf),
    questions: asked,
    last: await lastVisit(context, slug, room),
    howOn:
      'Danach: Fotos als Nachweis aufnehmen (burgward nachweis hinzufuegen), Begehung und Feststellungen eintragen (burgward begehung anlegen), daraus Maßnahmen anlegen. Die Nummern hinter den Fragen nennen die Anforderungen des Katalogs.',
  };
  const bytes = new TextEncoder().encode(visitSheetHtml(sheet));
  const name = `begehung-${slug}-${fileNamePart(room)}-${context.asOf}.html`;
  return {
    kommune: slug,
    raum: room,
    art: id,
    fragen: asked.map(({ text, controls }, index) => ({ nr: index + 1, frage: text, controls })),
    dateien: await writeFiles(folder, [{ name, format: 'html', bytes }]),
  };
}

/** The questions of the first kind of room of which a word begins or ends a word of the name; else the general ones. */
function questionsFor({ catalogue: { tables, edition } }: Context, room: string) {
  const table = visitTable.safeParse(tables['begehungsfragen']);
  if (!table.success)
    throw new InvalidDataError(
      `Der Katalog ${edition} enthält keine Fragen für Begehungen.`,
      'Einen Katalog mit der Tabelle „begehungsfragen“ benutzen.',
    );
  const parts = room
    .toLowerCase()
    .normalize('NFC')
    .split(/[^\p{L}\p{N}]+/u);
  const { rooms, general } = table.data;
  const fits = (word: string) => parts.some((part) => part.startsWith(word) || part.endsWith(word));
  return rooms.find(({ words }) => words.some(fits)) ?? { id: 'allgemein', ...general };
}

async function lastVisit({ store, ...context }: Context, slug: string, room: string): Promise<VisitSheet['last']> {
  const at = stateAt({ store, ...context });
  const visits = (await selectEntries(store, at, { kommune: slug, register: begehung.id })).flatMap(({ removed, values }) => {
    const { ort, am, feststellungen } = values;
    const isHere = removed === null && String(ort).toLowerCase() === room.toLowerCase();
    return isHere && typeof am === 'string' ? [{ am, findings: Array.isArray(feststellungen) ? feststellungen : [] }] : [];
  });
  const last = visits.toSorted((a, b) => (a.am < b.am ? -1 : 1)).at(-1);
  if (last === undefined) return null;
  const shown = last.findings.slice(0, mostFindings);
  const left = last.findings.length - shown.length;
  return { day: formatDay(last.am), findings: left === 0 ? shown : [...shown, `und ${left} weitere, siehe Protokoll`] };
}
