import { Args, dateFlag, Flags, kommuneFlag } from '../../cli/flags.ts';
import { markedWord, type StatusMark, table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import type { ExplanationState } from '../../domain/finding-explanations.ts';
import { type Vantage, vantages } from '../../domain/observation.ts';
import { UsageError } from '../../errors.ts';
import { explainFinding, listExplanations, withdrawExplanation } from '../../usecases/explain-finding.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

const stateMarks: Readonly<Record<ExplanationState, StatusMark>> = {
  gilt: 'partly',
  abgelaufen: 'bad',
  ueberholt: 'bad',
  aufgehoben: 'none',
  erledigt: 'good',
};

const stateWords: Readonly<Record<ExplanationState, string>> = {
  gilt: 'gilt',
  abgelaufen: 'abgelaufen',
  ueberholt: 'überholt: Befund wurde schlechter',
  aufgehoben: 'aufgehoben',
  erledigt: 'erledigt',
};

export default class NetzErklaeren extends StoreCommand<CommandJson['netz erklaeren']> {
  static override summary = 'Begründen, warum ein Befund vorerst bleibt, wer dafür einsteht und bis wann';
  static override description =
    'Der Befund bleibt in jeder Liste und jeder Zahl, nur mit dem Vermerk. Die Erklärung gilt für genau diese Prüfung an diesem Ziel, auch bei späteren Läufen. Sie gilt nicht mehr, wenn ihr Tag vorbei ist oder der Befund schlechter wird; „burgward faellig“ erinnert daran. Ohne ID zeigt der Befehl alle Erklärungen.';
  static override examples = [
    'burgward netz erklaeren tls-protocol-version --kommune beispielhain --ziel www.beispielhain.de:443 --begruendung "Altes Fachverfahren, Ablösung ist beauftragt" --bis 2027-03-31 --verantwortlich "Jan Krause"',
    'burgward netz erklaeren --kommune beispielhain',
    'burgward netz erklaeren tls-protocol-version --kommune beispielhain --ziel www.beispielhain.de:443 --aufheben',
  ];
  static override args = { check: Args.string({ description: 'Kennung der Prüfung, zum Beispiel tls-protocol-version' }) };
  static override flags = {
    kommune: kommuneFlag(),
    ziel: Flags.string({
      description: 'Rechner oder Adresse, mit :PORT nur dieser Dienst; so, wie „burgward netz befunde“ es zeigt',
      helpValue: 'HOST|IP[:PORT]',
    }),
    blickwinkel: Flags.option({
      options: vantages,
      description: 'nur Befunde von diesem Blickwinkel',
      helpValue: 'ORT',
    })(),
    begruendung: Flags.string({ description: 'warum die Abweichung vorerst bleibt', helpValue: 'TEXT' }),
    bis: dateFlag('bis', { description: 'letzter Tag, an dem die Erklärung gilt; höchstens fünf Jahre voraus' }),
    verantwortlich: Flags.string({ description: 'wer dafür einsteht; ohne Angabe, wer handelt', helpValue: 'NAME' }),
    aufheben: Flags.boolean({ description: 'die Erklärung zurücknehmen', exclusive: ['begruendung', 'bis', 'verantwortlich'] }),
  };

  async run() {
    const { args, flags } = await this.parse(NetzErklaeren);
    const { kommune, ziel, begruendung, bis, verantwortlich, stand } = flags;
    const { check } = args;
    if (check === undefined) {
      if ((ziel ?? begruendung ?? bis) !== undefined || flags.aufheben)
        throw new UsageError('Die Kennung der Prüfung fehlt.', 'Kennungen zeigt „burgward netz befunde“ in der Spalte Prüfung.');
      const all = await this.withContext(flags, (context) => listExplanations(context, kommune));
      this.#printExplanations(all);
      return all;
    }
    if (stand !== undefined)
      throw new UsageError('--stand gilt hier nicht.', 'Ohne --stand aufrufen: Erfasst wird immer zum heutigen Tag.');
    if (ziel === undefined) throw new UsageError('--ziel fehlt.', 'Mit --ziel sagen, an welchem Rechner oder Dienst.');
    const choice = { kommune, check, ziel, blickwinkel: flags.blickwinkel as Vantage | undefined };
    const explained = await this.withContext(flags, async (context) => {
      if (flags.aufheben) return withdrawExplanation(context, choice);
      if (begruendung === undefined || bis === undefined)
        throw new UsageError('--begruendung und --bis fehlen.', 'Beides gehört zu jeder Erklärung: warum, und bis wann.');
      return explainFinding(context, { ...choice, begruendung, bis, verantwortlich });
    });
    this.#printExplanations(explained);
    return explained;
  }

  #printExplanations(explanations: CommandJson['netz erklaeren']): void {
    if (explanations.length === 0) {
      this.print('Kein Befund ist erklärt.');
      return;
    }
    this.print(
      table(explanations, [
        { header: 'Nr.', value: ({ id }) => id },
        { header: 'Stand', value: ({ stand }) => markedWord(stateMarks[stand], stateWords[stand]) },
        { header: 'Prüfung', value: ({ check }) => check },
        { header: 'Ziel', value: ({ ziel }) => ziel },
        { header: 'Blickwinkel', value: ({ blickwinkel }) => blickwinkel },
        { header: 'Bis', value: ({ bis }) => formatDay(bis) },
        { header: 'Verantwortlich', value: ({ verantwortlich }) => verantwortlich },
        { header: 'Begründung', value: ({ begruendung }) => begruendung },
      ]),
    );
  }
}
