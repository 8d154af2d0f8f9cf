import { kommuneFlag } from '../../cli/flags.ts';
import { formatDayOrDash } from '../../cli/format.ts';
import { table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { listErhebungen } from '../../usecases/erhebungen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ErhebungListe extends StoreCommand<CommandJson['erhebung liste']> {
  static override summary = 'Die Erhebungen einer Kommune mit Profil, Dauer, Fortschritt und Prüfsumme';
  static override examples = ['burgward erhebung liste --kommune beispielhain'];
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { flags } = await this.parse(ErhebungListe);
    const rounds = await this.withContext(flags, (context) => listErhebungen(context, flags.kommune));
    if (rounds.length === 0) {
      this.note('Noch keine Erhebung. Beginnen mit „burgward erhebung beginnen“.');
      return rounds;
    }
    this.print(
      table(rounds, [
        { header: 'Nr.', value: ({ id }) => id },
        { header: 'Name', value: ({ name }) => name },
        { header: 'Profil', value: ({ profil }) => profil },
        { header: 'begonnen', value: ({ begonnen }) => formatDayOrDash(begonnen) },
        { header: 'abgeschlossen', value: ({ abgeschlossen }) => formatDayOrDash(abgeschlossen) },
        {
          header: 'bekannt',
          value: ({ stand }) => `${stand.n - stand.offen - stand.zuBestaetigen} von ${stand.n}`,
          align: 'right',
        },
      ]),
    );
    for (const { id, pruefsumme, unterzeichnetVon, beanstandet } of rounds) {
      if (pruefsumme !== null) this.print(`${id}: Prüfsumme ${pruefsumme}`);
      if (unterzeichnetVon !== null) this.print(`${id}: unterzeichnet von ${unterzeichnetVon}`);
      if (beanstandet > 0) this.print(`${id}: ${beanstandet} beanstandet`);
    }
    return rounds;
  }
}
