import { Args, integerFlag } from '../../cli/flags.ts';
import { formatInstant } from '../../cli/format.ts';
import { jobText, runsTable } from '../../cli/schedule-text.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { showJob } from '../../usecases/schedule-jobs.ts';

const shownRuns = 10;

export default class ZeitplanZeigen extends StoreCommand<CommandJson['zeitplan zeigen']> {
  static override summary = 'Einen Auftrag mit seinen nächsten Terminen und seinem Verlauf zeigen';
  static override examples = ['burgward zeitplan zeigen Z1', 'burgward zeitplan zeigen Z1 --laeufe 50'];
  static override args = { auftrag: Args.string({ description: 'Nummer des Auftrags', required: true }) };
  static override flags = {
    laeufe: integerFlag('laeufe', {
      description: `wie viele Läufe, die neuesten zuerst; ohne Angabe ${shownRuns}`,
      min: 1,
      max: 1000,
    }),
  };

  async run() {
    const { args, flags } = await this.parse(ZeitplanZeigen);
    const job = await this.withContext(flags, (context) => showJob(context, args.auftrag, flags.laeufe ?? shownRuns));
    this.print(jobText(job));
    if (job.termine.length > 0)
      this.print(`\nNächste Termine:\n${job.termine.map((date) => `  ${formatInstant(date)}`).join('\n')}`);
    if (job.laeufe.length > 0) this.print(`\n${runsTable(job.laeufe, { withJob: false })}`);
    else this.note('Er ist noch nie gelaufen.');
    return job;
  }
}
