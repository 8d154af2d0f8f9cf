import { Flags, kommuneFlag } from '../../cli/flags.ts';
import { markedWord, paragraph, statusWord } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { judgeAgain } from '../../usecases/judge-again.ts';

type Judged = CommandJson['netz bewerten'];

export default class NetzBewerten extends StoreCommand<Judged> {
  static override summary = 'Gespeicherte Beobachtungen noch einmal bewerten, ohne etwas zu senden';
  static override description =
    'Bewertet mit dem heutigen Katalog und für den Tag aus --stand, auch für einen künftigen: So zeigt sich, was nächstes Jahr nicht mehr zulässig ist. --profil wählt die Regelwerke für TLS. Gespeichert wird nichts; mit --speichern gilt die neue Bewertung für diesen Lauf und steht im Protokoll.';
  static override examples = [
    'burgward netz bewerten --kommune beispielhain --stand 2032-01-01',
    'burgward netz bewerten --kommune beispielhain --lauf L3 --profil ietf-bcp195',
    'burgward netz bewerten --kommune beispielhain --speichern',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    lauf: Flags.string({ description: 'welcher Lauf; ohne Angabe der letzte', helpValue: 'LAUF' }),
    profil: Flags.string({
      description: 'Regelwerke für TLS, zum Beispiel bsi-mst-tls, bsi-tr-02102-2@2026-01 oder ietf-bcp195',
      helpValue: 'PROFIL[@AUSGABE]',
    }),
    speichern: Flags.boolean({ description: 'als geltende Bewertung dieses Laufs erfassen; nur zum heutigen Tag' }),
  };

  async run() {
    const { flags } = await this.parse(NetzBewerten);
    const { kommune, lauf, profil, speichern } = flags;
    const result = await this.withContext(flags, (context) => judgeAgain(context, { kommune, lauf, profil, speichern }));
    for (const change of result.geaendert) this.#printChange(change);
    const unchanged = result.unveraendert === 1 ? '1 Befund bleibt' : `${result.unveraendert} Befunde bleiben`;
    const by = result.profil === null ? '' : ` nach ${result.profil}`;
    this.print(
      `${result.lauf}, bewertet${by} zum ${formatDay(result.stand)}: ${result.geaendert.length} anders als bisher, ${unchanged}.`,
    );
    if (result.gespeichert !== null) this.print(`Gespeichert als ${result.gespeichert}. neue Bewertung von ${result.lauf}.`);
    else if (result.geaendert.length > 0) this.note('Gespeichert wurde nichts; dafür gibt es --speichern.');
    return result;
  }

  #printChange({ check, ziel, vorher, nachher }: Judged['geaendert'][number]): void {
    const word = (said: typeof vorher) => (said === null ? markedWord('none', 'kein Befund') : statusWord(said.ergebnis));
    this.print(`${word(vorher)} → ${word(nachher)}  ${check} an ${ziel}`);
    this.print(paragraph((nachher ?? vorher)?.text ?? '', 2));
  }
}
