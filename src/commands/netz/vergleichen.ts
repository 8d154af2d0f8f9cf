import { Flags, kommuneFlag } from '../../cli/flags.ts';
import { markedWord, paragraph, type StatusMark, styled } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { exitCodes } from '../../errors.ts';
import { compareRuns, hasNews } from '../../usecases/compare-runs.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

type Compared = CommandJson['netz vergleichen'];
type Group = keyof Compared['befunde'];

const groups: readonly { group: Group; mark: StatusMark; title: string }[] = [
  { group: 'neu', mark: 'bad', title: 'Neu' },
  { group: 'geaendert', mark: 'partly', title: 'Geändert' },
  { group: 'nichtMehrGesehen', mark: 'unknown', title: 'Nicht mehr gesehen (ob es noch da ist, ist nicht bekannt)' },
  { group: 'weg', mark: 'good', title: 'Weg (nachgesehen)' },
];

export default class NetzVergleichen extends StoreCommand<Compared> {
  static override summary = 'Was sich seit der letzten Netzprüfung oder einem Vergleichsstand geändert hat';
  static override description =
    'Verglichen werden Befunde, die nicht in Ordnung sind oder auslaufen, und offene Ports. „Weg“ ist nur, was noch einmal angesehen wurde; was diesmal nicht angesehen wurde oder unbestimmt blieb, steht unter „Nicht mehr gesehen“. Ohne Angabe wird mit der vorigen Prüfung vom selben Blickwinkel verglichen.';
  static override examples = [
    'burgward netz vergleichen --kommune beispielhain',
    'burgward netz vergleichen --kommune beispielhain --mit L2',
    'burgward netz vergleichen --kommune beispielhain --basis abnahme-2026 --fehler-bei neu',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    lauf: Flags.string({ description: 'der neuere Lauf; ohne Angabe der letzte', helpValue: 'LAUF' }),
    mit: Flags.string({ description: 'der ältere Lauf', helpValue: 'LAUF', exclusive: ['basis'] }),
    basis: Flags.string({ description: 'ein Vergleichsstand, siehe „burgward netz basis“', helpValue: 'NAME' }),
    'fehler-bei': Flags.option({
      options: ['neu'] as const,
      description: 'mit 1 enden, wenn eine Lücke oder ein offener Port neu ist oder ein Befund schlechter wurde',
      helpValue: 'WAS',
    })(),
  };

  async run() {
    const { flags } = await this.parse(NetzVergleichen);
    const { kommune, lauf, mit, basis } = flags;
    const result = await this.withContext(flags, (context) => compareRuns(context, { kommune, lauf, mit, basis }));
    for (const { group, mark, title } of groups) this.#printGroup(result, group, mark, title);
    this.print(summary(result));
    if (result.nichtVerglichen.length > 0)
      this.note(`Nicht verglichen, da nur einer der beiden von dort aus prüfte: ${result.nichtVerglichen.join(', ')}.`);
    if (flags['fehler-bei'] !== undefined && hasNews(result)) this.endWith(exitCodes.gapsFound);
    return result;
  }

  #printGroup({ befunde, ports }: Compared, group: Group, mark: StatusMark, title: string): void {
    if (befunde[group].length === 0 && ports[group].length === 0) return;
    this.print(styled('bold', title));
    for (const { check, ziel, schwere, text, grund } of befunde[group]) {
      this.print(`${markedWord(mark, `${check} an ${ziel}`)} (${schwere})`);
      this.print(paragraph(`${text} – ${grund}`, 2));
    }
    for (const { adresse, port, dienst, grund } of ports[group]) {
      this.print(markedWord(mark, `Port ${port}/tcp an ${adresse}${dienst === null ? '' : ` (${dienst})`}: ${grund}`));
    }
  }
}

function summary({ lauf, vergleichsLauf, basis, befunde, ports, unveraendert, inOrdnungNichtGesehen }: Compared): string {
  const count = (group: Group) => befunde[group].length + ports[group].length;
  const than = basis === null ? vergleichsLauf : `Vergleichsstand ${basis} (${vergleichsLauf})`;
  const unseen = inOrdnungNichtGesehen === 0 ? '' : ` ${inOrdnungNichtGesehen} zuvor in Ordnung, diesmal nicht gesehen.`;
  return `${lauf} gegen ${than}: ${count('neu')} neu, ${count('geaendert')} geändert, ${count('weg')} weg, ${count('nichtMehrGesehen')} nicht mehr gesehen, ${unveraendert.befunde + unveraendert.ports} unverändert.${unseen}`;
}
