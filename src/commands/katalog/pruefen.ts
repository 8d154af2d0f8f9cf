import { BaseCommand } from '../../cli/base-command.ts';
import { shippedCatalogue, shippedCatalogueFolder } from '../../cli/context.ts';
import { Args } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { exitCodes } from '../../errors.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { lintCatalogueFolder } from '../../usecases/lint-catalogue.ts';

export default class KatalogPruefen extends BaseCommand<CommandJson['katalog pruefen']> {
  static override summary = 'Den mitgelieferten oder einen eigenen Katalog prüfen';
  static override description =
    'Nennt alle Probleme auf einmal, jedes mit Datei, Zeile und Feld. Endet mit 3, wenn es welche gibt. Ein Ordner ohne eigenes vocabulary.yaml oder eine einzelne YAML-Datei wird als Ergänzung zum mitgelieferten Katalog geprüft.';
  static override examples = ['burgward katalog pruefen', 'burgward katalog pruefen ./unser-katalog'];
  static override args = { pfad: Args.string({ description: 'Katalogordner oder YAML-Datei; ohne Angabe der mitgelieferte' }) };

  async run() {
    const { args } = await this.parse(KatalogPruefen);
    const result = await lintCatalogueFolder(args.pfad ?? shippedCatalogueFolder(), shippedCatalogue);
    for (const { datei, zeile, feld, text } of result.probleme) this.print(`${datei}, Zeile ${zeile}, ${feld}: ${text}`);
    const { bausteine, controls, checks, rahmenwerke, probleme } = result;
    const found = probleme.length === 0 ? 'Keine Probleme' : counted(probleme.length, 'Problem', 'Probleme');
    const where = [
      counted(bausteine, 'Baustein', 'Bausteinen'),
      counted(controls, 'Anforderung', 'Anforderungen'),
      counted(checks, 'Prüfung', 'Prüfungen'),
      counted(rahmenwerke, 'Rahmenwerk', 'Rahmenwerken'),
    ];
    this.print(`${found} in ${new Intl.ListFormat('de').format(where)}.`);
    if (probleme.length > 0) this.endWith(exitCodes.invalidData);
    return result;
  }
}
