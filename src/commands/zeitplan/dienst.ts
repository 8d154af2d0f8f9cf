import { reportsFolder } from '../../cli/context.ts';
import { Flags, integerFlag } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { runService } from '../../usecases/schedule-service.ts';

const defaultBeatSeconds = 30;

export default class ZeitplanDienst extends WriteCommand<CommandJson['zeitplan dienst']> {
  static override summary = 'Als Dienst laufen und Aufträge ausführen, sobald sie fällig sind';
  static override description =
    'Läuft bis SIGTERM oder Strg-C; ein laufender Auftrag wird dann angehalten, behält, was fertig war, und geht beim nächsten Start weiter. Auf der Fehlerausgabe steht je Ereignis eine Zeile JSON. Die Zustandsdatei wird mindestens alle 15 Sekunden erneuert. Unter systemd meldet sich der Dienst bereit und lässt sich überwachen.';
  static override examples = [
    'burgward zeitplan dienst',
    'burgward zeitplan dienst --takt 60 --zustandsdatei /run/burgward/zustand.json',
  ];
  static override flags = {
    takt: integerFlag('takt', {
      description: `spätestens nach so vielen Sekunden nachsehen; ohne Angabe ${defaultBeatSeconds}`,
      min: 1,
      max: 3600,
    }),
    zustandsdatei: Flags.string({
      description: 'Datei, an der sich ablesen lässt, wie es dem Dienst geht; ohne Angabe im Ordner neben der Datenbank',
      helpValue: 'PFAD',
    }),
  };

  async run() {
    const { flags } = await this.parse(ZeitplanDienst);
    const result = await runService({
      open: (use) => this.withContext(flags, use),
      reportsFolder: reportsFolder(),
      taktSekunden: flags.takt ?? defaultBeatSeconds,
      zustandsdatei: flags.zustandsdatei ?? null,
      signal: this.abortSignal,
      log: (line) => this.note(JSON.stringify(line)),
    });
    this.print(`${counted(result.laeufe, 'Lauf', 'Läufe')}, davon ${result.gescheitert} gescheitert.`);
    return result;
  }
}
