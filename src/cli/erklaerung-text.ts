import type { CommandJson } from '../usecases/json-schemas.ts';
import { formatDayOrDash } from './format.ts';
import { counted, keyValues, markedWord, paragraph, type StatusMark, statusWord, styled, table } from './output.ts';

type Details = CommandJson['erklaerung zeigen'];
type Reached = Details['kommunen'][number];
type Assignment = Details['zuordnungen'][number];

const zustandWords: Readonly<Record<Details['zustand'], [StatusMark, string]>> = {
  gueltig: ['good', 'gilt'],
  abgelaufen: ['unknown', 'abgelaufen'],
  widerrufen: ['bad', 'widerrufen'],
};

export function zustandWord(zustand: Details['zustand']): string {
  return markedWord(...zustandWords[zustand]);
}

/** Kommunen and groups a statement is assigned to, with what it rests on there. */
export function zuordnungenTable(zuordnungen: readonly Assignment[]): string {
  return table(zuordnungen, [
    { header: 'Für', value: ({ kommune, art }) => (art === 'gruppe' ? `Gruppe ${kommune}` : kommune) },
    { header: 'Vertrag', value: ({ vertrag }) => vertrag },
    { header: 'Vertrag bis', value: ({ vertragBis }) => formatDayOrDash(vertragBis) },
    { header: 'AVV', value: ({ avv }) => avv },
    { header: 'Hinweis', value: ({ ohneVertragsgrundlage }) => (ohneVertragsgrundlage ? 'ohne Vertragsgrundlage' : '') },
  ]);
}

export function aussagenTable(aussagen: Details['aussagen']): string {
  return table(aussagen, [
    { header: 'Anforderung', value: ({ control }) => control },
    { header: 'Titel', value: ({ titel }) => titel },
    { header: 'Status', value: ({ status }) => statusWord(status) },
    { header: 'Begründung', value: ({ begruendung }) => begruendung ?? '' },
  ]);
}

/** A statement as people read it. Once it no longer holds, every answer that rested on it is named. */
export function erklaerungText(erklaerung: Details): string {
  const { id, dienstleister, titel, zustand, aussagen, zuordnungen, kommunen, widerrufGrund } = erklaerung;
  const withdrawn = `${formatDayOrDash(erklaerung.widerrufenAm)}: ${widerrufGrund ?? ''}`;
  return [
    styled('bold', `${id}  ${titel}`),
    keyValues([
      ['Dienstleister', dienstleister],
      ['Zustand', zustandWord(zustand)],
      ['Vom', formatDayOrDash(erklaerung.vom)],
      [
        'Gültig bis',
        erklaerung.gueltigBis === null ? 'ohne Ende; Antworten altern wie andere' : formatDayOrDash(erklaerung.gueltigBis),
      ],
      ...(erklaerung.widerrufenAm === null ? [] : [['Widerrufen', withdrawn] as const]),
      ['Dokument', erklaerung.dokument],
    ]),
    '',
    aussagenTable(aussagen),
    '',
    zuordnungen.length === 0 ? 'Noch niemandem zugeordnet.' : zuordnungenTable(zuordnungen),
    ...kommunen.flatMap((reached) => ['', kommuneText(reached)]),
  ].join('\n');
}

function kommuneText({ kommune, name, ueber, ohneVertragsgrundlage, erloschen, abhaengig, abweichend }: Reached): string {
  const marks = [ueber === null ? null : `über die Gruppe ${ueber}`, ohneVertragsgrundlage ? 'ohne Vertragsgrundlage' : null];
  const marked = marks.filter((mark) => mark !== null).join(', ');
  const controls = abhaengig.map(({ control }) => control).join(', ');
  const open = abhaengig.filter(({ zustand }) => zustand === 'zuBestaetigen').length;
  const count = counted(abhaengig.length, 'Antwort beruht', 'Antworten beruhen');
  const still = `${count} auf der Erklärung${open > 0 ? `, ${open} davon zu bestätigen` : ''}${controls === '' ? '.' : `: ${controls}`}`;
  return [
    styled('bold', paragraph(`${name} (${kommune})${marked === '' ? '' : `, ${marked}`}`)),
    ...(erloschen === null ? [] : [paragraph(erloschen, 2)]),
    paragraph(still, 2),
    ...abweichend.map(({ control, antwort, erklaert }) => paragraph(`${control}: hier „${antwort}“, erklärt „${erklaert}“`, 2)),
  ].join('\n');
}
