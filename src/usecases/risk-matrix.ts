/** The risk matrix that holds for a Kommune: its own, or that of the catalogue. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type RegisterEntry, textIn } from '../domain/register.ts';
import { type RiskMatrix, ratingFields, riskPhases } from '../domain/risk.ts';
import { ForeignFileError, InvalidDataError, NotFoundError } from '../errors.ts';
import { plainLine } from '../exchange/plain-line.ts';
import { selectKommune } from '../store/kommunen.ts';
import { insertEntries, selectEntries } from '../store/register-entries.ts';
import type { StateAt } from '../store/versions.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import { matrixOf } from './risk-tables.ts';
import { type WrittenFile, writeFiles } from './write-files.ts';

/** Kept like an entry of a register, with its versions and in the Protokoll; no list shows it. */
const register = 'risikomatrix';
const prefix = 'MX';
/** The shipped matrix has 3 kB. */
const maxBytes = 100_000;

/** Here, not above: every command about registers comes by, and few need the rules of the file. */
const matrixFile = () => import('../catalogue/risk-matrix.ts');

export interface MatrixInForce {
  matrix: RiskMatrix;
  /** Day from which the Kommune's own holds; null for that of the catalogue. */
  ownSince: string | null;
}

/** @throws InvalidDataError in a catalogue without the table, where the Kommune has none of its own */
export async function matrixInForce({ store, catalogue }: Context, kommune: string, at: StateAt): Promise<MatrixInForce> {
  return (await ownMatrix(store, kommune, at)) ?? { matrix: matrixOf(catalogue), ownSince: null };
}

/** The Kommune's own, with the day from which it holds; null where that of the catalogue does. */
async function ownMatrix(store: Context['store'], kommune: string, at: StateAt): Promise<MatrixInForce | null> {
  const own = await ownEntry(store, kommune, at);
  if (own === null || own.removed !== null) return null;
  const { parseRiskMatrix } = await matrixFile();
  return { matrix: parseRiskMatrix(textIn(own.values, 'matrix') ?? ''), ownSince: own.validFrom };
}

/** The Kommune's own matrix as a file that `risiko matrix --datei` reads in again; null where it has none. */
export async function ownMatrixFile(
  { store }: Context,
  kommune: string,
  at: StateAt,
): Promise<{ since: string; text: string } | null> {
  const own = await ownMatrix(store, kommune, at);
  if (own === null || own.ownSince === null) return null;
  const { writeRiskMatrix } = await matrixFile();
  return { since: own.ownSince, text: writeRiskMatrix(own.matrix) };
}

async function ownEntry(store: Context['store'], kommune: string, at: StateAt): Promise<RegisterEntry | null> {
  return (await selectEntries(store, at, { kommune, register })).at(0) ?? null;
}

/**
 * Reads a Kommune's own matrix; it holds from today on. All ratings are then read with it.
 * @throws InvalidDataError with every problem and its line; NotFoundError for Kommune or file, ForeignFileError
 */
export async function loadMatrix(context: Context, kommune: string, path: string): Promise<void> {
  const at = stateNow(context);
  await selectKommune(context.store, kommune, at);
  const file = basename(path);
  const { readRiskMatrix } = await matrixFile();
  const { matrix, problems } = readRiskMatrix(file, await textOf(path, file));
  if (matrix === null) {
    const lines = problems.map(({ line, field, text }) => `${file}, Zeile ${line}, ${field}: ${text}`);
    throw new InvalidDataError(
      `Die Risikomatrix ist ungültig (${lines.length === 1 ? '1 Problem' : `${lines.length} Probleme`}):\n${lines.join('\n')}`,
      'Die genannten Stellen berichtigen. Eine Vorlage schreibt: burgward risiko matrix --vorlage',
    );
  }
  const json = JSON.stringify(matrix, (_key, value: unknown) => (typeof value === 'string' ? plainLine(value) : value));
  const own = await ownEntry(context.store, kommune, at);
  if (own !== null && own.removed === null && own.values['matrix'] === json)
    throw new InvalidDataError('Diese Matrix gilt schon.', `burgward risiko matrix --kommune ${kommune}`);
  const write = {
    id: own?.id ?? null,
    values: { datei: plainLine(file), matrix: json },
    removed: null,
    validFrom: context.today,
  };
  await insertEntries(context.store, { kommune, register, prefix, verb: 'laden' }, [write], recordingOf(context));
}

/** From today on the matrix of the catalogue holds again. @throws InvalidDataError when it does already; NotFoundError */
export async function resetMatrix(context: Context, kommune: string): Promise<void> {
  const at = stateNow(context);
  await selectKommune(context.store, kommune, at);
  const own = await ownEntry(context.store, kommune, at);
  if (own === null || own.removed !== null)
    throw new InvalidDataError(
      `${kommune} hat keine eigene Risikomatrix.`,
      'Eine eigene lädt: burgward risiko matrix --datei matrix.yaml',
    );
  const write = { id: own.id, values: own.values, removed: 'Es gilt wieder die Matrix des Katalogs.', validFrom: context.today };
  await insertEntries(context.store, { kommune, register, prefix, verb: 'zuruecksetzen' }, [write], recordingOf(context));
}

/** Writes the matrix in force as a file to edit. */
export async function writeMatrixTemplate(context: Context, kommune: string, folder: string): Promise<WrittenFile[]> {
  const { matrix } = await matrixInForce(context, kommune, stateNow(context));
  const { writeRiskMatrix } = await matrixFile();
  const bytes = new TextEncoder().encode(writeRiskMatrix(matrix));
  return writeFiles(folder, [{ name: `risikomatrix-${kommune}.yaml`, format: 'yaml', bytes }]);
}

/** Steps of a rating that the matrix does not have, in German: after a change of the matrix they have to be chosen anew. */
export function foreignSteps(matrix: RiskMatrix, values: RegisterEntry['values']): string[] {
  return riskPhases.flatMap((phase) =>
    (['frequency', 'damage'] as const).flatMap((scale) => {
      const step = values[ratingFields[phase][scale]];
      const last = matrix[scale].length;
      const what = scale === 'frequency' ? 'Häufigkeit' : 'Schaden';
      return typeof step === 'number' && step > last
        ? [`${what} „${phase}“: die Stufe ${step} gibt es in der Risikomatrix nicht; sie geht bis ${last}. Neu bewerten.`]
        : [];
    }),
  );
}

async function textOf(path: string, file: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile())
    throw new NotFoundError(`${path} gibt es nicht oder ist keine Datei.`, 'Den Pfad prüfen.');
  if (found.size > maxBytes)
    throw new ForeignFileError(
      `${file} ist mit ${Math.round(found.size / 1000)} kB zu groß für eine Risikomatrix; gelesen werden bis ${maxBytes / 1000} kB.`,
      'Eine Datei im Aufbau der Vorlage angeben: burgward risiko matrix --vorlage',
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch {
    throw new ForeignFileError(`${file} ist keine Textdatei in UTF-8.`, 'Die Datei im Editor als UTF-8 speichern.');
  }
}
