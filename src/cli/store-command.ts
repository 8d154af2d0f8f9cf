import type { Context } from '../usecases/context.ts';
import { BaseCommand } from './base-command.ts';
import { type ContextFlags, withContext } from './context.ts';

/** A command that works on the database. */
export abstract class StoreCommand<Result> extends BaseCommand<Result> {
  protected withContext<R>(flags: ContextFlags, use: (context: Context) => Promise<R>): Promise<R> {
    return withContext(flags, this.config.version, use);
  }
}
