import { filedText } from '../../../cli/filed-report-text.ts';
import { Args, kommuneFlag } from '../../../cli/flags.ts';
import { StoreCommand } from '../../../cli/store-command.ts';
import { showFiledReport } from '../../../usecases/filed-reports.ts';
import type { CommandJson } from '../../../usecases/json-schemas.ts';

export default class BerichtAbgelegtZeigen extends StoreCommand<CommandJson['bericht abgelegt zeigen']> {
  static override summary = 'Einen abgelegten Bericht mit Dateien und Prüfsummen zeigen';
  static override examples = ['burgward bericht abgelegt zeigen B1 --kommune beispielhain'];
  static override args = { nr: Args.string({ description: 'Nummer, zum Beispiel B1', required: true }) };
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { args, flags } = await this.parse(BerichtAbgelegtZeigen);
    const report = await this.withContext(flags, (context) => showFiledReport(context, flags.kommune, args.nr));
    this.print(filedText(report));
    return report;
  }
}
