import { Flags, integerFlag, optionalKommuneFlag, outputFolderFlag } from '../cli/flags.ts';
import { counted, statusMarks, table } from '../cli/output.ts';
import { StoreCommand } from '../cli/store-command.ts';
import { formatDay } from '../domain/calendar.ts';
import type { OwnDueKind } from '../domain/due.ts';
import { registers } from '../domain/registers/index.ts';
import { listDue } from '../usecases/due.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';

const formats = ['text', 'ics', 'xlsx'] as const;

const ownWords: Readonly<Record<OwnDueKind, string>> = {
  luecke: 'Lücke',
  bestaetigung: 'Bestätigung',
  pflicht: 'Pflicht',
  nachweis: 'Nachweis',
  erklaerung: 'Erklärung',
  vertrag: 'Vertrag',
  paket: 'Paket',
  notiz: 'Notiz',
  rolle: 'Rolle',
  freigabe: 'Freigabe',
  befund: 'Befund',
  vorfall: 'Vorfall',
  nachricht: 'Nachricht',
};
const kindWords: Readonly<Record<string, string>> = {
  ...Object.fromEntries(registers.map(({ id, one }) => [id, one])),
  ...ownWords,
};

export default class Faellig extends StoreCommand<CommandJson['faellig']> {
  static override summary = 'Was überfällig ist und was in den nächsten Tagen fällig wird, über alle Kommunen';
  static override description =
    'Lücken mit Termin, Antworten, die zu bestätigen sind, gesetzliche Fristen, Nachweise, Erklärungen, Verträge, Pakete, Rollen, Freigaben, erklärte Befunde, Meldefristen von Vorfällen, Notizen und alle Register (Maßnahmen, Warnungen, Dokumente, Termine …). Übernommene Lücken stehen dort, wo die Antwort eingetragen ist: bei der Gruppe oder der erfüllenden Kommune. --format ics schreibt eine Kalenderdatei; neu eingelesen ersetzt sie ihre alten Einträge.';
  static override examples = [
    'burgward faellig',
    'burgward faellig --tage 30 --kommune beispielhain',
    'burgward faellig --tage 90 --format ics --ausgabe ./ausgabe',
  ];
  static override flags = {
    kommune: optionalKommuneFlag(),
    tage: integerFlag('tage', { description: 'wie viele Tage voraus; ohne Angabe 14', min: 0, max: 3650 }),
    format: Flags.option({
      options: formats,
      description: 'text, ics oder xlsx',
      helpValue: 'FORMAT',
      default: 'text' as const,
    })(),
    ausgabe: outputFolderFlag('Ordner für die Datei; ohne Angabe ./ausgabe'),
  };

  async run() {
    const { flags } = await this.parse(Faellig);
    const request = { kommune: flags.kommune, days: flags.tage ?? 14 };
    const result = await this.withContext(flags, async (context) => {
      const due = await listDue(context, request);
      if (flags.format === 'text') return due;
      const { writeDue } = await import('../usecases/export-due.ts');
      return { ...due, dateien: await writeDue(due, flags.format as 'ics' | 'xlsx', flags.ausgabe ?? 'ausgabe') };
    });
    if (result.dateien !== undefined) for (const { pfad } of result.dateien) this.print(pfad);
    else if (result.punkte.length > 0) {
      this.print(
        table(result.punkte, [
          { header: '', value: ({ ueberfaellig }) => (ueberfaellig ? statusMarks.bad : '') },
          { header: 'bis', value: ({ tag }) => formatDay(tag) },
          { header: 'Kommune', value: ({ kommune }) => kommune },
          { header: 'Art', value: ({ art }) => kindWords[art] ?? art },
          { header: 'Nr.', value: ({ id }) => id },
          { header: 'Was', value: ({ text }) => text },
          { header: 'Wer', value: ({ wer }) => wer },
        ]),
      );
    }
    const late = result.punkte.filter(({ ueberfaellig }) => ueberfaellig).length;
    this.note(
      result.punkte.length === 0
        ? `Bis ${formatDay(result.bis)} ist nichts fällig.`
        : `${counted(result.punkte.length, 'Punkt', 'Punkte')} bis ${formatDay(result.bis)}, davon ${late} überfällig.`,
    );
    if (result.ohneTermin > 0)
      this.note(`${counted(result.ohneTermin, 'Lücke hat', 'Lücken haben')} keinen Termin oder niemanden, der sie schließt.`);
    return result;
  }
}
