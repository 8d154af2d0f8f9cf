/** Whether a file is the report it says it is: held against what was filed, else against what the data give. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { formatDay } from '../domain/calendar.ts';
import type { FiledReport, ReportVerdict } from '../domain/filed-report.ts';
import { ForeignFileError, InvalidDataError, NotFoundError } from '../errors.ts';
import { pdfKindOf, readIdentification } from '../report/identification.ts';
import { canWritePdf } from '../report/pdf-engine.ts';
import type { IdentificationData } from '../report/report-data.ts';
import type { ReportFormat } from '../report/report-folder.ts';
import { editions } from '../report/report-input.ts';
import { selectFiledReports } from '../store/abgelegte-berichte.ts';
import { chainOf, selectKommune } from '../store/kommunen.ts';
import { selectInstantOf } from '../store/protokoll.ts';
import { type Context, contextAfter, stateNow } from './context.ts';
import { gatherBasis, isAboutOneKommune, renderReportFiles } from './create-report.ts';
import type { CommandJson } from './json-schemas.ts';
import { type RegionRequest, renderRegionFiles } from './region-report.ts';

type Checked = CommandJson['bericht pruefen'];

/** No report comes near it; in bytes. */
const largestReport = 64 * 1024 * 1024;

/** A file that says it is a report. */
export interface ReportFile {
  name: string;
  format: ReportFormat;
  bytes: Uint8Array;
  /** What it says of itself; nothing of it is proved. */
  kennung: IdentificationData;
}

/** @throws NotFoundError; ForeignFileError when it is no report, or too large to be one */
export async function readReportFile(path: string): Promise<ReportFile> {
  const name = basename(path);
  const bytes = await readWhole(path, name);
  for (const format of formatsOf(bytes)) {
    const kennung = await readIdentification(bytes, format);
    if (kennung !== null) return { name, format, bytes, kennung };
  }
  throw new ForeignFileError(
    `${name} ist kein Bericht von burgward, oder seine Kennung fehlt.`,
    'Ein Bericht verliert seine Kennung, wenn er neu gespeichert, gedruckt oder umgewandelt wird. Die Datei nehmen, wie sie ausgegeben wurde.',
  );
}

