/** A.6: the Realisierungsplan in short; reasons, budgets and dependencies stand in the report of that name. */
import { buildCounts } from '../../counts.ts';
import { asSentence, counted } from '../../german.ts';
import type { ReportInput } from '../../report-input.ts';
import { buildRealisierungsplan } from '../realisierungsplan/build.ts';
import { notEstimated, type PlanMeasureData, type RealisierungsplanData } from '../realisierungsplan/data.ts';
import type { ReferenceCell, ReferenceContents } from './data.ts';
import { type Column, cell, missing, section } from './parts.ts';

const columns: readonly Column[] = [
  ['Rang', 12, 'right'],
  ['Maßnahme', 54],
  ['Anforderungen', 34],
  ['Wer', 30],
  ['Termin', 24],
  ['Aufwand, Kosten', 32],
];

export function planContents(input: ReportInput): ReferenceContents {
  const plan = buildRealisierungsplan(input);
  const measures = plan.prioritaeten.flatMap(({ massnahmen }) => massnahmen);
  return {
    umfang: `${plan.saetze.stand} ${asSentence(plan.saetze.kosten)}`,
    abschnitte: [
      section(
        'Offene Maßnahmen in ihrer Reihenfolge',
        [
          measures.length === 0 ? 'Es ist keine offene Maßnahme erfasst.' : plan.methode,
          `Begründungen, Haushaltsjahre und Abhängigkeiten stehen im ausführlichen Bericht: burgward bericht erstellen realisierungsplan --kommune ${input.kommune.slug}`,
        ],
        columns,
        measures.map(measureRow),
      ),
      cutSection(plan),
    ],
    fehlt: missingPoints(measures, plan, input),
  };
}

const noEstimate = 'Kosten nicht geschätzt';

/** What is said to need no money does not lack an estimate. */
function costWords({ kosten, mittel }: PlanMeasureData): string {
  if (kosten !== notEstimated) return kosten;
  return mittel === 'nicht nötig' ? 'keine Mittel nötig' : noEstimate;
}

function measureRow(measure: PlanMeasureData): ReferenceCell[] {
  const { rang, id, titel, status, anforderungen, zielobjekte, wer, prueft, termin, faellig, aufwand } = measure;
  return [
    cell(String(rang)),
    cell(titel, `${id} · ${status}`),
    cell(anforderungen.length === 0 ? 'keine genannt' : anforderungen.join(', '), zielobjekte.join(', ')),
    cell(wer, prueft === '' ? '' : `prüft: ${prueft}`),
    cell(faellig === '' ? 'ohne Termin' : faellig, faellig === '' ? '' : termin.wort),
    cell(aufwand === notEstimated ? 'Aufwand nicht geschätzt' : aufwand, costWords(measure)),
  ];
}

function cutSection({ zurueckgestellt }: RealisierungsplanData) {
  return section(
    'Zurückgestellt oder ohne Mittel',
    zurueckgestellt.length === 0 ? ['Keine Maßnahme ist zurückgestellt oder ohne Mittel.'] : [],
    [
      ['Maßnahme', 60],
      ['Stand', 38],
      ['Entscheidung', 52],
      ['Wiedervorlage', 26],
    ],
    zurueckgestellt.map(({ id, titel, was, entscheidung, entschiedenAm, wiedervorlage }) => [
      cell(titel, id),
      cell(was),
      cell(entscheidung === '' ? 'nicht festgehalten' : entscheidung, entschiedenAm === '' ? '' : `am ${entschiedenAm}`),
      cell(wiedervorlage),
    ]),
  );
}

function missingPoints(
  measures: readonly PlanMeasureData[],
  { luecken }: RealisierungsplanData,
  { kommune: { slug }, evaluation }: ReportInput,
): ReferenceContents['fehlt'] {
  const ids = (isMeant: (measure: PlanMeasureData) => boolean) => measures.filter(isMeant).map(({ id }) => id);
  const change = (flag: string) => `burgward massnahme aendern NR --kommune ${slug} ${flag}`;
  const unknown = buildCounts(evaluation.total).unbekannt;
  return [
    ...(unknown === 0
      ? []
      : [
          {
            was: `${counted(unknown, 'Frage ist', 'Fragen sind')} nicht oder nicht mehr gültig beantwortet; ob dort etwas umzusetzen ist, ist nicht bekannt.`,
            befehl: `burgward erhebung interview --kommune ${slug}`,
          },
        ]),
    ...missing(
      'Noch niemand benannt',
      ids(({ wer }) => wer === 'noch niemand benannt'),
      change('--verantwortlich …'),
    ),
    ...missing(
      'Niemand benannt, der die Umsetzung prüft',
      ids(({ prueft }) => prueft === ''),
      change('--pruefer …'),
    ),
    ...missing(
      'Ohne Termin',
      ids(({ faellig }) => faellig === ''),
      change('--faellig …'),
    ),
    ...missing(
      'Kosten nicht geschätzt',
      ids((measure) => costWords(measure) === noEstimate),
      change('--kosten-einmalig … --kosten-jaehrlich …'),
    ),
    ...(luecken.liste.length === 0 ? [] : [{ was: luecken.text, befehl: `burgward massnahme vorschlagen --kommune ${slug}` }]),
  ];
}
