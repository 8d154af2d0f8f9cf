import { confirmed } from '../../cli/confirm.ts';
import { erklaerungArg } from '../../cli/erklaerung-flags.ts';
import { erklaerungText } from '../../cli/erklaerung-text.ts';
import { Flags, requiredDateFlag, yesFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { withdrawStatement } from '../../usecases/erklaerungen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ErklaerungWiderrufen extends WriteCommand<CommandJson['erklaerung widerrufen']> {
  static override summary = 'Festhalten, dass eine Erklärung widerrufen ist; was auf ihr beruht, ist dann zu bestätigen';
  static override description =
    'War der eingetragene Tag falsch: noch einmal mit dem richtigen --am aufrufen; das Protokoll behält beides.';
  static override examples = [
    'burgward erklaerung widerrufen E1 --am 2026-10-01 --grund "KISA hat die Erklärung nach einem Vorfall zurückgezogen" --ja',
  ];
  static override refusedFlags = { stand: 'Ab wann sie nicht mehr gilt, sagt --am.' };
  static override args = { erklaerung: erklaerungArg() };
  static override flags = {
    am: requiredDateFlag('am', { description: 'erster Tag, an dem sie nicht mehr gilt' }),
    grund: Flags.string({ description: 'warum', helpValue: 'TEXT', required: true }),
    ja: yesFlag(),
  };

  async run() {
    const { args, flags } = await this.parse(ErklaerungWiderrufen);
    await confirmed(`Die Erklärung ${args.erklaerung} für alle Kommunen widerrufen?`, flags.ja, this.canAsk);
    const erklaerung = await this.withContext(flags, (context) =>
      withdrawStatement(context, args.erklaerung, flags.am, flags.grund),
    );
    this.print(erklaerungText(erklaerung));
    return erklaerung;
  }
}
