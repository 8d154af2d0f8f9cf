import { kommuneFlag } from '../../cli/flags.ts';
import { freigabenTable } from '../../cli/freigaben-table.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { listFreigaben } from '../../usecases/freigaben.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class FreigabeListe extends StoreCommand<CommandJson['freigabe liste']> {
  static override summary = 'Die Freigaben einer Kommune auflisten';
  static override examples = ['burgward freigabe liste --kommune beispielhain'];
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { flags } = await this.parse(FreigabeListe);
    const freigaben = await this.withContext(flags, (context) => listFreigaben(context, flags.kommune));
    if (freigaben.length === 0) this.note('Noch keine Freigabe erfasst; ohne Freigabe wird nichts geprüft.');
    else this.print(freigabenTable(freigaben));
    return freigaben;
  }
}
