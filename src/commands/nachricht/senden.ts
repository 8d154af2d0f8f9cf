import { Args, Flags } from '../../cli/flags.ts';
import { sentLine } from '../../cli/message-text.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { exitCodes } from '../../errors.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { sendMessages } from '../../usecases/message-sending.ts';

export default class NachrichtSenden extends WriteCommand<CommandJson['nachricht senden']> {
  static override summary = 'Jetzt melden, was seit der letzten Nachricht neu ist';
  static override description =
    'Wer nichts Neues zu erfahren hat, bekommt keine Nachricht. Was nicht ankommt, wird vermerkt und vom Zeitplan wiederholt, nach 5, 10, 20 … Minuten, höchstens 6 Stunden; der Befehl endet dann mit 4. --probe zeigt, was hinausginge, und merkt sich nichts.';
  static override examples = ['burgward nachricht senden --probe', 'burgward nachricht senden', 'burgward nachricht senden E1'];
  static override args = { empfaenger: Args.string({ description: 'nur diesem Empfänger; ohne Angabe allen' }) };
  static override flags = { probe: Flags.boolean({ description: 'nur zeigen, was gesendet würde' }) };

  async run() {
    const { args, flags } = await this.parse(NachrichtSenden);
    const empfaenger = args.empfaenger === undefined ? [] : [args.empfaenger];
    const result = await this.withContext(flags, (context) =>
      sendMessages(context, { empfaenger, probe: flags.probe ?? false, environment: process.env }),
    );
    for (const sent of result.nachrichten) {
      this.print(sentLine(sent));
      if (sent.text !== null) this.print(`\nBetreff: ${sent.betreff}\n\n${sent.text}`);
      for (const hint of sent.hinweise) this.note(hint);
    }
    if (result.nachrichten.length === 0)
      this.note('Es gibt keine Empfänger. Anlegen: burgward nachricht empfaenger anlegen --help');
    if (result.nachrichten.some(({ stand }) => stand === 'gescheitert')) this.endWith(exitCodes.environment);
    return result;
  }
}
