import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { type IncidentRecipient, incidentRecipients } from '../../domain/incident-report.ts';
import { reportIncident } from '../../usecases/incident-reporting.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class VorfallMelden extends StoreCommand<CommandJson['vorfall melden']> {
  static override summary = 'Die Angaben für die Meldung eines Vorfalls, zum Eintippen ins Formular';
  static override description =
    'Gesendet wird nichts. Was nicht erfasst ist, steht als „noch nicht bekannt“ da. Ist gemeldet, den Zeitpunkt festhalten: burgward vorfall aendern VF1 --saxcert "2026-11-20 19:00". Als Schriftstück mit Fristen und Verlauf, auch als Zwischenmeldung und Abschluss: burgward bericht erstellen meldung --eintrag VF1.';
  static override examples = [
    'burgward vorfall melden VF1 --kommune beispielhain',
    'burgward vorfall melden VF1 --kommune beispielhain --an datenschutz',
  ];
  static override args = { nr: Args.string({ description: 'Nummer, zum Beispiel VF1', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    an: Flags.option({
      options: incidentRecipients,
      description: 'saxcert, kdn (Betreiber des KDN) oder datenschutz (Datenschutzaufsicht); ohne Angabe alle',
      helpValue: 'STELLE',
    })(),
  };

  async run() {
    const { args, flags } = await this.parse(VorfallMelden);
    const wanted = { kommune: flags.kommune, id: args.nr, an: flags.an as IncidentRecipient | undefined };
    const result = await this.withContext(flags, (context) => reportIncident(context, wanted));
    this.print(result.texte.map(({ text }) => text).join('\n\n\n'));
    return result;
  }
}
