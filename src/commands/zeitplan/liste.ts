import { Flags, optionalKommuneFlag } from '../../cli/flags.ts';
import { jobsTable } from '../../cli/schedule-text.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listJobs } from '../../usecases/schedule-jobs.ts';

/** A timer looks every few minutes; after that long nobody does. */
const forgottenAfterMs = 3_600_000;

export default class ZeitplanListe extends StoreCommand<CommandJson['zeitplan liste']> {
  static override summary = 'Die wiederkehrenden Aufträge mit nächstem Beginn und letztem Ausgang';
  static override examples = ['burgward zeitplan liste', 'burgward zeitplan liste --kommune beispielhain --alle'];
  static override flags = {
    kommune: optionalKommuneFlag(),
    alle: Flags.boolean({ description: 'auch entfernte' }),
  };

  async run() {
    const { flags } = await this.parse(ZeitplanListe);
    const jobs = await this.withContext(flags, (context) =>
      listJobs(context, { kommune: flags.kommune, all: flags.alle ?? false }),
    );
    if (jobs.length > 0) this.print(jobsTable(jobs));
    else this.note('Es gibt keine Aufträge. Anlegen: burgward zeitplan anlegen --help');
    if (jobs.some(({ faelligSeit }) => faelligSeit !== null && Date.now() - Date.parse(faelligSeit) > forgottenAfterMs))
      this.note('Fällige Aufträge bleiben liegen: Niemand ruft sie auf. Abhilfe zeigt: burgward zeitplan installieren');
    return jobs;
  }
}
