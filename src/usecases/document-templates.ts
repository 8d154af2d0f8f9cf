/** Papers to be filled in and signed, as Word documents with what is recorded already put in. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDay } from '../domain/calendar.ts';
import { holderOf } from '../domain/duties.ts';
import { periodsInAdvance } from '../domain/incident.ts';
import { formatDuration } from '../domain/incident-clock.ts';
import { type Call, callsFor } from '../domain/incident-contacts.ts';
import { firstHour } from '../domain/incident-first-hour.ts';
import { bindingInAdvance, sourceText } from '../domain/incident-words.ts';
import { informationsverbund, type Merkmale, type ThreeValued } from '../domain/kommune.ts';
import { type RegisterEntry, textIn } from '../domain/register.ts';
import { plainLine } from '../exchange/plain-line.ts';
import type { DocxBlock } from '../report/papers/docx.ts';
import type { TemplateData, TemplateTable } from '../report/papers/docx-template.ts';
import { selectKommune, selectMerkmale, selectRollen } from '../store/kommunen.ts';
import { type Context, stateAt } from './context.ts';
import { entriesWithGroups, incidentPeriods } from './incident-state.ts';
import type { CommandJson } from './json-schemas.ts';
import { listSchutzbedarf } from './schutzbedarf.ts';
import { writeFiles } from './write-files.ts';

export const documentTemplates = ['leitlinie', 'notfallhandbuch'] as const;
export type DocumentTemplate = (typeof documentTemplates)[number];

const titles: Readonly<Record<DocumentTemplate, string>> = {
  leitlinie: 'Leitlinie zur Informationssicherheit',
  notfallhandbuch: 'Notfallhandbuch',
};

/**
 * Writes a DOCX with what is recorded on the day of the context; what is not is a gap in square brackets.
 * @throws NotFoundError for the Kommune; EnvironmentError when the folder cannot be written
 */
export async function writeDocumentTemplate(
  context: Context,
  {
    template,
    kommune: slug,
    folder,
    templatesFolder,
  }: { template: DocumentTemplate; kommune: string; folder: string; templatesFolder: string },
): Promise<CommandJson['dokument vorlage']> {
  // Here, not above: the library is large and no other command needs it.
  const [{ fillDocxTemplate }, { writeDocx }] = await Promise.all([
    import('../report/papers/docx-template.ts'),
    import('../report/papers/docx.ts'),
  ]);
  const recorded = await recordedOf(context, slug);
  const file = join(templatesFolder, `${template}.md`);
  const blocks = fillDocxTemplate(await readFile(file, 'utf8'), dataOf(context, recorded), file);
  const { name } = recorded.kommune;
  const bytes = await writeDocx({
    title: titles[template],
    subtitle: `${name} · Entwurf, Stand ${formatDay(context.asOf)}`,
    header: name,
    footer: `Entwurf, Stand ${formatDay(context.asOf)}`,
    blocks,
  });
  const dateien = await writeFiles(folder, [{ name: `${template}-${slug}-${context.asOf}.docx`, format: 'docx', bytes }]);
  return { vorlage: template, kommune: slug, luecken: gapsOf(blocks), dateien };
}

/** Every gap once, in the order in which it is met. */
function gapsOf(blocks: readonly DocxBlock[]): string[] {
  const gaps = blocks
    .flatMap(textsOf)
    .flat()
    .filter(({ look }) => look === 'gap');
  return [...new Set(gaps.map(({ text }) => text))];
}

function textsOf(block: DocxBlock) {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
    case 'note':
      return [block.text];
    case 'bullets':
    case 'steps':
      return block.items;
    case 'table':
      return block.rows.flat();
    case 'signatures':
      return block.below;
    default:
      return [];
  }
}

type Recorded = Awaited<ReturnType<typeof recordedOf>>;

