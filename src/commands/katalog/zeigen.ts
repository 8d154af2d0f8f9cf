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
    const catalogue = await currentCatalogue(flags);
    const control = showControl(catalogue, args.control);
    this.print(styled('bold', `${control.id}  ${control.titel}`));
    if (control.zurueckgezogen !== null) this.print(paragraph(retiredText(control.zurueckgezogen)));
    this.print(paragraph(control.anforderung));
    this.print();
    this.print(
      keyValues([
        ['Frage', control.frage],
        ['Warum', control.warum],
        ['Folge', control.folge],
        ['So geht es', control.hilfe],
        ['Nachweise', control.nachweise.join('; ')],
        ['Zuständig', roleTitle(catalogue, control.rolle)],
        ['Anforderung', `${control.pflicht} (${control.stufe})`],
        ['Gesetzlich', dutiesText(control.pflichten)],
        ['Zugeordnet', mappingsText(control.zuordnungen)],
        ['Netzprüfung', control.checks.length === 0 ? 'keine' : control.checks.map((check) => check.frage).join(' ')],
        ['Aufwand', effortText(catalogue, control.aufwand)],
        ['Wirkung', `${control.wirkung} von 3`],
        ['Gefährdungen', control.gefaehrdungen.join(', ')],
        ['Prüfen alle', durationWords(control.pruefungsabstand)],
        ['Gefragt in', profilesText(control.profile)],
      ]),
    );
    return control;
  }
}

type Shown = Awaited<ReturnType<typeof currentCatalogue>>;

function roleTitle({ vocabulary }: Shown, id: string): string {
  return vocabulary.roles.find((role) => role.id === id)?.title ?? id;
}

function effortText({ vocabulary }: Shown, effort: number): string {
  const band = vocabulary.efforts.find((each) => each.effort === effort);
  return `Klasse ${effort} von 5${band === undefined ? '' : `: ${band.title}`} (Schätzung)`;
}

const units: Readonly<Record<string, readonly [string, string]>> = {
  Y: ['Jahr', 'Jahre'],
  M: ['Monat', 'Monate'],
  W: ['Woche', 'Wochen'],
  D: ['Tag', 'Tage'],
};

/** `P6M` → „6 Monate“ */
function durationWords(duration: string): string {
  return [...duration.matchAll(/(\d+)([YMWD])/g)]
    .map(([, amount, unit = '']) => `${amount} ${units[unit]?.[amount === '1' ? 0 : 1] ?? unit}`)
    .join(' und ');
}

function retiredText({ in: edition, grund, ersetztDurch }: NonNullable<CommandJson['katalog zeigen']['zurueckgezogen']>): string {
  const replaced = ersetztDurch === null ? '' : ` An ihre Stelle tritt ${ersetztDurch}.`;
  return `Zurückgezogen mit Ausgabe ${edition}: ${grund.replace(/[.!?]?$/, '.')}${replaced} Alte Antworten bleiben lesbar.`;
}

function profilesText(profiles: CommandJson['katalog zeigen']['profile']): string {
  if (profiles.length === 0) return 'keinem Profil';
  return profiles.map(({ id, platz, grund }) => `${id}, Platz ${platz}${grund === null ? '' : `: ${grund}`}`).join('\n');
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
