import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { linksText } from '../../cli/zielobjekte-table.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { linkZielobjekte } from '../../usecases/zielobjekte.ts';

export default class ZielobjektVerbinden extends WriteCommand<CommandJson['zielobjekt verbinden']> {
  static override summary = 'Eintragen, was ein Zielobjekt braucht';
  static override description =
    'Die Richtung ist: Geschäftsprozess, Anwendung, System, Netz, Raum, Gebäude. Von oben nach unten vererbt sich der Schutzbedarf. Kreise werden abgelehnt.';
  static override examples = [
    'burgward zielobjekt verbinden AN-MELDE --braucht SV-FACH --kommune beispielhain',
    'burgward zielobjekt verbinden SV-FACH --braucht NE-RATHAUS --braucht RA-SERVER --kommune beispielhain',
  ];
  static override args = { kuerzel: Args.string({ description: 'Kürzel dessen, was etwas braucht', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    braucht: Flags.string({
      description: 'Kürzel dessen, was gebraucht wird; mehrfach möglich',
      helpValue: 'KUERZEL',
      multiple: true,
      required: true,
    }),
  };

  async run() {
    const { args, flags } = await this.parse(ZielobjektVerbinden);
    const request = { kommune: flags.kommune, von: args.kuerzel, nach: flags.braucht };
    const links = await this.withContext(flags, (context) => linkZielobjekte(context, request));
    this.print(linksText(links));
    return links;
  }
}
