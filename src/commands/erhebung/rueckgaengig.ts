import { probeFlag } from '../../cli/bulk.ts';
import { confirmed } from '../../cli/confirm.ts';
import { integerFlag, kommuneFlag, yesFlag } from '../../cli/flags.ts';
import { counted, statusWord, table } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { dayOf, formatDay } from '../../domain/calendar.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { undoAnswers } from '../../usecases/undo-answers.ts';

export default class ErhebungRueckgaengig extends WriteCommand<CommandJson['erhebung rueckgaengig']> {
  static override summary = 'Die letzte Antwort oder Sammeländerung zurücknehmen';
  static override description =
    'Nimmt alles zurück, was in einem Schritt erfasst wurde: eine Antwort, eine Sammeländerung, ein Paket samt den Notizen aus seinen Anmerkungen oder eine Liste. Dann gilt wieder, was vorher galt; im Protokoll bleibt beides stehen.';
  static override examples = [
    'burgward erhebung rueckgaengig --kommune beispielhain --probe',
    'burgward erhebung rueckgaengig --kommune beispielhain --eintrag 17 --ja',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    eintrag: integerFlag('eintrag', {
      description: 'Nummer im Protokoll; ohne Angabe der jüngste mit Antworten',
      min: 1,
      max: 999_999_999,
    }),
    probe: probeFlag(),
    ja: yesFlag(),
  };

  async run() {
    const { flags } = await this.parse(ErhebungRueckgaengig);
    return this.withContext(flags, async (context) => {
      const preview = await undoAnswers(context, { kommune: flags.kommune, entry: flags.eintrag, probe: true });
      const { eintrag, antworten, erfasstAm, erfasstVon } = preview;
      const count = counted(antworten.length, 'Antwort', 'Antworten');
      this.print(`Eintrag ${eintrag} vom ${formatDay(dayOf(erfasstAm))}, erfasst von ${erfasstVon}: ${count}`);
      this.print(
        table(antworten.slice(0, shown), [
          { header: 'Anforderung', value: (row) => row.control },
          { header: 'Zielobjekt', value: (row) => row.zielobjekt },
          { header: 'Antwort', value: (row) => statusWord(row.status) },
          { header: 'Hinweis', value: (row) => (row.galtNoch ? '' : 'inzwischen neu beantwortet') },
        ]),
      );
      if (antworten.length > shown) this.print(`… und ${antworten.length - shown} weitere`);
      if (preview.notizen.length > 0)
        this.print(
          `Dazu ${counted(preview.notizen.length, 'Notiz', 'Notizen')} aus den Anmerkungen: ${preview.notizen.join(', ')}`,
        );
      if (flags.probe) return preview;
      await confirmed(`${count} zurücknehmen?`, flags.ja, this.canAsk);
      const result = await undoAnswers(context, { kommune: flags.kommune, entry: eintrag, probe: false });
      this.note('Zurückgenommen. Es gilt wieder, was vorher galt.');
      return result;
    });
  }
}

/** Rows of the preview; the rest is counted. */
const shown = 20;
