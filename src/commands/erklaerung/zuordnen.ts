import { bearerFlags, erklaerungArg } from '../../cli/erklaerung-flags.ts';
import { zuordnungenTable } from '../../cli/erklaerung-text.ts';
import { dateFlag, Flags } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { assignStatement } from '../../usecases/erklaerungen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ErklaerungZuordnen extends WriteCommand<CommandJson['erklaerung zuordnen']> {
  static override summary = 'Sagen, für welche Kommunen oder Gruppen eine Erklärung gilt und worauf sie dort beruht';
  static override description =
    'Die Kommunen erben die Antworten; eine eigene Antwort geht vor, und beide bleiben sichtbar. Ohne Vertrag und AVV wird trotzdem geerbt, aber als „ohne Vertragsgrundlage“ und nie als belegt. Endet der Vertrag, sind die Antworten zu bestätigen. Erneut aufgerufen ändert der Befehl Vertrag und AVV; was nicht angegeben wird, bleibt.';
  static override examples = [
    'burgward erklaerung zuordnen E1 --kommune beispielhain --vertrag "Rahmenvertrag 2024" --vertrag-bis 2027-12-31 --avv "vom 01.02.2024"',
    'burgward erklaerung zuordnen E1 --gruppe kisa-kunden --probe',
  ];
  static override args = { erklaerung: erklaerungArg() };
  static override flags = {
    ...bearerFlags(),
    vertrag: Flags.string({ description: 'Vertrag, auf dem sie beruht; leer nimmt die Angabe zurück', helpValue: 'TEXT' }),
    'vertrag-bis': dateFlag('vertrag-bis', { description: 'letzter Tag des Vertrags' }),
    avv: Flags.string({ description: 'Vertrag zur Auftragsverarbeitung; leer nimmt die Angabe zurück', helpValue: 'TEXT' }),
  };

  async run() {
    const { args, flags } = await this.parse(ErklaerungZuordnen);
    const { kommune = [], gruppe = [], vertrag, avv, probe } = flags;
    const wanted = { kommunen: kommune, gruppen: gruppe, vertrag, vertragBis: flags['vertrag-bis'], avv, probe };
    const result = await this.withContext(flags, (context) => assignStatement(context, args.erklaerung, wanted));
    this.print(zuordnungenTable(result.zuordnungen));
    if (result.zuordnungen.some((each) => each.ohneVertragsgrundlage))
      this.note('Ohne Vertragsgrundlage: --vertrag oder --avv sagen, worauf sich die Kommune verlassen darf.');
    if (probe) this.note('Probe: Es wurde nichts erfasst.');
    return result;
  }
}
