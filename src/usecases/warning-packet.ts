/** The three questions of a warning: sent to Kommunen, and how far their answers are. */
import { createHash } from 'node:crypto';
import { formatDay } from '../domain/calendar.ts';
import { type EntryValues, isSettled, listIn, type RegisterEntry, textIn } from '../domain/register.ts';
import { warnung } from '../domain/registers/warnung.ts';
import { formatWarningMark, warningState } from '../domain/warning-answer.ts';
import { isPresent } from '../domain/zielobjekte.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { plainLine } from '../exchange/plain-line.ts';
import type { WarningForm } from '../exchange/warning-document.ts';
import { selectKommunen } from '../store/kommunen.ts';
import { insertEntries, selectEntryVersions } from '../store/register-entries.ts';
import { selectRegister } from '../store/zielobjekte.ts';
import { examined, findAffected, sameWarnings } from './affected.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { showEntry } from './registers.ts';
import { type FileToWrite, prepareFolder, writeFiles } from './write-files.ts';

export const warningFormats = ['html', 'xlsx', 'csv'] as const;
export type WarningFormat = (typeof warningFormats)[number];

export interface WarningPacketRequest {
  /** Where the warning is entered, and its number there. */
  kommune: string;
  id: string;
  /** Slugs; empty: where it is entered or something fits. */
  an: readonly string[];
  /** All Kommunen. */
  alle: boolean;
  /** Last day for the answer, YYYY-MM-DD. */
  zurueck: string;
  formate: readonly WarningFormat[];
  /** One table for all, for somebody who answers for many. */
  gemeinsam: boolean;
  ordner: string;
}

type Sent = CommandJson['warnung paket'];

/**
 * Records in every Kommune that it was asked, and writes the forms. Where nothing is left to do nobody is asked; who is affected is
 * asked again only when named.
 * @throws NotFoundError; InvalidDataError; EnvironmentError when the folder cannot be made: then nothing is recorded
 */
export async function sendWarning(context: Context, request: WarningPacketRequest): Promise<Sent> {
  const { today, store } = context;
  if (request.zurueck < today)
    throw new InvalidDataError(
      `Der Tag ${formatDay(request.zurueck)} für --zurueck-bis ist schon vorbei.`,
      'Einen Tag von heute an angeben.',
    );
  if (request.gemeinsam && request.formate.includes('html'))
    throw new InvalidDataError(
      'Das HTML-Formular gibt es nur je Kommune.',
      'Mit --gemeinsam als Format xlsx oder csv angeben: eine Tabelle mit einer Zeile je Kommune.',
    );
  const at = stateNow(context);
  const { eintrag } = await showEntry({ ...context, asOf: today }, warnung, request.kommune, request.id);
  const warning = eintrag.angaben;
  const chosen = await chooseKommunen(context, request);
  const same = await sameWarnings(context, warning, at);
  const ofKommune = (slug: string) => same.find((entry) => entry.kommune === slug) ?? null;
  const isKnown = (slug: string) => {
    const entry = ofKommune(slug);
    const state = entry === null ? 'nicht-gefragt' : warningState(entry.values);
    return isSettled(warnung, entry?.values ?? {}) || (state === 'betroffen' && !request.an.includes(slug));
  };
  const asked = chosen.filter(({ slug }) => !isKnown(slug));
  await prepareFolder(request.ordner);
  const forms: { slug: string; id: string; form: WarningForm }[] = [];
  for (const { slug, name, codes } of asked) {
    const before = ofKommune(slug);
    const values = askedValues(before?.values ?? examined(warning, codes), request.zurueck, today);
    const of = { kommune: slug, register: warnung.id, prefix: warnung.prefix, verb: 'paket' };
    const write = { id: before?.id ?? null, values, removed: null, validFrom: today };
    const [id = ''] = await insertEntries(store, of, [write], recordingOf(context));
    forms.push({ slug, id, form: await formOf(context, { kommune: slug, id, values }, name) });
  }
  return {
    warnung: eintrag.id,
    produkt: textIn(warning, 'produkt') ?? '',
    zurueckBis: request.zurueck,
    kommunen: forms.map(({ slug, id }) => ({ kommune: slug, eintrag: id })),
    schonGeklaert: chosen.filter((each) => !asked.includes(each)).map(({ slug }) => slug),
    dateien: forms.length === 0 ? [] : await writeFiles(request.ordner, await filesOf(eintrag.id, forms, request)),
  };
}

interface ChosenKommune {
  slug: string;
  name: string;
  /** Codes of Zielobjekte in which the words of the product occur. */
  codes: readonly string[];
}

async function chooseKommunen(context: Context, { kommune, id, an, alle }: WarningPacketRequest): Promise<ChosenKommune[]> {
  const known = await selectKommunen(context.store, stateNow(context));
  const unknown = an.filter((slug) => !known.some((each) => each.slug === slug));
  if (unknown.length > 0)
    throw new NotFoundError(`Eine Kommune „${unknown.join('“, „')}“ gibt es nicht.`, 'Erfasste zeigt: burgward kommune liste');
  // A product nobody can look for is no obstacle where the Kommunen are named.
  const found =
    an.length > 0 || alle ? await affectedOrNone(context, kommune, id) : (await affected(context, kommune, id)).kommunen;
  const codesOf = (slug: string) => found.find((each) => each.kommune === slug)?.zielobjekte.map(({ kuerzel }) => kuerzel) ?? [];
  const isChosen = (slug: string) => {
    if (alle) return true;
    return an.length > 0 ? an.includes(slug) : found.some((each) => each.kommune === slug);
  };
  return known.filter(({ slug }) => isChosen(slug)).map(({ slug, name }) => ({ slug, name, codes: codesOf(slug) }));
}

