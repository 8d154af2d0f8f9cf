import { kommuneFlag } from '../../cli/flags.ts';
import { formatDayOrDash } from '../../cli/format.ts';
import { counted, statusMarks, table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { RiskJson } from '../../usecases/risk-json.ts';
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
    'Zahlen je Feld vorher und danach; „danach“ zählt erst, was seit der Umsetzung bewertet ist. Darunter stehen die Risiken ab der Grenze mit Stand und Maßnahmen. Eine abgelaufene Akzeptanz zählt als offen. Die Matrix ist die Tabelle risikomatrix des Katalogs.';
  static override examples = [
    'burgward risiko matrix --kommune beispielhain',
    'burgward risiko matrix --kommune beispielhain --stand 2026-06-30',
  ];
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { flags } = await this.parse(RisikoMatrix);
    const shown = await this.withContext(flags, (context) => showMatrix(context, flags.kommune));
    this.print(`Vorher\n${grid(shown, 'vorher')}\n\nDanach\n${grid(shown, 'danach')}`);
    this.print(`\n${statusMarks.bad} ab „${titleOf(shown, shown.matrix.grenze)}“: behandeln oder entscheiden lassen.`);
    if (shown.anzahl.n === 0) {
      this.note('Keine Risiken erfasst. Vorschläge: burgward risiko vorschlagen --probe');
      return shown;
    }
    this.print(numbers(shown));
    const above = shown.risiken.filter(({ ueberGrenze }) => ueberGrenze === true);
    if (above.length > 0) this.print(`\n${risksTable(above)}`);
    const unrated = shown.risiken.filter(({ jetzt }) => jetzt === null).map(({ id }) => id);
    if (unrated.length > 0) this.note(`Noch nicht bewertet: ${unrated.join(', ')} (burgward risiko bewerten).`);
    for (const { id, hinweise } of shown.risiken) for (const hint of hinweise) this.note(`${id}: ${hint}`);
    this.note(`Quelle der Matrix: ${shown.matrix.quelle} (Vertrauen ${shown.matrix.vertrauen.join(', ')}).`);
    return shown;
  }
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
