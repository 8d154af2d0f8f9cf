/** Measures made from what was found, ranked, and summed for the budget. */
import { formatTarget } from '../domain/finding.ts';
import { informationsverbund } from '../domain/kommune.ts';
import { closingHint, comparePriority, type MeasurePriority, originOf, priorityOf } from '../domain/measures.ts';
import { isSettled, listIn, numberIn, type RegisterEntry, textIn } from '../domain/register.ts';
import { massnahme } from '../domain/registers/massnahme.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { insertEntries, selectEntries } from '../store/register-entries.ts';
import { type Context, recordingOf, stateAt } from './context.ts';
import { evaluateKommune } from './evaluate-kommune.ts';
import type { CommandJson, RegisterEntryJson } from './json-schemas.ts';
import { addEntry, type TypedEntry } from './registers.ts';

/** Open measures of a Kommune, settled ones apart. */
async function measuresOf(context: Context, kommune: string): Promise<{ open: RegisterEntry[]; settled: RegisterEntry[] }> {
  const all = await selectEntries(context.store, stateAt(context), { kommune, register: massnahme.id });
  const counting = all.filter(({ removed }) => removed === null);
  return {
    open: counting.filter(({ values }) => !isSettled(massnahme, values)),
    settled: counting.filter(({ values }) => isSettled(massnahme, values)),
  };
}

/** Open measures, what comes first on top, each with the reason, and a hint where it may be done. */
export async function rankMeasures(context: Context, kommune: string): Promise<CommandJson['massnahme rangfolge']> {
  const { evaluation } = await evaluateKommune(context, kommune);
  const { catalogue, asOf } = context;
  const controls = new Map(catalogue.controls.map((control) => [control.id, control]));
  const duties = evaluation.duties.get('saechsisichg') ?? [];
  const { open } = await measuresOf(context, kommune);
  const ranked = open
    .map((entry): { entry: RegisterEntry; priority: MeasurePriority } => ({
      entry,
      priority: priorityOf(entry, controls, duties, catalogue.vocabulary.efforts, asOf),
    }))
    .sort((a, b) => comparePriority(a.priority, b.priority));
  return ranked.map(({ entry, priority }, index) => {
    const faellig = textIn(entry.values, 'faellig');
    return {
      rang: index + 1,
      id: entry.id,
      titel: textIn(entry.values, 'titel') ?? '',
      prioritaet: priority.level,
      begruendung: priority.reason,
      verantwortlich: textIn(entry.values, 'verantwortlich'),
      faellig,
      ueberfaellig: faellig !== null && faellig < asOf,
      wartetAuf: listIn(entry.values, 'haengt-ab-von').filter((id) => open.some((each) => each.id === id)),
      vielleichtErledigt: closingHint(entry, evaluation),
    };
  });
}

/**
 * One collective measure per topic for the gaps no open measure covers yet.
 * @param probe only say what would be made
 */
export async function suggestMeasures(
  context: Context,
  kommune: string,
  probe: boolean,
): Promise<CommandJson['massnahme vorschlagen']> {
  const { evaluation } = await evaluateKommune(context, kommune);
  const { open } = await measuresOf(context, kommune);
  const covered = new Set(open.flatMap((entry) => listIn(entry.values, 'controls')));
  const left = evaluation.gaps.filter(({ evaluation: { control } }) => !covered.has(control.id));
  const topics = new Map(context.catalogue.vocabulary.topics.map(({ id, title }) => [id, title]));
  const groups = [...Map.groupBy(left, ({ evaluation: { control } }) => control.topic)];
  const suggestions = groups.map(([topic, gaps]) => {
    const owners = new Set(gaps.flatMap(({ verantwortlich }) => verantwortlich ?? []));
    const days = gaps.flatMap(({ bis }) => bis ?? []).sort();
    const [onlyOwner] = owners.size === 1 ? [...owners] : [];
    const [firstDay] = days;
    return {
      titel: `${topics.get(topic) ?? topic}: ${gaps.length === 1 ? '1 Lücke' : `${gaps.length} Lücken`} schließen`,
      anlass: 'luecke',
      status: 'offen',
      controls: gaps.map(({ evaluation: { control } }) => control.id),
      ...(onlyOwner === undefined ? {} : { verantwortlich: onlyOwner }),
      ...(firstDay === undefined ? {} : { faellig: firstDay }),
    };
  });
  const writes = suggestions.map((values) => ({ id: null, values, removed: null, validFrom: context.today }));
  const of = { kommune, register: massnahme.id, prefix: massnahme.prefix, verb: 'vorschlagen' };
  const ids = probe || writes.length === 0 ? [] : await insertEntries(context.store, of, writes, recordingOf(context));
  return {
    kommune,
    probe,
    massnahmen: suggestions.map(({ titel, controls }, index) => ({ id: ids[index] ?? null, titel, controls })),
    schonErfasst: evaluation.gaps.length - left.length,
  };
}

