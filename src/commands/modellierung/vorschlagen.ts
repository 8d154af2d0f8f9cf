import { kommuneFlag } from '../../cli/flags.ts';
import { bausteineTable, katalogFlag, risksText } from '../../cli/modellierung-table.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { BausteinQuelle } from '../../domain/modellierung.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { proposeModellierung } from '../../usecases/modellierung.ts';

export default class ModellierungVorschlagen extends StoreCommand<CommandJson['modellierung vorschlagen']> {
  static override summary = 'Bausteine vorschlagen, die zu den erfassten Zielobjekten passen';
  static override description =
    'Vorgeschlagen werden unsere Bausteine und die des IT-Grundschutz-Kompendiums (Edition 2023: Nummern und Titel; welcher Typ zu welchem Baustein passt, ist unsere Zuordnung). Gehört zur Standard-Absicherung. Übernehmen mit „burgward modellierung uebernehmen“, einzeln entscheiden mit „burgward modellierung setzen“.';
  static override examples = ['burgward modellierung vorschlagen --kommune beispielhain --katalog kompendium'];
  static override flags = { kommune: kommuneFlag(), katalog: katalogFlag() };

  async run() {
    const { flags } = await this.parse(ModellierungVorschlagen);
    const katalog = flags.katalog as BausteinQuelle | undefined;
    const result = await this.withContext(flags, (context) => proposeModellierung(context, flags.kommune, { katalog }));
    this.print(bausteineTable(result.vorschlaege));
    this.print(
      `\n${result.vorschlaege.length} Bausteine vorgeschlagen oder zu prüfen, ${result.nichtVorgeschlagen} nicht vorgeschlagen.`,
    );
    const risks = risksText(result.risikoanalyse);
    if (risks !== '') this.print(`\n${risks}`);
    return result;
  }
}
