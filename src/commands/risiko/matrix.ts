import { Flags, kommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { formatDayOrDash } from '../../cli/format.ts';
import { counted, statusMarks, table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { UsageError } from '../../errors.ts';
import type { RiskJson } from '../../usecases/risk-json.ts';
import { loadMatrix, resetMatrix, writeMatrixTemplate } from '../../usecases/risk-matrix.ts';
import { showMatrix } from '../../usecases/risks.ts';

type Matrix = RiskJson['risiko matrix'];
type Risk = Matrix['risiken'][number];

const stateWords: Readonly<Record<Risk['stand'], string>> = {
  offen: `${statusMarks.bad} offen`,
  inBehandlung: `${statusMarks.partly} in Behandlung`,
  akzeptiert: `${statusMarks.good} akzeptiert`,
  zurueckgestellt: `${statusMarks.unknown} zurückgestellt`,
  entfallen: `${statusMarks.none} entfallen`,
};

export default class RisikoMatrix extends StoreCommand<Matrix> {
  static override summary = 'Risiken in der Matrix aus Häufigkeit und Schaden zeigen';
  static override description =
    'Zahlen je Feld vorher und danach; „danach“ zählt erst, was seit der Umsetzung bewertet ist. Darunter stehen die Risiken ab der Grenze mit Stand und Maßnahmen. Eine abgelaufene Akzeptanz zählt als offen. Ohne eigene Matrix gilt die des Katalogs; --vorlage schreibt die geltende zum Ändern, --datei lädt eine eigene (2 bis 6 Stufen, eigene Klassen und Grenze), --zuruecksetzen kehrt zum Katalog zurück. Beides steht im Protokoll; alle Bewertungen werden dann mit der neuen Matrix gelesen.';
  static override examples = [
    'burgward risiko matrix --kommune beispielhain',
    'burgward risiko matrix --kommune beispielhain --stand 2026-06-30',
    'burgward risiko matrix --kommune beispielhain --vorlage ./ausgabe',
    'burgward risiko matrix --kommune beispielhain --datei risikomatrix-beispielhain.yaml',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    datei: Flags.string({ description: 'eigene Matrix laden; sie gilt ab heute', helpValue: 'YAML' }),
    zuruecksetzen: Flags.boolean({ description: 'ab heute gilt wieder die Matrix des Katalogs' }),
    vorlage: outputFolderFlag('die geltende Matrix in diesen Ordner schreiben'),
  };

  async run() {
    const { flags } = await this.parse(RisikoMatrix);
    const { kommune, datei, zuruecksetzen, vorlage } = flags;
    const wanted = [datei !== undefined, zuruecksetzen, vorlage !== undefined].filter((each) => each).length;
    if (wanted > 1)
      throw new UsageError('--datei, --zuruecksetzen und --vorlage schließen sich aus.', 'Nur eines davon angeben.');
    if (wanted > 0 && flags.stand !== undefined)
      throw new UsageError(
        '--stand geht hier nicht.',
        'Eine Matrix wird immer zum heutigen Tag geladen, zurückgesetzt oder geschrieben.',
      );
    const shown = await this.withContext(flags, async (context) => {
      if (datei !== undefined) await loadMatrix(context, kommune, datei);
      if (zuruecksetzen) await resetMatrix(context, kommune);
      const dateien = vorlage === undefined ? [] : await writeMatrixTemplate(context, kommune, vorlage);
      return { ...(await showMatrix(context, kommune)), dateien };
    });
    if (vorlage !== undefined) {
      for (const { pfad } of shown.dateien) this.print(pfad);
      return shown;
    }
    this.print(`Vorher\n${grid(shown, 'vorher')}\n\nDanach\n${grid(shown, 'danach')}`);
    this.print(`\n${statusMarks.bad} ab „${titleOf(shown, shown.matrix.grenze)}“: behandeln oder entscheiden lassen.`);
    if (shown.anzahl.n === 0) {
      this.note('Keine Risiken erfasst. Vorschläge: burgward risiko vorschlagen --probe');
      this.note(sourceNote(shown));
      return shown;
    }
    this.print(numbers(shown));
    const above = shown.risiken.filter(({ ueberGrenze }) => ueberGrenze === true);
    if (above.length > 0) this.print(`\n${risksTable(above)}`);
    const unrated = shown.risiken.filter(({ jetzt }) => jetzt === null).map(({ id }) => id);
    if (unrated.length > 0) this.note(`Noch nicht bewertet: ${unrated.join(', ')} (burgward risiko bewerten).`);
    for (const { id, hinweise } of shown.risiken) for (const hint of hinweise) this.note(`${id}: ${hint}`);
    this.note(sourceNote(shown));
    return shown;
  }
}

function sourceNote({ matrix: { quelle, vertrauen, eigeneSeit } }: Matrix): string {
  const whose = eigeneSeit === null ? 'Matrix des Katalogs' : `Eigene Matrix seit ${formatDayOrDash(eigeneSeit)}`;
  return `${whose}, Quelle: ${quelle} (Vertrauen ${vertrauen.join(', ')}).`;
}

/** Damage downwards, frequency to the right; the class by its word, the mark from the line on, then how many. */
function grid({ matrix, zellen, ...shown }: Matrix, phase: 'vorher' | 'danach'): string {
  const title = (id: string) => titleOf({ matrix, zellen, ...shown }, id);
  return table(matrix.schaden.toReversed(), [
    { header: 'Schaden \\ Häufigkeit', value: ({ titel }) => titel },
    ...matrix.haeufigkeit.map(({ stufe: often, titel }) => ({
      header: titel,
      value: ({ stufe: badly }: { stufe: number }) => {
        const cell = zellen.find(({ haeufigkeit, schaden }) => haeufigkeit === often && schaden === badly);
        if (cell === undefined) return null;
        const mark = cell.ueberGrenze ? statusMarks.bad : statusMarks.none;
        return `${mark} ${title(cell.klasse)}${cell[phase] === 0 ? '' : `: ${cell[phase]}`}`;
      },
    })),
  ]);
}

function titleOf({ matrix }: Matrix, klasse: string): string {
  return matrix.klassen.find(({ id }) => id === klasse)?.titel ?? klasse;
}

function numbers({ anzahl }: Matrix): string {
  const { n, offen, inBehandlung, akzeptiert, zurueckgestellt, ueberGrenze } = anzahl;
  return `${counted(n, 'Risiko', 'Risiken')}: ${offen} offen, ${inBehandlung} in Behandlung, ${akzeptiert} akzeptiert, ${zurueckgestellt} zurückgestellt; ${ueberGrenze} ab der Grenze.`;
}

function risksTable(risks: readonly Risk[]): string {
  return table(risks, [
    { header: 'Nr.', value: ({ id }) => id },
    { header: 'Risiko', value: ({ titel }) => titel },
    { header: 'Vorher', value: ({ vorher }) => vorher?.text },
    { header: 'Geplant', value: ({ geplant }) => geplant?.text },
    { header: 'Danach', value: ({ danach }) => danach?.text },
    { header: 'Stand', value: ({ stand, begruendung }) => `${stateWords[stand]}: ${begruendung}` },
    { header: 'Maßnahmen', value: ({ massnahmen }) => massnahmen.map(measureText).join('; ') || null },
  ]);
}

function measureText({ id, status, faellig, ueberfaellig }: Risk['massnahmen'][number]): string {
  if (faellig === null) return `${id} ${status}`;
  return `${id} ${status}, ${ueberfaellig ? 'überfällig seit' : 'bis'} ${formatDayOrDash(faellig)}`;
}