export interface MeasureFromFinding {
  kommune: string;
  check: string;
  /** Part of the target as findings are listed; needed only where several have the finding. */
  ziel?: string | undefined;
  typed: TypedEntry;
}

/**
 * A measure with what a finding tells: its sentence, how to mend it, controls and Zielobjekt.
 * @throws NotFoundError when nothing is amiss there; InvalidDataError when several targets are meant, or it is a measure already
 */
export async function measureFromFinding(
  context: Context,
  { kommune, check, ziel, typed }: MeasureFromFinding,
): Promise<RegisterEntryJson> {
  const { evaluation } = await evaluateKommune(context, kommune);
  const amiss = evaluation.findings.filter(({ result }) => result === 'not-met' || result === 'phase-out');
  const fitting = amiss.filter(
    (finding) => finding.check === check && (ziel === undefined || formatTarget(finding.target).includes(ziel)),
  );
  const [finding, ...others] = fitting;
  if (finding === undefined) {
    const known = amiss.filter((each) => each.check === check).map(({ target }) => formatTarget(target));
    throw new NotFoundError(
      `Einen offenen Befund der Prüfung „${check}“${ziel === undefined ? '' : ` zu „${ziel}“`} gibt es in ${kommune} nicht.`,
      known.length === 0 ? `burgward netz befunde --kommune ${kommune}` : `Befunde dieser Prüfung: ${known.join('; ')}.`,
    );
  }
  if (others.length > 0) {
    throw new InvalidDataError(
      `Den Befund „${check}“ gibt es an ${fitting.length} Zielen.`,
      `Mit --ziel eines nennen: ${fitting.map(({ target }) => formatTarget(target)).join('; ')}.`,
    );
  }
  const herkunft = originOf(finding);
  const { open } = await measuresOf(context, kommune);
  const already = open.find(({ values }) => values['herkunft'] === herkunft);
  if (already !== undefined)
    throw new InvalidDataError(
      `Zu diesem Befund gibt es schon die Maßnahme ${already.id}.`,
      `burgward massnahme zeigen ${already.id} --kommune ${kommune}`,
    );
  const definition = context.catalogue.checks.find(({ id }) => id === check);
  const controls = context.catalogue.controls.filter((each) => each.retired === undefined && each.checks.includes(check));
  const own = finding.zielobjekt === informationsverbund ? [] : [finding.zielobjekt];
  return addEntry(context, massnahme, {
    kommune,
    typed: {
      titel: `${definition?.title ?? check}: ${formatTarget(finding.target)}`,
      beschreibung: [finding.text, definition?.remedy ?? ''].join(' ').trim(),
      anlass: 'befund',
      herkunft,
      controls: controls.map(({ id }) => id),
      zielobjekte: own,
      ...typed,
    },
  });
}

/** Costs and days per year and state of the money, over all measures that name a year. */
export async function budgetOf(context: Context, kommune: string): Promise<CommandJson['massnahme haushalt']> {
  const { open, settled } = await measuresOf(context, kommune);
  const measures = [...open, ...settled.filter(({ values }) => values['status'] !== 'verworfen')];
  const withYear = measures.filter((entry) => numberIn(entry.values, 'haushaltsjahr') !== null);
  const years = [...Map.groupBy(withYear, (entry) => numberIn(entry.values, 'haushaltsjahr') ?? 0)].sort(([a], [b]) => a - b);
  const sumOf = (entries: readonly RegisterEntry[], field: string) =>
    entries.reduce((total, entry) => total + (numberIn(entry.values, field) ?? 0), 0);
  return {
    kommune,
    jahre: years.map(([jahr, entries]) => ({
      jahr,
      massnahmen: entries.length,
      einmalig: sumOf(entries, 'kosten-einmalig'),
      jaehrlich: sumOf(entries, 'kosten-jaehrlich'),
      aufwandTage: sumOf(entries, 'aufwand'),
      ohneKosten: entries.filter(
        (entry) => numberIn(entry.values, 'kosten-einmalig') === null && numberIn(entry.values, 'kosten-jaehrlich') === null,
      ).length,
      mittel: Object.fromEntries(
        [...Map.groupBy(entries, (entry) => textIn(entry.values, 'mittel') ?? 'offen')].map(([mittel, of]) => [
          mittel,
          of.length,
        ]),
      ),
    })),
    ohneJahr: measures.length - withYear.length,
  };
}
