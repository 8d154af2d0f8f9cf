/** A.2: the Schutzbedarf of every Zielobjekt with its reason and what it inherits. */
import { type Schutzziel, schutzziele } from '../../../domain/catalogue.ts';
import { informationsverbund } from '../../../domain/kommune.ts';
import { schutzzielWords } from '../../../domain/modellierung.ts';
import { type SchutzbedarfResult, stufeWords } from '../../../domain/schutzbedarf.ts';
import type { RegisteredZielobjekt } from '../../../domain/zielobjekte.ts';
import { counted, enumeratedUpTo } from '../../german.ts';
import { type ReportInput, type VerbundRecord, verbundOf } from '../../report-input.ts';
import type { ReferenceCell, ReferenceContents } from './data.ts';
import { type Column, cell, missing, missingZielobjekte, section } from './parts.ts';

/** Codes a cell names as the source of what it inherits. */
const namedSources = 3;

const columns: readonly Column[] = [
  ['Zielobjekt', 34],
  ['Vertraulichkeit', 32],
  ['Integrität', 32],
  ['Verfügbarkeit', 32],
  ['Begründung', 52],
];

export function protectionContents(input: ReportInput): ReferenceContents {
  const verbund = verbundOf(input);
  const own = verbund.zielobjekte.filter(({ kuerzel }) => kuerzel !== informationsverbund);
  return {
    umfang: scopeSentence(own, verbund),
    abschnitte: [
      section(
        'So wird der Schutzbedarf bestimmt',
        [
          'Festgelegt wird er zuerst bei den Geschäftsprozessen. Was gebraucht wird, erbt den höchsten Wert dessen, was es braucht (Maximumprinzip). Höher wird er mit Begründung, wo viel zusammenkommt (Kumulation), niedriger mit Begründung, wo etwas anderes einspringt (Verteilung).',
          'Was nicht festgelegt ist, gilt nicht als normal: Es steht als „nicht bekannt“ da.',
        ],
        [],
        [],
      ),
      section(
        'Schutzbedarf je Zielobjekt',
        own.length === 0 ? ['Es ist kein Zielobjekt erfasst, für das ein Schutzbedarf zu bestimmen wäre.'] : [],
        columns,
        own.map((each) => objectRow(each, verbund)),
      ),
    ],
    fehlt: missingPoints(own, verbund, input),
  };
}

function resultsOf({ kuerzel }: RegisteredZielobjekt, { schutzbedarf }: VerbundRecord): SchutzbedarfResult[] {
  return schutzbedarf.filter(({ zielobjekt }) => zielobjekt === kuerzel);
}

function isUnknown(each: RegisteredZielobjekt, verbund: VerbundRecord): boolean {
  return resultsOf(each, verbund).some(({ stufe }) => stufe === null);
}

function isRaised(each: RegisteredZielobjekt, verbund: VerbundRecord): boolean {
  return resultsOf(each, verbund).some(({ stufe }) => stufe === 'hoch' || stufe === 'sehr-hoch');
}

function scopeSentence(own: readonly RegisteredZielobjekt[], verbund: VerbundRecord): string {
  if (own.length === 0) return 'Es ist noch kein Zielobjekt erfasst.';
  const unknown = own.filter((each) => isUnknown(each, verbund)).length;
  const raised = own.filter((each) => isRaised(each, verbund)).length;
  const both = own.some((each) => isUnknown(each, verbund) && isRaised(each, verbund))
    ? ' Ein Zielobjekt kann in beiden Zahlen stehen.'
    : '';
  return `${counted(own.length, 'Zielobjekt', 'Zielobjekte')}. Hoch oder sehr hoch ist der Schutzbedarf bei ${raised}, nicht oder nicht in allen drei Zielen bekannt bei ${unknown}.${both}`;
}

function objectRow(each: RegisteredZielobjekt, verbund: VerbundRecord): ReferenceCell[] {
  const results = resultsOf(each, verbund);
  const of = (ziel: Schutzziel) => results.find(({ schutzziel }) => schutzziel === ziel);
  return [
    cell(each.name, each.kuerzel),
    ...schutzziele.map((ziel) => levelCell(of(ziel))),
    cell(...(reasons(results) as [string, ...string[]])),
  ];
}

function levelCell(result: SchutzbedarfResult | undefined): ReferenceCell {
  if (result === undefined || result.stufe === null)
    return cell('nicht bekannt', result === undefined || result.offenBei.length === 0 ? '' : openSource(result));
  const word = result.mindestens ? `mindestens ${stufeWords[result.stufe]}` : stufeWords[result.stufe];
  return cell(word, origin(result), result.mindestens ? openSource(result) : '');
}

function openSource({ offenBei }: SchutzbedarfResult): string {
  return `offen bei ${enumeratedUpTo(offenBei, namedSources)}`;
}

function origin({ eigen, stufe, abweichung, geerbtVon }: SchutzbedarfResult): string {
  const inherited = `geerbt von ${enumeratedUpTo(geerbtVon, namedSources)}`;
  if (abweichung === 'ueberholt') return `${inherited}; die eigene Festlegung liegt darunter`;
  if (abweichung === 'kumulation') return 'Kumulation';
  if (abweichung === 'verteilung') return 'Verteilung';
  return eigen !== null && eigen.stufe === stufe ? 'festgelegt' : inherited;
}

/** One reason for several aims stands once. */
function reasons(results: readonly SchutzbedarfResult[]): string[] {
  const own = results.filter(({ eigen }) => eigen !== null);
  if (own.length === 0) return ['keine eigene Festlegung'];
  const byReason = Map.groupBy(own, ({ eigen }) => eigen?.begruendung ?? '');
  if (byReason.size === 1 && own.length === results.length) return [[...byReason.keys()][0] ?? ''];
  return [...byReason].map(
    ([reason, alike]) => `${alike.map(({ schutzziel }) => schutzzielWords[schutzziel]).join(', ')}: ${reason}`,
  );
}

function missingPoints(
  own: readonly RegisteredZielobjekt[],
  verbund: VerbundRecord,
  { kommune: { slug } }: ReportInput,
): ReferenceContents['fehlt'] {
  const codes = (isMeant: (result: SchutzbedarfResult) => boolean) =>
    own.filter((each) => resultsOf(each, verbund).some(isMeant)).map(({ kuerzel }) => kuerzel);
  const command = `burgward zielobjekt schutzbedarf KÜRZEL --kommune ${slug}`;
  return [
    ...missingZielobjekte(own, slug),
    ...missing(
      'Schutzbedarf nicht bekannt',
      codes(({ stufe }) => stufe === null),
      `${command} --ziel … --stufe … --grund …`,
    ),
    ...missing(
      'Könnte höher sein, weil offen ist, was darauf angewiesen ist',
      codes(({ mindestens }) => mindestens),
      `burgward zielobjekt schutzbedarf-liste --kommune ${slug}`,
    ),
    ...missing(
      'Eigene Festlegung liegt unter dem geerbten Wert und zählt nicht',
      codes(({ abweichung }) => abweichung === 'ueberholt'),
      `${command} --ziel … --stufe geerbt --grund …`,
    ),
    ...missing(
      'Verteilung senkt nichts mehr',
      codes(({ abweichung }) => abweichung === 'gegenstandslos'),
      `${command} --ziel … --stufe geerbt --grund …`,
    ),
  ];
}
