import { constructFromEvents, EVENT_ID, type Event, getScalarValue, parseEvents, YAMLException } from 'js-yaml';
import type { FileProblem } from '../errors.ts';

/** Way to a value inside a file: keys and list positions from 0. */
export type FieldPath = readonly (string | number)[];

/** Content of one YAML file with the line of every field. */
export interface YamlDocument {
  /** Relative to the catalogue folder, with forward slashes. */
  file: string;
  value: unknown;
  /** Line (from 1) of the key or list entry; for a field that is missing, the line of what should contain it. */
  lineOf(path: FieldPath): number;
}

export interface ParsedYaml {
  /** Null when the file cannot be read as YAML at all. */
  document: YamlDocument | null;
  problems: readonly FileProblem[];
}

/** Name of the whole file where a problem belongs to no field. */
export const wholeFile = '(Datei)';

export function formatPath(path: FieldPath): string {
  return path.length === 0 ? wholeFile : path.join('.');
}

/** Deepest nesting of lists and mappings; the catalogue needs eight, answer rules some more. */
const maxDepth = 40;

/**
 * Parses one YAML 1.2 document. Aliases are refused, so a small file cannot unfold into a large one; a key that occurs
 * twice is a problem of its own, not the silent winner.
 */
export function parseYaml(file: string, text: string): ParsedYaml {
  try {
    const events = parseEvents(text, { maxDepth });
    let outline: Outline | undefined;
    // Built only when a line is asked for: most files have nothing to complain about.
    const outlined = () => {
      outline ??= outlineOf(file, text, events);
      return outline;
    };
    const { documents, hasTwice } = construct(events, text);
    if (documents.length !== 1)
      return unreadable(
        file,
        1,
        documents.length === 0 ? 'Die Datei ist leer.' : 'Erlaubt ist ein Dokument je Datei; „---“ entfernen.',
      );
    if (documents[0] === null) return unreadable(file, 1, 'Die Datei ist leer.');
    return {
      document: { file, value: documents[0], lineOf: (path) => outlined().lineOf(path) },
      problems: hasTwice ? outlined().problems : [],
    };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return unreadable(file, (error.mark?.line ?? 0) + 1, describeYamlError(error.reason));
  }
}

/** A key that occurs twice is told with the rest of the file's problems, so the file is read all the same. */
function construct(events: Event[], source: string): { documents: unknown[]; hasTwice: boolean } {
  try {
    return { documents: constructFromEvents(events, { source, maxAliases: 0 }), hasTwice: false };
  } catch (error) {
    if (!(error instanceof YAMLException) || !/duplicated mapping key/.test(error.reason)) throw error;
    return { documents: constructFromEvents(events, { source, maxAliases: 0, json: true }), hasTwice: true };
  }
}

function unreadable(file: string, line: number, text: string): ParsedYaml {
  return { document: null, problems: [{ file, line, field: wholeFile, text }] };
}

interface Outline {
  lineOf(path: FieldPath): number;
  problems: readonly FileProblem[];
}

/** Walks the flat event list once and notes where each key and list entry begins. */
function outlineOf(file: string, text: string, events: readonly Event[]): Outline {
  const offsets = new Map<string, number>();
  const problems: FileProblem[] = [];
  const lineAt = lineCounter(text);
  let next = 0;

  function readNode(path: FieldPath, labelled: boolean): void {
    const event = events[next++];
    if (event === undefined || event.type === EVENT_ID.POP) return;
    if (!labelled) offsets.set(JSON.stringify(path), startOf(event));
    if (event.type === EVENT_ID.MAPPING) readMapping(path);
    else if (event.type === EVENT_ID.SEQUENCE) readSequence(path);
  }

  function readMapping(path: FieldPath): void {
    while (next < events.length && events[next]?.type !== EVENT_ID.POP) {
      const keyEvent = events[next];
      if (keyEvent?.type !== EVENT_ID.SCALAR) {
        readNode([...path, '?'], false);
        readNode([...path, '?'], true);
        continue;
      }
      next++;
      const key = getScalarValue(text, keyEvent);
      const at = [...path, key];
      const label = JSON.stringify(at);
      if (offsets.has(label)) {
        problems.push({
          file,
          line: lineAt(keyEvent.valueStart),
          field: formatPath(at),
          text: 'Das Feld steht hier ein zweites Mal.',
        });
      } else {
        offsets.set(label, keyEvent.valueStart);
      }
      readNode(at, true);
    }
    next++;
  }

  function readSequence(path: FieldPath): void {
    for (let index = 0; next < events.length && events[next]?.type !== EVENT_ID.POP; index++) readNode([...path, index], false);
    next++;
  }

  while (next < events.length) {
    const event = events[next++];
    if (event?.type === EVENT_ID.DOCUMENT) readNode([], false);
  }

  return {
    problems,
    lineOf(path) {
      for (let depth = path.length; depth >= 0; depth--) {
        const offset = offsets.get(JSON.stringify(path.slice(0, depth)));
        if (offset !== undefined) return lineAt(offset);
      }
      return 1;
    },
  };
}

function startOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) return event.start;
  return event.type === EVENT_ID.ALIAS ? event.anchorStart : 0;
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

/** The parser's reasons are English; the ones people meet get a German sentence, the rest a general one. */
const yamlErrors: readonly (readonly [RegExp, string])[] = [
  [/tab characters/, 'Die Zeile ist mit Tabulator eingerückt; YAML erlaubt nur Leerzeichen.'],
  [/maxAliases/, 'Verweise mit & und * sind nicht erlaubt; den Inhalt ausschreiben.'],
  [
    /bad indentation|deficient indentation/,
    'Die Einrückung stimmt nicht, oder ein Doppelpunkt im Text verlangt Anführungszeichen um den Text.',
  ],
  [/quoted scalar/, 'Ein Anführungszeichen wird nicht geschlossen.'],
  [/flow collection|flow sequence|missed comma/, 'Eine Klammer [ ] oder { } wird nicht geschlossen, oder ein Komma fehlt.'],
  [/non-printable|null byte/, 'Die Datei enthält Steuerzeichen.'],
  [/unknown .*tag|undeclared tag|tag /, 'Typangaben mit ! sind nicht erlaubt; Text mit ! am Anfang in Anführungszeichen setzen.'],
  [/maxDepth/, `Die Datei ist tiefer verschachtelt als ${maxDepth} Ebenen.`],
  [/complex keys/, 'Ein Feldname darf keine Liste und keine Gruppe sein.'],
  [/expected ':'|implicit key|block mapping entry/, 'Nach dem Feldnamen fehlt der Doppelpunkt.'],
  [
    /end of the stream or a document separator/,
    'Hier endet der lesbare Teil: Liste und Felder sind auf einer Ebene gemischt, oder eine Einrückung fehlt.',
  ],
  [
    /escape sequence|hexadecimal/,
    'Nach \\ steht in doppelten Anführungszeichen ein unbekanntes Zeichen; einfache Anführungszeichen benutzen.',
  ],
];

function describeYamlError(reason: string): string {
  return (
    yamlErrors.find(([pattern]) => pattern.test(reason))?.[1] ?? 'Der Aufbau der YAML-Datei ist an dieser Stelle nicht lesbar.'
  );
}
