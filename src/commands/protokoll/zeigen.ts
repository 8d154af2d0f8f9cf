import { optionalKommuneFlag } from '../../cli/flags.ts';
import { table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { showProtokoll } from '../../usecases/protokoll.ts';

export default class ProtokollZeigen extends StoreCommand<CommandJson['protokoll zeigen']> {
  static override summary = 'Wer wann was erfasst hat';
  static override examples = ['burgward protokoll zeigen --kommune beispielhain'];
  static override flags = { kommune: optionalKommuneFlag() };

  async run() {
    const { flags } = await this.parse(ProtokollZeigen);
    const entries = await this.withContext(flags, (context) => showProtokoll(context, flags.kommune));
    this.print(
      table(entries, [
        { header: 'Kette', value: (e) => e.kette },
        { header: 'Nr.', value: (e) => e.nr, align: 'right' },
        { header: 'Zeitpunkt', value: (e) => localTime(e.zeitpunkt) },
        { header: 'Person', value: (e) => e.person },
        { header: 'Was', value: (e) => e.inhalt ?? `${e.vorgang} (Inhalt gelöscht)` },
        { header: 'Prüfsumme', value: (e) => e.pruefsumme.slice(0, 12) },
      ]),
    );
    return entries;
  }
}

function localTime(instant: string): string {
  return new Date(instant).toLocaleString('de-DE', { timeZone: 'Europe/Berlin', dateStyle: 'medium', timeStyle: 'medium' });
}
