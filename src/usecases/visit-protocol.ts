import { formatDay } from '../domain/calendar.ts';
import { listIn, textIn } from '../domain/register.ts';
import { begehung } from '../domain/registers/begehung.ts';
import { massnahme } from '../domain/registers/massnahme.ts';
import { measureWords, visitRecord } from '../domain/visit-protocol.ts';
import { plainLine } from '../exchange/plain-line.ts';
import { type VisitProtocol, visitProtocolDocx, visitProtocolHtml } from '../report/papers/visit-protocol.ts';
import { selectKommune, selectZielobjekte } from '../store/kommunen.ts';
import { selectEntries } from '../store/register-entries.ts';
import { type Context, stateAt } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { fileNamePart } from './paper-names.ts';
import { showEntry } from './registers.ts';
import { writeFiles } from './write-files.ts';

export const protocolFormats = ['html', 'docx'] as const;
export type ProtocolFormat = (typeof protocolFormats)[number];

/**
 * Writes the record of a visit with its findings, what was made of each, and room to sign.
 * @throws NotFoundError for the visit; EnvironmentError when the folder cannot be written
 */
export async function writeVisitProtocol(
  context: Context,
  { kommune: slug, id, format, folder }: { kommune: string; id: string; format: ProtocolFormat; folder: string },
): Promise<CommandJson['begehung protokoll']> {
  const at = stateAt(context);
  const { eintrag } = await showEntry(context, begehung, slug, id);
  const { angaben: values } = eintrag;
  const kommune = await selectKommune(context.store, slug, at);
  const measures = (await selectEntries(context.store, at, { kommune: slug, register: massnahme.id })).filter(
    ({ removed }) => removed === null,
  );
  const objects = await selectZielobjekte(context.store, slug, at);
  const {
    place: typedPlace,
    day,
    participants,
    findings,
    others,
    next,
    signed,
  } = visitRecord({ id: eintrag.id, values }, measures, objects);
  const names = new Map(objects.map(({ kuerzel, name }) => [kuerzel, name]));
  const place = plainLine(typedPlace);
  const protocol: VisitProtocol = {
    kommune: plainLine(kommune.name),
    id: eintrag.id,
    place,
    day: formatDay(day),
    participants: participants.map(plainLine),
    zielobjekte: listIn(values, 'zielobjekte').map((kuerzel) => plainLine(`${kuerzel} ${names.get(kuerzel) ?? ''}`)),
    findings: findings.map(({ text, measure }) => ({ text, measure: measure === null ? null : measureWords(measure) })),
    others: others.map((measure) => `${textIn(measure.values, 'titel') ?? ''} (${measureWords(measure)})`),
    next: next === null ? null : formatDay(next),
    signed,
    printedOn: formatDay(context.asOf),
  };
  const name = `begehungsprotokoll-${slug}-${eintrag.id}-${fileNamePart(place)}-${context.asOf}.${format}`;
  return {
    kommune: slug,
    begehung: eintrag.id,
    feststellungen: findings.map(({ text, measure }, index) => ({
      nr: index + 1,
      text,
      massnahme:
        measure === null
          ? null
          : {
              id: measure.id,
              verantwortlich: textIn(measure.values, 'verantwortlich'),
              faellig: textIn(measure.values, 'faellig'),
            },
    })),
    unterzeichnetAm: textIn(values, 'unterzeichnet-am'),
    dateien: await writeFiles(folder, [{ name, format, bytes: await bytesOf(protocol, format) }]),
  };
}

async function bytesOf(protocol: VisitProtocol, format: ProtocolFormat): Promise<Uint8Array> {
  if (format === 'html') return new TextEncoder().encode(visitProtocolHtml(protocol));
  // Here, not above: the library is large and no other format needs it.
  const { writeDocx } = await import('../report/papers/docx.ts');
  return writeDocx(visitProtocolDocx(protocol));
}
