import { lockFrom, passphraseFileFlag } from '../../cli/backup-secrets.ts';
import { BaseCommand } from '../../cli/base-command.ts';
import { databaseLocation } from '../../cli/context.ts';
import { Flags, integerFlag, outputFolderFlag } from '../../cli/flags.ts';
import { counted, groupedDigits } from '../../cli/output.ts';
import { exitCodes } from '../../errors.ts';
import { createBackup } from '../../usecases/backup-create.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class SicherungErstellen extends BaseCommand<CommandJson['sicherung erstellen']> {
  static override summary = 'Datenbank und Nachweise in eine Datei sichern, auch während andere arbeiten';
  static override description =
    'Die Kopie wird geprüft, bevor sie geschrieben wird. Hat die Datenbank Mängel, wird trotzdem gesichert, nichts Älteres gelöscht und mit 3 beendet. --behalte löscht nur ältere Sicherungen derselben Datenbank; verschlüsselte erkennt es allein an Namen und Anfang, deshalb je Datenbank ein eigener Ordner. Wer Kennwort oder Schlüssel verliert, verliert die Sicherung.';
  static override examples = [
    'burgward sicherung erstellen',
    'burgward sicherung erstellen --ausgabe /mnt/sicherung --behalte 14',
    'burgward sicherung erstellen --verschluesseln',
    'burgward sicherung erstellen --empfaenger age1… --ausgabe /mnt/sicherung',
  ];
  static override refusedFlags = {
    stand: 'Ohne --stand aufrufen: Gesichert wird immer alles. Auch eine Sicherung lässt sich später mit --stand ansehen.',
  };
  static override flags = {
    ausgabe: outputFolderFlag('Ordner für die Datei; ohne Angabe „sicherungen“ neben der Datenbank'),
    verschluesseln: Flags.boolean({ description: 'mit einem Kennwort verschlüsseln, nach dem gefragt wird' }),
    'kennwort-datei': passphraseFileFlag(),
    empfaenger: Flags.string({
      description: 'für diesen öffentlichen Schlüssel verschlüsseln; mehrmals für mehrere',
      helpValue: 'age1…',
      multiple: true,
    }),
    behalte: integerFlag('behalte', { description: 'so viele Sicherungen behalten, ältere löschen', min: 1, max: 10_000 }),
    probe: Flags.boolean({ description: 'nur zeigen, was gesichert und gelöscht würde' }),
  };

  async run() {
    const { flags } = await this.parse(SicherungErstellen);
    const lock = await lockFrom(flags, this.canAsk);
    const progress = this.progress('Sicherung');
    const result = await createBackup({
      datenbank: databaseLocation(flags),
      folder: flags.ausgabe ?? null,
      lock,
      keep: flags.behalte ?? null,
      probe: flags.probe ?? false,
      programVersion: this.config.version,
      now: new Date(),
      signal: this.abortSignal,
      onStep: (done, total, text) => progress.update(done, total, text),
    }).finally(() => progress.finish());
    this.#show(result);
    if (result.maengel.length > 0) this.endWith(exitCodes.invalidData);
    return result;
  }

  #show(result: CommandJson['sicherung erstellen']): void {
    const { datei, probe, ordner, eintraege, ketten, nachweise, maengel, geloescht, belassen } = result;
    this.print(datei === null ? `Gesichert würde nach ${ordner}.` : datei.pfad);
    if (datei !== null) this.print(`${groupedDigits(datei.bytes)} Byte, SHA-256 ${datei.sha256}`);
    this.note(
      `${counted(eintraege, 'Eintrag', 'Einträge')} des Protokolls in ${counted(ketten, 'Kette', 'Ketten')}, ${counted(nachweise, 'Nachweisdatei', 'Nachweisdateien')}.`,
    );
    for (const pfad of geloescht) this.print(`${probe ? 'Gelöscht würde' : 'Gelöscht'}: ${pfad}`);
    for (const { pfad, grund } of belassen) this.note(`Nicht angerührt: ${pfad} (${grund})`);
    if (maengel.length === 0) return;
    this.note('Mängel der Datenbank; ältere Sicherungen bleiben deshalb alle:');
    for (const text of maengel) this.note(`  ${text}`);
  }
}
