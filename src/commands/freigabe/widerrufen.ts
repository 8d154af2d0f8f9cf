import { confirmed } from '../../cli/confirm.ts';
import { Args, dateFlag, kommuneFlag, yesFlag } from '../../cli/flags.ts';
import { freigabenTable } from '../../cli/freigaben-table.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { withdrawFreigabe } from '../../usecases/freigaben.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class FreigabeWiderrufen extends WriteCommand<CommandJson['freigabe widerrufen']> {
  static override summary = 'Eine Freigabe widerrufen';
  static override description =
    'Ohne --am gilt der Widerruf ab heute. War der eingetragene Tag falsch: noch einmal mit dem richtigen --am aufrufen; das Protokoll behält beides.';
  static override examples = [
    'burgward freigabe widerrufen F1 --kommune beispielhain --ja',
    'burgward freigabe widerrufen F1 --kommune beispielhain --am 2026-10-01 --ja',
  ];
  static override args = {
    freigabe: Args.string({ description: 'Nummer aus „freigabe liste“, zum Beispiel F1', required: true }),
  };
  static override flags = {
    kommune: kommuneFlag(),
    am: dateFlag('am', { description: 'erster Tag, an dem sie nicht mehr gilt; ohne Angabe heute' }),
    ja: yesFlag(),
  };

  async run() {
    const { args, flags } = await this.parse(FreigabeWiderrufen);
    await confirmed(`Die Freigabe ${args.freigabe} von ${flags.kommune} widerrufen?`, flags.ja, this.canAsk);
    const freigabe = await this.withContext(flags, (context) =>
      withdrawFreigabe(context, flags.kommune, args.freigabe, flags.am),
    );
    this.print(freigabenTable([freigabe]));
    return freigabe;
  }
}
