import { confirmed } from '../../cli/confirm.ts';
import { kommuneFlag, yesFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { closeErhebung } from '../../usecases/erhebungen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ErhebungAbschliessen extends WriteCommand<CommandJson['erhebung abschliessen']> {
  static override summary = 'Die laufende Erhebung abschließen und ihren Stand festhalten';
  static override description =
    'Eine abgeschlossene Erhebung lässt sich nicht wieder öffnen; neue Antworten kommen in die nächste.';
  static override examples = ['burgward erhebung abschliessen --kommune beispielhain --ja'];
  static override flags = { kommune: kommuneFlag(), ja: yesFlag() };

  async run() {
    const { flags } = await this.parse(ErhebungAbschliessen);
    await confirmed(`Die laufende Erhebung von ${flags.kommune} abschließen?`, flags.ja, this.canAsk);
    const erhebung = await this.withContext(flags, (context) => closeErhebung(context, flags.kommune));
    this.print(`${erhebung.name} (${erhebung.id}) abgeschlossen.`);
    this.print(`Prüfsumme ${erhebung.pruefsumme}`);
    return erhebung;
  }
}
