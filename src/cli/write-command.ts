import { StoreCommand } from './store-command.ts';

/** A command that records something. What is recorded carries the instant of recording, so `--stand` is refused, not ignored. */
export abstract class WriteCommand<Result> extends StoreCommand<Result> {
  // Named again: oclif stops collecting at a class without properties of its own, which StoreCommand is.
  static override enableJsonFlag = true;
  static override baseFlags = StoreCommand.baseFlags;
  static override refusedFlags: Readonly<Record<string, string>> = {
    stand: 'Ohne --stand aufrufen: Erfasst wird immer zum heutigen Tag. Rückblicke zeigen die Befehle, die nur lesen.',
  };
}
