import { readEdition } from '../catalogue/edition.ts';
import { knownChecks } from '../checks/registry.ts';
import { stateOf } from '../domain/answers.ts';
import type { Assessment } from '../domain/assessment.ts';
import type { Catalogue, Control } from '../domain/catalogue.ts';
import type { Kommune } from '../domain/kommune.ts';
import { InvalidDataError } from '../errors.ts';
import { insertAssessments, type NewAssessment, selectAssessments, selectErhebungen } from '../store/assessments.ts';
import { selectSupplements } from '../store/katalog-zusatz.ts';
import { selectGruppen, selectKommune, selectKommunen } from '../store/kommunen.ts';
import { recordTogether } from '../store/protokoll.ts';
import { catalogueWith } from './catalogue-with.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import { controlHash } from './control-hash.ts';
import { currentErhebung, nameOfRound } from './erhebungen.ts';
import type { CommandJson } from './json-schemas.ts';

type Adopted = CommandJson['katalog aktualisieren'];
type AdoptedKommune = Adopted['kommunen'][number];

export interface AdoptRequest {
  /** Only this Kommune or group; without one all. */
  kommune?: string | undefined;
  /** An edition that is not installed yet: folder or exported file. Only to look at, with `probe`. */
  neu?: string | undefined;
  /** Only says what would happen. */
  probe: boolean;
}

/**
 * Holds every own answer against the words its question has now. What was reworded is to be confirmed from today on: the answer is
 * recorded once more with that review date, with who said it, since when it was true and the words it answered left as they were.
 * Answers to retired controls stay recorded and count no more. Nothing is asked of answers from before words were kept.
 * @throws InvalidDataError when the edition named is of another catalogue, or is to be adopted without being installed
 */
export async function adoptCatalogue(context: Context, request: AdoptRequest): Promise<Adopted> {
  if (request.neu !== undefined && !request.probe) throw notInstalled();
  const catalogue = request.neu === undefined ? context.catalogue : await notYetInstalled(context, request.neu);
  const plans: Plan[] = [];
  for (const body of await bodiesOf(context, request.kommune)) plans.push(await planFor(context, catalogue, body));
  const written = request.probe ? new Map<string, Written>() : await record(context, catalogue, plans);
  return {
    probe: request.probe,
    katalog: { id: catalogue.id, edition: catalogue.edition, hash: catalogue.hash },
    controls: request.neu === undefined ? null : controlCounts(context.catalogue, catalogue),
    kommunen: plans.map((plan) => kommuneJson(plan, written.get(plan.body.slug))),
  };
}

function notInstalled(): InvalidDataError {
  return new InvalidDataError(
    'Eine neue Ausgabe des Katalogs kommt mit einer neuen Fassung des Programms; eine Datei lässt sich nur mit --probe ansehen.',
    '--probe angeben, oder die neue Fassung einrichten und den Befehl dort ohne Datei aufrufen.',
  );
}

async function notYetInstalled(context: Context, path: string): Promise<Catalogue> {
  const catalogue = await readEdition(path, knownChecks);
  if (catalogue.id !== context.catalogue.id) {
    throw new InvalidDataError(
      `${path} ist der Katalog ${catalogue.id}, nicht ${context.catalogue.id}.`,
      'Eigene Kataloge liest „burgward katalog importieren“ ein.',
    );
  }
  return catalogueWith(catalogue, await selectSupplements(context.store, stateNow(context)));
}

async function bodiesOf(context: Context, slug: string | undefined): Promise<Kommune[]> {
  const { store } = context;
  if (slug !== undefined) return [await selectKommune(store, slug, stateNow(context))];
  return [...(await selectKommunen(store, stateNow(context))), ...(await selectGruppen(store, stateNow(context)))];
}

/** What becomes of an answer; `zuBestaetigen` alone leads to a new record. */
type Fate = 'bleibt' | 'ohneWortlaut' | 'zuBestaetigen' | 'schonZuBestaetigen' | 'zurueckgezogen';

interface Judged {
  answer: Assessment;
  /** Undefined when the catalogue knows it no more. */
  control: Control | undefined;
  fate: Fate;
}

interface Plan {
  body: Kommune;
  profil: string | null;
  judged: readonly Judged[];
  added: readonly Control[];
}

async function planFor(context: Context, catalogue: Catalogue, body: Kommune): Promise<Plan> {
  const controls = new Map(catalogue.controls.map((control) => [control.id, control]));
  const answers = await selectAssessments(context.store, body.slug, stateNow(context));
  const rounds = await selectErhebungen(context.store, body.slug, stateNow(context));
  const profil = currentErhebung(rounds)?.profil ?? null;
  const asked = catalogue.profiles.find(({ id }) => id === profil)?.controls ?? [];
  const answered = new Set(answers.map(({ control }) => control));
  const oldest = answers.map(({ catalogueEdition }) => catalogueEdition).sort(compareEditions)[0];
  return {
    body,
    profil,
    judged: answers
      .map((answer) => {
        const control = controls.get(answer.control);
        return { answer, control, fate: fateOf(answer, control, context.today) };
      })
      .sort((a, b) => (keyOf(a.answer) < keyOf(b.answer) ? -1 : 1)),
    added: asked
      .filter((id) => !answered.has(id))
      .flatMap((id) => controls.get(id) ?? [])
      .filter(({ since, retired }) => oldest !== undefined && retired === undefined && compareEditions(since, oldest) > 0),
  };
}

