import { zielobjekteOf } from '../domain/answers.ts';
import type { Assessment, AssessmentSource, EntbehrlichGrund, Umsetzungsstatus } from '../domain/assessment.ts';
import { addDuration, formatDay } from '../domain/calendar.ts';
import { informationsverbund, type Kommune, type Zielobjekt } from '../domain/kommune.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { insertAssessments, type NewAssessment, selectAssessments } from '../store/assessments.ts';
import { selectKommune, selectZielobjekte } from '../store/kommunen.ts';
import { findControl } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import { controlHash } from './control-hash.ts';
import type { CommandJson } from './json-schemas.ts';

export interface NewAnswer {
  kommune: string;
  control: string;
  /** Kuerzel; without one the answer holds for the Kommune as a whole. */
  zielobjekt?: string | undefined;
  status: Umsetzungsstatus;
  grund?: EntbehrlichGrund | undefined;
  begruendung?: string | undefined;
  nachweis?: string | undefined;
  notiz?: string | undefined;
  verantwortlich?: string | undefined;
  bis?: string | undefined;
  gesagtVon?: string | undefined;
  gueltigAb?: string | undefined;
  source: AssessmentSource;
  /** Packet it came in. */
  paket?: string | undefined;
}

/** The round that is opened when an answer comes without one. */
export const implicitRound = { name: 'laufende Erhebung', profil: 'einstieg' };

/**
 * Records one answer; nothing is overwritten.
 * @throws InvalidDataError for entbehrlich without reason, a day in the future and the like; NotFoundError for unknown ids
 */
export async function recordAssessment(context: Context, answer: NewAnswer): Promise<CommandJson['erhebung antworten']> {
  const { store } = context;
  const kommune = await selectKommune(store, answer.kommune, stateNow(context));
  const zielobjekte = await selectZielobjekte(store, kommune.slug, stateNow(context));
  const assessment = prepareAnswer(context, kommune, zielobjekte, answer);
  checkIsAsked(context, assessment, zielobjekte);
  const recording = recordingOf(context);
  const ifNoneOpen = { ...implicitRound, kommune: kommune.slug, begonnen: context.today };
  const { erhebung, entry } = await insertAssessments(store, [assessment], ifNoneOpen, recording);
  const holding = await selectAssessments(store, kommune.slug, stateNow(context));
  const holds = holding.find((a) => a.control === assessment.control && a.zielobjekt === assessment.zielobjekt);
  return answerJson(
    { ...assessment, erhebung: erhebung.id, recordedAt: recording.at, entry, origin: null },
    holds?.entry === entry,
  );
}

/** An answer for a Zielobjekt the question is not about would count nowhere. @throws InvalidDataError */
function checkIsAsked(
  { catalogue }: Context,
  { control: id, zielobjekt: kuerzel }: NewAssessment,
  zielobjekte: readonly Zielobjekt[],
): void {
  if (kuerzel === informationsverbund) return;
  const control = findControl(catalogue, id);
  const asked = zielobjekteOf(control, zielobjekte).map((each) => each.kuerzel);
  if (asked.includes(kuerzel)) return;
  const typ = zielobjekte.find((each) => each.kuerzel === kuerzel)?.typ ?? '';
  throw new InvalidDataError(
    `${id} wird nicht für ${kuerzel} (${typ}) gefragt; die Antwort zählte nirgends.`,
    asked.includes(informationsverbund)
      ? 'Gefragt wird für die Kommune als Ganzes: --zielobjekt weglassen und Unterschiede in --begruendung nennen.'
      : `Gefragt wird für ${namedFew(asked)}.`,
  );
}

const mostNamed = 15;

function namedFew(codes: readonly string[]): string {
  return `${codes.slice(0, mostNamed).join(', ')}${codes.length > mostNamed ? ' …' : ''}`;
}

/** Records many answers in one change, for the demo and for packets. */
export async function recordAssessments(context: Context, slug: string, answers: readonly NewAnswer[]): Promise<void> {
  const kommune = await selectKommune(context.store, slug, stateNow(context));
  const zielobjekte = await selectZielobjekte(context.store, slug, stateNow(context));
  const assessments = answers.map((answer) => prepareAnswer(context, kommune, zielobjekte, answer));
  await insertAssessments(
    context.store,
    assessments,
    { ...implicitRound, kommune: slug, begonnen: context.today },
    recordingOf(context),
  );
}

/**
 * Checks an answer against catalogue, Zielobjekte and the rules, and completes it. Nothing is recorded.
 * @throws InvalidDataError, NotFoundError as recordAssessment
 */
