import { Args, kommuneFlag } from '../../cli/flags.ts';
import { timelineText } from '../../cli/incident-text.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { showIncidentTimeline } from '../../usecases/incident-register.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class VorfallVerlauf extends StoreCommand<CommandJson['vorfall verlauf']> {
  static override summary = 'Was wann geschah: Notizen und Zeitpunkte eines Vorfalls';
  static override examples = ['burgward vorfall verlauf VF1 --kommune beispielhain'];
  static override args = { nr: Args.string({ description: 'Nummer, zum Beispiel VF1', required: true }) };
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { args, flags } = await this.parse(VorfallVerlauf);
    const shown = await this.withContext(flags, (context) =>
      showIncidentTimeline(context, { kommune: flags.kommune, id: args.nr }),
    );
    this.print(timelineText(shown.verlauf));
    return shown;
  }
}
