import { formatDay } from '../domain/calendar.ts';
import type { AppliesHere, LocalTerms } from '../domain/catalogue.ts';
import { replaceableFrameworks } from '../domain/catalogue-supplement.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { selectKommune } from '../store/kommunen.ts';
import { insertLocalRow, selectLocalRows } from '../store/rahmenwerk-zeilen.ts';
import { findFramework } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

export interface RowAdjustment {
  kommune: string;
  rahmenwerk: string;
  punkt: string;
  /** What is left out stays as it was. */
  gilt?: AppliesHere | undefined;
  /** Empty: taken back. */
  fundstelle?: string | undefined;
  grund?: string | undefined;
  /** Day from which it is true; absent: today. */
  ab?: string | undefined;
}

/**
 * Records whether a row of the connection conditions holds for a Kommune, and where its contract has it. Only conditions can be
 * adjusted: whether a duty of a law holds is decided by the Merkmale.
 * @throws NotFoundError, InvalidDataError
 */
export async function adjustFrameworkRow(context: Context, wanted: RowAdjustment): Promise<CommandJson['rahmenwerk anpassen']> {
  const { kommune, ab = context.today } = wanted;
  const framework = findFramework(context.catalogue, wanted.rahmenwerk);
  if (!replaceableFrameworks.includes(framework.id)) {
    throw new InvalidDataError(
      `Die Punkte von ${framework.id} lassen sich nicht anpassen; möglich ist das bei ${replaceableFrameworks.join(', ')}.`,
      'Ob eine gesetzliche Pflicht gilt, folgt aus den Merkmalen: „burgward kommune aendern … --merkmal NAME=ja|nein“.',
    );
  }
  const item = framework.items.find(({ id }) => id.toLowerCase() === wanted.punkt.toLowerCase());
  if (item === undefined) {
    throw new NotFoundError(
      `Einen Punkt „${wanted.punkt}“ hat ${framework.id} nicht.`,
      `Vorhanden sind: ${framework.items.map(({ id }) => id).join(', ')}.`,
    );
  }
  if (ab > context.today) {
    throw new InvalidDataError(`Der ${formatDay(ab)} liegt in der Zukunft.`, 'Erst eintragen, wenn es so weit ist.');
  }
  const at = stateNow(context);
  await selectKommune(context.store, kommune, at);
  const rows = await selectLocalRows(context.store, kommune, at);
  const earlier = rows.find((row) => row.framework === framework.id && row.item === item.id);
  if (earlier !== undefined && ab < earlier.validFrom) {
    throw new InvalidDataError(
      `Für ${item.id} ist seit dem ${formatDay(earlier.validFrom)} schon etwas eingetragen.`,
      'Einen späteren Tag mit --ab angeben; ältere Einträge bleiben, wie sie sind.',
    );
  }
  const terms = mergedTerms(earlier ?? null, wanted);
  await insertLocalRow(
    context.store,
    { kommune, framework: framework.id, item: item.id, ...terms, validFrom: ab },
    recordingOf(context),
  );
  return {
    kommune,
    rahmenwerk: framework.id,
    id: item.id,
    kurz: item.short,
    giltBeiUns: terms.applies,
    fundstelle: terms.reference,
    grund: terms.reason,
    gueltigAb: ab,
  };
}

function mergedTerms(earlier: LocalTerms | null, { gilt, fundstelle, grund }: RowAdjustment): LocalTerms {
  if (gilt === undefined && fundstelle === undefined) {
    throw new InvalidDataError(
      'Es ist nicht gesagt, was einzutragen ist.',
      'Mit --gilt sagen, ob die Zeile bei uns gilt, oder mit --fundstelle, wo sie im Anschlussvertrag steht.',
    );
  }
  const applies = gilt ?? earlier?.applies ?? 'unbekannt';
  if (grund !== undefined && applies !== 'nein') {
    throw new InvalidDataError('Ein Grund gehört zu „nein“.', 'Ohne --grund aufrufen oder --gilt nein dazusetzen.');
  }
  const reason = applies === 'nein' ? (grund === undefined ? (earlier?.reason ?? null) : filled(grund)) : null;
  if (applies === 'nein' && reason === null) {
    throw new InvalidDataError(
      'Wenn eine Zeile nicht gilt, ist der Grund zu nennen.',
      'Mit --grund angeben, warum, zum Beispiel --grund "Keine Funkstrecke vorhanden".',
    );
  }
  return { applies, reason, reference: fundstelle === undefined ? (earlier?.reference ?? null) : filled(fundstelle) };
}

function filled(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : trimmed;
}
