import { Args, dateFlag, Flags, kommuneFlag } from '../../cli/flags.ts';
import { entryText } from '../../cli/register-text.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { massnahme } from '../../domain/registers/massnahme.ts';
import type { RegisterEntryJson } from '../../usecases/json-schemas.ts';
import { measureFromFinding } from '../../usecases/measures.ts';

export default class MassnahmeAusBefund extends WriteCommand<RegisterEntryJson> {
  static override summary = 'Aus einem Befund der Netzprüfung eine Maßnahme machen';
  static override description =
    'Titel, Beschreibung mit Abhilfe, Anforderungen und Zielobjekt kommen aus dem Befund. Findet eine spätere Prüfung es in Ordnung, schlägt „massnahme rangfolge“ das Schließen vor.';
  static override examples = [
    'burgward massnahme aus-befund tls-protocol-version --kommune beispielhain --ziel www.beispielhain.de --faellig 2026-12-31',
  ];
  static override args = { check: Args.string({ description: 'Prüfung, wie in „netz befunde --json“', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    ziel: Flags.string({ description: 'Teil des Ziels, wenn mehrere den Befund haben', helpValue: 'HOST|IP' }),
    verantwortlich: Flags.string({ description: 'wer sie umsetzt', helpValue: 'NAME' }),
    faellig: dateFlag('faellig', { description: 'bis wann' }),
  };

  async run() {
    const { args, flags } = await this.parse(MassnahmeAusBefund);
    const { kommune, ziel, verantwortlich, faellig } = flags;
    const typed = { ...(verantwortlich === undefined ? {} : { verantwortlich }), ...(faellig === undefined ? {} : { faellig }) };
    const entry = await this.withContext(flags, (context) =>
      measureFromFinding(context, { kommune, check: args.check, ziel, typed }),
    );
    this.print(entryText(massnahme, entry));
    return entry;
  }
}
