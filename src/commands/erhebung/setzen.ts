import { bulkFlags, printBulk } from '../../cli/bulk.ts';
import { confirmed } from '../../cli/confirm.ts';
import { dateFlag, Flags } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { type EntbehrlichGrund, entbehrlichGruende, type Umsetzungsstatus, umsetzungsstatus } from '../../domain/assessment.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { setAnswers } from '../../usecases/set-answers.ts';

export default class ErhebungSetzen extends WriteCommand<CommandJson['erhebung setzen']> {
  static override summary = 'Vielen Fragen dieselbe Antwort geben; zählt als „gesammelt gesetzt“';
  static override description =
    'Zeigt zuerst, was sich ändern würde, und fragt. Mit --probe bleibt es beim Zeigen. „burgward erhebung rueckgaengig“ nimmt alles in einem Schritt zurück.';
  static override examples = [
    'burgward erhebung setzen --kommune beispielhain --filter thema=telefonie-und-fax --filter zustand=offen --status nein --probe',
    'burgward erhebung setzen --kommune beispielhain --filter baustein=KFZ-01 --status entbehrlich --grund nicht-relevant --begruendung "keine Zulassungsbehörde" --ja',
  ];
  static override refusedFlags = { stand: 'Seit wann die Antwort stimmt, sagt --gueltig-ab.' };
  static override flags = {
    ...bulkFlags(),
    status: Flags.option({
      options: umsetzungsstatus,
      description: 'ja, teilweise, nein oder entbehrlich',
      helpValue: 'STATUS',
      required: true,
    })(),
    begruendung: Flags.string({ description: 'warum; bei „entbehrlich“ Pflicht', helpValue: 'TEXT' }),
    grund: Flags.option({
      options: entbehrlichGruende,
      description: 'nur bei „entbehrlich“: nicht-relevant oder ersatzmassnahme',
      helpValue: 'GRUND',
    })(),
    'gueltig-ab': dateFlag('gueltig-ab', { description: 'Tag, seit dem die Antwort stimmt; ohne Angabe heute' }),
    'gesagt-von': Flags.string({ description: 'wer es gesagt hat; ohne Angabe wer erfasst', helpValue: 'NAME' }),
    verantwortlich: Flags.string({ description: 'wer die Lücken schließt', helpValue: 'NAME' }),
    bis: dateFlag('bis', { description: 'bis wann die Lücken geschlossen werden' }),
  };

  async run() {
    const { flags } = await this.parse(ErhebungSetzen);
    const answer = {
      status: flags.status as Umsetzungsstatus,
      grund: flags.grund as EntbehrlichGrund | undefined,
      begruendung: flags.begruendung,
      gueltigAb: flags['gueltig-ab'],
      gesagtVon: flags['gesagt-von'],
      verantwortlich: flags.verantwortlich,
      bis: flags.bis,
    };
    const request = { kommune: flags.kommune, filter: flags.filter, profil: flags.profil };
    return this.withContext(flags, async (context) => {
      const preview = await setAnswers(context, { ...request, probe: true }, answer);
      printBulk(preview, (text) => this.print(text));
      if (flags.probe || preview.aenderungen.length === 0) return preview;
      await confirmed(`${counted(preview.aenderungen.length, 'Antwort', 'Antworten')} so setzen?`, flags.ja, this.canAsk);
      const result = await setAnswers(context, { ...request, probe: false }, answer);
      this.note(
        `Gesetzt (Eintrag ${result.eintrag}). Zurücknehmen mit „burgward erhebung rueckgaengig --kommune ${flags.kommune}“.`,
      );
      return result;
    });
  }
}
