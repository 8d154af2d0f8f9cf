import { formatDay, timeZone } from '../domain/calendar.ts';
import { statementState } from '../domain/inheritance.ts';
import { registers } from '../domain/registers/index.ts';
import { type ArchiveEntry, archiveStream } from '../exchange/archive.ts';
import { notPublic } from '../exchange/confidentiality.ts';
import { writeCsv } from '../exchange/csv.ts';
import { type Page, type PageSection, pageHtml } from '../exchange/page-html.ts';
import { degree } from '../report/duty-data.ts';
import { selectAssessments } from '../store/assessments.ts';
import { selectAssignments, selectStatements } from '../store/erklaerungen.ts';
import { selectFreigaben } from '../store/freigaben.ts';
import { chainOf } from '../store/kommunen.ts';
import { selectPakete } from '../store/pakete.ts';
import { selectChainHash } from '../store/protokoll.ts';
import { answerSheet } from './answer-table.ts';
import { type Context, stateAt } from './context.ts';
import { listDue } from './due.ts';
import { evaluateKommune } from './evaluate-kommune.ts';
import { listEvidence } from './evidence.ts';
import type { CommandJson } from './json-schemas.ts';
import { listNotes } from './notes.ts';
import { listEntries } from './registers.ts';
import { ownMatrixFile } from './risk-matrix.ts';
import { writeStreamedFile } from './write-files.ts';

/** Due dates this far ahead belong to what a successor has to know. In days. */
const aheadDays = 365;

/**
 * Everything open of one or more Kommunen as one ZIP, for a change of officer or provider: per Kommune a page to read, the same
 * as JSON, and the answers as a table that reads in again.
 */
export async function handOver(
  context: Context,
  slugs: readonly string[],
  to: string | null,
  folder: string,
): Promise<CommandJson['uebergabe erstellen']> {
  const entries: ArchiveEntry[] = [];
  for (const slug of new Set(slugs)) {
    const state = await stateOf(context, slug);
    const answers = await selectAssessments(context.store, slug, stateAt(context));
    const matrix = await ownMatrixFile(context, slug, stateAt(context));
    entries.push(
      { name: `${slug}/uebergabe.html`, bytes: encode(pageHtml(pageOf(state, to))) },
      { name: `${slug}/uebergabe.json`, bytes: encode(`${JSON.stringify(state, null, 2)}\n`) },
      { name: `${slug}/antworten.csv`, bytes: encode(writeCsv(answerSheet(answers, context.catalogue))) },
      ...(matrix === null ? [] : [{ name: `${slug}/${matrixName}`, bytes: encode(matrix.text) }]),
    );
  }
  const name = `uebergabe-${slugs.length === 1 ? slugs[0] : `${slugs.length}-kommunen`}-${context.asOf}.zip`;
  return { kommunen: [...new Set(slugs)], dateien: [await writeStreamedFile(folder, name, 'zip', archiveStream(entries))] };
}

/** Beside the page, where the Kommune rates risks with a matrix of its own. */
const matrixName = 'risikomatrix.yaml';

const encode = (text: string) => new TextEncoder().encode(text);

type HandOverState = Awaited<ReturnType<typeof stateOf>>;

