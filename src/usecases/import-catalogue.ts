import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { contentHash } from '../catalogue/content-hash.ts';
import { loadSupplement, type SupplementSource } from '../catalogue/supplement.ts';
import { knownChecks } from '../checks/registry.ts';
import { formatDay } from '../domain/calendar.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { type CatalogueSupplement, withSupplements } from '../domain/catalogue-supplement.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { readCsv } from '../exchange/csv.ts';
import { readFirstSheet } from '../exchange/spreadsheet.ts';
import {
  insertSupplement,
  insertSupplementWithdrawn,
  type RecordedSupplement,
  selectSupplements,
} from '../store/katalog-zusatz.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

export interface ImportRequest {
  /** Folder, YAML file, XLSX or CSV file. */
  path: string;
  /** For tables, which do not say it themselves. */
  kennung?: string | undefined;
  titel?: string | undefined;
  ersetzt?: string | undefined;
  /** Day from which it holds. */
  ab: string;
}

type Imported = CommandJson['katalog importieren'];

/** A table of conditions is not larger; what is, is another file. */
const maxTableBytes = 10 * 1024 * 1024;

/**
 * Records what a Kommune adds to the shipped catalogue, judged by the same rules. It stays in this database.
 * @param shipped the catalogue without anything imported
 * @throws CatalogueError with all problems; NotFoundError, InvalidDataError, ForeignFileError
 */
export async function importCatalogue(context: Context, shipped: Catalogue, request: ImportRequest): Promise<Imported> {
  const source = await sourceOf(request);
  const recorded = await selectSupplements(context.store, stateNow(context));
  const loaded = await loadAgainst(source, shipped, recorded);
  const name = path.basename(path.resolve(request.path));
  const supplement = { ...loaded, frameworks: loaded.frameworks.map((framework) => marked(framework, name, request.ab)) };
  const entry = { supplement, source: name, hash: contentHash(supplement), validFrom: request.ab };
  const earlier = recorded.find((each) => each.supplement.id === supplement.id);
  if (earlier?.hash !== entry.hash) await insertSupplement(context.store, entry, recordingOf(context));
  return importedJson(entry, earlier?.hash ?? null);
}

/** An earlier version of the same supplement must not stand in its way, so the base is what else was imported. */
async function loadAgainst(
  source: SupplementSource,
  shipped: Catalogue,
  recorded: readonly RecordedSupplement[],
): Promise<CatalogueSupplement> {
  const id = await loadSupplement(source, shipped, knownChecks).then(
    (supplement) => supplement.id,
    () => null,
  );
  const others = recorded.filter(({ supplement }) => supplement.id !== id).map(({ supplement }) => supplement);
  return loadSupplement(source, withSupplements(shipped, others), knownChecks);
}

function marked(framework: CatalogueSupplement['frameworks'][number], source: string, day: string) {
  const own = `Eigene Bedingungen aus „${source}“, gültig ab ${formatDay(day)}; nicht Teil des mitgelieferten Katalogs.`;
  return { ...framework, banner: framework.banner === undefined ? own : `${own} ${framework.banner}` };
}

async function sourceOf(request: ImportRequest): Promise<SupplementSource> {
  const extension = path.extname(request.path).toLowerCase();
  const found = await stat(request.path).catch(() => null);
  if (found === null) {
    throw new NotFoundError(`${request.path} gibt es nicht.`, 'Pfad prüfen; gelesen werden Ordner, YAML, XLSX und CSV.');
  }
  if (found.isDirectory() || extension === '.yaml') return { path: request.path };
  if (extension !== '.xlsx' && extension !== '.csv') {
    throw new InvalidDataError(
      `${request.path} lässt sich nicht einlesen.`,
      'Gelesen werden ein Katalogordner oder eine Datei, die auf .yaml, .xlsx oder .csv endet.',
    );
  }
  if (!found.isFile()) throw new InvalidDataError(`${request.path} ist keine Datei.`, 'Die Tabelle selbst angeben.');
  if (found.size > maxTableBytes) {
    throw new InvalidDataError(
      `${request.path} ist größer als ${maxTableBytes / 1024 / 1024} MB.`,
      'Nur die Tabelle mit den Bedingungen angeben.',
    );
  }
  const file = path.basename(request.path);
  const bytes = await readFile(request.path);
  const rows = extension === '.xlsx' ? await readFirstSheet(bytes, file) : readCsv(bytes, file);
  return { rows, head: headOf(request), file };
}

function headOf({ kennung, titel, ersetzt, ab }: ImportRequest) {
  const id = kennung ?? ersetzt;
  if (id === undefined) {
    throw new InvalidDataError(
      'Eine Tabelle sagt nicht, welches Rahmenwerk sie ist.',
      'Mit --kennung einen Kurznamen angeben oder mit „--ersetzt kdn“ den Startsatz ersetzen.',
    );
  }
  const title = titel ?? (ersetzt === 'kdn' ? 'Anschluss an das Kommunale Datennetz (eigene Bedingungen)' : id);
  return { id, title, edition: `Stand ${formatDay(ab)}`, ...(ersetzt === undefined ? {} : { replaces: ersetzt }) };
}

/**
 * Takes an imported supplement back from a day on. Answers to its controls stay recorded.
 * @throws NotFoundError when nothing of that id holds
 */
export async function withdrawCatalogue(context: Context, id: string, day: string): Promise<Imported> {
  const recorded = await selectSupplements(context.store, stateNow(context));
  const found = recorded.find(({ supplement }) => supplement.id === id);
  if (found === undefined) {
    const known = recorded.map(({ supplement }) => supplement.id);
    throw new NotFoundError(
      `Eine eingelesene Ergänzung „${id}“ gibt es nicht.`,
      known.length === 0 ? 'Es ist nichts eingelesen.' : `Eingelesen sind: ${known.join(', ')}.`,
    );
  }
  const entry = { ...found, validFrom: day };
  await insertSupplementWithdrawn(context.store, entry, recordingOf(context));
  return importedJson(entry, found.hash);
}

function importedJson({ supplement, source, hash, validFrom }: RecordedSupplement, vorher: string | null): Imported {
  return {
    id: supplement.id,
    titel: supplement.title,
    quelle: source,
    gueltigAb: validFrom,
    bausteine: supplement.bausteine.length,
    controls: supplement.controls.length,
    rahmenwerke: supplement.frameworks.map(({ id, items, replaces }) => ({
      id,
      punkte: items.length,
      ersetzt: replaces ?? null,
    })),
    pruefsumme: hash,
    vorher,
  };
}
