import { bulkFlags, printBulk } from '../../cli/bulk.ts';
import { confirmed } from '../../cli/confirm.ts';
import { Flags } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { confirmAnswers } from '../../usecases/set-answers.ts';

export default class ErhebungBestaetigen extends WriteCommand<CommandJson['erhebung bestaetigen']> {
  static override summary = 'Ältere Antworten bestätigen, die noch stimmen; zählt als „gesammelt bestätigt“';
  static override description =
    'Ohne zustand im Filter werden die Antworten genommen, die zu bestätigen sind. Geerbte Antworten und solche, deren Frage seitdem anders gefasst wurde, bleiben aus.';
  static override examples = [
    'burgward erhebung bestaetigen --kommune beispielhain --filter thema=backup',
    'burgward erhebung bestaetigen --kommune beispielhain --filter rolle=it-leitung --gesagt-von "Jan Krause" --ja',
  ];
  static override flags = {
    ...bulkFlags(),
    'gesagt-von': Flags.string({ description: 'wer bestätigt; ohne Angabe wer erfasst', helpValue: 'NAME' }),
  };

  async run() {
    const { flags } = await this.parse(ErhebungBestaetigen);
    const request = { kommune: flags.kommune, filter: flags.filter, profil: flags.profil, gesagtVon: flags['gesagt-von'] };
    return this.withContext(flags, async (context) => {
      const preview = await confirmAnswers(context, { ...request, probe: true });
      printBulk(preview, (text) => this.print(text));
      if (flags.probe || preview.aenderungen.length === 0) return preview;
      await confirmed(
        `${counted(preview.aenderungen.length, 'Antwort', 'Antworten')} unverändert bestätigen?`,
        flags.ja,
        this.canAsk,
      );
      const result = await confirmAnswers(context, { ...request, probe: false });
      this.note(
        `Bestätigt (Eintrag ${result.eintrag}). Zurücknehmen mit „burgward erhebung rueckgaengig --kommune ${flags.kommune}“.`,
      );
      return result;
    });
  }
}
