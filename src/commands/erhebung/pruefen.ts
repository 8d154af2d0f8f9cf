import { Args, kommuneFlag } from '../../cli/flags.ts';
import { markedWord } from '../../cli/output.ts';
import { prose } from '../../cli/page.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import { exitCodes } from '../../errors.ts';
import { verifyErhebung } from '../../usecases/erhebungen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

const words = { stimmt: 'stimmt', stimmtNicht: 'stimmt nicht', nichtPruefbar: 'nicht nachprüfbar' } as const;
const marks = { stimmt: 'good', stimmtNicht: 'bad', nichtPruefbar: 'unknown' } as const;

export default class ErhebungPruefen extends StoreCommand<CommandJson['erhebung pruefen']> {
  static override summary = 'Nachrechnen, ob der Stand einer abgeschlossenen Erhebung noch zu ihrer Prüfsumme passt';
  static override description = 'Endet mit 3, wenn er nicht passt.';
  static override examples = ['burgward erhebung pruefen E1 --kommune beispielhain'];
  static override args = {
    erhebung: Args.string({ description: 'Nummer der Erhebung, zum Beispiel E1', required: true }),
  };
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { args, flags } = await this.parse(ErhebungPruefen);
    const check = await this.withContext(flags, (context) => verifyErhebung(context, flags.kommune, args.erhebung));
    const { ergebnis } = check;
    this.print(
      `${check.erhebung} „${check.name}“, abgeschlossen am ${formatDay(check.abgeschlossen)}: ${markedWord(marks[ergebnis], words[ergebnis])}`,
    );
    this.print(prose(check.text));
    this.print(`Prüfsumme ${check.pruefsumme}`);
    if (ergebnis !== 'stimmt') this.print(`Berechnet ${check.berechnet}`);
    if (check.unterzeichnetVon !== null) this.print(`Unterzeichnet von ${check.unterzeichnetVon}`);
    if (ergebnis === 'stimmtNicht') this.endWith(exitCodes.invalidData);
    return check;
  }
}