const affected = (context: Context, kommune: string, id: string) => findAffected(context, { kommune, id, record: false });

async function affectedOrNone(context: Context, kommune: string, id: string) {
  try {
    return (await affected(context, kommune, id)).kommunen;
  } catch (error) {
    if (error instanceof InvalidDataError) return [];
    throw error;
  }
}

/** Asked anew: what was answered before that nobody knows stays in the earlier version. */
function askedValues(before: EntryValues, until: string, today: string): EntryValues {
  const { 'geantwortet-am': _day, 'antwort-von': _person, ...values } = before;
  return { ...values, 'gefragt-am': today, 'antwort-bis': until };
}

async function formOf(
  context: Context,
  { kommune, id, values }: Pick<RegisterEntry, 'kommune' | 'id' | 'values'>,
  name: string,
): Promise<WarningForm> {
  const at = stateNow(context);
  const { zielobjekte } = await selectRegister(context.store, kommune, at);
  const codes = listIn(values, 'zielobjekte');
  return {
    mark: await markOf(context, kommune, id),
    kommune: plainLine(name),
    produkt: plainLine(textIn(values, 'produkt') ?? ''),
    kennung: textIn(values, 'kennung'),
    inhalt: textIn(values, 'inhalt'),
    zielobjekte: zielobjekte
      .filter((each) => codes.includes(each.kuerzel) && isPresent(each, at.day))
      .map(({ kuerzel, name: what }) => plainLine(`${kuerzel} ${what}`)),
    gefragt: textIn(values, 'gefragt-am') ?? context.today,
    zurueck: textIn(values, 'antwort-bis') ?? context.today,
    absender: plainLine(context.person),
  };
}

/** Of an entry as it was first recorded, so that a warning can be worded better while forms are out. */
export async function markOf(context: Context, kommune: string, id: string): Promise<string> {
  const [first] = await selectEntryVersions(context.store, stateNow(context), { kommune, register: warnung.id, id });
  const fingerprint = createHash('sha256')
    .update(`${kommune} ${id} ${first?.recordedAt ?? ''}`)
    .digest('hex')
    .slice(0, 16);
  return formatWarningMark({ kommune, id, fingerprint });
}

async function filesOf(
  warningId: string,
  forms: readonly { slug: string; id: string; form: WarningForm }[],
  { formate, gemeinsam }: WarningPacketRequest,
): Promise<FileToWrite[]> {
  const files: FileToWrite[] = [];
  for (const format of new Set(formate)) {
    if (gemeinsam) {
      const all = forms.map(({ form }) => form);
      files.push({ name: `warnung-${warningId}-gemeinsam.${format}`, format, bytes: await render(all, format, '') });
    } else
      for (const { slug, id, form } of forms)
        files.push({
          name: `warnung-${slug}-${id}.${format}`,
          format,
          bytes: await render([form], format, `antwort-warnung-${slug}-${id}.json`),
        });
  }
  return files;
}

async function render(forms: readonly WarningForm[], format: WarningFormat, answerFile: string): Promise<Uint8Array> {
  if (format === 'html') {
    const { warningHtml } = await import('../exchange/warning-html.ts');
    return Buffer.from(forms.map((form) => warningHtml(form, answerFile)).join(''), 'utf8');
  }
  const { warningCsv, warningXlsx } = await import('../exchange/warning-table.ts');
  return format === 'xlsx' ? warningXlsx(forms) : Buffer.from(warningCsv(forms), 'utf8');
}

type Standing = CommandJson['warnung stand'];

/** Who was asked, who has answered what, and what remains, over all Kommunen in which the warning is entered. */
export async function showWarningState(context: Context, { kommune, id }: { kommune: string; id: string }): Promise<Standing> {
  const at = stateAt(context);
  const { eintrag } = await showEntry(context, warnung, kommune, id);
  const names = new Map((await selectKommunen(context.store, at)).map(({ slug, name }) => [slug, name]));
  const rows = (await sameWarnings(context, eintrag.angaben, at)).map((entry): Standing['kommunen'][number] => {
    const { values } = entry;
    const state = warningState(values);
    const until = state === 'betroffen' ? textIn(values, 'faellig') : textIn(values, 'antwort-bis');
    return {
      kommune: entry.kommune,
      name: names.get(entry.kommune) ?? entry.kommune,
      eintrag: entry.id,
      stand: state,
      gefragtAm: textIn(values, 'gefragt-am'),
      antwortBis: textIn(values, 'antwort-bis'),
      geantwortetAm: textIn(values, 'geantwortet-am'),
      antwortVon: textIn(values, 'antwort-von'),
      behobenAm: textIn(values, 'behoben-am'),
      faellig: textIn(values, 'faellig'),
      bemerkung: textIn(values, 'bemerkung'),
      ueberfaellig: !isSettled(warnung, values) && until !== null && until < context.asOf,
    };
  });
  const sent = rows.filter(({ gefragtAm }) => gefragtAm !== null);
  const count = (...states: Standing['kommunen'][number]['stand'][]) => rows.filter(({ stand }) => states.includes(stand)).length;
  return {
    warnung: eintrag.id,
    produkt: textIn(eintrag.angaben, 'produkt') ?? '',
    stand: context.asOf,
    gefragt: sent.length,
    beantwortet: sent.filter(
      ({ geantwortetAm, stand }) => geantwortetAm !== null || ['behoben', 'nicht-betroffen'].includes(stand),
    ).length,
    bleibt: { unbeantwortet: count('offen', 'nicht-gefragt'), unklar: count('unklar'), zuBeheben: count('betroffen') },
    kommunen: rows.sort((a, b) => a.name.localeCompare(b.name, 'de') || (a.kommune < b.kommune ? -1 : 1)),
  };
}
