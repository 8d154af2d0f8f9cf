import { probeFlag } from '../../cli/bulk.ts';
import { aussagenTable } from '../../cli/erklaerung-text.ts';
import { dateFlag, Flags, requiredDateFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import { grantStatement } from '../../usecases/erklaerungen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ErklaerungErteilen extends WriteCommand<CommandJson['erklaerung erteilen']> {
  static override summary = 'Die Erklärung eines Dienstleisters erfassen, einmal für viele Kommunen';
  static override description =
    'Was der Dienstleister zu einzelnen Anforderungen bestätigt, mit Tag und Gültigkeit. Für wen sie gilt, sagt danach „erklaerung zuordnen“. Ohne --gueltig-bis altern die Antworten wie andere auch. Eine Liste (--datei, CSV oder XLSX) hat die Spalten control, status, begruendung.';
  static override examples = [
    'burgward erklaerung erteilen --dienstleister KISA --titel "Betrieb Rechenzentrum 2026" --vom 2026-03-01 --gueltig-bis 2027-02-28 --control BAK-01.01=ja --control BAK-01.02=teilweise',
    'burgward erklaerung erteilen --dienstleister KISA --titel "Betrieb Rechenzentrum 2026" --vom 2026-03-01 --gueltig-bis 2027-02-28 --datei ./erklaerung.csv --probe',
  ];
  static override refusedFlags = { stand: 'Den Tag der Erklärung sagt --vom.' };
  static override flags = {
    dienstleister: Flags.string({ description: 'wer erklärt', helpValue: 'NAME', required: true }),
    titel: Flags.string({ description: 'worum es geht', helpValue: 'TEXT', required: true }),
    vom: requiredDateFlag('vom', { description: 'Tag der Erklärung' }),
    'gueltig-bis': dateFlag('gueltig-bis', { description: 'letzter Tag, an dem sie gilt' }),
    dokument: Flags.string({ description: 'wo das unterschriebene Papier liegt', helpValue: 'TEXT' }),
    control: Flags.string({
      description: 'was erklärt wird: ja, teilweise, nein, entbehrlich; „entbehrlich“ mit Begründung; mehrfach möglich',
      helpValue: 'ID=STATUS[:TEXT]',
      multiple: true,
    }),
    datei: Flags.string({ description: 'Liste (CSV, XLSX) statt --control', helpValue: 'DATEI' }),
    probe: probeFlag(),
  };

  async run() {
    const { flags } = await this.parse(ErklaerungErteilen);
    const { dienstleister, titel, vom, dokument, datei, control = [], probe } = flags;
    const wanted = { dienstleister, titel, vom, gueltigBis: flags['gueltig-bis'], dokument, controls: control, datei, probe };
    const erklaerung = await this.withContext(flags, (context) => grantStatement(context, wanted));
    this.print(aussagenTable(erklaerung.aussagen));
    const until = erklaerung.gueltigBis === null ? 'ohne Ende' : `gültig bis ${formatDay(erklaerung.gueltigBis)}`;
    this.print(`${erklaerung.id ?? 'Probe'}: ${erklaerung.dienstleister}, vom ${formatDay(erklaerung.vom)}, ${until}.`);
    if (erklaerung.id !== null)
      this.note(`Für wen sie gilt, sagt: burgward erklaerung zuordnen ${erklaerung.id} --kommune SLUG --vertrag TEXT --avv TEXT`);
    return erklaerung;
  }
}
