import { confirmed } from '../../cli/confirm.ts';
import { Args, kommuneFlag, requiredDateFlag, yesFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { removeZielobjekt } from '../../usecases/zielobjekte.ts';

export default class ZielobjektEntfernen extends WriteCommand<CommandJson['zielobjekt entfernen']> {
  static override summary = 'Ein Zielobjekt ab einem Tag nicht mehr führen; seine Antworten bleiben erhalten';
  static override examples = ['burgward zielobjekt entfernen WEB1 --kommune beispielhain --am 2026-06-30 --ja'];
  static override refusedFlags = { stand: 'Ab wann es das Zielobjekt nicht mehr gibt, sagt --am.' };
  static override args = { kuerzel: Args.string({ description: 'Kürzel des Zielobjekts', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    am: requiredDateFlag('am', { description: 'erster Tag, an dem nicht mehr danach gefragt wird' }),
    ja: yesFlag(),
  };

  async run() {
    const { args, flags } = await this.parse(ZielobjektEntfernen);
    await confirmed(`${args.kuerzel} ab dem ${formatDay(flags.am)} nicht mehr führen?`, flags.ja ?? false, this.canAsk);
    const request = { kommune: flags.kommune, kuerzel: args.kuerzel, am: flags.am };
    const removed = await this.withContext(flags, (context) => removeZielobjekt(context, request));
    this.print(
      `${removed.kuerzel} wird ab dem ${formatDay(removed.entferntAm)} nicht mehr geführt; frühere Antworten bleiben erhalten.`,
    );
    if (removed.gebrauchtVon.length > 0) this.note(`Bis dahin gebraucht von: ${removed.gebrauchtVon.join(', ')}.`);
    return removed;
  }
}
