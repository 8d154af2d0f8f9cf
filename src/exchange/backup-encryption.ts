/** Encrypts and decrypts backups in the age format (age-encryption.org/v1), so that other programs can open them too. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { ForeignFileError, InvalidDataError } from '../errors.ts';

/** For whom a backup is encrypted: who knows the passphrase, or who has the key to one of the recipients. */
export type BackupLock = { kind: 'kennwort'; kennwort: string } | { kind: 'empfaenger'; empfaenger: readonly string[] };

/** What opens an encrypted backup. */
export type BackupKey = { kind: 'kennwort'; kennwort: string } | { kind: 'schluessel'; schluessel: readonly string[] };

const intro = 'age-encryption.org/v1\n';

/** Whether a file begins as an age file does. */
export async function isEncrypted(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  const start = Buffer.alloc(intro.length);
  await file.read(start, 0, start.length, 0).finally(() => file.close());
  return start.toString('latin1') === intro;
}

/** @throws InvalidDataError when a recipient is none */
export async function encrypted(content: Readable, lock: BackupLock): Promise<Readable> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  if (lock.kind === 'kennwort') encrypter.setPassphrase(sameOnEveryKeyboard(lock.kennwort));
  else for (const recipient of lock.empfaenger) addRecipient(encrypter, recipient);
  const secret = await encrypter.encrypt(Readable.toWeb(content) as ReadableStream<Uint8Array>);
  return Readable.fromWeb(secret as ReadableStream<Uint8Array>);
}

/** @throws InvalidDataError when one of them is no recipient */
export async function checkRecipients(recipients: readonly string[]): Promise<void> {
  const { Encrypter } = await import('age-encryption');
  for (const recipient of recipients) addRecipient(new Encrypter(), recipient);
}

function addRecipient(encrypter: { addRecipient(recipient: string): void }, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new InvalidDataError(
      `„${recipient}“ ist kein öffentlicher Schlüssel.`,
      'Ein öffentlicher Schlüssel beginnt mit age1; „burgward sicherung schluessel“ oder age-keygen macht ein Paar.',
    );
  }
}

/**
 * The decrypted content of a file.
 * @throws ForeignFileError when the key does not fit or the file was altered; the latter also while reading
 */
export async function decrypted(path: string, key: BackupKey): Promise<AsyncIterable<Uint8Array>> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  if (key.kind === 'kennwort') decrypter.addPassphrase(sameOnEveryKeyboard(key.kennwort));
  else for (const identity of key.schluessel) decrypter.addIdentity(identity);
  const source = createReadStream(path);
  try {
    const plain = await decrypter.decrypt(Readable.toWeb(source) as ReadableStream<Uint8Array>);
    return readPlain(plain as ReadableStream<Uint8Array>, path);
  } catch (error) {
    source.destroy();
    throw translate(error, path);
  }
}

async function* readPlain(plain: ReadableStream<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* plain;
  } catch (error) {
    throw translate(error, path);
  }
}

/** Private keys of a file as age-keygen writes it: one a line, comments begin with #. @throws InvalidDataError when there is none */
export async function readIdentities(text: string, file: string): Promise<string[]> {
  const { identityToRecipient } = await import('age-encryption');
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const identities = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const checks = await Promise.allSettled(identities.map(async (identity) => identityToRecipient(identity)));
  if (identities.length > 0 && checks.every(({ status }) => status === 'fulfilled')) return identities;
  throw new InvalidDataError(
    `${file} enthält keinen privaten Schlüssel.`,
    'Erwartet wird eine Zeile, die mit AGE-SECRET-KEY- beginnt, wie „burgward sicherung schluessel“ sie schreibt.',
  );
}

/** A new pair of keys. */
export async function makeKeyPair(): Promise<{ privat: string; oeffentlich: string }> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const privat = await generateX25519Identity();
  return { privat, oeffentlich: await identityToRecipient(privat) };
}

/** Some systems write ü as one character, some as two. */
function sameOnEveryKeyboard(passphrase: string): string {
  return passphrase.normalize('NFC');
}

function translate(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error.name === 'AbortError' || 'syscall' in error) return error;
  if (error.message.startsWith('no identity matched')) {
    return new ForeignFileError(
      `${path} lässt sich mit diesem Kennwort oder Schlüssel nicht öffnen, oder der Anfang der Datei ist beschädigt.`,
      'Kennwort oder Schlüsseldatei prüfen; auf Groß- und Kleinschreibung achten.',
    );
  }
  return new ForeignFileError(
    `${path} wurde verändert, ist abgeschnitten oder beschädigt: Sie lässt sich nicht entschlüsseln.`,
    'Eine andere Sicherung verwenden; diese aufheben und den Datenträger prüfen.',
  );
}
