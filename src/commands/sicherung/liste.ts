import { BaseCommand } from '../../cli/base-command.ts';
import { databaseLocation } from '../../cli/context.ts';
import { Flags } from '../../cli/flags.ts';
import { formatInstant } from '../../cli/format.ts';
import { groupedDigits, markedWord, table } from '../../cli/output.ts';
import { listBackups } from '../../usecases/backup-list.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

const marks = { lesbar: 'good', verschluesselt: 'unknown', beschaedigt: 'bad' } as const;
const words = { lesbar: 'lesbar', verschluesselt: 'verschlüsselt', beschaedigt: 'beschädigt' } as const;

export default class SicherungListe extends BaseCommand<CommandJson['sicherung liste']> {
  static override summary = 'Die Sicherungen eines Ordners, die neueste zuerst';
  static override description =
    'Zeigt, was die Dateien über sich sagen. Ob sie sich einspielen lassen, beweist „burgward sicherung pruefen“.';
  static override examples = ['burgward sicherung liste', 'burgward sicherung liste --ordner /mnt/sicherung'];
  static override flags = {
    ordner: Flags.string({ description: 'Ordner; ohne Angabe „sicherungen“ neben der Datenbank', helpValue: 'ORDNER' }),
  };

  async run() {
    const { flags } = await this.parse(SicherungListe);
    const result = await listBackups(databaseLocation(flags), flags.ordner ?? null);
    if (result.sicherungen.length === 0) {
      this.note(`In ${result.ordner} liegt keine Sicherung. „burgward sicherung erstellen“ macht eine.`);
      return result;
    }
    this.print(
      table(result.sicherungen, [
        { header: 'Erstellt', value: ({ erstellt }) => (erstellt === null ? null : formatInstant(erstellt)) },
        { header: 'Byte', value: ({ bytes }) => groupedDigits(bytes), align: 'right' },
        { header: 'Zustand', value: ({ zustand }) => markedWord(marks[zustand], words[zustand]) },
        { header: 'Schema', value: ({ schema }) => schema, align: 'right' },
        { header: 'Nachweise', value: ({ nachweise }) => nachweise, align: 'right' },
        { header: 'Datei', value: ({ pfad }) => pfad },
      ]),
    );
    for (const { problem } of result.sicherungen) if (problem !== null) this.note(problem);
    return result;
  }
}
