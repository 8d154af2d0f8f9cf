import { BaseCommand } from '../../cli/base-command.ts';
import { reportsFolder } from '../../cli/context.ts';
import { table } from '../../cli/output.ts';
import { listReports } from '../../usecases/create-report.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class BerichtListe extends BaseCommand<CommandJson['bericht liste']> {
  static override summary = 'Die Berichte auflisten, die sich erstellen lassen';
  static override examples = ['burgward bericht liste'];

  async run() {
    await this.parse(BerichtListe);
    const reports = await listReports(reportsFolder());
    this.print(
      table(reports, [
        { header: 'Bericht', value: (r) => r.art },
        { header: 'Titel', value: (r) => r.titel },
        { header: 'Für', value: (r) => r.fuer },
        { header: 'Formate', value: (r) => r.formate.join(', ') },
        { header: 'Inhalt', value: (r) => r.inhalt },
      ]),
    );
    return reports;
  }
}