function fateOf(answer: Assessment, control: Control | undefined, today: string): Fate {
  if (control === undefined || control.retired !== undefined) return 'zurueckgezogen';
  if (answer.controlHash === null) return 'ohneWortlaut';
  if (answer.controlHash === controlHash(control)) return 'bleibt';
  return stateOf(answer, today) === 'zuBestaetigen' ? 'schonZuBestaetigen' : 'zuBestaetigen';
}

function keyOf({ control, zielobjekt }: Assessment): string {
  return `${control} ${zielobjekt}`;
}

/** Editions are numbers joined by points, such as 2026.1 and 2026.10. */
function compareEditions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

interface Written {
  erhebung: string;
  entry: number;
}

/** All Kommunen in one transaction; each has its own entry, which can be taken back by itself. */
async function record(context: Context, catalogue: Catalogue, plans: readonly Plan[]): Promise<Map<string, Written>> {
  const written = new Map<string, Written>();
  await recordTogether(context.store, async (store) => {
    for (const { body, judged, profil } of plans) {
      const due = judged.filter(({ fate }) => fate === 'zuBestaetigen').map(({ answer }) => toConfirm(answer, context.today));
      if (due.length === 0) continue;
      const name = nameOfRound(context.today);
      const ifNoneOpen = { kommune: body.slug, profil: profil ?? 'einstieg', begonnen: context.today, name };
      const count = due.length === 1 ? '1 Antwort' : `${due.length} Antworten`;
      const { erhebung, entry } = await insertAssessments(store, due, ifNoneOpen, recordingOf(context), {
        action: 'katalog.aktualisieren',
        summary: `${count} zu bestätigen, weil die Frage in Ausgabe ${catalogue.edition} anders gefasst ist`,
      });
      written.set(body.slug, { erhebung: erhebung.id, entry });
    }
  });
  return written;
}

function toConfirm(held: Assessment, today: string): NewAssessment {
  const { erhebung: _, recordedAt: __, entry: ___, origin: ____, overruled: _____, secondSignature: ______, ...answer } = held;
  return { ...answer, paket: null, reviewDue: today };
}

function kommuneJson({ body, profil, judged, added }: Plan, written: Written | undefined): AdoptedKommune {
  const count = (wanted: Fate) => judged.filter(({ fate }) => fate === wanted).length;
  return {
    kommune: body.slug,
    name: body.name,
    profil,
    bisher: [...new Set(judged.map(({ answer }) => answer.catalogueEdition))].sort(compareEditions),
    antworten: {
      n: judged.length,
      bleiben: count('bleibt'),
      ohneWortlaut: count('ohneWortlaut'),
      zuBestaetigen: count('zuBestaetigen'),
      schonZuBestaetigen: count('schonZuBestaetigen'),
      zurueckgezogen: count('zurueckgezogen'),
    },
    neu: added.map(({ id, title }) => ({ control: id, titel: title })),
    umformuliert: judged
      .filter(({ fate }) => fate === 'zuBestaetigen' || fate === 'schonZuBestaetigen')
      .map((each) => ({ ...questionOf(each), schonZuBestaetigen: each.fate === 'schonZuBestaetigen' })),
    zurueckgezogen: judged
      .filter(({ fate }) => fate === 'zurueckgezogen')
      .map((each) => ({
        ...questionOf(each),
        grund: each.control?.retired?.reason ?? null,
        ersetztDurch: each.control?.retired?.replacedBy ?? null,
      })),
    erhebung: written?.erhebung ?? null,
    eintrag: written?.entry ?? null,
  };
}

function questionOf({ answer, control }: Judged) {
  const { control: id, zielobjekt, status } = answer;
  return { control: id, titel: control?.title ?? id, zielobjekt, status };
}

/** How the controls of two editions compare; only question and requirement decide whether one reads as before. */
function controlCounts(before: Catalogue, after: Catalogue): NonNullable<Adopted['controls']> {
  const live = ({ controls }: Catalogue) => controls.filter(({ retired }) => retired === undefined);
  const earlier = new Map(live(before).map((control) => [control.id, control]));
  const later = live(after);
  const kept = later.flatMap((control) => {
    const was = earlier.get(control.id);
    return was === undefined ? [] : [controlHash(was) === controlHash(control)];
  });
  return {
    unveraendert: kept.filter(Boolean).length,
    umformuliert: kept.filter((isSame) => !isSame).length,
    neu: later.length - kept.length,
    zurueckgezogen: earlier.size - kept.length,
  };
}
