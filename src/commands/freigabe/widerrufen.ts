import { confirmed } from '../../cli/confirm.ts';
import { Args, kommuneFlag, yesFlag } from '../../cli/flags.ts';
import { freigabenTable } from '../../cli/freigaben-table.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { withdrawFreigabe } from '../../usecases/freigaben.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class FreigabeWiderrufen extends WriteCommand<CommandJson['freigabe widerrufen']> {
  static override summary = 'Eine Freigabe ab heute widerrufen';
  static override examples = ['burgward freigabe widerrufen F1 --kommune beispielhain --ja'];
  static override args = {
    freigabe: Args.string({ description: 'Nummer aus „freigabe liste“, zum Beispiel F1', required: true }),
  };
  static override flags = { kommune: kommuneFlag(), ja: yesFlag() };

  async run() {
    const { args, flags } = await this.parse(FreigabeWiderrufen);
    await confirmed(`Die Freigabe ${args.freigabe} von ${flags.kommune} widerrufen?`, flags.ja, this.canAsk);
    const freigabe = await this.withContext(flags, (context) => withdrawFreigabe(context, flags.kommune, args.freigabe));
    this.print(freigabenTable([freigabe]));
    return freigabe;
  }
}