async function recordedOf(context: Context, slug: string) {
  const { store, asOf } = context;
  const at = stateAt(context);
  const kommune = await selectKommune(store, slug, at);
  const rollen = await selectRollen(store, slug, at);
  const contacts = await entriesWithGroups(context, slug, 'kontakt', at);
  const merkmale = await selectMerkmale(store, slug, at);
  const calls = callsFor({}, contacts, rollen, asOf).filter(({ id }) => id !== 'kdn' || merkmale['kdn_angeschlossen'] !== 'nein');
  return {
    kommune: { ...kommune, name: plainLine(kommune.name) },
    ...{ rollen, contacts, merkmale, calls },
    documents: (await entriesWithGroups(context, slug, 'dokument', at)).filter(({ values }) => values['status'] !== 'abgeloest'),
    contracts: (await entriesWithGroups(context, slug, 'vertrag', at)).filter(({ values }) => values['status'] !== 'beendet'),
    events: await entriesWithGroups(context, slug, 'termin', at),
    availability: (await listSchutzbedarf(context, slug)).filter(
      ({ schutzziel, kuerzel }) => schutzziel === 'verfuegbarkeit' && kuerzel !== informationsverbund,
    ),
  };
}

function dataOf(context: Context, recorded: Recorded): TemplateData {
  return {
    fields: fieldsOf(context, recorded),
    tables: tablesOf(context, recorded),
    lists: { tun: firstHour.do, lassen: firstHour.leave },
    conditions: conditionsOf(recorded.merkmale),
  };
}

function fieldsOf(
  { asOf }: Context,
  { kommune, rollen, calls, contacts, documents, events, availability }: Recorded,
): TemplateData['fields'] {
  const holder = (rolle: string) => holderOf(rolle, rollen, asOf);
  const person = (rolle: string) => holder(rolle)?.person ?? null;
  const appointed = (rolle: string) => dayOrNull(holder(rolle)?.bestellt);
  const phone = (office: string) => calls.find(({ id }) => id === office)?.contacts[0]?.day ?? null;
  const deputy = (...offices: string[]) =>
    firstText(
      contacts.filter(({ values }) => offices.includes(String(values['stelle']))),
      'vertretung',
    );
  const policy = newest(documents, 'leitlinie');
  const handbook = newest(documents, 'notfallhandbuch');
  const restored = lastDone(events, 'wiederherstellung');
  const practised = lastDone(events, 'notfalluebung');
  return {
    kommune: kommune.name,
    leitung: person('leitung'),
    vertretung_leitung: deputy('leitung'),
    bfis: person('bfis'),
    bfis_bestellt: appointed('bfis'),
    bfis_vertretung: person('bfis-vertretung'),
    bfis_vertretung_bestellt: appointed('bfis-vertretung'),
    bfis_telefon: phone('bfis'),
    it_leitung: person('it-leitung') ?? calls.find(({ id }) => id === 'it')?.contacts[0]?.name ?? null,
    it_telefon: phone('it'),
    vertretung_it: deputy('it', 'dienstleister'),
    dsb: person('dsb'),
    presse: firstText(
      contacts.filter(({ values }) => values['stelle'] === 'presse'),
      'name',
    ),
    leitlinie_fassung: textIn(policy?.values, 'fassung'),
    leitlinie_pruefen_bis: dayOrNull(textIn(policy?.values, 'pruefen-bis')),
    handbuch_fassung: textIn(handbook?.values, 'fassung'),
    handbuch_verantwortlich: textIn(handbook?.values, 'verantwortlich'),
    handbuch_pruefen_bis: dayOrNull(textIn(handbook?.values, 'pruefen-bis')),
    wiederherstellung_am: dayOrNull(textIn(restored?.values, 'erledigt-am')),
    wiederherstellung_ergebnis: textIn(restored?.values, 'ergebnis'),
    uebung_am: dayOrNull(textIn(practised?.values, 'erledigt-am')),
    uebung_ergebnis: textIn(practised?.values, 'ergebnis'),
    uebung_naechste: dayOrNull(nextPlanned(events, 'notfalluebung', asOf)),
    kontakte_am: dayOrNull(textIn(lastDone(events, 'kontakte')?.values, 'erledigt-am')),
    vorrang_hinweis: availability.some(({ typ }) => needing.has(typ))
      ? 'Vorgeschlagen nach dem erfassten Schutzbedarf der Verfügbarkeit; die Reihenfolge legt die Leitung fest.'
      : 'Verfahren und ihr Schutzbedarf sind noch nicht erfasst; die Reihenfolge legt die Leitung fest.',
  };
}

