import type { Interfaces } from '@oclif/core';
import { Command } from '@oclif/core/command';
import { type ExitCode, exitCodes, UsageError } from '../errors.ts';
import { cleanText, printableJson } from './clean-text.ts';
import { sharedFlags } from './flags.ts';
import { hintAtInterruption, interruption, interruptionSignal } from './interruption.ts';
import { germanParserError, type KnownFlag, unknownFlagError } from './parser-errors.ts';
import { type Progress, startProgress } from './progress.ts';
import { reportError } from './report-error.ts';

type Values = Record<string, unknown>;

/**
 * What every command is built on. A command parses, calls one use case, prints and returns the value that `--json` shows:
 *
 * ```ts
 * export default class KommuneListe extends BaseCommand<KommuneJson[]> {
 *   static override summary = 'Die erfassten Kommunen auflisten';
 *   static override examples = ['burgward kommune liste'];
 *   async run() {
 *     const { flags } = await this.parse(KommuneListe);
 *     …
 *     this.print(table(kommunen, columns));
 *     return kommunen;
 *   }
 * }
 * ```
 */
export abstract class BaseCommand<Result> extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = sharedFlags;

  /** Shared switches that mean nothing to this command, each with what to do instead. Given all the same, they are a usage error. */
  static refusedFlags: Readonly<Record<string, string>> = {};

  #exitCode: ExitCode = exitCodes.ok;

  /** Prints the form for people; returns what `--json` prints. */
  abstract override run(): Promise<Result>;

  /** Runs the command to its end, whatever happens; afterwards process.exitCode is set. */
  async execute(): Promise<void> {
    await this._run();
  }

  /** Text for people on standard output. Silent under `--json`. */
  protected print(text = ''): void {
    if (!this.jsonEnabled()) process.stdout.write(`${cleanTextKeepingColour(text)}\n`);
  }

  /** A hint beside the result, on standard error, also under `--json`. */
  protected note(text: string): void {
    process.stderr.write(`${cleanText(text)}\n`);
  }

  /** Progress of long work, on standard error. */
  protected progress(title: string): Progress {
    return startProgress(title);
  }

  /** Aborted by Ctrl-C and SIGTERM. Pass it on to the use case; asking for it obliges the command to end soon after. */
  protected get abortSignal(): AbortSignal {
    return interruptionSignal();
  }

  /** What whoever stops the command from now on is told of what is stored; undefined: what was finished is. */
  protected hintWhenStopped(text: string | undefined): void {
    hintAtInterruption(text);
  }

  /** Whether a person sits at the terminal who can answer a question. Under `--json` nobody is asked. */
  protected get canAsk(): boolean {
    return process.stdin.isTTY === true && process.stderr.isTTY === true && !this.jsonEnabled();
  }

  /** Ends with this code although the result is printed, for example 1 for `--fehler-bei`. */
  protected endWith(exitCode: ExitCode): void {
    this.#exitCode = exitCode;
  }

  protected override async parse<F extends Values, B extends Values, A extends Values>(
    options?: Interfaces.Input<F, B, A>,
    argv?: string[],
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const shape = { words: (this.id ?? '').replaceAll(':', ' '), flags: this.#knownFlags() };
    const unknownFlag = unknownFlagError(argv ?? this.argv, shape);
    if (unknownFlag) throw unknownFlag;
    try {
      const parsed = await super.parse(options, argv);
      this.#refuse(parsed.raw);
      return parsed;
    } catch (error) {
      throw germanParserError(error, shape);
    }
  }

  /** Only what was typed counts: an environment variable may be set for the other commands. */
  #refuse(typed: Interfaces.ParserOutput['raw']): void {
    const { refusedFlags } = this.ctor as unknown as typeof BaseCommand;
    const refused = typed.find((token) => token.type === 'flag' && Object.hasOwn(refusedFlags, token.flag));
    if (refused?.type !== 'flag') return;
    const words = (this.id ?? '').replaceAll(':', ' ');
    throw new UsageError(`--${refused.flag} gilt für „${words}“ nicht.`, refusedFlags[refused.flag] ?? '');
  }

  #knownFlags(): KnownFlag[] {
    const flags = { ...this.ctor.baseFlags, ...this.ctor.flags };
    return Object.entries(flags).map(([name, flag]) => ({ ...flag, name }));
  }

  /**
   * Replaces oclif's: one place decides what is printed and which code the process ends with, with and without `--json`.
   * Sets process.exitCode and returns undefined if the command failed.
   */
  protected override async _run<T>(): Promise<T> {
    try {
      await this.init();
      const result = await this.run();
      if (this.jsonEnabled()) this.logJson(result ?? null);
      process.exitCode = interruption()?.exitCode ?? this.#exitCode;
      return result as T;
    } catch (error) {
      await this.catch(error as Error);
      return undefined as T;
    } finally {
      await this.finally(undefined);
    }
  }

  protected override async catch(error: Error): Promise<void> {
    const stopped = error.name === 'AbortError' ? interruption() : undefined;
    process.exitCode = reportError(stopped ?? error, this.jsonEnabled());
  }

  protected override logJson(json: unknown): void {
    process.stdout.write(`${printableJson(json)}\n`);
  }
}

// Own colour codes survive (numbers ending in m); everything else that a terminal would obey is removed.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the codes begin with one
const colourCode = /(\u001b\[[0-9;]*m)/u;

function cleanTextKeepingColour(text: string): string {
  return text
    .split(colourCode)
    .map((part, index) => (index % 2 === 1 ? part : cleanText(part)))
    .join('');
}
