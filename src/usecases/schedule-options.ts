import { resolve } from 'node:path';
import { parseResolver } from '../collect/dns/resolver.ts';
import type { Vantage } from '../domain/observation.ts';
import type { JobKind, JobOptions, JobTask } from '../domain/scheduled-job.ts';
import { InvalidDataError, UsageError } from '../errors.ts';
import { checkRecipients } from '../exchange/backup-encryption.ts';
import { findById } from './catalogue-lookup.ts';
import type { Context } from './context.ts';
import { isAboutOneKommune, listReports } from './create-report.ts';

/** What can be said about jobs of any kind; which of it belongs to a kind says `optionNames`. */
export interface GivenOptions {
  profil?: 'leicht' | 'gruendlich' | undefined;
  check?: readonly string[] | undefined;
  'nur-nmap'?: boolean | undefined;
  resolver?: string | undefined;
  blickwinkel?: Vantage | undefined;
  regelwerk?: string | undefined;
  bericht?: string | undefined;
  format?: string | undefined;
  fassung?: 'intern' | 'rat' | 'oeffentlich' | undefined;
  tage?: number | undefined;
  ausgabe?: string | undefined;
  behalte?: number | undefined;
  empfaenger?: readonly string[] | undefined;
}

const optionNames: { readonly [K in JobKind]: readonly (keyof GivenOptions)[] } = {
  'netz-pruefen': ['profil', 'check', 'nur-nmap', 'resolver', 'blickwinkel'],
  'netz-bewerten': ['regelwerk'],
  bericht: ['bericht', 'format', 'fassung', 'ausgabe'],
  faellig: ['tage', 'format', 'ausgabe'],
  sicherung: ['ausgabe', 'behalte', 'empfaenger'],
  nachrichten: [],
};

/**
 * Checks what a job is to do, as far as that can be known before it runs.
 * @param before what the job did so far; what is not given stays
 * @throws UsageError when something does not belong to the kind or is missing; InvalidDataError, NotFoundError for its values
 */
export async function readOptions(
  context: Context,
  reportsFolder: string,
  art: JobKind,
  given: GivenOptions,
  before: JobTask | null,
): Promise<JobTask> {
  refuseForeign(art, given);
  const complete = { ...(before === null ? {} : givenOf(before)), ...withoutUndefined(given) };
  switch (art) {
    case 'netz-pruefen':
      return { art, optionen: networkOptions(context, complete) };
    case 'netz-bewerten':
      return { art, optionen: { regelwerk: complete.regelwerk ?? null } };
    case 'bericht':
      return { art, optionen: await reportOptions(reportsFolder, complete) };
    case 'faellig':
      return { art, optionen: reminderOptions(complete) };
    case 'sicherung':
      return { art, optionen: await backupOptions(complete) };
    case 'nachrichten':
      return { art, optionen: {} };
  }
}

function refuseForeign(art: JobKind, given: GivenOptions): void {
  const foreign = Object.keys(withoutUndefined(given)).find((name) => !optionNames[art].some((known) => known === name));
  if (foreign === undefined) return;
  throw new UsageError(
    `--${foreign} gilt nicht für Aufträge der Art ${art}.`,
    optionNames[art].length === 0
      ? 'Wer was bekommt, sagt „burgward nachricht empfaenger anlegen“.'
      : `Möglich: ${optionNames[art].map((name) => `--${name}`).join(', ')}.`,
  );
}

function withoutUndefined(given: GivenOptions): GivenOptions {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function givenOf({ art, optionen }: JobTask): GivenOptions {
  switch (art) {
    case 'netz-pruefen':
      return withoutUndefined({
        profil: optionen.profil,
        check: optionen.checks,
        'nur-nmap': optionen.nurNmap,
        resolver: optionen.resolver ?? undefined,
        blickwinkel: optionen.blickwinkel ?? undefined,
      });
    case 'netz-bewerten':
      return withoutUndefined({ regelwerk: optionen.regelwerk ?? undefined });
    case 'bericht':
      return { ...optionen, format: optionen.formate.join(',') };
    case 'faellig':
      return withoutUndefined({ ...optionen, ausgabe: optionen.ausgabe ?? undefined });
    case 'sicherung':
      return withoutUndefined({
        ausgabe: optionen.ausgabe ?? undefined,
        behalte: optionen.behalte ?? undefined,
        empfaenger: optionen.empfaenger,
      });
    case 'nachrichten':
      return {};
  }
}

function networkOptions({ catalogue }: Context, given: GivenOptions): JobOptions['netz-pruefen'] {
  const checks = (given.check ?? []).map((id) => findById(catalogue.checks, id, 'Eine Prüfung', 'Vorhanden sind').id);
  if (given.resolver !== undefined) parseResolver(given.resolver);
  return {
    profil: given.profil ?? 'leicht',
    checks,
    nurNmap: given['nur-nmap'] ?? false,
    resolver: given.resolver ?? null,
    blickwinkel: given.blickwinkel ?? null,
  };
}

async function reportOptions(reportsFolder: string, given: GivenOptions): Promise<JobOptions['bericht']> {
  const all = (await listReports(reportsFolder)).map((kind) => ({ ...kind, id: kind.art }));
  // Jobs go through the Kommunen one by one.
  const kinds = all.filter(({ id }) => isAboutOneKommune(id));
  const names = kinds.map(({ id }) => id).join(', ');
  if (given.bericht === undefined) throw new UsageError('Es fehlt --bericht: welcher Bericht?', `Vorhanden sind: ${names}.`);
  const kind = findById(kinds, given.bericht, 'Einen Bericht', 'Vorhanden sind');
  const formate = (given.format ?? 'html,pdf').split(',').map((format) => format.trim());
  const unknown = formate.find((format) => !kind.formate.includes(format));
  if (unknown !== undefined) {
    throw new InvalidDataError(
      `Den Bericht „${kind.id}“ gibt es nicht als „${unknown}“.`,
      `Möglich sind: ${kind.formate.join(', ')}.`,
    );
  }
  return { bericht: kind.id, formate, fassung: given.fassung ?? 'intern', ausgabe: neededFolder('bericht', given) };
}

const reminderFormats = ['ics', 'xlsx', 'text'] as const;

function reminderOptions(given: GivenOptions): JobOptions['faellig'] {
  const format = reminderFormats.find((each) => each === (given.format ?? (given.ausgabe === undefined ? 'text' : 'ics')));
  if (format === undefined) {
    throw new InvalidDataError(
      `--format „${given.format}“ gibt es für faellig nicht.`,
      `Möglich sind: ${reminderFormats.join(', ')}.`,
    );
  }
  const ausgabe = format === 'text' ? null : neededFolder('faellig', given);
  return { tage: given.tage ?? 14, format, ausgabe };
}

async function backupOptions({ ausgabe, behalte, empfaenger = [] }: GivenOptions): Promise<JobOptions['sicherung']> {
  if (empfaenger.length > 0) await checkRecipients(empfaenger);
  return { ausgabe: ausgabe === undefined ? null : resolve(ausgabe), behalte: behalte ?? null, empfaenger };
}

/** A service starts in another folder than whoever plans the job, so the place is fixed now. */
function neededFolder(art: JobKind, { ausgabe }: GivenOptions): string {
  if (ausgabe !== undefined) return resolve(ausgabe);
  throw new UsageError('Es fehlt --ausgabe: in welchen Ordner?', `Zum Beispiel: --ausgabe /srv/burgward/${art}`);
}
