import { probeFlag } from '../../cli/bulk.ts';
import { Flags, kommuneFlag } from '../../cli/flags.ts';
import { decisionsTable, katalogFlag } from '../../cli/modellierung-table.ts';
import { counted } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { BausteinQuelle } from '../../domain/modellierung.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { acceptProposals } from '../../usecases/modellierung.ts';

export default class ModellierungUebernehmen extends WriteCommand<CommandJson['modellierung uebernehmen']> {
  static override summary = 'Vorschläge übernehmen, wo noch nichts entschieden ist';
  static override description =
    'Vorgeschlagene Bausteine werden „verwendet“. Mit --auch-nein werden auch die entschieden, zu denen kein Zielobjekt erfasst ist, mit diesem Grund als Begründung. Was zu prüfen ist, bleibt offen, ebenso ein spezieller Baustein, dessen allgemeiner nicht verwendet wird.';
  static override examples = ['burgward modellierung uebernehmen --kommune beispielhain --katalog kompendium --probe'];
  static override flags = {
    kommune: kommuneFlag(),
    katalog: katalogFlag(),
    'auch-nein': Flags.boolean({ description: 'auch „nicht verwendet“, wo kein Zielobjekt dazu erfasst ist' }),
    probe: probeFlag(),
  };

  async run() {
    const { flags } = await this.parse(ModellierungUebernehmen);
    const request = {
      kommune: flags.kommune,
      katalog: flags.katalog as BausteinQuelle | undefined,
      alsoNo: flags['auch-nein'] ?? false,
      probe: flags.probe ?? false,
    };
    const result = await this.withContext(flags, (context) => acceptProposals(context, request));
    if (result.entscheidungen.length > 0) this.print(decisionsTable(result));
    const done = counted(result.entscheidungen.length, 'Entscheidung', 'Entscheidungen');
    this.print(`${done}${result.probe ? ' würden übernommen' : ' übernommen'}, ${result.offen} weiter offen.`);
    return result;
  }
}
