import { Args, kommuneFlag } from '../../cli/flags.ts';
import { confidenceNote, deadlinesText } from '../../cli/incident-text.ts';
import { keyValues, paragraph } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { incidentKindWords } from '../../domain/incident-classification.ts';
import { formatMoment } from '../../domain/incident-clock.ts';
import { showIncidentDeadlines } from '../../usecases/incident-register.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class VorfallFristen extends StoreCommand<CommandJson['vorfall fristen']> {
  static override summary = 'Meldefristen eines Vorfalls als Uhrzeiten, mit Grundlage und Stand';
  static override description =
    'Gezählt wird ab Kenntnis in sächsischer Zeit, auch über eine Zeitumstellung hinweg. Stunden sind Stunden; ein Monat endet nach dem Kalender.';
  static override examples = ['burgward vorfall fristen VF1 --kommune beispielhain'];
  static override args = { nr: Args.string({ description: 'Nummer, zum Beispiel VF1', required: true }) };
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { args, flags } = await this.parse(VorfallFristen);
    const shown = await this.withContext(flags, (context) =>
      showIncidentDeadlines(context, { kommune: flags.kommune, id: args.nr }),
    );
    const { vorfall, titel, kenntnis, art, vorschlag, fristen } = shown;
    const kind = art === null ? 'noch nicht eingeordnet' : incidentKindWords[art];
    this.print(
      keyValues([
        ['Vorfall', `${vorfall}: ${titel}`],
        ['Kenntnis seit', formatMoment(kenntnis)],
        ['Art', kind],
        ...(vorschlag.art === art
          ? []
          : [
              [
                'Vorschlag',
                `${vorschlag.art === null ? 'noch offen' : incidentKindWords[vorschlag.art]}. ${vorschlag.grund}`,
              ] as const,
            ]),
      ]),
    );
    this.print(`\n${deadlinesText(fristen)}\n`);
    this.print(paragraph(confidenceNote));
    if (art === null) this.note(`Einordnen: burgward vorfall einordnen ${vorfall} --kommune ${flags.kommune}`);
    return shown;
  }
}
