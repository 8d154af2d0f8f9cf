import { confirmed } from '../../cli/confirm.ts';
import { bearerFlags, erklaerungArg } from '../../cli/erklaerung-flags.ts';
import { zuordnungenTable } from '../../cli/erklaerung-text.ts';
import { yesFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { endAssignment } from '../../usecases/erklaerungen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ErklaerungAufheben extends WriteCommand<CommandJson['erklaerung aufheben']> {
  static override summary = 'Eine Zuordnung ab heute beenden: Die Erklärung gilt dort nicht mehr';
  static override description =
    'Die Antworten aus der Erklärung zählen dort nicht mehr; ohne andere Antwort ist die Frage offen. Ein Mitglied einer Gruppe kann allein ausscheiden, für die anderen gilt sie weiter. Ist nur der Vertrag zu Ende, genügt „erklaerung zuordnen … --vertrag-bis“: Dann bleiben die Antworten als zu bestätigen stehen.';
  static override examples = ['burgward erklaerung aufheben E1 --kommune beispielhain --ja'];
  static override args = { erklaerung: erklaerungArg() };
  static override flags = { ...bearerFlags(), ja: yesFlag() };

  async run() {
    const { args, flags } = await this.parse(ErklaerungAufheben);
    const { kommune = [], gruppe = [], probe } = flags;
    const bearers = [...kommune, ...gruppe].join(', ');
    if (bearers !== '' && !probe)
      await confirmed(`Die Erklärung ${args.erklaerung} für ${bearers} beenden?`, flags.ja, this.canAsk);
    const wanted = { kommunen: kommune, gruppen: gruppe, probe };
    const result = await this.withContext(flags, (context) => endAssignment(context, args.erklaerung, wanted));
    this.print(zuordnungenTable(result.zuordnungen));
    this.note(probe ? 'Probe: Es wurde nichts erfasst.' : 'Beendet.');
    return result;
  }
}
