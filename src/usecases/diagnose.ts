import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { findNmap } from '../collect/nmap/installation.ts';
import { dayOf, endOfDay } from '../domain/calendar.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { ExpectedError } from '../errors.ts';
import { usualPdfKind } from '../report/pdf-engine.ts';
import { selectKommunen } from '../store/kommunen.ts';
import { selectRecipients } from '../store/nachrichten.ts';
import { openStore, type Store } from '../store/open.ts';
import type { StateAt } from '../store/versions.ts';
import { countAnswersByWording, selectAnsweredWordings } from '../store/wordings.ts';
import { selectJobs } from '../store/zeitplan.ts';
import { controlHash } from './control-hash.ts';
import type { CommandJson } from './json-schemas.ts';
import { failedJobs } from './message-failed-jobs.ts';
import { disturbedRecipients } from './message-recipients.ts';
import { storageWarnings } from './storage-place.ts';

type Diagnosis = CommandJson['diagnose'];

export interface DiagnoseRequest {
  programVersion: string;
  datenbank: string;
  now: Date;
  loadCatalogue(): Promise<Catalogue>;
}

/** What is installed and usable, and what goes wrong by itself, with a hint for everything. Creates and changes nothing. */
export async function diagnose(request: DiagnoseRequest): Promise<Diagnosis> {
  const hinweise: string[] = [];
  const orHint = async <T>(what: () => Promise<T> | T): Promise<T | null> => {
    try {
      return await what();
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      hinweise.push(`${error.message} ${error.hint}`);
      return null;
    }
  };
  const nmap = await orHint(findNmap);
  const pdfKind = usualPdfKind();
  const catalogue = await orHint(request.loadCatalogue);
  const datenbank = await describeDatabase(request, catalogue, hinweise);
  hinweise.push(...(await storageWarnings(request.datenbank)).map(({ text }) => text));
  return {
    version: request.programVersion,
    node: { version: process.versions.node, pfad: process.execPath },
    nmap: nmap === null ? null : { version: nmap.version, pfad: nmap.path },
    pdf: pdfKind !== null,
    pdfUa: pdfKind === 'ua-1',
    katalog: catalogue === null ? null : { id: catalogue.id, edition: catalogue.edition, hash: catalogue.hash },
    ...datenbank,
    hinweise,
  };
}

type DatabasePart = Pick<Diagnosis, 'datenbank' | 'zeitplan' | 'nachrichten' | 'umformuliert'>;

const withoutDatabase = { zeitplan: null, nachrichten: null, umformuliert: null };

async function describeDatabase(
  { datenbank: pfad, now }: DiagnoseRequest,
  catalogue: Catalogue | null,
  hinweise: string[],
): Promise<DatabasePart> {
  if (!existsSync(pfad)) {
    const beschreibbar = await isWritable(nearestFolder(pfad));
    if (!beschreibbar)
      hinweise.push(`Die Datenbank ${pfad} lässt sich nicht anlegen. Mit --datenbank einen anderen Ort angeben.`);
    return { datenbank: { pfad, vorhanden: false, beschreibbar, kommunen: null, problem: null }, ...withoutDatabase };
  }
  const beschreibbar = await isWritable(pfad);
  try {
    const store = await openStore(pfad);
    try {
      const kommunen = await selectKommunen(store, { day: '9999-12-30', before: endOfDay('9999-12-30') });
      const datenbank = { pfad, vorhanden: true, beschreibbar, kommunen: kommunen.length, problem: null };
      const today = dayOf(now.toISOString());
      return { datenbank, ...(await describeOperation(store, catalogue, { day: today, before: endOfDay(today) }, hinweise)) };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    hinweise.push(`${error.message} ${error.hint}`);
    return { datenbank: { pfad, vorhanden: true, beschreibbar, kommunen: null, problem: error.message }, ...withoutDatabase };
  }
}

/** What goes wrong while nobody looks: jobs that fail, messages that do not get through, answers to words that have changed. */
async function describeOperation(
  store: Store,
  catalogue: Catalogue | null,
  at: StateAt,
  hinweise: string[],
): Promise<Omit<DatabasePart, 'datenbank'>> {
  const jobs = (await selectJobs(store, at)).filter(({ entfernt, aktiv }) => entfernt === null && aktiv);
  const gescheitert = (await failedJobs(store, at)).map(({ job, last }) => ({
    auftrag: job.id,
    art: job.art,
    um: last.beendet ?? last.begonnen,
    text: last.text,
  }));
  for (const { auftrag, art } of gescheitert)
    hinweise.push(`Der Auftrag ${auftrag} (${art}) ist gescheitert. Näheres zeigt „burgward zeitplan zeigen ${auftrag}“.`);
  const recipients = (await selectRecipients(store, at)).filter(({ entfernt }) => entfernt === null);
  const gestoert = await disturbedRecipients({ store }, at);
  for (const { empfaenger, fehler } of gestoert)
    hinweise.push(`Nachrichten an ${empfaenger} kommen nicht an: ${fehler} Nach der Abhilfe: burgward nachricht senden`);
  const umformuliert = catalogue === null ? null : await countReworded(store, catalogue, at);
  if (umformuliert !== null && umformuliert > 0) {
    const what = umformuliert === 1 ? 'Bei 1 Antwort ist die Frage' : `Bei ${umformuliert} Antworten ist die Frage`;
    hinweise.push(
      `${what} in der Ausgabe ${catalogue?.edition} des Katalogs anders gefasst. Welche das sind, zeigt „burgward katalog aktualisieren --probe“; ohne --probe werden sie zum Bestätigen vorgelegt.`,
    );
  }
  return {
    zeitplan: { auftraege: jobs.length, gescheitert },
    nachrichten: { empfaenger: recipients.length, gestoert },
    umformuliert,
  };
}

async function countReworded(store: Store, catalogue: Catalogue, at: StateAt): Promise<number> {
  const live = catalogue.controls.filter(({ retired }) => retired === undefined);
  const hashes = new Map(live.map((control) => [control.id, controlHash(control)]));
  const isReworded = ({ control, hash }: { control: string; hash: string | null }) =>
    hash !== null && hashes.has(control) && hashes.get(control) !== hash;
  const once = (await selectAnsweredWordings(store)).filter(isReworded);
  if (once.length === 0) return 0;
  const counts = await countAnswersByWording(store, [...new Set(once.map(({ control }) => control))], at);
  return counts.filter(isReworded).reduce((sum, { n }) => sum + n, 0);
}

function nearestFolder(path: string): string {
  const parent = dirname(path);
  return existsSync(parent) || parent === path ? parent : nearestFolder(parent);
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
