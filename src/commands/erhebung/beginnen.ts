import { Flags, kommuneFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { beginErhebung } from '../../usecases/erhebungen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ErhebungBeginnen extends WriteCommand<CommandJson['erhebung beginnen']> {
  static override summary = 'Eine Erhebung über ein Profil beginnen';
  static override examples = ['burgward erhebung beginnen --kommune beispielhain --profil sofort'];
  static override flags = {
    kommune: kommuneFlag(),
    profil: Flags.string({ description: 'sofort, einstieg, basis oder standard', helpValue: 'PROFIL', required: true }),
    name: Flags.string({ description: 'Name der Erhebung; ohne Angabe nach dem Tag benannt', helpValue: 'NAME' }),
  };

  async run() {
    const { flags } = await this.parse(ErhebungBeginnen);
    const erhebung = await this.withContext(flags, (context) => beginErhebung(context, flags.kommune, flags.profil, flags.name));
    this.print(`${erhebung.name} (${erhebung.id}) mit dem Profil ${erhebung.profil} begonnen.`);
    this.note(`Die Fragen zeigt: burgward katalog liste --profil ${erhebung.profil}`);
    return erhebung;
  }
}
