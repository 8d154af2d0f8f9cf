/** A.4: the result of the Grundschutz check in numbers; every single answer stands in the report of that name. */
import { counted, formatNumber } from '../../german.ts';
import type { ReportInput } from '../../report-input.ts';
import { answerMark } from '../../status.ts';
import { buildGrundschutzCheck } from '../grundschutz-check/build.ts';
import { type CheckBausteinData, type CheckRowData, notInProfile } from '../grundschutz-check/data.ts';
import type { ReferenceCell, ReferenceContents } from './data.ts';
import { type Column, cell, missing, section } from './parts.ts';

const columns: readonly Column[] = [
  ['Baustein', 62],
  ['ja', 9, 'right'],
  ['teilweise', 17, 'right'],
  ['nein', 11, 'right'],
  ['offen + zu bestätigen', 33, 'right'],
  ['entbehrlich', 20, 'right'],
  ['belegt, gemessen', 28, 'right'],
];

export function checkContents(input: ReportInput): ReferenceContents {
  const { saetze, bausteine, methode } = buildGrundschutzCheck(input);
  return {
    umfang: `${saetze.umfang} ${saetze.stand}`,
    abschnitte: [
      section('Was hinter den Antworten steht', [saetze.grundlage, methode.grundlagen], [], []),
      section(
        'Ergebnis je Baustein',
        [
          methode.zaehlung,
          `Jede Antwort mit Begründung, Nachweis und Termin steht im ausführlichen Bericht: burgward bericht erstellen grundschutz-check --kommune ${input.kommune.slug}`,
        ],
        columns,
        bausteine.map(bausteinRow),
      ),
      ...unmetSection(bausteine),
    ],
    fehlt: missingPoints(bausteine, input),
  };
}

function bausteinRow({ id, titel, zahlen, grundlagen }: CheckBausteinData): ReferenceCell[] {
  return [
    cell(titel, id),
    cell(String(zahlen.ja)),
    cell(String(zahlen.teilweise)),
    cell(String(zahlen.nein)),
    cell(`${zahlen.offen} + ${zahlen.zuBestaetigen}`),
    cell(String(zahlen.entbehrlich)),
    cell(`${grundlagen.belegt + grundlagen.gemessen} von ${zahlen.ja}`),
  ];
}

const unmetColumns: readonly Column[] = [
  ['Anforderung', 66],
  ['Stand', 22],
  ['Zielobjekte', 30],
  ['Wer, bis wann', 56],
];

/** How answers „nein“ and „teilweise“ are marked. */
const unmet: ReadonlySet<string> = new Set([answerMark('nein').art, answerMark('teilweise').art]);

/** Requirements of the level Basis that are not met: for a certificate none of them may stay like that unnoticed. */
function unmetSection(bausteine: readonly CheckBausteinData[]): ReferenceContents['abschnitte'] {
  const rows = rowsOf(bausteine).filter(({ row }) => row.stufe === 'Basis' && unmet.has(row.stand.art));
  if (rows.length === 0) return [];
  return [
    section(
      'Basis-Anforderungen, die nicht oder nur teilweise umgesetzt sind',
      [unmetText(rows)],
      unmetColumns,
      rows.map(({ row, codes }) => [
        cell(row.titel, `${row.control} · ${row.anforderung}`),
        cell(row.stand.wort),
        cell(codes.join(', ')),
        cell(row.wer, row.bis === '' ? 'ohne Termin' : `bis ${row.bis}${row.ueberfaellig ? ', überschritten' : ''}`),
      ]),
    ),
  ];
}

/** The other reports count requirements; here one may have an answer for each of several Zielobjekte. */
function unmetText(rows: readonly { row: CheckRowData; codes: string[] }[]): string {
  const controls = new Set(rows.map(({ row }) => row.control)).size;
  const beyond = new Set(rows.filter(({ row }) => row.vermerke.includes(notInProfile)).map(({ row }) => row.control)).size;
  const answers = rows.reduce((sum, { codes }) => sum + codes.length, 0);
  const lead = counted(controls, 'Anforderung', 'Anforderungen');
  const more = answers === controls ? '' : ` mit zusammen ${counted(answers, 'Antwort', 'Antworten')}, je Zielobjekt eine`;
  const those = more === '' ? formatNumber(beyond) : counted(beyond, 'Anforderung', 'Anforderungen');
  const outside = beyond === 0 ? '' : `, davon ${those} nicht im Profil und in anderen Berichten nicht als Lücke gezählt`;
  return `${lead}${more}${outside}, in der Reihenfolge des Katalogs.`;
}

function rowsOf(bausteine: readonly CheckBausteinData[]): { row: CheckRowData; codes: string[] }[] {
  return bausteine.flatMap(({ gruppen }) =>
    gruppen.flatMap(({ zielobjekte, zeilen }) =>
      zeilen.map((row) => ({ row, codes: zielobjekte.map(({ kuerzel }) => kuerzel) })),
    ),
  );
}

function missingPoints(
  bausteine: readonly CheckBausteinData[],
  { kommune: { slug }, evaluation }: ReportInput,
): ReferenceContents['fehlt'] {
  const ids = (isMeant: (baustein: CheckBausteinData) => boolean) => bausteine.filter(isMeant).map(({ id }) => id);
  const contradicted = new Set(
    evaluation.contradictions.filter(({ kind }) => kind === 'contradiction').map(({ control }) => control),
  );
  return [
    ...(bausteine.length > 0
      ? []
      : [{ was: 'Nichts ist gefragt und nichts beantwortet.', befehl: `burgward erhebung interview --kommune ${slug}` }]),
    ...missing(
      'Nicht beantwortet, in den Bausteinen',
      ids(({ zahlen }) => zahlen.offen > 0),
      `burgward erhebung interview --kommune ${slug}`,
    ),
    ...missing(
      'Antworten zu bestätigen, in den Bausteinen',
      ids(({ zahlen }) => zahlen.zuBestaetigen > 0),
      `burgward erhebung interview --kommune ${slug}`,
    ),
    ...missing('Die Netzprüfung widerspricht', [...contradicted], `burgward netz widersprueche --kommune ${slug}`),
  ];
}
