/** Whether the place of the database keeps others out, and keeps it whole: a shared or synchronised folder does neither. */
import { stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

interface PlaceWarning {
  /** Said at every start in a terminal, not only when asked. */
  isSerious: boolean;
  /** German, with what to do. */
  text: string;
}

/** What is known about a file or folder. Modes as in Unix; null where the system has none, as Windows. */
export interface PlaceFacts {
  database: string;
  mode: { database: number | null; log: number | null; evidence: number | null; folder: number | null };
  /** Number of the file system, see `statfs(2)`. */
  fileSystem: number;
}

/** File systems in which others write, too: WAL needs memory shared by all who write, see sqlite.org/wal.html. Numbers of statfs(2). */
const sharedFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
]);

/** How folders are called that programs keep the same on several machines. */
const syncFolders: readonly { pattern: RegExp; name: string }[] = [
  { pattern: /^onedrive( - .+)?$/i, name: 'OneDrive' },
  { pattern: /^nextcloud\d*$/i, name: 'Nextcloud' },
  { pattern: /^owncloud$/i, name: 'ownCloud' },
  { pattern: /^dropbox( \(.+\))?$/i, name: 'Dropbox' },
  { pattern: /^(google ?drive|googledrive|my drive|meine ablage)$/i, name: 'Google Drive' },
  { pattern: /^(iclouddrive|com~apple~clouddocs)$/i, name: 'iCloud' },
  { pattern: /^seafile$/i, name: 'Seafile' },
  { pattern: /^(hidrive|magentacloud)$/i, name: 'Online-Speicher' },
];

/** Warnings about the place of a database, the serious ones first; none while there is no database. */
export async function storageWarnings(database: string): Promise<PlaceWarning[]> {
  const path = resolve(database);
  const [own, log, evidence, folder] = await Promise.all(
    [path, `${path}-wal`, `${path}.nachweise`, dirname(path)].map((each) => stat(each).catch(() => null)),
  );
  if (own === null || own === undefined) return [];
  const fileSystem = await statfs(path).then(
    ({ type }) => type,
    () => 0,
  );
  const modeOf = (found: { mode: number } | null | undefined) =>
    process.platform === 'win32' || found === null || found === undefined ? null : found.mode;
  const mode = { database: modeOf(own), log: modeOf(log), evidence: modeOf(evidence), folder: modeOf(folder) };
  return warningsAbout({ database: path, mode, fileSystem });
}

/** The same for facts that are known. */
export function warningsAbout({ database, mode, fileSystem }: PlaceFacts): PlaceWarning[] {
  const serious = (text: string): PlaceWarning => ({ isSerious: true, text });
  const warnings: PlaceWarning[] = [];
  for (const [path, bits] of [
    [database, mode.database],
    [`${database}-wal`, mode.log],
  ] as const) {
    if (isOpen(bits))
      warnings.push(serious(`${path} ist für andere Konten lesbar oder beschreibbar. Abhilfe: chmod 600 ${path}`));
  }
  if (isOpen(mode.evidence)) {
    const path = `${database}.nachweise`;
    warnings.push(serious(`${path} mit den Nachweisen ist für andere Konten zugänglich. Abhilfe: chmod 700 ${path}`));
  }
  const folder = dirname(database);
  const shared = sharedFileSystems.get(fileSystem);
  if (shared !== undefined || /^(\\\\|\/\/)[^\\/]/.test(database)) {
    warnings.push(
      serious(
        `${database} liegt auf einem Netzlaufwerk (${shared ?? 'Freigabe'}). Dort kann die Datenbank beschädigt werden, und andere können mitlesen. Die Datenbank auf einen lokalen Datenträger legen und mit „burgward sicherung erstellen“ ins Netz sichern.`,
      ),
    );
  }
  const sync = syncFolderOf(database);
  if (sync !== null) {
    warnings.push(
      serious(
        `${database} liegt in einem Ordner, den ${sync} abgleicht. Dort kann die Datenbank beschädigt werden, und sie verlässt das Haus. Die Datenbank an einen anderen Ort legen; verschlüsselte Sicherungen dürfen dort liegen.`,
      ),
    );
  }
  if (mode.folder !== null && (mode.folder & 0o022) !== 0 && (mode.folder & 0o1000) === 0)
    warnings.push(serious(`In den Ordner ${folder} können andere Konten schreiben. Abhilfe: chmod 700 ${folder}`));
  else if (mode.folder !== null && (mode.folder & 0o044) !== 0 && (mode.folder & 0o1000) === 0)
    warnings.push({
      isSerious: false,
      text: `Den Ordner ${folder} können andere Konten auflisten. Abhilfe: chmod 700 ${folder}`,
    });
  return warnings;
}

/** Readable or writable for anybody but the owner. */
function isOpen(mode: number | null): boolean {
  return mode !== null && (mode & 0o066) !== 0;
}

function syncFolderOf(database: string): string | null {
  const segments = database.split(/[\\/]/).slice(0, -1);
  for (const { pattern, name } of syncFolders) if (segments.some((segment) => pattern.test(segment))) return name;
  return null;
}