/** What the JSON says and the page shows. */
async function stateOf(context: Context, slug: string) {
  const { store, asOf, catalogue } = context;
  const at = stateAt(context);
  const { evaluation, input, erhebung } = await evaluateKommune(context, slug);
  const titles = new Map(catalogue.vocabulary.roles.map(({ id, title }) => [id, title]));
  const assignments = (await selectAssignments(store, at, [slug])).filter(({ gilt }) => gilt);
  const statements = (await selectStatements(store, at)).filter(({ id }) =>
    assignments.some(({ erklaerung }) => erklaerung === id),
  );
  const asked = evaluation.profile.controls.flatMap((id) => evaluation.controls.get(id) ?? []);
  return {
    vertraulichkeit: notPublic,
    kommune: { slug, name: input.kommune.name },
    stand: asOf,
    katalog: { id: catalogue.id, edition: catalogue.edition },
    protokoll: await selectChainHash(store, chainOf(slug), at.before),
    erhebung:
      erhebung === null
        ? null
        : {
            id: erhebung.id,
            name: erhebung.name,
            profil: erhebung.profil,
            begonnen: erhebung.begonnen,
            abgeschlossen: erhebung.abgeschlossen,
          },
    stand_der_fragen: evaluation.total,
    rollen: input.rollen
      .filter(({ bis }) => bis === null || bis >= asOf)
      .map(({ rolle, person, ab, bis, bestellt, gemeldet }) => ({
        rolle: titles.get(rolle) ?? rolle,
        person,
        ab,
        bis,
        bestellt,
        gemeldet,
      })),
    merkmale: Object.fromEntries(catalogue.vocabulary.merkmale.map(({ id }) => [id, input.merkmale[id] ?? 'unbekannt'])),
    pflichten: (evaluation.duties.get('saechsisichg') ?? [])
      .filter(({ status }) => status !== 'erfuellt' && status !== 'nichtAnwendbar')
      .map(({ item, status, reason, due, weakestConfidence }) => ({
        id: item.id,
        ref: `${item.ref}${degree({ weakestConfidence })}`,
        art: item.kind,
        kurz: item.short,
        status,
        vertrauen: weakestConfidence,
        begruendung: reason,
        frist: due,
      })),
    luecken: evaluation.gaps.map(({ evaluation: { control, state, reason }, duties, verantwortlich, bis }) => ({
      control: control.id,
      titel: control.title,
      status: state,
      begruendung: reason,
      pflichten: [...duties],
      verantwortlich,
      bis,
    })),
    zuBestaetigen: asked
      .filter(({ state }) => state === 'zuBestaetigen')
      .map(({ control, reason }) => ({ control: control.id, titel: control.title, begruendung: reason })),
    offen: asked.filter(({ state }) => state === 'offen').map(({ control }) => ({ control: control.id, titel: control.title })),
    widersprueche: evaluation.contradictions.map(({ control, text }) => ({ control, text })),
    faellig: (await listDue(context, { kommune: slug, days: aheadDays })).punkte,
    pakete: (await selectPakete(store, slug, at))
      .filter(({ stand }) => stand === 'offen')
      .map(({ id, titel, empfaenger, erstellt, faellig }) => ({ id, titel, empfaenger, erstellt, faellig })),
    erklaerungen: statements.map((each) => ({
      id: each.id,
      dienstleister: each.dienstleister,
      titel: each.titel,
      vom: each.vom,
      gueltigBis: each.gueltigBis,
      zustand: statementState(each, asOf),
    })),
    nachweise: await listEvidence(context, { kommune: slug }),
    freigaben: (await selectFreigaben(store, slug, at))
      .filter(({ bis, widerrufenAm }) => widerrufenAm === null && bis >= asOf)
      .map(({ id, von, bis, durch }) => ({ id, von, bis, durch })),
    notizen: await listNotes(context, { kommune: slug }),
    risikomatrix: { eigeneSeit: (await ownMatrixFile(context, slug, at))?.since ?? null },
    register: await openEntries(context, slug),
  };
}

/** What is not settled in every register, those without entries too: a successor has to know that there is nothing. */
async function openEntries(context: Context, slug: string) {
  const open = [];
  for (const definition of registers) {
    const { entries, settled } = await listEntries(context, definition, { kommune: slug, all: false, where: {} });
    open.push({
      register: definition.id,
      titel: definition.many,
      abgeschlossen: settled,
      felder: definition.fields
        .filter(({ id }) => definition.listed.includes(id))
        .map(({ id, label, kind }) => ({ id, label, art: kind })),
      eintraege: entries.map(({ kommune, id, angaben, gueltigAb, erfasstAm, erfasstVon, nachgetragen, verstoesse }) => ({
        kommune,
        id,
        angaben,
        gueltigAb,
        erfasstAm,
        erfasstVon,
        nachgetragen,
        verstoesse,
      })),
    });
  }
  return open;
}

