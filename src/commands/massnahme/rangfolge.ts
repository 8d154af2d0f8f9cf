import { kommuneFlag } from '../../cli/flags.ts';
import { formatDayOrDash } from '../../cli/format.ts';
import { table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { rankMeasures } from '../../usecases/measures.ts';

export default class MassnahmeRangfolge extends StoreCommand<CommandJson['massnahme rangfolge']> {
  static override summary = 'Offene Maßnahmen, das Wichtigste zuerst, mit Begründung';
  static override description =
    'Zuerst kommt, was einer gesetzlichen Pflicht dient, dann Wirkung und Alter gegen Aufwand. Wer es anders sieht, setzt --prioritaet mit --prioritaet-grund.';
  static override examples = ['burgward massnahme rangfolge --kommune beispielhain'];
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { flags } = await this.parse(MassnahmeRangfolge);
    const ranked = await this.withContext(flags, (context) => rankMeasures(context, flags.kommune));
    if (ranked.length === 0) {
      this.note('Keine offene Maßnahme. Vorschläge aus Lücken: burgward massnahme vorschlagen --probe');
      return ranked;
    }
    this.print(
      table(ranked, [
        { header: 'Rang', value: ({ rang }) => rang, align: 'right' },
        { header: 'Nr.', value: ({ id }) => id },
        { header: 'Maßnahme', value: ({ titel }) => titel },
        { header: 'Warum', value: ({ begruendung }) => begruendung },
        { header: 'Wer', value: ({ verantwortlich }) => verantwortlich },
        {
          header: 'Fällig',
          value: ({ faellig, ueberfaellig }) => `${formatDayOrDash(faellig)}${ueberfaellig ? ' überfällig' : ''}`,
        },
      ]),
    );
    for (const { id, wartetAuf } of ranked) if (wartetAuf.length > 0) this.note(`${id} wartet auf ${wartetAuf.join(', ')}.`);
    const undated = ranked.filter(({ faellig }) => faellig === null).map(({ id }) => id);
    if (undated.length > 0) this.note(`Ohne Termin: ${undated.join(', ')}.`);
    for (const { id, vielleichtErledigt } of ranked) {
      if (vielleichtErledigt !== null) this.note(`${id}: Vielleicht erledigt. ${vielleichtErledigt}`);
    }
    return ranked;
  }
}