/** What binds depends on Merkmale; `meldepflichtig`: §§ 15, 17 SächsISichG bind bodies connected to KDN or SVN. */
function conditionsOf(merkmale: Merkmale): Record<string, ThreeValued> {
  const value = (id: string) => merkmale[id] ?? 'unbekannt';
  const connections = [value('kdn_angeschlossen'), value('svn_alternative_schnittstelle')];
  return {
    kdn_angeschlossen: value('kdn_angeschlossen'),
    schultraeger: value('schultraeger'),
    meldepflichtig: connections.includes('ja') ? 'ja' : connections.includes('unbekannt') ? 'unbekannt' : 'nein',
  };
}

function tablesOf({ catalogue }: Context, recorded: Recorded): TemplateData['tables'] {
  const { calls, merkmale, contracts, documents, availability } = recorded;
  const periods = periodsInAdvance(incidentPeriods(catalogue), merkmale);
  const blank = (columns: number, lines = 3) => Array.from({ length: lines }, () => Array.from({ length: columns }, () => ''));
  return {
    kontakte: {
      headers: ['Wer', 'Name', 'Am Tag', 'Nachts', 'Vertretung oder wo zu finden'],
      widths: [26, 22, 18, 18, 22],
      gap: 'fehlt',
      rows: calls.flatMap(callRows),
    },
    stab: staffTable(recorded),
    fristen: {
      headers: ['Bis', 'Was', 'An', 'Gilt', 'Grundlage'],
      widths: [14, 28, 20, 20, 34],
      gap: 'fehlt',
      rows: periods.map(({ title, duration, urgency, recipient, binding, condition, ...source }) => [
        duration === null ? (urgency ?? '') : formatDuration(duration),
        title,
        recipient,
        bindingInAdvance({ binding, condition }),
        // Round brackets: square ones are what is to be filled in.
        sourceText(source).replace(/\[(.*)\]$/, '($1)'),
      ]),
    },
    vorrang: {
      headers: ['Nr.', 'Aufgabe oder Verfahren', 'Höchstens ohne', 'Ersatz solange', 'Wer stellt wieder her'],
      widths: [8, 36, 18, 30, 24],
      gap: 'fehlt',
      rows: [...mostNeeded(availability).map(([name], index) => [String(index + 1), name ?? '', '', '', '']), ...blank(5, 5)],
    },
    notbetrieb: {
      headers: ['Amt oder Aufgabe', 'So geht es ohne Technik', 'Was dafür bereitliegt', 'Wer'],
      widths: [28, 40, 30, 18],
      gap: 'fehlt',
      rows: ['Standesamt', 'Kasse und Auszahlungen', 'Meldewesen, Ausweise', 'Wahlen', 'Feuerwehr, Ortspolizeibehörde']
        .map((office): (string | null)[] => [office, '', '', ''])
        .concat(blank(4, 2)),
    },
    dienstleister: {
      headers: ['Dienstleister', 'Wofür', 'Vertrag liegt', 'Ausstieg, Ersatz'],
      widths: [28, 34, 26, 30],
      gap: 'fehlt',
      rows: [
        ...contracts.map((entry) => [
          textIn(entry.values, 'partner'),
          textIn(entry.values, 'titel'),
          textIn(entry.values, 'ablage'),
          textIn(entry.values, 'ausstieg'),
        ]),
        ...(contracts.length === 0 ? blank(4) : []),
      ],
    },
    unterlagen: {
      headers: ['Was', 'Fassung', 'Wo'],
      widths: [40, 20, 50],
      gap: 'fehlt',
      rows: [
        ...documents.map((entry) => [
          textIn(entry.values, 'titel'),
          textIn(entry.values, 'fassung'),
          textIn(entry.values, 'ablage'),
        ]),
        ...['Notfallkennwörter im Umschlag', 'Getrennte Datensicherung', 'Verträge der Dienstleister'].map((what) => [
          what,
          '',
          '',
        ]),
      ],
    },
    aenderungen: {
      headers: ['Fassung', 'Datum', 'Was geändert wurde', 'Wer'],
      widths: [14, 18, 50, 26],
      gap: 'fehlt',
      rows: blank(4, 4),
    },
  };
}

