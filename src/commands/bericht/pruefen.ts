import { reportsFolder } from '../../cli/context.ts';
import { Args, optionalKommuneFlag } from '../../cli/flags.ts';
import { formatDayOrDash } from '../../cli/format.ts';
import { markedWord } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { exitCodes, InvalidDataError } from '../../errors.ts';
import { checkReport, readReportFile } from '../../usecases/check-report.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

type Checked = CommandJson['bericht pruefen'];

const words: Readonly<Record<Checked['ergebnis'], readonly ['good' | 'bad' | 'unknown', string]>> = {
  abgelegt: ['good', 'abgelegt'],
  'stimmt-ueberein': ['good', 'stimmt überein'],
  'daten-geaendert': ['unknown', 'Daten seither geändert'],
  'datei-veraendert': ['bad', 'Datei verändert'],
  'nicht-vergleichbar': ['unknown', 'nicht vergleichbar'],
};

export default class BerichtPruefen extends StoreCommand<Checked> {
  static override summary = 'Prüfen, ob eine Datei der Bericht ist, für den sie sich ausgibt';
  static override description =
    'Vergleicht mit den abgelegten Berichten; sonst wird der Bericht aus den Daten seines Tages noch einmal erstellt und Byte für Byte verglichen. Rückgabewert 0, wenn die Datei übereinstimmt, 1, wenn nicht, 3, wenn sie kein Bericht ist.';
  static override examples = ['burgward bericht pruefen ausgabe/beispielhain-leitung-2026-11-30.pdf'];
  static override args = {
    datei: Args.string({ description: 'die Datei des Berichts: html, pdf, docx, xlsx, md oder json', required: true }),
  };
  static override flags = { kommune: optionalKommuneFlag() };
  static override refusedFlags = { stand: 'Ohne --stand aufrufen: Der Tag steht im Bericht selbst.' };

  async run() {
    const { args, flags, raw } = await this.parse(BerichtPruefen);
    const file = await readReportFile(args.datei);
    const { kommune, stand } = file.kennung;
    // The environment may name another one for the other commands.
    const isTyped = raw.some((token) => token.type === 'flag' && token.flag === 'kommune');
    if (isTyped && flags.kommune !== kommune)
      throw new InvalidDataError(
        `Der Bericht gilt nicht für ${flags.kommune}, sondern für „${kommune}“.`,
        'Ohne --kommune aufrufen.',
      );
    const checked = await this.withContext({ ...flags, stand }, (context) => checkReport(context, file, reportsFolder()));
    const [mark, word] = words[checked.ergebnis];
    const { art, fassung } = checked.bericht;
    this.print(
      `${checked.datei}: Bericht ${art} für ${kommune === '' ? 'alle Kommunen' : kommune}, Stand ${formatDayOrDash(stand)}, Fassung ${fassung}`,
    );
    this.print(`${markedWord(mark, word)}: ${checked.text}`);
    if (mark !== 'good') this.endWith(exitCodes.gapsFound);
    return checked;
  }
}
