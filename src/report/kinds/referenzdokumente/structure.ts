/** A.1: the Strukturanalyse, from the register of Zielobjekte. */
import { informationsverbund } from '../../../domain/kommune.ts';
import { isSettled, textIn } from '../../../domain/register.ts';
import { dokument } from '../../../domain/registers/dokument.ts';
import { neededBy, needsOf, type RegisteredZielobjekt } from '../../../domain/zielobjekte.ts';
import { counted, enumerated } from '../../german.ts';
import { entriesOf, type ReportInput, type VerbundRecord, verbundOf } from '../../report-input.ts';
import type { ReferenceCell, ReferenceContents, ReferenceSection } from './data.ts';
import { type Column, cell, missing, missingZielobjekte, section } from './parts.ts';

const columns: readonly Column[] = [
  ['Zielobjekt', 34],
  ['Zweck', 28],
  ['Plattform', 22],
  ['Standort', 24],
  ['Verantwortlich', 26],
  ['Adressen', 32],
  ['Braucht', 22],
];

export function structureContents(input: ReportInput): ReferenceContents {
  const verbund = verbundOf(input);
  const own = verbund.zielobjekte.filter(({ kuerzel }) => kuerzel !== informationsverbund);
  const whole = verbund.zielobjekte.find(({ kuerzel }) => kuerzel === informationsverbund);
  return {
    umfang: scopeSentence(own, verbund),
    abschnitte: [
      section('Informationsverbund', [wholeSentence(whole)], [], []),
      ...byType(own, input).map(([titel, members]) =>
        section(
          titel,
          [],
          columns,
          members.map((each) => objectRow(each, verbund)),
        ),
      ),
      networkPlan(input),
    ],
    fehlt: missingPoints(own, verbund, input),
  };
}

function scopeSentence(own: readonly RegisteredZielobjekt[], { beziehungen }: VerbundRecord): string {
  if (own.length === 0) return 'Außer dem Informationsverbund ist noch kein Zielobjekt erfasst.';
  const types = new Set(own.map(({ typ }) => typ)).size;
  return `${counted(own.length, 'Zielobjekt', 'Zielobjekte')} von ${counted(types, 'Art', 'Arten')}, ${counted(beziehungen.length, 'Abhängigkeit', 'Abhängigkeiten')}. Gleichartiges kann in einer Gruppe stehen; die Anzahl steht dabei.`;
}

function wholeSentence(whole: RegisteredZielobjekt | undefined): string {
  if (whole === undefined) return 'Der Informationsverbund ist nicht beschrieben.';
  const purpose = whole.zweck === null ? '' : ` Zweck: ${whole.zweck}`;
  return `${whole.name} (${whole.kuerzel}).${purpose}`;
}

/** In the order of the vocabulary; a type it does not know comes last, under its id. */
function byType(own: readonly RegisteredZielobjekt[], { catalogue }: ReportInput): [string, RegisteredZielobjekt[]][] {
  const types = catalogue.vocabulary.zielobjektTypes;
  const order = (typ: string) => types.findIndex(({ id }) => id === typ) + 1 || types.length + 1;
  return [...Map.groupBy(own, ({ typ }) => typ)]
    .toSorted(([a], [b]) => order(a) - order(b) || (a < b ? -1 : 1))
    .map(([typ, members]) => [types.find(({ id }) => id === typ)?.title ?? typ, members]);
}

function objectRow(each: RegisteredZielobjekt, { beziehungen }: VerbundRecord): ReferenceCell[] {
  const { kuerzel, name, anzahl, zweck, plattform, standort, verantwortlich, benutzer, adressen } = each;
  const needs = needsOf(beziehungen, kuerzel);
  return [
    cell(name, anzahl === null || anzahl === 1 ? kuerzel : `${kuerzel} · ${anzahl} gleiche`),
    cell(zweck ?? 'nicht beschrieben'),
    cell(plattform ?? 'nicht genannt'),
    cell(standort ?? 'nicht genannt'),
    cell(verantwortlich ?? 'nicht benannt', benutzer === null ? '' : `Nutzung: ${benutzer}`),
    cell(adressen.length === 0 ? 'keine' : adressen.join(', ')),
    cell(needs.length === 0 ? 'nichts erfasst' : needs.join(', ')),
  ];
}

function networkPlans(input: ReportInput) {
  return entriesOf(input, 'dokument').filter(({ values }) => values['art'] === 'netzplan' && !isSettled(dokument, values));
}

function networkPlan(input: ReportInput): ReferenceSection {
  const plans = networkPlans(input).map(({ id, values }) => {
    const place = textIn(values, 'ablage');
    return `${textIn(values, 'titel') ?? 'Netzplan'} (${id})${place === null ? ', Ablage nicht genannt' : `, Ablage: ${place}`}`;
  });
  return section('Netzplan', [plans.length === 0 ? 'Es ist kein Netzplan erfasst.' : `${enumerated(plans)}.`], [], []);
}

function missingPoints(
  own: readonly RegisteredZielobjekt[],
  { beziehungen }: VerbundRecord,
  input: ReportInput,
): ReferenceContents['fehlt'] {
  const { slug } = input.kommune;
  const codes = (isMeant: (each: RegisteredZielobjekt) => boolean) => own.filter(isMeant).map(({ kuerzel }) => kuerzel);
  const change = (flag: string) => `burgward zielobjekt aendern KÜRZEL --kommune ${slug} ${flag}`;
  const isAlone = ({ kuerzel }: RegisteredZielobjekt) =>
    needsOf(beziehungen, kuerzel).length === 0 && neededBy(beziehungen, kuerzel).length === 0;
  return [
    ...missingZielobjekte(own, slug),
    ...missing(
      'Zweck nicht beschrieben',
      codes(({ zweck }) => zweck === null),
      change('--zweck …'),
    ),
    ...missing(
      'Niemand verantwortlich',
      codes(({ verantwortlich }) => verantwortlich === null),
      change('--verantwortlich …'),
    ),
    ...missing(
      'Keine Abhängigkeit erfasst',
      codes(isAlone),
      `burgward zielobjekt verbinden KÜRZEL --braucht KÜRZEL --kommune ${slug}`,
    ),
    ...(networkPlans(input).length > 0
      ? []
      : [
          {
            was: 'Ein Netzplan ist nicht erfasst.',
            befehl: `burgward dokument anlegen --kommune ${slug} --art netzplan --titel …`,
          },
        ]),
  ];
}
