import { probeFlag } from '../../cli/bulk.ts';
import { integerFlag, kommuneFlag } from '../../cli/flags.ts';
import { counted, table } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { planYear } from '../../usecases/year-plan.ts';

export default class TerminVorlage extends WriteCommand<CommandJson['termin vorlage']> {
  static override summary = 'Einen Jahresplan mit zwölf Terminen auf Arbeitstagen eintragen';
  static override description =
    'Ein Vorschlag, keine Vorschrift. Was auf ein Wochenende oder einen sächsischen Feiertag fällt, rückt auf den nächsten Arbeitstag. Schon Eingetragenes bleibt, Vergangenes entfällt; einzelne Termine nimmt „burgward termin entfernen“ wieder heraus.';
  static override examples = [
    'burgward termin vorlage --jahr 2027 --kommune beispielhain --probe',
    'burgward termin vorlage --jahr 2027 --kommune beispielhain',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    jahr: integerFlag('jahr', { description: 'für welches Jahr; ohne Angabe das nächste', min: 2000, max: 2200 }),
    probe: probeFlag(),
  };

  async run() {
    const { flags } = await this.parse(TerminVorlage);
    const result = await this.withContext(flags, (context) =>
      planYear(context, {
        kommune: flags.kommune,
        year: flags.jahr ?? Number(context.today.slice(0, 4)) + 1,
        probe: flags.probe === true,
      }),
    );
    const { termine, probe, schonEingetragen, vorbei, jahr } = result;
    if (termine.length > 0)
      this.print(
        table(termine, [
          { header: 'Nr.', value: ({ id }) => id },
          { header: 'Am', value: ({ am }) => formatDay(am) },
          { header: 'Termin', value: ({ titel }) => titel },
        ]),
      );
    this.note(
      [
        `${probe ? 'Probe: ' : ''}${counted(termine.length, 'Termin', 'Termine')} für ${jahr}${probe ? ', nichts eingetragen' : ' eingetragen'}.`,
        ...(schonEingetragen > 0 ? [`${schonEingetragen} standen schon da.`] : []),
        ...(vorbei > 0 ? [`${vorbei} liegen schon zurück.`] : []),
      ].join(' '),
    );
    return result;
  }
}
