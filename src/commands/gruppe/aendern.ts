import { Flags, parseSlug, slugArg } from '../../cli/flags.ts';
import { gruppeText } from '../../cli/gruppe-text.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { changeGruppe } from '../../usecases/gruppen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

const members = (description: string) =>
  Flags.string({ description, helpValue: 'SLUG', multiple: true, parse: async (input: string) => parseSlug(input) });

export default class GruppeAendern extends WriteCommand<CommandJson['gruppe aendern']> {
  static override summary = 'Kommunen in eine Gruppe aufnehmen oder aus ihr entlassen, oder sie umbenennen';
  static override examples = ['burgward gruppe aendern kisa-kunden --mitglied neudorf --ohne musterstadt'];
  static override args = { slug: slugArg('Kurzname der Gruppe') };
  static override flags = {
    name: Flags.string({ description: 'neuer Name', helpValue: 'NAME' }),
    mitglied: members('aufnehmen; mehrfach möglich'),
    ohne: members('entlassen; mehrfach möglich'),
  };

  async run() {
    const { args, flags } = await this.parse(GruppeAendern);
    const { name, mitglied: mitglieder = [], ohne = [] } = flags;
    const gruppe = await this.withContext(flags, (context) => changeGruppe(context, args.slug, { name, mitglieder, ohne }));
    this.print(gruppeText(gruppe));
    return gruppe;
  }
}
