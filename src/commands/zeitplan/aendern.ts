import { reportsFolder } from '../../cli/context.ts';
import { Args, Flags } from '../../cli/flags.ts';
import { givenOptions, jobOptionFlags, jobSettingFlags, jobSettings } from '../../cli/schedule-flags.ts';
import { jobText } from '../../cli/schedule-text.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { changeJob } from '../../usecases/schedule-jobs.ts';

export default class ZeitplanAendern extends WriteCommand<CommandJson['zeitplan aendern']> {
  static override summary = 'Einen Auftrag ändern, ruhen lassen oder wieder aufnehmen';
  static override description =
    'Art und Kommune bleiben; was nicht genannt ist, bleibt ebenfalls. Mit neuer Zeit und nach einer Ruhe zählen nur künftige Termine.';
  static override examples = [
    'burgward zeitplan aendern Z1 --wann "jeden Dienstag 6:00"',
    'burgward zeitplan aendern Z1 --aktiv nein',
  ];
  static override args = { auftrag: Args.string({ description: 'Nummer des Auftrags', required: true }) };
  static override flags = {
    wann: Flags.string({ description: 'neue Zeit, wie bei „zeitplan anlegen“', helpValue: 'ZEIT' }),
    ...jobSettingFlags,
    ...jobOptionFlags,
  };

  async run() {
    const { args, flags } = await this.parse(ZeitplanAendern);
    const job = await this.withContext(flags, (context) =>
      changeJob(context, args.auftrag, {
        wann: flags.wann,
        ...jobSettings(flags),
        optionen: givenOptions(flags),
        reportsFolder: reportsFolder(),
      }),
    );
    this.print(jobText(job));
    return job;
  }
}
