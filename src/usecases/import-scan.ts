import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { EvidenceCollector } from '../collect/nmap/evidence.ts';
import { type ReadFile, readNmapDocuments } from '../collect/nmap/read-documents.ts';
import { printable } from '../collect/printable.ts';
import { dayOf, daysBetween, formatDay } from '../domain/calendar.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { findingMaxAgeDays, type Netzlauf } from '../domain/netzlauf.ts';
import type { Vantage } from '../domain/observation.ts';
import { AlreadyExistsError, InvalidDataError, NotFoundError } from '../errors.ts';
import { selectKommune, selectZielobjekte } from '../store/kommunen.ts';
import { selectNetzlaeufe } from '../store/netzlaeufe.ts';
import { type Context, stateNow } from './context.ts';
import { withLittleMemory } from './frugal-memory.ts';
import { howToMakeOne, ImportedHosts, named } from './imported-hosts.ts';
import type { CommandJson } from './json-schemas.ts';
import { judgeNow, recordNetzlauf, runJson } from './record-netzlauf.ts';

export interface ImportScanRequest {
  kommune: string;
  /** XML as nmap writes it with `-oX`. */
  path: string;
  /** Where the scan was made from; the file does not say. */
  vantage: Vantage;
  probe: boolean;
  /** Read in a file that was read in before. */
  again: boolean;
}

const maxFileBytes = 512 * 1024 * 1024;
const pieceBytes = 128 * 1024;

/**
 * Reads a scan made elsewhere: every host becomes an observation, judged and recorded like a run of our own. Nothing is sent. The
 * file is read piece by piece, and of one that breaks off the finished hosts count.
 * @throws NotFoundError; AlreadyExistsError for a file read in before; InvalidDataError for a file that is no nmap XML, is dangerous, lies
 *   in the future, or says nothing about any host
 */
export function importScan(context: Context, request: ImportScanRequest): Promise<CommandJson['netz importieren']> {
  return withLittleMemory(() => importFile(context, request));
}

async function importFile(context: Context, request: ImportScanRequest): Promise<CommandJson['netz importieren']> {
  const { store, catalogue } = context;
  const at = stateNow(context);
  const { slug } = await selectKommune(store, request.kommune, at);
  const file = printable(basename(request.path), 100);
  await requireReadable(request.path, file);
  const zielobjekte = await selectZielobjekte(store, slug, at);
  const hosts = new ImportedHosts(file, request.vantage, context.now(), zielobjekte, portsOfChecks(catalogue));
  const evidence = new EvidenceCollector();
  const read = await readNmapDocuments(readPieces(request.path, evidence), (host, document) => hosts.take(host, document));
  requireNmap(read, file);
  const xml = await evidence.finish();
  const runs = await selectNetzlaeufe(store, slug, at);
  const before = runs.find(({ eingelesen }) => eingelesen?.sha256 === xml.sha256);
  if (before !== undefined && !request.again) {
    throw new AlreadyExistsError(
      `${file} wurde schon eingelesen: ${before.id} vom ${formatDay(dayOf(before.begonnen))}.`,
      'Mit --erneut ein zweites Mal einlesen, etwa mit einem anderen Blickwinkel.',
    );
  }
  const observations = hosts.observations();
  if (observations.length === 0) throw nothingScanned(file, read, hosts);
  const documents = read.documents.map(({ document }) => document);
  const { begonnen, beendet } = hosts.period();
  const version = documents.find((document) => document.version !== null)?.version ?? null;
  const isComplete = read.documents.every(
    ({ document, problem }) => problem === null && document.finished && document.exit !== 'error',
  );
  const newer = runs.filter((run) => run.begonnen > begonnen).map(({ id }) => id);
  const lauf: Omit<Netzlauf, 'id'> = {
    kommune: slug,
    freigaben: [],
    begonnen,
    beendet,
    werkzeug: `nmap ${version ?? 'unbekannter Version'} (eingelesen aus ${file})`,
    nmapFehlt: false,
    vollstaendig: isComplete,
    hinweise: [...problemNotes(read), ...hosts.notes(), ...newerNote(newer), ...ageNote(begonnen, context.today)],
    argv: documents.flatMap(({ args }) => args ?? []),
    namen: hosts.names(),
    eingelesen: { datei: file, sha256: xml.sha256 },
  };
  const findings = await judgeNow(context, slug, observations, catalogue.checks);
  const beleg = { art: 'nmap-xml', werkzeug: version === null ? null : `nmap ${version}`, argv: lauf.argv, ...xml };
  const json = request.probe
    ? runJson(context, lauf, observations, findings)
    : (await recordNetzlauf(context, lauf, observations, findings, [beleg], dayOf(begonnen))).json;
  return {
    ...json,
    probe: request.probe,
    werkzeug: lauf.werkzeug,
    begonnen,
    beendet,
    vollstaendig: isComplete,
    hinweise: [...lauf.hinweise],
    ohneZielobjekt: hosts.undeclared(),
  };
}

async function requireReadable(path: string, file: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) throw new NotFoundError(`Eine Datei ${path} gibt es nicht.`, 'Den Pfad prüfen.');
  if (found.size > maxFileBytes) {
    throw new InvalidDataError(
      `${file} ist größer als ${maxFileBytes / 1024 / 1024} MB.`,
      'Weniger Rechner oder Ports auf einmal prüfen und die Dateien nacheinander einlesen.',
    );
  }
}

