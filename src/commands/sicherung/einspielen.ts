import { keyFlags, keyFrom } from '../../cli/backup-secrets.ts';
import { BaseCommand } from '../../cli/base-command.ts';
import { confirmed } from '../../cli/confirm.ts';
import { databaseLocation } from '../../cli/context.ts';
import { Args, Flags, yesFlag } from '../../cli/flags.ts';
import { formatInstant } from '../../cli/format.ts';
import { counted } from '../../cli/output.ts';
import type { Progress } from '../../cli/progress.ts';
import { occupiedPlace, restoreBackup } from '../../usecases/backup-restore.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class SicherungEinspielen extends BaseCommand<CommandJson['sicherung einspielen']> {
  static override summary = 'Eine Sicherung an einen leeren Ort zurückspielen';
  static override description =
    'Die Sicherung wird vorher vollständig geprüft. Eine vorhandene Datenbank ersetzt nur --ueberschreiben, und auch dann bleibt sie mit ihren Nachweisen unter anderem Namen daneben liegen.';
  static override examples = [
    'burgward sicherung einspielen burgward-sicherung-2026-11-20-1830.zip --datenbank ./zurueck/burgward.db',
    'burgward sicherung einspielen burgward-sicherung-2026-11-20-1830.zip --ueberschreiben --ja',
  ];
  static override refusedFlags = {
    stand: 'Ohne --stand aufrufen: Eingespielt wird immer alles. Danach lässt sich jeder Tag mit --stand ansehen.',
  };
  static override args = { datei: Args.string({ description: 'die Sicherung', required: true }) };
  static override flags = {
    ...keyFlags,
    ueberschreiben: Flags.boolean({ description: 'eine vorhandene Datenbank ersetzen; sie bleibt daneben liegen' }),
    'trotz-maengeln': Flags.boolean({ description: 'auch einspielen, wenn Protokoll oder Nachweise nicht stimmen' }),
    probe: Flags.boolean({ description: 'nur prüfen und zeigen, was geschähe' }),
    ja: yesFlag(),
  };

  async run() {
    const { args, flags } = await this.parse(SicherungEinspielen);
    const datenbank = databaseLocation(flags);
    if (flags.ueberschreiben && !flags.probe && (await occupiedPlace(datenbank)).length > 0)
      await confirmed(`${datenbank} durch ${args.datei} ersetzen?`, flags.ja, this.canAsk);
    let progress: Progress | undefined;
    const result = await restoreBackup({
      file: args.datei,
      datenbank,
      overwrite: flags.ueberschreiben ?? false,
      despiteProblems: flags['trotz-maengeln'] ?? false,
      probe: flags.probe ?? false,
      now: new Date(),
      key: () => keyFrom(flags, this.canAsk),
      signal: this.abortSignal,
      onStep: (done, total, text) => {
        progress ??= this.progress('Einspielen');
        progress.update(done, total, text);
      },
    }).finally(() => progress?.finish());
    this.#show(result);
    return result;
  }

  #show({
    probe,
    datenbank,
    erstellt,
    nachweise,
    vorher,
    wirdErneuert,
    schema,
    maengel,
  }: CommandJson['sicherung einspielen']): void {
    const what = `der Stand vom ${formatInstant(erstellt)} mit ${counted(nachweise, 'Nachweisdatei', 'Nachweisdateien')}`;
    this.print(probe ? `Nach ${datenbank} käme ${what}.` : `In ${datenbank} ist jetzt ${what}.`);
    for (const pfad of vorher) this.print(`${probe ? 'Zur Seite gelegt würde' : 'Die vorige liegt jetzt hier'}: ${pfad}`);
    if (wirdErneuert) this.note(`Sie hat das ältere Schema ${schema}; der nächste Befehl bringt sie auf den neuen Stand.`);
    for (const text of maengel) this.note(`Mangel: ${text}`);
  }
}
