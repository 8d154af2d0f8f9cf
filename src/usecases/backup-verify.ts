import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ForeignFileError, UsageError } from '../errors.ts';
import { openBackup } from '../exchange/backup-archive.ts';
import { type BackupKey, decrypted, isEncrypted } from '../exchange/backup-encryption.ts';
import { type BackupManifest, databaseName, evidenceHashOf } from '../exchange/backup-manifest.ts';
import { type ChainTip, describeDatabase, selectDatabaseProblems } from '../store/backup.ts';
import { schemaVersion, translateError } from '../store/open.ts';
import { demandFile, demandRoom, type OnStep } from './backup-file.ts';
import type { CommandJson } from './json-schemas.ts';

export type { BackupKey } from '../exchange/backup-encryption.ts';

/** Decrypt, unpack, prove. */
const steps = 3;

export interface OpenRequest {
  file: string;
  /** Asked only when the file is encrypted. Null: nobody knows one. */
  key(): Promise<BackupKey | null>;
  signal?: AbortSignal;
  onStep?: OnStep;
}

export interface Examined {
  manifest: BackupManifest;
  encrypted: boolean;
  /** German sentences about content that is not as it should be, although the file is whole. */
  problems: string[];
}

/**
 * Proves a backup in a folder for temporary files, which is empty afterwards.
 * @throws ForeignFileError when the file is damaged, foreign or newer; EnvironmentError when there is no room
 */