const ownOffices: ReadonlySet<string> = new Set(['it', 'bfis', 'leitung', 'dsb']);

function callRows({ id, office, person, contacts, lookUp }: Call): (string | null)[][] {
  // Offices outside have no name to be filled in, only a number.
  if (contacts.length === 0) return [[office, person ?? (ownOffices.has(id) ? null : ''), null, null, lookUp]];
  return contacts.map(({ name, day, night, deputy }) => [office, name, day, night, deputy]);
}

function staffTable({ calls, contacts }: Recorded): TemplateTable {
  const named = (office: string) => {
    const call = calls.find(({ id }) => id === office);
    return call?.person ?? call?.contacts[0]?.name ?? null;
  };
  const press = firstText(
    contacts.filter(({ values }) => values['stelle'] === 'presse'),
    'name',
  );
  const building = firstText(
    contacts.filter(({ values }) => values['stelle'] === 'haustechnik'),
    'name',
  );
  return {
    headers: ['Aufgabe im Stab', 'Name', 'Vertretung'],
    widths: [44, 34, 30],
    gap: 'Name',
    rows: [
      ['Leitung, entscheidet', named('leitung'), null],
      ['Informationssicherheit, meldet', named('bfis'), null],
      ['Technik, stellt wieder her', named('it'), null],
      ['Datenschutz', named('dsb'), null],
      ['Auskunft nach innen und außen', press, null],
      ['Gebäude, Strom, Schlüssel', building, null],
      ['Tagebuch', null, null],
    ],
  };
}

const stufen = ['sehr-hoch', 'hoch', 'normal'];
const needing: ReadonlySet<string> = new Set(['geschaeftsprozess', 'anwendung', 'webserver', 'mailserver', 'telefonanlage']);
/** Lines that fit on the page; a longer list is no order of precedence. */
const mostLines = 12;

/** Processes and applications by the Schutzbedarf of their Verfügbarkeit, the highest first; those without one at the end. */
function mostNeeded(availability: Recorded['availability']): string[][] {
  const rank = (stufe: string | null) => (stufe === null ? stufen.length : stufen.indexOf(stufe));
  return availability
    .filter(({ typ }) => needing.has(typ))
    .toSorted((a, b) => rank(a.stufe) - rank(b.stufe))
    .slice(0, mostLines)
    .map(({ name }) => [name]);
}

function firstText(entries: readonly RegisterEntry[], field: string): string | null {
  return entries.map((entry) => textIn(entry.values, field)).find((text) => text !== null) ?? null;
}

function dayOrNull(day: string | null | undefined): string | null {
  return day === null || day === undefined ? null : formatDay(day);
}

/** The document of a kind with the youngest day. */
function newest(documents: readonly RegisterEntry[], art: string): RegisterEntry | undefined {
  const day = (entry: RegisterEntry) => textIn(entry.values, 'vom') ?? '';
  return documents
    .filter(({ values }) => values['art'] === art)
    .toSorted((a, b) => (day(a) < day(b) ? -1 : 1))
    .at(-1);
}

function lastDone(events: readonly RegisterEntry[], art: string): RegisterEntry | undefined {
  const day = (entry: RegisterEntry) => textIn(entry.values, 'erledigt-am') ?? '';
  return events
    .filter(({ values }) => values['art'] === art && values['erledigt-am'] !== undefined)
    .toSorted((a, b) => (day(a) < day(b) ? -1 : 1))
    .at(-1);
}

function nextPlanned(events: readonly RegisterEntry[], art: string, asOf: string): string | null {
  const days = events
    .filter(({ values }) => values['art'] === art && values['erledigt-am'] === undefined && values['entfaellt'] === undefined)
    .flatMap((entry) => textIn(entry.values, 'am') ?? []);
  return days.filter((day) => day >= asOf).toSorted()[0] ?? null;
}
