import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { linksText } from '../../cli/zielobjekte-table.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { unlinkZielobjekte } from '../../usecases/zielobjekte.ts';

export default class ZielobjektTrennen extends WriteCommand<CommandJson['zielobjekt trennen']> {
  static override summary = 'Eine Beziehung zwischen Zielobjekten ab heute aufheben';
  static override examples = ['burgward zielobjekt trennen AN-MELDE --braucht SV-FACH --kommune beispielhain'];
  static override args = { kuerzel: Args.string({ description: 'Kürzel dessen, was etwas brauchte', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    braucht: Flags.string({
      description: 'Kürzel dessen, was nicht mehr gebraucht wird; mehrfach möglich',
      helpValue: 'KUERZEL',
      multiple: true,
      required: true,
    }),
  };

  async run() {
    const { args, flags } = await this.parse(ZielobjektTrennen);
    const request = { kommune: flags.kommune, von: args.kuerzel, nach: flags.braucht };
    const links = await this.withContext(flags, (context) => unlinkZielobjekte(context, request));
    this.print(linksText(links));
    return links;
  }
}