/** Always the same buffer: fresh ones would pile up until somebody collects them. */
async function* readPieces(path: string, evidence: EvidenceCollector): AsyncGenerator<Uint8Array, void, void> {
  const handle = await open(path);
  try {
    const buffer = Buffer.alloc(pieceBytes);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, pieceBytes);
      if (bytesRead === 0) return;
      const piece = buffer.subarray(0, bytesRead);
      await evidence.add(piece);
      yield piece;
    }
  } finally {
    await handle.close();
  }
}

/** Ports a check may ask for: those of the table of exposed services, and the well-known ones. */
function portsOfChecks(catalogue: Catalogue): ReadonlySet<number> {
  const table = catalogue.tables['exposed-services'] as
    | { entries: readonly { ports: readonly number[]; udp?: readonly number[] }[] }
    | undefined;
  const listed = (table?.entries ?? []).flatMap(({ ports, udp = [] }) => [...ports, ...udp]);
  return new Set([...listed, ...Array.from({ length: 1024 }, (_, index) => index + 1)]);
}

/** @throws InvalidDataError for something else, and for what is refused on principle */
function requireNmap({ documents, beginning }: ReadFile, file: string): void {
  const hostile = documents.find(({ problem }) => problem?.kind === 'hostile')?.problem;
  if (hostile !== undefined && hostile !== null) {
    throw new InvalidDataError(
      `${file}, Zeile ${hostile.line}: abgelehnt, weil der Inhalt gefährlich sein kann: ${hostile.text}.`,
      'So etwas schreibt nmap nicht. Die Datei nicht verwenden und klären, woher sie stammt.',
    );
  }
  const [first] = documents;
  const isForeign = first === undefined || first.problem?.kind === 'foreign';
  const hasNoElement = first?.problem !== null && first?.problem !== undefined && first.document.scanner === null;
  if (!isForeign && !(hasNoElement && first.document.version === null)) return;
  const line = first?.problem?.kind === 'foreign' ? first.problem.line : 1;
  throw new InvalidDataError(
    `${file}, Zeile ${line}: erwartet wird ein Ergebnis von nmap im XML-Format (<nmaprun …>), gefunden wurde ${whatItIs(beginning)}.`,
    howToMakeOne,
  );
}

function whatItIs(beginning: string): string {
  const text = beginning.trimStart();
  if (text === '') return 'eine leere Datei';
  if (text.startsWith('\u001f\ufffd') || text.startsWith('PK')) return 'eine gepackte Datei, die zuerst zu entpacken ist';
  if (/^(?:# Nmap|Starting Nmap|Nmap scan report)/.test(text)) return 'die Textausgabe von nmap';
  return `„${printable(text.replace(/\ufffd/g, '?'), 40)}“`;
}

function nothingScanned(file: string, { documents }: ReadFile, hosts: ImportedHosts): InvalidDataError {
  const skipped = documents.flatMap(({ document }) => document.skippedTargets);
  const message = documents.find(({ document }) => document.errorMessage !== null)?.document.errorMessage;
  const reason =
    message !== undefined && message !== null
      ? `nmap endete mit einem Fehler: ${printable(message, 200)}`
      : skipped.length > 0
        ? `nmap hat diese Ziele übersprungen: ${named(skipped)}`
        : hosts.silent > 0
          ? `keine der ${hosts.silent} Adressen hat geantwortet`
          : documents.some(({ problem }) => problem !== null)
            ? 'die Datei bricht ab, bevor ein Rechner fertig war'
            : 'nmap hat nichts geprüft';
  return new InvalidDataError(
    `${file} enthält zu keinem Rechner ein Ergebnis: ${reason}.`,
    'Das heißt nicht, dass nichts offen ist. Die Prüfung wiederholen; antwortet ein Rechner nicht auf Ping, mit -Pn.',
  );
}

function problemNotes({ documents }: ReadFile): string[] {
  return documents.flatMap(({ document, problem }, index) => {
    const which = documents.length === 1 ? 'Die Datei' : `Das ${index + 1}. Ergebnis in der Datei`;
    const rest = 'Was davor fertig war, wurde übernommen; zu allem anderen ist nichts bekannt.';
    if (problem?.kind === 'cut') return [`Unvollständig: ${which} endet mittendrin, in Zeile ${problem.line}. ${rest}`];
    if (problem !== null) return [`Unvollständig: ${which} ist in Zeile ${problem.line} beschädigt. ${rest}`];
    if (document.exit === 'error')
      return [`Unvollständig: nmap endete mit einem Fehler: ${printable(document.errorMessage ?? 'ohne Angabe', 200)}.`];
    if (!document.finished) return [`Unvollständig: ${which} hat keinen Schluss. ${rest}`];
    const skipped = document.skippedTargets;
    return skipped.length === 0 ? [] : [`nmap hat diese Ziele übersprungen: ${named(skipped)}.`];
  });
}

function ageNote(begonnen: string, today: string): string[] {
  const age = daysBetween(dayOf(begonnen), today);
  if (age <= findingMaxAgeDays) return [];
  return [`Die Prüfung ist ${age} Tage alt; Befunde gelten ${findingMaxAgeDays} Tage als Beleg hinter einer Antwort.`];
}

function newerNote(newer: readonly string[]): string[] {
  if (newer.length === 0) return [];
  return [`Seit dieser Prüfung gab es ${named(newer)}: Für dieselben Rechner gelten die neueren Befunde.`];
}
