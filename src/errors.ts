/** Exit codes of the program. Documented in docs/exit-codes.md; they are part of the interface. */
export const exitCodes = {
  ok: 0,
  gapsFound: 1,
  usage: 2,
  invalidData: 3,
  environment: 4,
  notAuthorised: 5,
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * An error the user can act on. Everything else that is thrown is a bug and keeps its stack.
 * `message` says in German what happened and where, `hint` what to do about it.
 */
export abstract class ExpectedError extends Error {
  abstract readonly code: string;
  abstract readonly exitCode: ExitCode;
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = new.target.name;
    this.hint = hint;
  }
}

/** The shape of the command line is wrong: unknown command, wrong or missing flag or argument. */
export class UsageError extends ExpectedError {
  readonly code = 'AUFRUF';
  readonly exitCode = exitCodes.usage;
}

/** A value breaks a rule: AGS of wrong length, a date that does not exist, entbehrlich without reason. */
export class InvalidDataError extends ExpectedError {
  readonly code = 'UNGUELTIG';
  readonly exitCode = exitCodes.invalidData;
}

/** An id or slug that does not exist. */
export class NotFoundError extends ExpectedError {
  readonly code = 'UNBEKANNT';
  readonly exitCode = exitCodes.invalidData;
}

/** Something with this key exists already. */
export class AlreadyExistsError extends ExpectedError {
  readonly code = 'VORHANDEN';
  readonly exitCode = exitCodes.invalidData;
}

/** One problem in a file people write by hand. `line` counts from 1; `field` is a dotted path. */
export interface FileProblem {
  file: string;
  line: number;
  field: string;
  text: string;
}

/** A catalogue folder has problems; all of them are listed, nothing was loaded. */
export class CatalogueError extends ExpectedError {
  readonly code = 'KATALOG';
  readonly exitCode = exitCodes.invalidData;
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    const lines = problems.map((p) => `${p.file}, Zeile ${p.line}, ${p.field}: ${p.text}`);
    super(
      `Katalog ungültig (${problems.length === 1 ? '1 Problem' : `${problems.length} Probleme`}):\n${lines.join('\n')}`,
      'Die genannten Stellen berichtigen und „burgward katalog pruefen“ erneut aufrufen.',
    );
    this.problems = problems;
  }
}

/** A file is not ours, damaged, or written by a newer program. */
export class ForeignFileError extends ExpectedError {
  readonly code = 'DATEI';
  readonly exitCode = exitCodes.invalidData;
}

/** The surroundings do not let us work: database locked or read-only, folder not writable, tool missing. */
export class EnvironmentError extends ExpectedError {
  readonly code = 'UMGEBUNG';
  readonly exitCode = exitCodes.environment;
}

/** A target lies outside a valid Freigabe. Nothing was sent. */
export class NotAuthorisedError extends ExpectedError {
  readonly code = 'KEINE_FREIGABE';
  readonly exitCode = exitCodes.notAuthorised;
}

/** The user or the system stopped the program; what was finished is kept. */
export class InterruptedError extends ExpectedError {
  readonly code = 'ABBRUCH';
  readonly exitCode: ExitCode;

  constructor(signal: 'SIGINT' | 'SIGTERM', message = 'Abgebrochen.', hint = 'Was bis dahin fertig war, ist gespeichert.') {
    super(message, hint);
    this.exitCode = signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  }
}

/** One problem in a table people fill in. `row` counts from 1 with the header row; `column` is its header. */
export interface TableProblem {
  /** File name, with the sheet where a workbook has several. */
  file: string;
  row: number | null;
  column: string | null;
  text: string;
}

/** A table has problems; all of them are listed, nothing was read in. */
export class TableError extends ExpectedError {
  readonly code = 'TABELLE';
  readonly exitCode = exitCodes.invalidData;
  readonly problems: readonly TableProblem[];

  constructor(problems: readonly TableProblem[], hint = 'Die genannten Stellen berichtigen und die Datei erneut einlesen.') {
    const shown = problems.slice(0, maxShownProblems).map(tableProblemLine);
    const rest = problems.length - shown.length;
    super(
      `Nichts eingelesen (${problems.length === 1 ? '1 Problem' : `${problems.length} Probleme`}):\n${shown.join('\n')}${rest > 0 ? `\n… und ${rest} weitere` : ''}`,
      hint,
    );
    this.problems = problems;
  }
}

const maxShownProblems = 50;

function tableProblemLine({ file, row, column, text }: TableProblem): string {
  return `${[file, row === null ? '' : `Zeile ${row}`, column === null ? '' : `Spalte „${column}“`].filter((part) => part !== '').join(', ')}: ${text}`;
}
