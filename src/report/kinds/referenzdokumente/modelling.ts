/** A.3: the Modellierung: which Baustein is used for which Zielobjekte, and why the others are not. */
import { formatDay } from '../../../domain/calendar.ts';
import { type ModelledBaustein, shortList } from '../../../domain/modellierung.ts';
import { asSentence, counted } from '../../german.ts';
import { type ReportInput, verbundOf } from '../../report-input.ts';
import type { ReferenceCell, ReferenceContents } from './data.ts';
import { type Column, cell, missing, section } from './parts.ts';

const sourceWords: Readonly<Record<ModelledBaustein['quelle'], string>> = {
  eigen: 'Katalog',
  kompendium: 'Kompendium 2023',
};

const proposalWords: Readonly<Record<ModelledBaustein['vorschlag'], string>> = {
  ja: 'verwenden',
  pruefen: 'zu prüfen',
  nein: 'nicht verwenden',
};

export function modellingContents(input: ReportInput): ReferenceContents {
  const { bausteine, risikoanalyse } = verbundOf(input);
  const used = bausteine.filter(({ decision }) => decision?.verwendet === 'ja');
  const left = bausteine.filter(({ decision }) => decision?.verwendet === 'nein');
  const open = bausteine.filter(({ decision }) => decision === null);
  const without = risikoanalyse.filter(({ anlass }) => anlass === 'kein-baustein').map(({ zielobjekt }) => zielobjekt.kuerzel);
  return {
    umfang: `${counted(bausteine.length, 'Baustein', 'Bausteine')}: ${used.length} verwendet, ${left.length} nicht verwendet, ${open.length} nicht entschieden. Darunter die des IT-Grundschutz-Kompendiums, Edition 2023; welche Art von Zielobjekt zu welchem passt, ist eine eigene Zuordnung.`,
    abschnitte: [
      section(
        'Verwendete Bausteine',
        used.length === 0 ? ['Noch ist kein Baustein als verwendet festgehalten.'] : [],
        usedColumns,
        used.map(usedRow),
      ),
      section(
        'Nicht verwendete Bausteine',
        left.length === 0 ? ['Noch ist zu keinem Baustein festgehalten, dass und warum er nicht verwendet wird.'] : [],
        leftColumns,
        left.map(leftRow),
      ),
      ...(open.length === 0
        ? []
        : [
            section(
              'Noch nicht entschieden',
              [
                'Der Vorschlag ergibt sich aus den erfassten Zielobjekten und Merkmalen. Er gilt erst, wenn ihn jemand übernimmt.',
              ],
              openColumns,
              open.map(openRow),
            ),
          ]),
    ],
    fehlt: missingPoints(open, without, input),
  };
}

const usedColumns: readonly Column[] = [
  ['Baustein', 56],
  ['Zielobjekte', 44],
  ['Grund', 74],
];

const leftColumns: readonly Column[] = [
  ['Baustein', 60],
  ['Begründung', 90],
  ['Entschieden am', 24],
];

const openColumns: readonly Column[] = [
  ['Baustein', 56],
  ['Vorschlag', 26],
  ['Grund', 60],
  ['Zielobjekte', 32],
];

function nameCell({ id, title, quelle, order }: ModelledBaustein): ReferenceCell {
  return cell(title, [id, sourceWords[quelle], ...(order === null ? [] : [order])].join(' · '));
}

function usedRow(baustein: ModelledBaustein): ReferenceCell[] {
  const { zielobjekte, grund, decision } = baustein;
  const own = decision?.begruendung ?? null;
  return [
    nameCell(baustein),
    cell(zielobjekte.length === 0 ? 'keines zugeordnet' : zielobjekte.join(', ')),
    cell(own === null ? grund : asSentence(own), decision === null ? '' : `entschieden am ${formatDay(decision.validFrom)}`),
  ];
}

function leftRow(baustein: ModelledBaustein): ReferenceCell[] {
  const { decision } = baustein;
  return [
    nameCell(baustein),
    cell(decision?.begruendung ?? 'keine Begründung erfasst'),
    cell(decision === null ? '' : formatDay(decision.validFrom)),
  ];
}

function openRow(baustein: ModelledBaustein): ReferenceCell[] {
  return [
    nameCell(baustein),
    cell(proposalWords[baustein.vorschlag]),
    cell(baustein.grund),
    cell(baustein.zielobjekte.length === 0 ? 'keine' : shortList(baustein.zielobjekte)),
  ];
}

function missingPoints(
  open: readonly ModelledBaustein[],
  without: readonly string[],
  { kommune: { slug } }: ReportInput,
): ReferenceContents['fehlt'] {
  const codes = (vorschlag: ModelledBaustein['vorschlag']) =>
    open.filter((baustein) => baustein.vorschlag === vorschlag).map(({ id }) => id);
  return [
    ...missing('Vorgeschlagen, nicht entschieden', codes('ja'), `burgward modellierung uebernehmen --kommune ${slug}`),
    ...missing(
      'Zu prüfen, nicht entschieden',
      codes('pruefen'),
      `burgward modellierung setzen BAUSTEIN --kommune ${slug} --verwendet ja`,
    ),
    ...missing(
      'Nicht vorgeschlagen, die Begründung ist noch zu bestätigen',
      codes('nein'),
      `burgward modellierung uebernehmen --kommune ${slug} --auch-nein`,
    ),
    ...missing(
      'Kein Baustein des Kompendiums, deshalb mit Risikoanalyse zu betrachten',
      without,
      `burgward risiko vorschlagen --kommune ${slug}`,
    ),
  ];
}
