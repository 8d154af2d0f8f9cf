import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { keyValues } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { classificationQuestions, incidentKinds, incidentKindWords } from '../../domain/incident-classification.ts';
import { UsageError } from '../../errors.ts';
import { classifyIncident } from '../../usecases/incident-register.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

const threeValued = ['ja', 'nein', 'unbekannt'] as const;
const answerFlag = (description: string) => Flags.option({ options: threeValued, description, helpValue: 'WERT' })();

export default class VorfallEinordnen extends WriteCommand<CommandJson['vorfall einordnen']> {
  static override summary = 'Mit vier Fragen klären, ob es ein Ereignis, ein Vorfall oder ein erheblicher Vorfall ist';
  static override description =
    'Am Terminal wird gefragt, was nicht als Schalter angegeben ist. Eine offene Frage lässt die Art offen; die Fristen laufen dann vorsorglich wie bei einem erheblichen Vorfall. Abweichen lässt sich mit --art und --grund.';
  static override examples = [
    'burgward vorfall einordnen VF1 --kommune beispielhain',
    'burgward vorfall einordnen VF1 --kommune beispielhain --wirkung ja --stoerung nein --schaden nein --dritte nein',
    'burgward vorfall einordnen VF1 --kommune beispielhain --art erheblicher-vorfall --grund "Absprache mit der Leitung"',
  ];
  static override args = { nr: Args.string({ description: 'Nummer, zum Beispiel VF1', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    wirkung: answerFlag('ob es schon etwas bewirkt hat und nicht beim Versuch blieb'),
    stoerung: answerFlag('ob Dienste schwer gestört sind oder es werden können'),
    schaden: answerFlag('ob der Kommune ein Sach- oder Geldschaden entsteht oder droht'),
    dritte: answerFlag('ob anderen ein erheblicher Schaden entsteht oder droht'),
    art: Flags.option({
      options: incidentKinds,
      description: 'anders einordnen, als aus den Antworten folgt',
      helpValue: 'ART',
    })(),
    grund: Flags.string({ description: 'warum anders eingeordnet', helpValue: 'TEXT' }),
  };

  async run() {
    const { args, flags } = await this.parse(VorfallEinordnen);
    const { wirkung, stoerung, schaden, dritte, art, grund, kommune } = flags;
    const answers = await this.#answers({ wirkung, stoerung, schaden, dritte }, art !== undefined);
    const request = { kommune, id: args.nr, answers, art, grund };
    const result = await this.withContext(flags, (context) => classifyIncident(context, request));
    const { vorschlag } = result;
    const [first] = classificationQuestions.filter(({ field }) => field === 'stoerung');
    this.print(
      keyValues([
        ['Aus den Antworten', `${vorschlag.art === null ? 'noch offen' : incidentKindWords[vorschlag.art]}. ${vorschlag.grund}`],
        ['Eingeordnet als', result.art === null ? 'noch nicht' : incidentKindWords[result.art]],
        ...(result.abweichend ? [['Abweichend, weil', grund ?? ''] as const] : []),
        ['Grundlage', `${first?.source ?? ''} [${first?.confidence.join(', ') ?? ''}]`],
      ]),
    );
    return result;
  }

  async #answers(given: Readonly<Record<string, string | undefined>>, isDecided: boolean): Promise<Record<string, string>> {
    const canAsk = process.stdin.isTTY && process.stdout.isTTY && !this.jsonEnabled();
    const isAnyGiven = Object.values(given).some((answer) => answer !== undefined);
    if (!canAsk && !isDecided && !isAnyGiven)
      throw new UsageError(
        'Es fehlen die Antworten.',
        'Ohne Terminal mit --wirkung, --stoerung, --schaden und --dritte angeben: ja, nein oder unbekannt.',
      );
    const asked =
      canAsk && !isDecided
        ? await (await import('../../cli/incident-questions.ts')).askClassification(given, this.abortSignal, (text) =>
            this.print(text),
          )
        : given;
    return Object.fromEntries(
      Object.entries(asked).flatMap(([field, answer]): [string, string][] => (answer === undefined ? [] : [[field, answer]])),
    );
  }
}