export async function verifyBackup(request: OpenRequest): Promise<CommandJson['sicherung pruefen']> {
  await demandFile(request.file);
  const scratch = await mkdtemp(join(tmpdir(), 'burgward-sicherung-')).catch((error) => {
    throw translateError(error, tmpdir());
  });
  try {
    const { manifest, encrypted, problems } = await examineBackup(request, scratch, { keepEvidence: false });
    const { erstellt, programm, schema, ketten, dateien } = manifest;
    return {
      datei: resolve(request.file),
      inOrdnung: problems.length === 0,
      verschluesselt: encrypted,
      erstellt,
      programm,
      schema,
      ketten,
      nachweise: dateien.length - 1,
      bewiesen: problems.length === 0 ? provenSentences(manifest, encrypted) : [],
      maengel: problems,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function provenSentences({ ketten, dateien, schema }: BackupManifest, encrypted: boolean): string[] {
  const entries = ketten.reduce((sum, { eintraege }) => sum + eintraege, 0);
  return [
    ...(encrypted ? ['Die Datei ließ sich vollständig entschlüsseln.'] : []),
    'Das Siegel über alle Bytes der Datei stimmt; Einträge und Namen sind genau die des Verzeichnisses.',
    'Die Datenbank hat die Prüfsumme des Verzeichnisses, ist in sich heil, und alle Verweise führen ans Ziel.',
    `Das Protokoll stimmt: ${ketten.length} ${ketten.length === 1 ? 'Kette' : 'Ketten'} mit ${entries} ${entries === 1 ? 'Eintrag' : 'Einträgen'} und allen Zeilen; die neuesten Prüfsummen sind die des Verzeichnisses.`,
    evidenceSentence(dateien.length - 1),
    ...(schema < schemaVersion ? [`Das ältere Schema ${schema} ließ sich auf ${schemaVersion} bringen.`] : []),
  ];
}

function evidenceSentence(count: number): string {
  if (count === 0) return 'Nachweisdateien gibt es keine.';
  return count === 1
    ? 'Die Nachweisdatei hat die Prüfsumme, unter der sie erfasst wurde.'
    : `Alle ${count} Nachweisdateien haben die Prüfsumme, unter der sie erfasst wurden.`;
}

/**
 * Unpacks the database, and on demand the evidence, into `folder`, and proves everything.
 * @throws ForeignFileError, EnvironmentError, UsageError when a key is needed
 */
export async function examineBackup(
  { file, key, signal, onStep }: OpenRequest,
  folder: string,
  { keepEvidence }: { keepEvidence: boolean },
): Promise<Examined> {
  try {
    const encrypted = await isEncrypted(file);
    // Asked for before anything is shown: a moving line would write over the question.
    const secret = encrypted ? await key() : null;
    onStep?.(0, steps, 'Sicherung wird entschlüsselt');
    const path = encrypted ? await decryptTo(join(folder, 'entschluesselt.zip'), file, secret, signal) : file;
    onStep?.(1, steps, 'Sicherung wird ausgepackt und nachgerechnet');
    const manifest = await unpackAll(path, file, folder, keepEvidence, signal);
    if (encrypted) await rm(path);
    onStep?.(2, steps, 'Datenbank und Protokoll werden geprüft');
    return { manifest, encrypted, problems: await contentProblems(join(folder, databaseName), manifest) };
  } catch (error) {
    throw translateError(error, error instanceof Error && 'path' in error ? String(error.path) : folder);
  }
}

async function decryptTo(target: string, file: string, key: BackupKey | null, signal: AbortSignal | undefined): Promise<string> {
  if (key === null) {
    throw new UsageError(
      `${file} ist verschlüsselt.`,
      'Mit --kennwort-datei das Kennwort oder mit --schluessel-datei den privaten Schlüssel angeben.',
    );
  }
  await demandRoom(dirname(target), (await stat(file)).size, file);
  const sink = createWriteStream(target, { flags: 'wx', mode: 0o600 });
  await pipeline(await decrypted(file, key), sink, signal === undefined ? {} : { signal });
  return target;
}

async function unpackAll(
  path: string,
  file: string,
  folder: string,
  keepEvidence: boolean,
  signal: AbortSignal | undefined,
): Promise<BackupManifest> {
  const archive = await openBackup(path, { checkSeal: true, name: file });
  try {
    const { manifest } = archive;
    if (manifest.schema > schemaVersion) {
      throw new ForeignFileError(
        `${file} stammt von einer neueren Version von burgward (Schema ${manifest.schema}, bekannt ist ${schemaVersion}).`,
        'Bitte burgward aktualisieren; geändert wurde nichts.',
      );
    }
    await demandRoom(folder, archive.unpackedBytes, file);
    for (const { name } of manifest.dateien) {
      const isKept = name === databaseName || keepEvidence;
      const target = isKept ? join(folder, name) : null;
      if (target !== null) await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await archive.extract(name, target, signal);
    }
    return manifest;
  } finally {
    archive.close();
  }
}

async function contentProblems(database: string, manifest: BackupManifest): Promise<string[]> {
  const facts = describeDatabase(database);
  const packed = new Set(manifest.dateien.flatMap(({ name }) => evidenceHashOf(name) ?? []));
  const misnamed = manifest.dateien.filter(({ name, sha256 }) => (evidenceHashOf(name) ?? sha256) !== sha256);
  return [
    ...(await selectDatabaseProblems(database)),
    ...(facts.schema === manifest.schema ? [] : ['Das Schema der Datenbank ist ein anderes, als das Verzeichnis sagt.']),
    ...tipProblems(facts.ketten, manifest.ketten),
    ...facts.nachweise.filter((hash) => !packed.has(hash)).map((hash) => `Nachweis ${hash}: Die Datei fehlt in der Sicherung.`),
    ...misnamed.map(({ name }) => `${name}: Der Inhalt ist ein anderer als bei der Aufnahme.`),
  ];
}

/** Without this a backup could be exchanged for an older one with a fresh manifest around it, chain by chain. */
function tipProblems(found: readonly ChainTip[], promised: readonly ChainTip[]): string[] {
  const tips = new Map(found.map((tip) => [tip.kette, tip]));
  const names = new Set([...tips.keys(), ...promised.map(({ kette }) => kette)]);
  return [...names].flatMap((kette) => {
    const [tip, wanted] = [tips.get(kette), promised.find((each) => each.kette === kette)];
    if (tip?.pruefsumme === wanted?.pruefsumme && tip?.eintraege === wanted?.eintraege) return [];
    return [`Protokoll ${kette}: Der neueste Eintrag ist ein anderer, als das Verzeichnis der Sicherung sagt.`];
  });
}
