/** A.0: the policies, from the register of documents. */
import { formatDay } from '../../../domain/calendar.ts';
import { breachesOf, dueOf, isSettled, noSurroundings, type RegisterEntry, textIn } from '../../../domain/register.ts';
import { dokument } from '../../../domain/registers/dokument.ts';
import { counted } from '../../german.ts';
import { entriesOf, type ReportInput } from '../../report-input.ts';
import type { ReferenceCell, ReferenceContents, ReferenceSection } from './data.ts';
import { type Column, cell, missing, section } from './parts.ts';

const kindWords: Readonly<Record<string, string>> = {
  leitlinie: 'Leitlinie',
  dienstanweisung: 'Dienstanweisung',
  notfallhandbuch: 'Notfallhandbuch',
  netzplan: 'Netzplan',
  konzept: 'Konzept',
  bestellung: 'Bestellung',
  vereinbarung: 'Vereinbarung',
  protokoll: 'Protokoll',
  anderes: 'anderes Dokument',
};

/** What the head signs, as the register has it. */
const signedKinds: ReadonlySet<string> = new Set(['leitlinie', 'dienstanweisung']);

const groups: readonly [titel: string, kinds: readonly string[], empty: string][] = [
  ['Leitlinie', ['leitlinie'], 'Es ist keine Leitlinie erfasst.'],
  [
    'Dienstanweisungen und Konzepte',
    ['dienstanweisung', 'konzept', 'notfallhandbuch'],
    'Es ist keine Dienstanweisung und kein Konzept erfasst.',
  ],
  [
    'Weitere Dokumente',
    ['netzplan', 'bestellung', 'vereinbarung', 'protokoll', 'anderes'],
    'Weitere Dokumente sind nicht erfasst.',
  ],
];

export function documentContents(input: ReportInput): ReferenceContents {
  const all = entriesOf(input, 'dokument');
  const present = all.filter(({ values }) => !isSettled(dokument, values));
  return {
    umfang: scopeSentence(present, all.length - present.length),
    abschnitte: groups.map((group) => groupSection(group, present, input.asOf)),
    fehlt: missingPoints(present, input),
  };
}

function isDraft({ values }: RegisterEntry): boolean {
  return values['status'] === 'entwurf';
}

function scopeSentence(present: readonly RegisterEntry[], replaced: number): string {
  const drafts = present.filter(isDraft).length;
  const more =
    replaced === 0 ? '' : ` ${counted(replaced, 'abgelöstes Dokument steht', 'abgelöste Dokumente stehen')} nicht hier.`;
  if (present.length === 0) return `Es ist noch kein Dokument erfasst.${more}`;
  const draftWords = drafts === 0 ? 'keines ist ein Entwurf' : `davon ${counted(drafts, 'Entwurf', 'Entwürfe')}`;
  return `${counted(present.length, 'Dokument', 'Dokumente')}, ${draftWords}.${more}`;
}

const columns: readonly Column[] = [
  ['Dokument', 44],
  ['Fassung', 22],
  ['Unterzeichnet', 30],
  ['Überprüfen bis', 24],
  ['Verantwortlich', 26],
  ['Ablage', 28],
];

function groupSection(
  [titel, kinds, empty]: (typeof groups)[number],
  present: readonly RegisterEntry[],
  asOf: string,
): ReferenceSection {
  const own = present.filter(({ values }) => kinds.includes(textIn(values, 'art') ?? 'anderes'));
  return section(
    titel,
    own.length === 0 ? [empty] : [],
    columns,
    own.map((entry) => documentRow(entry, asOf)),
  );
}

function documentRow(entry: RegisterEntry, asOf: string): ReferenceCell[] {
  const { id, values } = entry;
  const told = (field: string) => textIn(values, field) ?? '';
  const day = (field: string) => (told(field) === '' ? '' : formatDay(told(field)));
  const review = told('pruefen-bis');
  const kind = kindWords[told('art')] ?? '';
  return [
    cell(told('titel') === '' ? id : told('titel'), [id, kind, isDraft(entry) ? 'Entwurf' : 'gültig'].join(' · ')),
    cell(told('fassung') === '' ? 'nicht genannt' : told('fassung'), day('vom') === '' ? '' : `vom ${day('vom')}`),
    cell(
      told('unterzeichnet-von') === '' ? 'nicht erfasst' : told('unterzeichnet-von'),
      day('unterzeichnet-am') === '' ? '' : `am ${day('unterzeichnet-am')}`,
    ),
    cell(review === '' ? 'kein Termin' : formatDay(review), review !== '' && review < asOf ? 'überschritten' : ''),
    cell(told('verantwortlich') === '' ? 'nicht benannt' : told('verantwortlich')),
    cell(told('ablage') === '' ? 'nicht genannt' : told('ablage')),
  ];
}

function missingPoints(present: readonly RegisterEntry[], input: ReportInput): ReferenceContents['fehlt'] {
  const { asOf, kommune, rollen, feiertage } = input;
  const codes = (isMeant: (entry: RegisterEntry) => boolean) => present.filter(isMeant).map(({ id }) => id);
  const change = (flag: string) => `burgward dokument aendern NR --kommune ${kommune.slug} ${flag}`;
  const surroundings = { ...noSurroundings, day: asOf, rollen, holidays: feiertage };
  const isSigned = ({ values }: RegisterEntry) => textIn(values, 'unterzeichnet-am') !== null;
  const isToBeSignedAgain = (entry: RegisterEntry) =>
    dueOf(dokument, entry, surroundings).some(({ which }) => which === 'unterzeichnet-am');
  const hasPolicy = present.some((entry) => entry.values['art'] === 'leitlinie' && !isDraft(entry));
  return [
    ...(hasPolicy
      ? []
      : [
          {
            was: 'Eine gültige Leitlinie ist nicht erfasst.',
            befehl: `burgward dokument anlegen --kommune ${kommune.slug} --art leitlinie --titel …`,
          },
        ]),
    ...missing(
      'Tag der Unterschrift fehlt',
      codes((entry) => signedKinds.has(String(entry.values['art'])) && !isDraft(entry) && !isSigned(entry)),
      change('--unterzeichnet-von … --unterzeichnet-am …'),
    ),
    ...missing(
      'Neu zu unterzeichnen, die Leitung hat gewechselt',
      codes(isToBeSignedAgain),
      change('--unterzeichnet-von … --unterzeichnet-am …'),
    ),
    ...missing(
      'Die Unterschrift zählt nicht: Wer unterzeichnet hat, ist für diesen Tag nicht als Leitung eingetragen',
      codes((entry) => breachesOf(dokument, entry.values, surroundings).length > 0 && !isToBeSignedAgain(entry)),
      change('--unterzeichnet-von … --unterzeichnet-am …'),
    ),
    ...missing('Noch ein Entwurf', codes(isDraft), change('--status gueltig')),
    ...missing(
      'Überprüfung überfällig',
      codes(({ values }) => (textIn(values, 'pruefen-bis') ?? asOf) < asOf),
      change('--pruefen-bis …'),
    ),
    ...missing(
      'Termin der nächsten Überprüfung fehlt',
      codes((entry) => signedKinds.has(String(entry.values['art'])) && textIn(entry.values, 'pruefen-bis') === null),
      change('--pruefen-bis …'),
    ),
  ];
}
