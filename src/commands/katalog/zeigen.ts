import { BaseCommand } from '../../cli/base-command.ts';
import { currentCatalogue } from '../../cli/context.ts';
import { Args } from '../../cli/flags.ts';
import { keyValues, paragraph, styled } from '../../cli/output.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { showControl } from '../../usecases/list-controls.ts';

export default class KatalogZeigen extends BaseCommand<CommandJson['katalog zeigen']> {
  static override summary = 'Eine Anforderung mit Frage, Begründung, Hilfe, Pflichten und Prüfungen zeigen';
  static override examples = ['burgward katalog zeigen WEB-01.03'];
  static override args = {
    control: Args.string({ description: 'Kennung der Anforderung, zum Beispiel WEB-01.03', required: true }),
  };

  async run() {
    const { args, flags } = await this.parse(KatalogZeigen);
    const control = showControl(await currentCatalogue(flags), args.control);
    this.print(styled('bold', `${control.id}  ${control.titel}`));
    this.print(paragraph(control.anforderung));
    this.print();
    this.print(
      keyValues([
        ['Frage', control.frage],
        ['Warum', control.warum],
        ['Folge', control.folge],
        ['So geht es', control.hilfe],
        ['Nachweise', control.nachweise.join('; ')],
        ['Zuständig', control.rolle],
        ['Anforderung', `${control.pflicht} (${control.stufe})`],
        ['Gesetzlich', dutiesText(control.pflichten)],
        ['Zugeordnet', mappingsText(control.zuordnungen)],
        ['Netzprüfung', control.checks.length === 0 ? 'keine' : control.checks.map((check) => check.frage).join(' ')],
        ['Aufwand', `Klasse ${control.aufwand} von 5 (Schätzung)`],
        ['Wirkung', `${control.wirkung} von 3`],
        ['Gefährdungen', control.gefaehrdungen.join(', ')],
        ['Prüfen alle', control.pruefungsabstand],
      ]),
    );
    return control;
  }
}

function dutiesText(duties: CommandJson['katalog zeigen']['pflichten']): string {
  if (duties.length === 0) return 'keine Pflicht der erfassten Rahmenwerke';
  return duties.map((duty) => `${duty.rahmenwerk} ${duty.id} (${duty.art}, ${duty.ref}): ${duty.kurz}`).join('\n');
}

function mappingsText(mappings: CommandJson['katalog zeigen']['zuordnungen']): string {
  if (mappings.length === 0) return 'keiner Anforderung anderer Kataloge';
  return mappings
    .map(
      ({ rahmenwerk, id, kurz, deckung }) =>
        `${rahmenwerk} ${id} (${deckung === 'ganz' ? 'deckt sie ganz' : 'deckt einen Teil'}): ${kurz}`,
    )
    .join('\n');
}