export function prepareAnswer(
  context: Context,
  kommune: Kommune,
  zielobjekte: readonly Zielobjekt[],
  answer: NewAnswer,
): NewAssessment {
  const control = findControl(context.catalogue, answer.control);
  if (control.retired !== undefined) {
    throw new InvalidDataError(
      `${control.id} wurde mit ${control.retired.in} zurückgezogen: ${control.retired.reason}`,
      control.retired.replacedBy === undefined
        ? 'Dafür ist keine Antwort mehr nötig.'
        : `An seine Stelle tritt ${control.retired.replacedBy}.`,
    );
  }
  const kuerzel = (answer.zielobjekt ?? informationsverbund).toUpperCase();
  if (!zielobjekte.some((z) => z.kuerzel === kuerzel)) {
    throw new NotFoundError(
      `Ein Zielobjekt „${kuerzel}“ gibt es in ${kommune.slug} nicht.`,
      `Erfasst sind: ${namedFew(zielobjekte.map((z) => z.kuerzel))}.`,
    );
  }
  checkReason(answer);
  const validFrom = answer.gueltigAb ?? context.today;
  if (validFrom > context.today) {
    throw new InvalidDataError(
      `Eine Antwort kann nicht erst ab ${formatDay(validFrom)} gelten: Das liegt in der Zukunft.`,
      'Antworten, wenn es so weit ist, und bis dahin „nein“ oder „teilweise“ mit --bis angeben.',
    );
  }
  return {
    kommune: kommune.slug,
    zielobjekt: kuerzel,
    control: control.id,
    catalogueId: context.catalogue.id,
    catalogueEdition: context.catalogue.edition,
    status: answer.status,
    grund: answer.status === 'entbehrlich' ? (answer.grund ?? null) : null,
    begruendung: trimmed(answer.begruendung),
    nachweis: trimmed(answer.nachweis),
    notiz: trimmed(answer.notiz),
    verantwortlich: trimmed(answer.verantwortlich),
    bis: answer.bis ?? null,
    saidBy: trimmed(answer.gesagtVon) ?? context.person,
    source: answer.source,
    validFrom,
    reviewDue: addDuration(validFrom, control.reviewAfter),
    paket: answer.paket ?? null,
    controlHash: controlHash(control),
  };
}

function checkReason(answer: NewAnswer): void {
  if (answer.status === 'ja' && (answer.bis !== undefined || trimmed(answer.verantwortlich) !== null)) {
    throw new InvalidDataError(
      `--${answer.bis === undefined ? 'verantwortlich' : 'bis'} gehört nur zu einer Lücke, nicht zu „ja“.`,
      'Den Schalter weglassen, oder „nein“ oder „teilweise“ antworten, wenn noch etwas zu tun ist.',
    );
  }
  if (answer.status === 'entbehrlich') {
    if (trimmed(answer.begruendung) === null) {
      throw new InvalidDataError(
        '„entbehrlich“ braucht eine Begründung.',
        'Mit --begruendung sagen, warum; Kosten sind kein Grund.',
      );
    }
    if (answer.grund === undefined) {
      throw new InvalidDataError(
        '„entbehrlich“ braucht einen Grund.',
        'Mit --grund nicht-relevant oder --grund ersatzmassnahme angeben.',
      );
    }
    return;
  }
  if (answer.grund !== undefined) {
    throw new InvalidDataError(
      `--grund gehört nur zu „entbehrlich“, nicht zu „${answer.status}“.`,
      '--grund weglassen und --begruendung verwenden.',
    );
  }
}

function trimmed(text: string | undefined): string | null {
  const clean = text?.trim() ?? '';
  return clean === '' ? null : clean;
}

function answerJson(answer: Assessment, holdsToday: boolean): CommandJson['erhebung antworten'] {
  const isGap = answer.status === 'nein' || answer.status === 'teilweise';
  return {
    kommune: answer.kommune,
    zielobjekt: answer.zielobjekt,
    control: answer.control,
    status: answer.status,
    grund: answer.grund,
    begruendung: answer.begruendung,
    nachweis: answer.nachweis,
    verantwortlich: answer.verantwortlich,
    bis: answer.bis,
    gesagtVon: answer.saidBy,
    gueltigAb: answer.validFrom,
    zuBestaetigenAb: answer.reviewDue,
    erhebung: answer.erhebung,
    erfasstAm: answer.recordedAt,
    giltHeute: holdsToday,
    ohneTermin: isGap && (answer.verantwortlich === null || answer.bis === null),
  };
}
