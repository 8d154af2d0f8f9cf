import { answerKey, evaluateControl } from '../domain/answers.ts';
import { dayOf } from '../domain/calendar.ts';
import { NotFoundError } from '../errors.ts';
import { selectAnswerHistory } from '../store/assessments.ts';
import { selectSignatureHistory } from '../store/gegenzeichnungen.ts';
import { selectKommune, selectZielobjekte } from '../store/kommunen.ts';
import { selectCurrentFindings } from '../store/netzlaeufe.ts';
import { findControl } from './catalogue-lookup.ts';
import { type Context, stateAt } from './context.ts';
import { selectAnswers } from './current-answers.ts';
import type { CommandJson } from './json-schemas.ts';
import { wordingOf } from './take-over-answers.ts';

/**
 * Every answer ever given to a control, taken back ones included, oldest recording first; and what holds.
 * @param zielobjekt Kuerzel; without one all
 * @throws NotFoundError
 */
export async function answerHistory(
  context: Context,
  slug: string,
  id: string,
  zielobjekt: string | undefined,
): Promise<CommandJson['erhebung verlauf']> {
  const { store, catalogue, asOf } = context;
  const at = stateAt(context);
  await selectKommune(store, slug, at);
  const control = findControl(catalogue, id);
  const zielobjekte = await selectZielobjekte(store, slug, at);
  const wanted = zielobjekt?.toUpperCase();
  if (wanted !== undefined && !zielobjekte.some(({ kuerzel }) => kuerzel === wanted)) {
    throw new NotFoundError(
      `Ein Zielobjekt „${wanted}“ gibt es in ${slug} nicht.`,
      `Erfasst sind: ${zielobjekte.map(({ kuerzel }) => kuerzel).join(', ')}.`,
    );
  }
  const isWanted = (kuerzel: string) => wanted === undefined || kuerzel === wanted;
  const answers = new Map((await selectAnswers(context, slug, at)).map((a) => [answerKey(a.zielobjekt, a.control), a]));
  const findings = await selectCurrentFindings(store, slug, at);
  const holding = evaluateControl(control, zielobjekte, answers, findings, asOf);
  const history = await selectAnswerHistory(store, slug, control.id, at.before);
  const signatures = await selectSignatureHistory(store, slug, control.id, at.before);
  return {
    kommune: slug,
    control: control.id,
    titel: control.title,
    stand: asOf,
    heute: holding.answers
      .filter((held) => isWanted(held.zielobjekt.kuerzel))
      .map((held) => ({ zielobjekt: held.zielobjekt.kuerzel, zustand: held.state, text: held.reason })),
    antworten: history
      .filter(({ answer }) => isWanted(answer.zielobjekt))
      .map(({ answer, recordedBy, takenBack }) => ({
        zielobjekt: answer.zielobjekt,
        status: answer.status,
        grund: answer.grund,
        begruendung: answer.begruendung,
        nachweis: answer.nachweis,
        notiz: answer.notiz,
        gueltigAb: answer.validFrom,
        erfasstAm: answer.recordedAt,
        nachgetragen: answer.source !== 'uebernahme' && dayOf(answer.recordedAt) !== answer.validFrom,
        gesagtVon: answer.saidBy,
        erfasstVon: recordedBy,
        quelle: answer.source,
        paket: answer.paket,
        erhebung: answer.erhebung,
        eintrag: answer.entry,
        katalog: answer.catalogueEdition,
        wortlaut: wordingOf(answer, control),
        zurueckgenommenAm: takenBack?.at ?? null,
        zurueckgenommenVon: takenBack?.by ?? null,
        gegenzeichnungen: signatures
          .filter((signature) => signature.entry === answer.entry && signature.zielobjekt === answer.zielobjekt)
          .map(({ result, person, on, remark }) => ({ ergebnis: result, person, am: on, anmerkung: remark })),
      })),
  };
}
