import { Args, dateFlag, Flags, kommuneFlag } from '../../cli/flags.ts';
import { formatDayOrDash } from '../../cli/format.ts';
import { statusWord } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { type EntbehrlichGrund, entbehrlichGruende, type Umsetzungsstatus, umsetzungsstatus } from '../../domain/assessment.ts';
import { deviationNote } from '../../usecases/current-answers-summary.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { recordAssessment } from '../../usecases/record-assessment.ts';

export default class ErhebungAntworten extends WriteCommand<CommandJson['erhebung antworten']> {
  static override summary = 'Eine Antwort erfassen; frühere Antworten bleiben erhalten';
  static override examples = [
    'burgward erhebung antworten WEB-01.03 --kommune beispielhain --status ja',
    'burgward erhebung antworten BAK-01.01 --kommune beispielhain --status nein --verantwortlich "Jan Krause" --bis 2026-12-31',
  ];
  static override refusedFlags = { stand: 'Seit wann die Antwort stimmt, sagt --gueltig-ab.' };
  static override args = {
    control: Args.string({ description: 'Kennung der Anforderung, zum Beispiel WEB-01.03', required: true }),
  };
  static override flags = {
    kommune: kommuneFlag(),
    zielobjekt: Flags.string({ description: 'Kürzel; ohne Angabe gilt die Antwort für die ganze Kommune', helpValue: 'KUERZEL' }),
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
    nachweis: Flags.string({ description: 'womit sich die Antwort belegen lässt', helpValue: 'TEXT' }),
    'gueltig-ab': dateFlag('gueltig-ab', { description: 'Tag, seit dem die Antwort stimmt; ohne Angabe heute' }),
    'gesagt-von': Flags.string({ description: 'wer es gesagt hat; ohne Angabe wer erfasst', helpValue: 'NAME' }),
    verantwortlich: Flags.string({ description: 'wer die Lücke schließt', helpValue: 'NAME' }),
    bis: dateFlag('bis', { description: 'bis wann die Lücke geschlossen wird' }),
  };

  async run() {
    const { args, flags } = await this.parse(ErhebungAntworten);
    const { answer, deviation } = await this.withContext(flags, async (context) => {
      const answer = await recordAssessment(context, {
        kommune: flags.kommune,
        control: args.control,
        zielobjekt: flags.zielobjekt,
        status: flags.status as Umsetzungsstatus,
        grund: flags.grund as EntbehrlichGrund | undefined,
        begruendung: flags.begruendung,
        nachweis: flags.nachweis,
        gueltigAb: flags['gueltig-ab'],
        gesagtVon: flags['gesagt-von'],
        verantwortlich: flags.verantwortlich,
        bis: flags.bis,
        source: 'einzelantwort',
      });
      return { answer, deviation: await deviationNote(context, answer) };
    });
    this.print(
      `${answer.control} (${answer.zielobjekt}): ${statusWord(answer.status)}, zu bestätigen ab ${formatDayOrDash(answer.zuBestaetigenAb)}.`,
    );
    if (!answer.giltHeute) this.note('Nachgetragen: Heute gilt weiterhin eine Antwort, die ein jüngeres Datum trägt.');
    if (answer.ohneTermin) this.note('Ohne Termin: --verantwortlich und --bis sagen, wer die Lücke bis wann schließt.');
    if (deviation !== null) this.note(deviation);
    return answer;
  }
}
