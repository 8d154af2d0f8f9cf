import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { timelineText } from '../../cli/incident-text.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { addIncidentNote } from '../../usecases/incident-register.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class VorfallNotiz extends WriteCommand<CommandJson['vorfall notiz']> {
  static override summary = 'Eine Notiz mit Uhrzeit an den Verlauf eines Vorfalls hängen';
  static override description = 'Notizen bleiben, wie sie sind; ein Irrtum wird mit einer weiteren Notiz berichtigt.';
  static override examples = [
    'burgward vorfall notiz VF1 "Server vom Netz genommen" --kommune beispielhain',
    'burgward vorfall notiz VF1 "Dienstleister angerufen" --kommune beispielhain --am "18:20"',
  ];
  static override args = {
    nr: Args.string({ description: 'Nummer, zum Beispiel VF1', required: true }),
    text: Args.string({ description: 'was geschah', required: true }),
  };
  static override flags = {
    kommune: kommuneFlag(),
    am: Flags.string({
      description: 'wann es geschah, zum Beispiel "18:20" oder "2026-11-20 18:20"; ohne Angabe jetzt',
      helpValue: 'ZEITPUNKT',
    }),
  };

  async run() {
    const { args, flags } = await this.parse(VorfallNotiz);
    const note = { kommune: flags.kommune, id: args.nr, text: args.text, am: flags.am };
    const shown = await this.withContext(flags, (context) => addIncidentNote(context, note));
    this.print(timelineText(shown.verlauf));
    return shown;
  }
}
