import { ForeignFileError } from '../errors.ts';

/** JSON the database holds. @throws ForeignFileError when it is none: something else has written into the file */
export function parseStored<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ForeignFileError(
      'Ein gespeicherter Wert in der Datenbank ist beschädigt oder wurde von außen verändert.',
      'Mit „burgward protokoll pruefen“ ansehen, was betroffen ist, und die letzte Sicherung verwenden.',
    );
  }
}
