import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { findNmap } from '../collect/nmap/installation.ts';
import { endOfDay } from '../domain/calendar.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { ExpectedError } from '../errors.ts';
import { loadTypst } from '../report/render-pdf.ts';
import { selectKommunen } from '../store/kommunen.ts';
import { openStore } from '../store/open.ts';
import type { CommandJson } from './json-schemas.ts';

type Diagnosis = CommandJson['diagnose'];

export interface DiagnoseRequest {
  programVersion: string;
  datenbank: string;
  loadCatalogue(): Promise<Catalogue>;
}

/** What is installed and usable, with a hint for everything that is not. Creates and changes nothing. */
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
  const typst = await orHint(loadTypst);
  const catalogue = await orHint(request.loadCatalogue);
  const datenbank = await describeDatabase(request.datenbank, hinweise);
  return {
    version: request.programVersion,
    node: { version: process.versions.node, pfad: process.execPath },
    nmap: nmap === null ? null : { version: nmap.version, pfad: nmap.path },
    pdf: typst !== null,
    katalog: catalogue === null ? null : { id: catalogue.id, edition: catalogue.edition, hash: catalogue.hash },
    datenbank,
    hinweise,
  };
}

async function describeDatabase(pfad: string, hinweise: string[]): Promise<Diagnosis['datenbank']> {
  if (!existsSync(pfad)) {
    const beschreibbar = await isWritable(nearestFolder(pfad));
    if (!beschreibbar)
      hinweise.push(`Die Datenbank ${pfad} lässt sich nicht anlegen. Mit --datenbank einen anderen Ort angeben.`);
    return { pfad, vorhanden: false, beschreibbar, kommunen: null, problem: null };
  }
  const beschreibbar = await isWritable(pfad);
  try {
    const store = await openStore(pfad);
    const kommunen = await selectKommunen(store, { day: '9999-12-30', before: endOfDay('9999-12-30') }).finally(() =>
      store.close(),
    );
    return { pfad, vorhanden: true, beschreibbar, kommunen: kommunen.length, problem: null };
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    hinweise.push(`${error.message} ${error.hint}`);
    return { pfad, vorhanden: true, beschreibbar, kommunen: null, problem: error.message };
  }
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
