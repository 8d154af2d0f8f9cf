/** A message as two files in a folder that another program empties. */
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeliveryFailure } from './delivery-failure.ts';
import type { Message } from './message-text.ts';

/**
 * Text and JSON, each whole or not at all; the JSON comes last. The folder is not made: where a drive is missing, a folder of the same name
 * on the wrong disk would hide that.
 * @returns paths of the files
 * @throws DeliveryFailure
 */
export async function dropMessage(folder: string, { id, subject, text, json }: Message): Promise<string[]> {
  const found = await stat(folder).catch(() => null);
  if (found === null || !found.isDirectory()) throw new DeliveryFailure(`Den Ordner ${folder} gibt es nicht.`);
  const paths: string[] = [];
  for (const [extension, content] of [
    ['txt', `${subject}\n\n${text}`],
    ['json', json],
  ] as const) {
    const path = join(folder, `nachricht-${id}.${extension}`);
    await writeWhole(path, content).catch((error: NodeJS.ErrnoException) => {
      throw new DeliveryFailure(`In den Ordner ${folder} lässt sich nicht schreiben (${error.code ?? error.message}).`);
    });
    paths.push(path);
  }
  return paths;
}

async function writeWhole(path: string, content: string): Promise<void> {
  const part = `${path}.teil`;
  try {
    await writeFile(part, content, { mode: 0o600, flush: true });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}
