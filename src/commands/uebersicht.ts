import { Flags, outputFolderFlag } from '../cli/flags.ts';
import { type Column, counted, groupedDigits, paragraph, table } from '../cli/output.ts';
import { StoreCommand } from '../cli/store-command.ts';
import { sizeClasses } from '../domain/overview.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';
import { type OverviewOrder, type OverviewRow, overviewOf, overviewOrders } from '../usecases/overview.ts';

type Overview = CommandJson['uebersicht'];

const formats = ['text', 'xlsx', 'html'] as const;

export default class Uebersicht extends StoreCommand<Overview> {
  static override summary =
    'Viele Kommunen auf einen Blick: Fortschritt, gesetzliches Minimum, Widersprüche, Überfälliges, Maßnahmen, Vorfälle, Stunden';
  static override description = [
    'Größen: klein unter 10.000 Einwohner, mittel unter 50.000, gross ab 50.000. Ohne --profil zählt jede Kommune über das Profil ihrer Erhebung, mit --profil alle über dasselbe; nur dann sind die Zahlen vergleichbar.',
    '',
    'Überfällig und ohne Termin zählen wie in „burgward faellig“ nur dort, wo die Antwort eingetragen ist: Eine von der Gruppe oder der erfüllenden Kommune übernommene Lücke ist hier eine Lücke, ihr Termin zählt dort. „faellig“ sieht alle Antworten, die Übersicht die Fragen des Profils.',
    '',
    'xlsx und html enthalten zusätzlich jede Zeile des gesetzlichen Minimums mit ihrer Art (MUSS, SOLL …).',
  ].join('\n');
  static override examples = [
    'burgward uebersicht',
    'burgward uebersicht --landkreis mittelsachsen --groesse klein --profil sofort --sortierung ueberfaellig',
    'burgward uebersicht --format html --ausgabe ./ausgabe',
  ];
  static override flags = {
    landkreis: Flags.string({ description: 'nur Kommunen dieses Landkreises', helpValue: 'SLUG' }),
    art: Flags.string({ description: 'nur gemeinde, stadt, landkreis …', helpValue: 'ART' }),
    groesse: Flags.option({ options: sizeClasses, description: 'nur klein, mittel oder gross', helpValue: 'GROESSE' })(),
    profil: Flags.string({ description: 'alle über dieses Profil betrachten', helpValue: 'PROFIL' }),
    sortierung: Flags.option({
      options: overviewOrders,
      description: `${overviewOrders.join(', ')}; wo am meisten zu tun ist, steht oben`,
      helpValue: 'FELD',
      default: 'name' as const,
    })(),
    format: Flags.option({
      options: formats,
      description: 'text, xlsx oder html',
      helpValue: 'FORMAT',
      default: 'text' as const,
    })(),
    ausgabe: outputFolderFlag('Ordner für die Datei; ohne Angabe ./ausgabe'),
  };

  async run() {
    const { flags } = await this.parse(Uebersicht);
    const { landkreis, art, groesse, profil } = flags;
    const sortierung = flags.sortierung as OverviewOrder;
    const overview = await this.withContext(flags, (context) =>
      overviewOf(context, { landkreis, art, groesse, profil, sortierung }),
    );
    if (overview.ohneEinwohnerzahl > 0) {
      this.note(`${counted(overview.ohneEinwohnerzahl, 'Kommune', 'Kommunen')} ohne Einwohnerzahl: nicht dabei.`);
    }
    if (flags.format === 'text') {
      this.#printText(overview);
      return { ...overview, dateien: [] };
    }
    const { writeOverview } = await import('../usecases/write-overview.ts');
    const dateien = await writeOverview(overview, flags.format as 'xlsx' | 'html', flags.ausgabe ?? 'ausgabe');
    for (const { pfad } of dateien) this.print(pfad);
    return { ...overview, dateien };
  }

  #printText({ kommunen, summe }: Omit<Overview, 'dateien'>): void {
    if (kommunen.length === 0) {
      this.note('Keine Kommune passt. Erfasste zeigt: burgward kommune liste');
      return;
    }
    this.print(table(kommunen, columns));
    this.print();
    const recorded = kommunen.filter(hasRegisters);
    if (recorded.length > 0) {
      this.print(table(recorded, registerColumns));
      this.print();
    }
    for (const text of [legend, ...sumLines(summe)]) this.print(paragraph(text));
  }
}

const legend =
  'Minimum: Zeilen des gesetzlichen Minimums ● erfüllt ◐ teilweise ▲ nicht erfüllt ◇ offen. best.: zu bestätigen. Wid.: Widersprüche zur Netzprüfung. überf.: Termin der Lücke vorbei. o. T.: Lücken ohne Termin. Alter: Tage seit der Antwort, Median. ges.: Anteil gesammelt gesetzter oder bestätigter Antworten. Maßn., Vorf.: offene Maßnahmen und Vorfälle, erh.: erhebliche. Std.: im Jahr verbraucht/geplant, – heißt nicht erfasst.\n';

