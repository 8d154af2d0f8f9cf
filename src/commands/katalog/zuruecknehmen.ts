import { Args, dateFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import { withdrawCatalogue } from '../../usecases/import-catalogue.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class KatalogZuruecknehmen extends WriteCommand<CommandJson['katalog zuruecknehmen']> {
  static override summary = 'Eine eingelesene Ergänzung nicht mehr gelten lassen';
  static override description = 'Antworten bleiben erhalten; mit --stand ist auch die Ergänzung für frühere Tage noch zu sehen.';
  static override examples = ['burgward katalog zuruecknehmen kdn'];
  static override refusedFlags = { stand: 'Den Tag, ab dem es gilt, sagt --ab.' };
  static override args = { id: Args.string({ description: 'Kennung, mit der sie eingelesen wurde', required: true }) };
  static override flags = { ab: dateFlag('ab', { description: 'Tag, ab dem sie nicht mehr gilt; ohne Angabe heute' }) };

  async run() {
    const { args, flags } = await this.parse(KatalogZuruecknehmen);
    const result = await this.withContext(flags, (context) => withdrawCatalogue(context, args.id, flags.ab ?? context.today));
    this.print(`${result.id}  ${result.titel}, zurückgenommen ab ${formatDay(result.gueltigAb)}`);
    return result;
  }
}
