import { zustandWord } from '../../cli/erklaerung-text.ts';
import { formatDayOrDash } from '../../cli/format.ts';
import { table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { listStatements } from '../../usecases/erklaerungen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ErklaerungListe extends StoreCommand<CommandJson['erklaerung liste']> {
  static override summary = 'Die Erklärungen der Dienstleister auflisten, auch abgelaufene und widerrufene';
  static override examples = ['burgward erklaerung liste', 'burgward erklaerung liste --stand 2025-12-31'];

  async run() {
    const { flags } = await this.parse(ErklaerungListe);
    const erklaerungen = await this.withContext(flags, (context) => listStatements(context));
    if (erklaerungen.length === 0) {
      this.note('Noch keine Erklärung erfasst; beginnen mit „burgward erklaerung erteilen“.');
      return erklaerungen;
    }
    this.print(
      table(erklaerungen, [
        { header: 'Nr.', value: ({ id }) => id },
        { header: 'Dienstleister', value: ({ dienstleister }) => dienstleister },
        { header: 'Titel', value: ({ titel }) => titel },
        { header: 'Vom', value: ({ vom }) => formatDayOrDash(vom) },
        { header: 'Bis', value: ({ gueltigBis }) => formatDayOrDash(gueltigBis) },
        { header: 'Zustand', value: ({ zustand }) => zustandWord(zustand) },
        { header: 'Aussagen', value: ({ aussagen }) => aussagen, align: 'right' },
        { header: 'Kommunen', value: ({ kommunen }) => kommunen, align: 'right' },
      ]),
    );
    for (const { id, ohneVertragsgrundlage } of erklaerungen) {
      if (ohneVertragsgrundlage > 0) this.print(`${id}: in ${ohneVertragsgrundlage} davon ohne Vertragsgrundlage.`);
    }
    return erklaerungen;
  }
}
