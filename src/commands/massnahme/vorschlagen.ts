import { Flags, kommuneFlag } from '../../cli/flags.ts';
import { table } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { suggestMeasures } from '../../usecases/measures.ts';

export default class MassnahmeVorschlagen extends WriteCommand<CommandJson['massnahme vorschlagen']> {
  static override summary = 'Aus Lücken je Thema eine Sammelmaßnahme anlegen';
  static override description =
    'Lücken, für die schon eine offene Maßnahme steht, bleiben außen vor. Verantwortliche und Termin werden aus den Antworten übernommen, wo sie dort stehen.';
  static override examples = [
    'burgward massnahme vorschlagen --kommune beispielhain --probe',
    'burgward massnahme vorschlagen --kommune beispielhain',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    probe: Flags.boolean({ description: 'nur zeigen, was angelegt würde' }),
  };

  async run() {
    const { flags } = await this.parse(MassnahmeVorschlagen);
    const result = await this.withContext(flags, (context) => suggestMeasures(context, flags.kommune, flags.probe));
    if (result.massnahmen.length === 0) this.note('Keine Lücke ohne Maßnahme.');
    else
      this.print(
        table(result.massnahmen, [
          { header: 'Nr.', value: ({ id }) => id },
          { header: 'Maßnahme', value: ({ titel }) => titel },
          { header: 'Anforderungen', value: ({ controls }) => controls.join(', ') },
        ]),
      );
    if (result.probe) this.note('Probe: Es wurde nichts angelegt.');
    return result;
  }
}
