import { Args, kommuneFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { withdrawPacket } from '../../usecases/list-packets.ts';

export default class PaketZurueckziehen extends WriteCommand<CommandJson['paket zurueckziehen']> {
  static override summary = 'Auf ein Paket nicht länger warten; was schon zurückkam, bleibt erfasst';
  static override examples = ['burgward paket zurueckziehen P3 --kommune beispielhain'];
  static override args = { paket: Args.string({ description: 'Kennung des Pakets, zum Beispiel P3', required: true }) };
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { args, flags } = await this.parse(PaketZurueckziehen);
    const paket = await this.withContext(flags, (context) => withdrawPacket(context, flags.kommune, args.paket));
    this.print(
      `Paket ${paket.id} (${paket.titel}) ist zurückgezogen; ${paket.beantwortet} von ${paket.fragen} Antworten kamen zurück.`,
    );
    return paket;
  }
}
