import type { Context } from '../usecases/context.ts';
import { BaseCommand } from './base-command.ts';
import { type ContextFlags, databaseLocation, withContext } from './context.ts';

/** A command that works on the database. */
export abstract class StoreCommand<Result> extends BaseCommand<Result> {
  protected async withContext<R>(flags: ContextFlags, use: (context: Context) => Promise<R>): Promise<R> {
    await this.#warnAboutPlace(flags);
    return withContext(flags, this.config.version, use);
  }

  /** At a terminal only: scripts and services ask `diagnose`. */
  async #warnAboutPlace(flags: ContextFlags): Promise<void> {
    if (process.stderr.isTTY !== true || this.jsonEnabled()) return;
    const { storageWarnings } = await import('../usecases/storage-place.ts');
    for (const { isSerious, text } of await storageWarnings(databaseLocation(flags)))
      if (isSerious) this.note(`Achtung: ${text}`);
  }
}
