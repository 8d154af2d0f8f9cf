import { reportsFolder } from '../../cli/context.ts';
import { Flags } from '../../cli/flags.ts';
import { formatInstant } from '../../cli/format.ts';
import { counted } from '../../cli/output.ts';
import { runsTable } from '../../cli/schedule-text.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { type ExitCode, exitCodes } from '../../errors.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { runDueJobs } from '../../usecases/schedule-run.ts';

type Result = CommandJson['zeitplan ausfuehren'];

export default class ZeitplanAusfuehren extends WriteCommand<Result> {
  static override summary = 'Einmal nachsehen, was fällig ist, und es ausführen';
  static override description =
    'Für cron und systemd-Timer, die alle paar Minuten nachsehen. Ein Auftrag, der anderswo gerade läuft, wird übergangen. Scheitert einer, laufen die übrigen trotzdem; beendet wird dann mit dem Code des ersten, der scheiterte. Ein Lauf, den ein Absturz beendete, wird als abgebrochen vermerkt.';
  static override examples = [
    'burgward zeitplan ausfuehren',
    'burgward zeitplan ausfuehren --probe',
    'burgward zeitplan ausfuehren --auftrag Z1 --jetzt',
  ];
  static override flags = {
    auftrag: Flags.string({ description: 'nur diese Aufträge; mehrfach möglich', helpValue: 'NR', multiple: true }),
    jetzt: Flags.boolean({ description: 'die genannten auch, wenn sie nicht fällig sind' }),
    probe: Flags.boolean({ description: 'nur zeigen, was fällig ist' }),
    leise: Flags.boolean({ description: 'nur sagen, was scheiterte; sonst schickt cron nach jedem Blick eine Nachricht' }),
  };

  async run() {
    const { flags } = await this.parse(ZeitplanAusfuehren);
    const request = {
      reportsFolder: reportsFolder(),
      auftraege: flags.auftrag ?? [],
      jetzt: flags.jetzt ?? false,
      probe: flags.probe ?? false,
      signal: this.abortSignal,
    };
    const result = await this.withContext(flags, (context) =>
      runDueJobs(context, {
        ...request,
        onEvent: (event) => {
          if (event.ereignis === 'beginn' && !flags.leise)
            this.note(`${event.auftrag} beginnt, Termin ${formatInstant(event.geplant)}`);
          if (event.ereignis === 'nachricht' && (event.stand === 'gescheitert' || !flags.leise))
            this.note(`Nachricht an ${event.empfaenger} ${event.stand}: ${event.text ?? ''}`);
          if (event.ereignis === 'ende' && event.stapel !== undefined) this.note(event.stapel);
        },
      }),
    );
    const failed = result.laeufe.find(({ stand }) => stand === 'gescheitert');
    if (!flags.leise) this.#show(result);
    else for (const run of result.laeufe.filter(({ stand }) => stand === 'gescheitert')) this.note(`${run.auftrag}: ${run.text}`);
    if (failed !== undefined) this.endWith(knownCode(failed.code));
    return result;
  }

  #show({ laeufe, faellig, wartend, laufend, naechster }: Result): void {
    if (laeufe.length > 0) this.print(runsTable(laeufe, { withJob: true }));
    for (const { auftrag, geplant, versuch } of faellig)
      this.print(`${auftrag} ist fällig, Termin ${formatInstant(geplant)}${versuch > 1 ? `, Versuch ${versuch}` : ''}`);
    for (const { auftrag, bis, grund } of wartend)
      this.note(
        grund === 'zeitfenster'
          ? `${auftrag} wartet auf das Zeitfenster der Freigabe, ${formatInstant(bis)}.`
          : `${auftrag} wird wiederholt, ${formatInstant(bis)}.`,
      );
    for (const auftrag of laufend) this.note(`${auftrag} läuft gerade in einem anderen Programm.`);
    if (laeufe.length === 0 && faellig.length === 0) this.note('Es ist nichts fällig.');
    else if (faellig.length === 0) this.note(`${counted(laeufe.length, 'Lauf', 'Läufe')}.`);
    if (naechster !== null) this.note(`Als nächstes: ${naechster.auftrag}, ${formatInstant(naechster.um)}.`);
  }
}

function knownCode(code: number | null): ExitCode {
  return Object.values(exitCodes).find((each) => each === code) ?? exitCodes.bug;
}
