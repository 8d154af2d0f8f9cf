import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { counted, styled } from '../../cli/output.ts';
import { listItem, prose } from '../../cli/page.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { AssessmentSource } from '../../domain/assessment.ts';
import { dayOf, formatDay } from '../../domain/calendar.ts';
import { answerHistory } from '../../usecases/erhebungen-history.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

type History = CommandJson['erhebung verlauf'];

const sources: Readonly<Record<AssessmentSource, string>> = {
  einzelantwort: 'einzeln erfasst',
  interview: 'im Interview',
  paket: 'aus einem Paket',
  erklaerung: 'aus einer Erklärung',
  pruefung: 'bei einer Prüfung',
  sammel: 'gesammelt gesetzt',
  bestaetigung: 'gesammelt bestätigt',
  import: 'aus einer Liste',
  uebernahme: 'aus früherer Erhebung übernommen',
};

export default class ErhebungVerlauf extends StoreCommand<History> {
  static override summary = 'Alle Antworten, die es zu einer Anforderung je gab, auch zurückgenommene';
  static override examples = [
    'burgward erhebung verlauf BAK-01.01 --kommune beispielhain',
    'burgward erhebung verlauf WEB-01.03 --kommune beispielhain --zielobjekt WEB1 --stand 2026-06-30',
  ];
  static override args = {
    control: Args.string({ description: 'Kennung der Anforderung, zum Beispiel BAK-01.01', required: true }),
  };
  static override flags = {
    kommune: kommuneFlag(),
    zielobjekt: Flags.string({ description: 'nur dieses Zielobjekt', helpValue: 'KUERZEL' }),
  };

  async run() {
    const { args, flags } = await this.parse(ErhebungVerlauf);
    const history = await this.withContext(flags, (context) =>
      answerHistory(context, flags.kommune, args.control, flags.zielobjekt),
    );
    const { control, titel, stand, heute, antworten } = history;
    this.print(styled('bold', prose(`# ${control} ${titel}`)));
    this.print();
    for (const { zielobjekt, text } of heute) this.print(prose(`Stand ${formatDay(stand)}, ${zielobjekt}: ${text}`));
    this.print();
    for (const answer of antworten) this.print(listItem(answerText(answer)));
    this.note(`${counted(antworten.length, 'eigene Antwort', 'eigene Antworten')} bis zum ${formatDay(stand)}.`);
    return history;
  }
}

function answerText(answer: History['antworten'][number]): string {
  const { status, gueltigAb, erfasstAm, nachgetragen, gesagtVon, erfasstVon, quelle, erhebung, eintrag } = answer;
  const recorded = formatDay(dayOf(erfasstAm));
  const parts = [
    `${formatDay(gueltigAb)} ${answer.zielobjekt} „${status}“`,
    `gesagt von ${gesagtVon}`,
    `${nachgetragen ? 'nachgetragen' : 'erfasst'} am ${recorded} von ${erfasstVon}`,
    sources[quelle],
    `${erhebung}, Eintrag ${eintrag}`,
  ];
  const { begruendung, nachweis, notiz, gegenzeichnungen, wortlaut } = answer;
  const details = [
    begruendung,
    nachweis === null ? null : `Nachweis: ${nachweis}`,
    notiz === null ? null : `Notiz: ${notiz}`,
    wortlaut === 'geaendert' ? 'Die Frage ist seitdem anders gefasst' : null,
    ...gegenzeichnungen.map(
      ({ ergebnis, person, am, anmerkung }) =>
        `${ergebnis === 'bestaetigt' ? 'Gegengezeichnet' : 'Beanstandet'} von ${person} am ${formatDay(am)}${anmerkung === null ? '' : `: ${anmerkung}`}`,
    ),
    answer.zurueckgenommenAm === null
      ? null
      : `Zurückgenommen am ${formatDay(dayOf(answer.zurueckgenommenAm))} von ${answer.zurueckgenommenVon}`,
  ];
  const sentences = details.flatMap((text) => (text === null ? [] : /[.!?]$/.test(text) ? text : `${text}.`));
  return [`${parts.join(', ')}.`, ...sentences].join(' ');
}
