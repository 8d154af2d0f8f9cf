import { probeFlag } from '../../cli/bulk.ts';
import { Flags, kommuneFlag } from '../../cli/flags.ts';
import { counted, statusWord, table } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { takeOverAnswers } from '../../usecases/take-over-answers.ts';

type TakenOver = CommandJson['erhebung uebernehmen'];

const wordings: Readonly<Record<TakenOver['uebernommen'][number]['wortlaut'], string>> = {
  gleich: 'gleich',
  geaendert: 'Frage anders gefasst',
  nichtFestgehalten: 'Wortlaut damals nicht festgehalten',
};

export default class ErhebungUebernehmen extends WriteCommand<TakenOver> {
  static override summary = 'Die Antworten der letzten Erhebung in die neue übernehmen, alle zu bestätigen';
  static override description =
    'Beginnt die neue Erhebung, wenn keine läuft. Wer etwas gesagt hat und seit wann es stimmt, bleibt stehen. Nicht übernommen wird, was in der neuen schon beantwortet ist, was eine gültige Erklärung deckt und was der Katalog zurückgezogen hat.';
  static override examples = [
    'burgward erhebung uebernehmen --kommune beispielhain --probe',
    'burgward erhebung uebernehmen --kommune beispielhain --aus E1 --profil basis',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    aus: Flags.string({ description: 'abgeschlossene Erhebung; ohne Angabe die letzte', helpValue: 'ERHEBUNG' }),
    profil: Flags.string({ description: 'Profil der neuen Erhebung; ohne Angabe das der alten', helpValue: 'PROFIL' }),
    probe: probeFlag(),
  };

  async run() {
    const { flags } = await this.parse(ErhebungUebernehmen);
    const { kommune, aus, profil, probe } = flags;
    const result = await this.withContext(flags, (context) => takeOverAnswers(context, { kommune, aus, profil, probe }));
    const { uebernommen, ausgelassen } = result;
    if (uebernommen.length > 0) {
      this.print(
        table(uebernommen, [
          { header: 'Anforderung', value: (row) => row.control },
          { header: 'Titel', value: (row) => row.titel },
          { header: 'Zielobjekt', value: (row) => row.zielobjekt },
          { header: 'Antwort', value: (row) => statusWord(row.status) },
          { header: 'vom', value: (row) => formatDay(row.gueltigAb) },
          { header: 'Wortlaut', value: (row) => wordings[row.wortlaut] },
        ]),
      );
    }
    for (const { control, zielobjekt, grund } of ausgelassen) this.print(`Ausgelassen: ${control} (${zielobjekt}), ${grund}.`);
    const count = counted(uebernommen.length, 'Antwort', 'Antworten');
    const into = result.erhebung === null ? `eine neue Erhebung (Profil ${result.profil})` : result.erhebung;
    if (uebernommen.length === 0) this.print(`Aus ${result.aus} ist nichts zu übernehmen.`);
    else if (probe) this.print(`${count} würden aus ${result.aus} in ${into} übernommen, alle zu bestätigen.`);
    else this.print(`${count} aus ${result.aus} in ${into} übernommen, alle zu bestätigen.`);
    if (result.eintrag !== null) {
      this.note('Bestätigen mit „burgward erhebung bestaetigen“ oder „burgward erhebung interview“.');
      this.note(`Zurücknehmen mit „burgward erhebung rueckgaengig --kommune ${kommune} --eintrag ${result.eintrag}“.`);
    }
    return result;
  }
}