function sumLines({
  kommunen,
  ohneErhebung,
  gesamt,
  minimum,
  minimumErfuellt,
  widersprueche,
  luecken,
  antworten,
  massnahmen,
  vorfaelle,
  stunden,
}: Overview['summe']) {
  const { n, offen, zuBestaetigen } = gesamt;
  const { erfuellt, teilweise, nichtErfuellt, offen: unknown, nichtAnwendbar } = minimum;
  return [
    `${counted(kommunen, 'Kommune', 'Kommunen')}${ohneErhebung === 0 ? '' : `, ${groupedDigits(ohneErhebung)} ohne Erhebung`}: ${groupedDigits(n - offen - zuBestaetigen)} von ${groupedDigits(n)} Fragen aktuell beantwortet, ${groupedDigits(offen)} offen, ${groupedDigits(zuBestaetigen)} zu bestätigen.`,
    `Minimum: ${groupedDigits(minimumErfuellt)} von ${groupedDigits(kommunen)} ganz; Zeilen: ${groupedDigits(erfuellt)} erfüllt, ${groupedDigits(teilweise)} teilweise, ${groupedDigits(nichtErfuellt)} nicht erfüllt, ${groupedDigits(unknown)} offen, ${groupedDigits(nichtAnwendbar)} nicht anwendbar.`,
    `${counted(luecken.n, 'Lücke', 'Lücken')}, ${groupedDigits(luecken.ueberfaellig)} überfällig, ${groupedDigits(luecken.ohneTermin)} ohne Termin. ${counted(widersprueche, 'Widerspruch', 'Widersprüche')}. Gesammelt: ${groupedDigits(antworten.gesammelt)} von ${groupedDigits(antworten.n)} Antworten.`,
    `${counted(massnahmen.offen, 'offene Maßnahme', 'offene Maßnahmen')}, ${groupedDigits(massnahmen.ueberfaellig)} überfällig, ${groupedDigits(massnahmen.ohneTermin)} ohne Termin. ${counted(vorfaelle.offen, 'offener Vorfall', 'offene Vorfälle')}, ${groupedDigits(vorfaelle.erheblich)} erheblich. Stunden ${stunden.jahr}: ${hours(stunden.verbraucht)} verbraucht, ${hours(stunden.geplant)} geplant.`,
  ];
}

/** What is not recorded is not nothing. */
function hours(count: number | null): string {
  return count === null ? '–' : count.toLocaleString('de-DE');
}

function hasRegisters({ massnahmen, vorfaelle, stunden }: OverviewRow): boolean {
  return massnahmen.offen > 0 || vorfaelle.offen > 0 || stunden.geplant !== null || stunden.verbraucht !== null;
}

const registerColumns: Column<OverviewRow>[] = [
  { header: 'Kommune', value: ({ name }) => name },
  { header: 'Maßn.', value: ({ massnahmen }) => massnahmen.offen, align: 'right' },
  { header: 'überf.', value: ({ massnahmen }) => massnahmen.ueberfaellig, align: 'right' },
  { header: 'o. T.', value: ({ massnahmen }) => massnahmen.ohneTermin, align: 'right' },
  { header: 'Vorf.', value: ({ vorfaelle }) => vorfaelle.offen, align: 'right' },
  { header: 'erh.', value: ({ vorfaelle }) => vorfaelle.erheblich, align: 'right' },
  { header: 'Std.', value: ({ stunden }) => `${hours(stunden.verbraucht)}/${hours(stunden.geplant)}`, align: 'right' },
];

const columns: Column<OverviewRow>[] = [
  { header: 'Kommune', value: ({ name }) => name },
  { header: 'aktuell', value: ({ gesamt: { n, offen, zuBestaetigen } }) => `${n - offen - zuBestaetigen}/${n}`, align: 'right' },
  { header: 'best.', value: ({ gesamt }) => gesamt.zuBestaetigen, align: 'right' },
  { header: 'Minimum', value: ({ minimum }) => minimumCell(minimum.ergebnis) },
  { header: 'Wid.', value: ({ widersprueche }) => widersprueche, align: 'right' },
  { header: 'überf.', value: ({ luecken }) => luecken.ueberfaellig, align: 'right' },
  { header: 'o. T.', value: ({ luecken }) => luecken.ohneTermin, align: 'right' },
  { header: 'Alter', value: ({ alter }) => alter.medianTage, align: 'right' },
  { header: 'ges.', value: ({ antworten }) => percent(antworten.gesammelt, antworten.n), align: 'right' },
];

/** ●6◐1▲2◇3 */
function minimumCell({ erfuellt, teilweise, nichtErfuellt, offen }: OverviewRow['minimum']['ergebnis']): string {
  return `●${erfuellt}◐${teilweise}▲${nichtErfuellt}◇${offen}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`;
}
