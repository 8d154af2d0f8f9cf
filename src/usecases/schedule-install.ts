import type { Job } from '../domain/scheduled-job.ts';
import { InvalidDataError } from '../errors.ts';
import { type Installation, installationTexts } from '../schedule/unit-files.ts';
import { selectRecipients } from '../store/nachrichten.ts';
import { selectJobs } from '../store/zeitplan.ts';
import { type Context, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { writeFiles } from './write-files.ts';

export interface InstallRequest extends Pick<Installation, 'node' | 'program' | 'benutzer'> {
  /** Null: only the texts. */
  ausgabe: string | null;
  probe: boolean;
}

/**
 * The texts with which a system runs the schedule, written into a folder if one is named. Nothing is installed or started.
 * @throws InvalidDataError for an account name a unit cannot carry; EnvironmentError when the folder cannot be written
 */
export async function describeInstallation(
  context: Context,
  request: InstallRequest,
): Promise<CommandJson['zeitplan installieren']> {
  const { node, program, benutzer, ausgabe, probe } = request;
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(benutzer))
    throw new InvalidDataError(
      `„${benutzer}“ ist kein Name eines Benutzerkontos.`,
      'Erlaubt sind Kleinbuchstaben, Ziffern, - und _, zum Beispiel burgward.',
    );
  const jobs = (await selectJobs(context.store, stateNow(context))).filter(({ entfernt }) => entfernt === null);
  const drops = (await selectRecipients(context.store, stateNow(context))).filter((each) => each.weg === 'ordner');
  const schreibtNach = [...jobs.flatMap(foldersOf), ...drops.filter(({ entfernt }) => entfernt === null).map(({ ziel }) => ziel)];
  const texte = installationTexts({ node, program, benutzer, datenbank: context.store.location, schreibtNach });
  if (ausgabe === null || probe) return { dateien: [], texte };
  const files = texte.map(({ name, inhalt }) => ({ name, format: name.split('.').at(-1) ?? 'txt', bytes: encode(name, inhalt) }));
  return { dateien: await writeFiles(ausgabe, files), texte };
}

function foldersOf(job: Job): string[] {
  return 'ausgabe' in job.optionen && typeof job.optionen.ausgabe === 'string' ? [job.optionen.ausgabe] : [];
}

/** The task planner of Windows reads its files as UTF-16 with a mark. */
function encode(name: string, text: string): Uint8Array {
  return name.endsWith('.xml') ? Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'utf16le') : Buffer.from(text, 'utf8');
}