type OpenRegister = Awaited<ReturnType<typeof openEntries>>[number];

function registerSection({ titel, felder, eintraege, abgeschlossen }: OpenRegister): PageSection {
  const settled = abgeschlossen === 0 ? [] : [`Abgeschlossen und hier nicht gezeigt: ${abgeschlossen}.`];
  if (eintraege.length === 0) return { title: titel, text: ['Keine.', ...settled] };
  const breaches = eintraege.flatMap(({ id, verstoesse }) => verstoesse.map((text) => `▲ ${id}: ${text}`));
  return {
    title: `${titel} (${eintraege.length})`,
    text: [...breaches, ...settled],
    table: {
      headers: ['Nr.', ...felder.map(({ label }) => label)],
      rows: eintraege.map(({ id, angaben, nachgetragen, gueltigAb }) => [
        nachgetragen ? `${id} (nachgetragen, gilt ab ${formatDay(gueltigAb)})` : id,
        ...felder.map(({ id: field, art }) => cellOf(angaben[field], art)),
      ]),
    },
  };
}

function cellOf(value: string | number | readonly string[] | undefined, kind: string): string | null {
  if (value === undefined) return null;
  if (typeof value === 'object') return value.join(', ');
  if (kind === 'instant') return momentWords(String(value));
  return kind === 'day' ? formatDay(String(value)) : String(value);
}

/** „20.11.2026, 18:05“, Saxon time. */
function momentWords(instant: string): string {
  return new Date(instant).toLocaleString('de-DE', { timeZone, dateStyle: 'medium', timeStyle: 'short' });
}

