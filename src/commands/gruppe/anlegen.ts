import { Flags, parseSlug, slugArg } from '../../cli/flags.ts';
import { gruppeText } from '../../cli/gruppe-text.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { createGruppe } from '../../usecases/gruppen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class GruppeAnlegen extends WriteCommand<CommandJson['gruppe anlegen']> {
  static override summary = 'Kommunen zusammenfassen, die Antworten, Freigaben und Anschlussbedingungen gemeinsam haben';
  static override description =
    'Was mit --kommune GRUPPE erfasst wird, gilt für alle Mitglieder, die dazu nichts Eigenes sagen: Antworten zur Kommune als Ganzes, Freigaben und Zeilen der Anschlussbedingungen. Eine Gruppe hat nur Kommunen als Mitglied.';
  static override examples = [
    'burgward gruppe anlegen kisa-kunden --name "Kunden der KISA" --mitglied beispielhain --mitglied musterstadt',
  ];
  static override args = { slug: slugArg('Kurzname der Gruppe') };
  static override flags = {
    name: Flags.string({ description: 'wie die Gruppe heißt', helpValue: 'NAME', required: true }),
    mitglied: Flags.string({
      description: 'Kommune (Kurzname); mehrfach möglich',
      helpValue: 'SLUG',
      multiple: true,
      required: true,
      parse: async (input: string) => parseSlug(input),
    }),
  };

  async run() {
    const { args, flags } = await this.parse(GruppeAnlegen);
    const wanted = { slug: args.slug, name: flags.name, mitglieder: flags.mitglied };
    const gruppe = await this.withContext(flags, (context) => createGruppe(context, wanted));
    this.print(gruppeText(gruppe));
    return gruppe;
  }
}
