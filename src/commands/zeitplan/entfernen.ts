import { Args, Flags } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { removeJob } from '../../usecases/schedule-jobs.ts';

export default class ZeitplanEntfernen extends WriteCommand<CommandJson['zeitplan entfernen']> {
  static override summary = 'Einen Auftrag aus dem Zeitplan nehmen; sein Verlauf bleibt';
  static override examples = ['burgward zeitplan entfernen Z1 --grund "Vertrag endet"'];
  static override args = { auftrag: Args.string({ description: 'Nummer des Auftrags', required: true }) };
  static override flags = {
    grund: Flags.string({ description: 'warum er entfällt', helpValue: 'TEXT', required: true }),
  };

  async run() {
    const { args, flags } = await this.parse(ZeitplanEntfernen);
    const job = await this.withContext(flags, (context) => removeJob(context, args.auftrag, flags.grund));
    this.print(`Der Auftrag ${job.id} läuft nicht mehr.`);
    return job;
  }
}
