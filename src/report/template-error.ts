import { ExpectedError, exitCodes } from '../errors.ts';

/** A report template cannot be used: an unknown field, filter, container or block. Names file, line and field. */
export class TemplateError extends ExpectedError {
  readonly code = 'VORLAGE';
  readonly exitCode = exitCodes.invalidData;

  constructor(file: string, line: number, text: string, hint: string) {
    super(`${file}, Zeile ${line}: ${text}`, hint);
  }
}