async function readWhole(path: string, name: string): Promise<Uint8Array> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) throw new NotFoundError(`Eine lesbare Datei ${path} gibt es nicht.`, 'Den Pfad und die Rechte prüfen.');
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new InvalidDataError(`${name} ist keine Datei.`, 'Eine einzelne Datei angeben.');
    if (found.size > largestReport) {
      throw new ForeignFileError(
        `${name} ist größer als jeder Bericht (über ${largestReport / 1024 / 1024} MB).`,
        'Die Datei nehmen, wie sie ausgegeben wurde.',
      );
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** By how the file begins, not by its name. */
function formatsOf(bytes: Uint8Array): readonly ReportFormat[] {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1').trimStart().toLowerCase();
  if (start.startsWith('%pdf-')) return ['pdf'];
  if (start.startsWith('pk')) return ['docx', 'xlsx'];
  if (start.startsWith('<')) return ['html'];
  return start.startsWith('{') ? ['json'] : ['md'];
}

/**
 * @param context on the day the report speaks of
 * @throws NotFoundError for a Kommune this database does not have
 */
export async function checkReport(
  context: Context,
  { name, format, bytes, kennung }: ReportFile,
  reportsFolder: string,
): Promise<Checked> {
  // The report about all Kommunen names none.
  if (kennung.kommune !== '') await selectKommune(context.store, kennung.kommune, stateNow(context));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const filed = (await selectFiledReports(context.store, stateNow(context))).filter(({ dateien }) =>
    dateien.some((datei) => datei.sha256 === sha256),
  );
  const [ergebnis, text] =
    filed.length > 0
      ? (['abgelegt', filedSentence(filed)] as const)
      : await compare(context, { format, bytes, kennung }, reportsFolder);
  const { art, kommune, stand, fassung, variante, eintrag, fingerabdruck, protokoll } = kennung;
  return {
    datei: name,
    sha256,
    ergebnis,
    text,
    bericht: { art, kommune, stand, fassung, variante, eintrag, fingerabdruck, protokoll },
    abgelegt: filed.map(({ id, abgelegtAm, empfaenger }) => ({ nr: id, am: abgelegtAm, empfaenger })),
  };
}

function filedSentence(filed: readonly FiledReport[]): string {
  const each = filed.map(
    ({ id, abgelegtAm, empfaenger }) =>
      `am ${formatDay(abgelegtAm)} unter ${id}${empfaenger === null ? '' : `, Empfänger: ${empfaenger}`}`,
  );
  return `Unverändert so, wie sie abgelegt wurde: ${each.join('; ')}.`;
}

interface Claim {
  format: ReportFormat;
  bytes: Uint8Array;
  kennung: IdentificationData;
}

type Verdict = readonly [ReportVerdict, string];

/** Makes the report again, from all data of its day and from those of the moment its hash of the Protokoll names. */
async function compare(context: Context, claim: Claim, reportsFolder: string): Promise<Verdict> {
  const { kennung } = claim;
  const { edition, hash } = context.catalogue;
  if (!isAboutOneKommune(kennung.art) && kennung.art !== 'region')
    return ['nicht-vergleichbar', 'Diese Art von Bericht kann dieses Programm nicht noch einmal erstellen.'];
  if (kennung.katalog.hash !== hash)
    return [
      'nicht-vergleichbar',
      `Erstellt mit einer anderen Katalogausgabe (${kennung.katalog.edition}, jetzt ${edition}); der Inhalt lässt sich nicht vergleichen.`,
    ];
  const instant =
    kennung.protokoll === null ? null : await selectInstantOf(context.store, chainOf(kennung.kommune), kennung.protokoll);
  if (instant === null && kennung.protokoll !== null)
    return [
      'nicht-vergleichbar',
      'Die Prüfsumme des Protokolls, die im Bericht steht, kommt hier nicht vor: Er stammt aus einer anderen Datenbank, oder das Protokoll wurde neu geschrieben.',
    ];
  if (claim.format === 'pdf' && !canWritePdf(pdfKindOf(claim.bytes)))
    return [
      'nicht-vergleichbar',
      'Diese Art von PDF kann burgward auf diesem System nicht noch einmal erstellen; ob die Datei unverändert ist, lässt sich hier nicht sagen.',
    ];
  const today = await renderAgain(context, claim, reportsFolder);
  if (today !== null && isSame(today.bytes, claim.bytes))
    return ['stimmt-ueberein', 'Die Datei ist genau die, die sich aus den Daten ergibt.'];
  const then = instant === null ? null : await renderAgain(contextAfter(context, instant), claim, reportsFolder);
  if (then !== null && isSame(then.bytes, claim.bytes))
    return [
      'daten-geaendert',
      'Die Datei ist unverändert; seit sie erstellt wurde, sind an diesem Tag weitere Daten erfasst worden.',
    ];
  if (today === null && then === null)
    return [
      'nicht-vergleichbar',
      'Einen solchen Bericht ergeben die Daten nicht: Die Fassung, die Variante oder der Eintrag, die er nennt, gibt es hier nicht.',
    ];
  return differing(context, claim, {
    hasSameData: [today, then].some((again) => again?.fingerprint === kennung.fingerabdruck),
    hasNothingChanged: today !== null && then !== null && today.fingerprint === then.fingerprint,
  });
}

interface DataThenAndNow {
  /** The data of the day, or of the moment, are those the file claims. */
  hasSameData: boolean;
  /** The data of the day are still those of the moment. */
  hasNothingChanged: boolean;
}

function differing(context: Context, { kennung }: Claim, { hasSameData, hasNothingChanged }: DataThenAndNow): Verdict {
  const { programm } = kennung;
  if (programm !== '' && programm !== context.programVersion)
    return [
      'nicht-vergleichbar',
      `Erstellt mit einer anderen Programmversion (${programm}, jetzt ${context.programVersion}); ${hasSameData ? 'die Daten sind dieselben, der Wortlaut lässt sich nicht vergleichen' : 'der Inhalt lässt sich nicht vergleichen'}.`,
    ];
  if (hasSameData)
    return [
      'datei-veraendert',
      'Die Daten sind dieselben, die Datei ist es nicht: Sie wurde verändert, nachdem sie erstellt war.',
    ];
  if (hasNothingChanged)
    return [
      'datei-veraendert',
      'Seit dem Eintrag im Protokoll, den die Datei nennt, hat sich an den Daten nichts geändert, und einen solchen Bericht ergeben sie nicht: Die Datei oder ihre Kennung wurde verändert.',
    ];
  return [
    'daten-geaendert',
    'Die Daten haben sich seither geändert; ob auch die Datei verändert wurde, lässt sich nicht mehr sagen.',
  ];
}

/** Null when the data no longer give such a report, for example because its entry was taken out. */
async function renderAgain(
  context: Context,
  { format, kennung, bytes }: Claim,
  reportsFolder: string,
): Promise<{ bytes: Uint8Array; fingerprint: string } | null> {
  const { kommune, art, variante, eintrag, protokoll } = kennung;
  const fassung = editions.find((edition) => edition === kennung.fassung);
  if (fassung === undefined) return null;
  try {
    const shared = {
      fassung,
      reportsFolder,
      formate: [format],
      ausgabe: '',
      pdfKind: format === 'pdf' ? pdfKindOf(bytes) : undefined,
    };
    if (!isAboutOneKommune(art)) return await renderRegionAgain(context, { ...shared, gruppe: kommune });
    const basis = { ...(await gatherBasis(context, kommune)), chainHash: protokoll };
    const request = { ...shared, kommune, art, variante: variante ?? undefined, eintrag: eintrag ?? undefined };
    const { input, files } = await renderReportFiles(context, request, basis);
    const [file] = files;
    return file === undefined ? null : { bytes: file.bytes, fingerprint: input.fingerprint };
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof InvalidDataError) return null;
    throw error;
  }
}

async function renderRegionAgain(context: Context, request: RegionRequest & { gruppe: string }) {
  const gruppe = request.gruppe === '' ? undefined : request.gruppe;
  const { files, fingerprint } = await renderRegionFiles(context, { ...request, gruppe });
  const [file] = files;
  return file === undefined ? null : { bytes: file.bytes, fingerprint };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