function pageOf(state: HandOverState, to: string | null): Page {
  const { kommune, stand, katalog, protokoll, stand_der_fragen: n } = state;
  return {
    title: `Übergabe: ${kommune.name}`,
    subtitle: [
      `Stand ${formatDay(stand)}`,
      ...(to === null ? [] : [`für ${to}`]),
      `Katalog ${katalog.id} ${katalog.edition}`,
    ].join(' · '),
    sections: [
      {
        title: 'Wo wir stehen',
        text: [
          state.erhebung === null
            ? 'Es wurde noch keine Erhebung begonnen.'
            : `Erhebung „${state.erhebung.name}“ (${state.erhebung.id}), Profil ${state.erhebung.profil}, begonnen am ${formatDay(state.erhebung.begonnen)}${state.erhebung.abgeschlossen === null ? ', läuft' : `, abgeschlossen am ${formatDay(state.erhebung.abgeschlossen)}`}.`,
          `Von ${n.n} Fragen: ${n.ja} ja, ${n.teilweise} teilweise, ${n.nein} nein, ${n.entbehrlich} entbehrlich; nicht bekannt: ${n.offen} offen, ${n.zuBestaetigen} zu bestätigen.`,
          `Prüfsumme des Protokolls: ${protokoll ?? 'noch kein Eintrag'}`,
        ],
      },
      listSection(
        'Wer wofür zuständig ist',
        ['Rolle', 'Person', 'seit', 'bestellt', 'mitgeteilt'],
        state.rollen,
        ({ rolle, person, ab, bestellt, gemeldet }) => [rolle, person, formatDay(ab), dayOrNull(bestellt), dayOrNull(gemeldet)],
      ),
      listSection(
        'Gesetzliche Pflichten, die nicht erfüllt oder nicht geklärt sind',
        ['Punkt', 'Art', 'Was', 'Stand', 'Warum'],
        state.pflichten,
        ({ id, ref, art, kurz, status, begruendung }) => [`${id}, ${ref}`, art, kurz, dutyWords[status] ?? status, begruendung],
      ),
      {
        title: 'Zu den Rechtsstellen',
        text: ['° Der geltende Wortlaut wurde für den Katalog nicht gelesen; vor rechtlicher Verwendung prüfen.'],
      },
      listSection(
        'Lücken',
        ['Nr.', 'Was', 'Antwort', 'Wer', 'Bis', 'Warum'],
        state.luecken,
        ({ control, titel, status, verantwortlich, bis, begruendung }) => [
          control,
          titel,
          status,
          verantwortlich,
          dayOrNull(bis) ?? 'ohne Termin',
          begruendung,
        ],
      ),
      listSection(
        `Fällig in den nächsten ${aheadDays} Tagen und überfällig`,
        ['Bis', 'Nr.', 'Was', 'Wer'],
        state.faellig,
        ({ tag, ueberfaellig, id, text, wer }) => [`${formatDay(tag)}${ueberfaellig ? ' (überfällig)' : ''}`, id, text, wer],
      ),
      listSection('Widersprüche zwischen Antwort und Netzprüfung', ['Nr.', 'Was'], state.widersprueche, ({ control, text }) => [
        control,
        text,
      ]),
      listSection('Zu bestätigen', ['Nr.', 'Was', 'Warum'], state.zuBestaetigen, ({ control, titel, begruendung }) => [
        control,
        titel,
        begruendung,
      ]),
      listSection('Noch nie beantwortet', ['Nr.', 'Was'], state.offen, ({ control, titel }) => [control, titel]),
      listSection(
        'Pakete, die noch unterwegs sind',
        ['Nr.', 'Paket', 'An', 'Fällig'],
        state.pakete,
        ({ id, titel, empfaenger, faellig }) => [id, titel, empfaenger, dayOrNull(faellig)],
      ),
      listSection(
        'Erklärungen von Dienstleistern',
        ['Nr.', 'Dienstleister', 'Was', 'Gültig bis', 'Zustand'],
        state.erklaerungen,
        ({ id, dienstleister, titel, gueltigBis, zustand }) => [id, dienstleister, titel, dayOrNull(gueltigBis), zustand],
      ),
      listSection(
        'Nachweise',
        ['Nr.', 'Titel', 'Gültig bis', 'Zustand', 'Anforderungen'],
        state.nachweise,
        ({ id, titel, gueltigBis, zustand, controls }) => [
          id,
          titel,
          dayOrNull(gueltigBis),
          zustand === 'zurueckgezogen' ? 'zurückgezogen' : zustand,
          controls.join(', '),
        ],
      ),
      listSection(
        'Freigaben für Netzprüfungen',
        ['Nr.', 'Von', 'Bis', 'Erteilt durch'],
        state.freigaben,
        ({ id, von, bis, durch }) => [id, formatDay(von), formatDay(bis), durch],
      ),
      listSection('Notizen', ['Nr.', 'Notiz', 'Fällig'], state.notizen, ({ id, text, faellig }) => [
        id,
        text,
        dayOrNull(faellig),
      ]),
      {
        title: 'Risikomatrix',
        text: [
          state.risikomatrix.eigeneSeit === null
            ? 'Es gilt die Matrix des Katalogs.'
            : `Eigene Matrix seit dem ${formatDay(state.risikomatrix.eigeneSeit)}: ${matrixName} in diesem Bündel, wieder einzulesen mit „burgward risiko matrix --datei“.`,
        ],
      },
      ...state.register.map(registerSection),
    ],
  };
}

/** An empty list is said, not left out: the successor has to know that there is nothing. */
function listSection<T>(
  title: string,
  headers: readonly string[],
  entries: readonly T[],
  row: (entry: T) => (string | number | null)[],
): PageSection {
  return entries.length === 0
    ? { title, text: ['Keine.'] }
    : { title: `${title} (${entries.length})`, table: { headers, rows: entries.map(row) } };
}

const dayOrNull = (day: string | null) => (day === null ? null : formatDay(day));

const dutyWords: Readonly<Record<string, string>> = { teilweise: 'teilweise', nichtErfuellt: 'nicht erfüllt', offen: 'offen' };
