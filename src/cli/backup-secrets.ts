/** Secrets of backups: from a file, from the environment or asked for at the terminal; never the value of a switch, which others see. */
import { InterruptedError, UsageError } from '../errors.ts';
import type { BackupLock } from '../usecases/backup-create.ts';
import { checkedPassphrase, readKeyFile, readPassphraseFile } from '../usecases/backup-key.ts';
import type { BackupKey } from '../usecases/backup-verify.ts';
import { Flags } from './flags.ts';

const passphraseVariable = 'BURGWARD_SICHERUNG_KENNWORT';

export const passphraseFileFlag = () =>
  Flags.string({
    description: `Datei mit dem Kennwort in der ersten Zeile; ohne Datei gilt die Variable ${passphraseVariable}`,
    helpValue: 'DATEI',
  });

/** How a backup is opened: `--kennwort-datei`, `--schluessel-datei`. */
export const keyFlags = {
  'kennwort-datei': passphraseFileFlag(),
  'schluessel-datei': Flags.string({
    description: 'Datei mit dem privaten Schlüssel, für den verschlüsselt wurde',
    helpValue: 'DATEI',
  }),
};

interface LockFlags {
  verschluesseln: boolean;
  'kennwort-datei': string | undefined;
  empfaenger: string[] | undefined;
}

/** How a new backup is to be encrypted, null: not at all. @throws UsageError when it contradicts itself or nobody can be asked */
export async function lockFrom(flags: LockFlags, canAsk: boolean): Promise<BackupLock | null> {
  const { empfaenger = [], verschluesseln, 'kennwort-datei': file } = flags;
  if (empfaenger.length > 0) {
    if (file === undefined) return { kind: 'empfaenger', empfaenger };
    throw new UsageError('--empfaenger und --kennwort-datei schließen einander aus.', 'Eines von beiden weglassen.');
  }
  const known = await knownPassphrase(file);
  if (known !== null) return { kind: 'kennwort', kennwort: known };
  if (!verschluesseln) return null;
  if (!canAsk) throw nobodyToAsk();
  const kennwort = checkedPassphrase(await askHidden('Kennwort für die Sicherung:'), 'Das Kennwort');
  if ((await askHidden('Kennwort noch einmal:')) === kennwort) return { kind: 'kennwort', kennwort };
  throw new UsageError('Die beiden Eingaben sind verschieden.', 'Noch einmal aufrufen; geschrieben wurde nichts.');
}

interface KeyFlags {
  'kennwort-datei': string | undefined;
  'schluessel-datei': string | undefined;
}

/** What opens an encrypted backup, asked only when there is one. Null: nothing was given and nobody can be asked. */
export async function keyFrom(flags: KeyFlags, canAsk: boolean): Promise<BackupKey | null> {
  const { 'kennwort-datei': passphraseFile, 'schluessel-datei': keyFile } = flags;
  if (keyFile !== undefined) return readKeyFile(keyFile);
  const known = await knownPassphrase(passphraseFile);
  if (known !== null) return { kind: 'kennwort', kennwort: known };
  return canAsk ? { kind: 'kennwort', kennwort: await askHidden('Kennwort der Sicherung:') } : null;
}

async function knownPassphrase(file: string | undefined): Promise<string | null> {
  if (file !== undefined) return readPassphraseFile(file);
  const given = process.env[passphraseVariable];
  return given === undefined || given === '' ? null : checkedPassphrase(given, `Die Variable ${passphraseVariable}`);
}

function nobodyToAsk(): UsageError {
  return new UsageError(
    'Nach dem Kennwort kann ohne Terminal niemand gefragt werden.',
    `Mit --kennwort-datei oder der Variablen ${passphraseVariable} angeben.`,
  );
}

async function askHidden(message: string): Promise<string> {
  const { password } = await import('@inquirer/prompts');
  // Standard output belongs to the result.
  return password({ message, mask: '*' }, { output: process.stderr }).catch((error: Error) => {
    if (error.name !== 'ExitPromptError') throw error;
    throw new InterruptedError('SIGINT', 'Abgebrochen.', 'Es wurde nichts geändert.');
  });
}
