import { reportsFolder } from '../../cli/context.ts';
import { Args, Flags, optionalKommuneFlag } from '../../cli/flags.ts';
import { givenOptions, jobOptionFlags, jobSettingFlags, jobSettings } from '../../cli/schedule-flags.ts';
import { jobText } from '../../cli/schedule-text.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { jobKinds } from '../../domain/scheduled-job.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { planJob } from '../../usecases/schedule-jobs.ts';

export default class ZeitplanAnlegen extends WriteCommand<CommandJson['zeitplan anlegen']> {
  static override summary = 'Einen wiederkehrenden Auftrag anlegen';
  static override description =
    'Zeiten sind sächsische Uhrzeit. Was in die Stunde fällt, die im Frühjahr fehlt, läuft gleich danach; was in die doppelte Stunde im Herbst fällt, läuft einmal. „werktags“ ist Montag bis Freitag ohne Feiertage. Prüfungen im Netz beginnen nur in den Zeitfenstern der Freigabe. Ausgeführt werden Aufträge von „zeitplan ausfuehren“ oder „zeitplan dienst“; wie ein Rechner das von selbst tut, zeigt „zeitplan installieren“.';
  static override examples = [
    'burgward zeitplan anlegen netz-pruefen --kommune beispielhain --wann "jeden Montag 6:00" --streuung 30',
    'burgward zeitplan anlegen bericht --bericht leitung --kommune beispielhain --wann "am 1. jedes Monats 7:00" --ausgabe /srv/berichte',
    'burgward zeitplan anlegen faellig --wann "werktags 6:00" --format ics --ausgabe /srv/kalender',
    'burgward zeitplan anlegen sicherung --wann "täglich 18:30" --ausgabe /mnt/sicherung --behalte 14',
    'burgward zeitplan anlegen netz-bewerten --wann "0 5 * * 0"',
    'burgward zeitplan anlegen nachrichten --wann "werktags 7:00"',
  ];
  static override args = {
    art: Args.string({
      description: 'was zu tun ist',
      required: true,
      options: [...jobKinds],
    }),
  };
  static override flags = {
    wann: Flags.string({
      description: 'zum Beispiel "jeden Montag 6:00", "täglich 18:30", "am letzten Tag jedes Monats 7:00" oder ein cron-Ausdruck',
      helpValue: 'ZEIT',
      required: true,
    }),
    kommune: optionalKommuneFlag(),
    alle: Flags.boolean({ description: 'für alle Kommunen, auch wenn BURGWARD_KOMMUNE eine nennt' }),
    landkreis: Flags.string({ description: 'alle Kommunen dieses Landkreises und er selbst', helpValue: 'SLUG' }),
    ...jobSettingFlags,
    ...jobOptionFlags,
  };

  async run() {
    const { args, flags } = await this.parse(ZeitplanAnlegen);
    const art = jobKinds.find((kind) => kind === args.art) ?? 'faellig';
    const job = await this.withContext(flags, (context) =>
      planJob(context, {
        art,
        wann: flags.wann,
        kommune: flags.alle ? null : (flags.kommune ?? null),
        landkreis: flags.landkreis ?? null,
        ...jobSettings(flags),
        optionen: givenOptions(flags),
        reportsFolder: reportsFolder(),
      }),
    );
    this.print(jobText(job));
    if (job.letzter === null && job.id === 'Z1') this.note('Damit Aufträge von selbst laufen: burgward zeitplan installieren');
    return job;
  }
}
