import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { decisionsTable } from '../../cli/modellierung-table.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { decideModellierung } from '../../usecases/modellierung.ts';

export default class ModellierungSetzen extends WriteCommand<CommandJson['modellierung setzen']> {
  static override summary = 'Entscheiden, ob ein Baustein verwendet wird; „nein“ nur mit Begründung';
  static override description =
    'Ein spezieller Baustein nimmt seinen allgemeinen mit (SYS.2.2.3 den SYS.2.1). Die Entscheidung wird festgehalten; welche Fragen gestellt werden, ändert sie nicht.';
  static override examples = [
    'burgward modellierung setzen SYS.2.2.3 --kommune beispielhain --verwendet ja',
    'burgward modellierung setzen IND.2.1 --auch IND.2.2 --kommune beispielhain --verwendet nein --begruendung "Keine Anlagen mit Steuerungstechnik"',
  ];
  static override args = {
    baustein: Args.string({ description: 'Kennung des Bausteins, zum Beispiel SYS.2.1 oder SRV-01', required: true }),
  };
  static override flags = {
    kommune: kommuneFlag(),
    verwendet: Flags.option({
      options: ['ja', 'nein'] as const,
      description: 'ja oder nein',
      helpValue: 'JA|NEIN',
      required: true,
    })(),
    begruendung: Flags.string({ description: 'warum; bei „nein“ Pflicht', helpValue: 'TEXT' }),
    auch: Flags.string({
      description: 'weiterer Baustein mit derselben Entscheidung; mehrfach möglich',
      helpValue: 'BAUSTEIN',
      multiple: true,
    }),
  };

  async run() {
    const { args, flags } = await this.parse(ModellierungSetzen);
    const request = {
      kommune: flags.kommune,
      bausteine: [args.baustein, ...(flags.auch ?? [])],
      verwendet: flags.verwendet as 'ja' | 'nein',
      begruendung: flags.begruendung,
    };
    const result = await this.withContext(flags, (context) => decideModellierung(context, request));
    this.print(result.entscheidungen.length === 0 ? 'Das war schon so entschieden.' : decisionsTable(result));
    return result;
  }
}
