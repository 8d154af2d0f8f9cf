/** A copy of the minimal catalogue with changes, in a temporary folder. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const minimal = fileURLToPath(new URL('minimal', import.meta.url));

export const webBaustein = 'bausteine/WEB-01-webauftritt.yaml';
export const tlsCheck = 'checks/tls-protocol-version.yaml';
export const saechsisichg = 'frameworks/saechsisichg.yaml';
export const basisProfile = 'profiles/basis.yaml';

export interface ChangedCatalogue extends Disposable {
  folder: string;
  /** Absolute path of a file in the copy. */
  at(file: string): string;
  write(file: string, content: string | Buffer): void;
  /** Replaces one passage, which must occur. */
  replace(file: string, from: string, to: string): void;
  /** Line (from 1) of the first occurrence of a passage. */
  lineOf(file: string, passage: string): number;
}

export function changedCatalogue(): ChangedCatalogue {
  const folder = mkdtempSync(path.join(tmpdir(), 'burgward-katalog-'));
  cpSync(minimal, folder, { recursive: true });
  const at = (file: string) => path.join(folder, file);
  const read = (file: string) => readFileSync(at(file), 'utf8');
  return {
    folder,
    at,
    write: (file, content) => writeFileSync(at(file), content),
    replace(file, from, to) {
      const text = read(file);
      if (!text.includes(from)) throw new Error(`${file} does not contain „${from}“`);
      writeFileSync(
        at(file),
        text.replace(from, () => to),
      );
    },
    lineOf(file, passage) {
      const offset = read(file).indexOf(passage);
      if (offset < 0) throw new Error(`${file} does not contain „${passage}“`);
      return read(file).slice(0, offset).split('\n').length;
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
