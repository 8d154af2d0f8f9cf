import { dateFlag, Flags, kommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { formatDayOrDash } from '../../cli/format.ts';
import { counted, table } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { createPackets } from '../../usecases/create-packet.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class PaketErstellen extends WriteCommand<CommandJson['paket erstellen']> {
  static override summary = 'Offene Fragen als Dateien für Fachämter und Dienstleister schreiben';
  static override description =
    'Je Rolle entsteht ein Paket mit höchstens 25 Fragen, bei mehr Fragen mehrere. Gefragt wird, was offen oder zu bestätigen ist; was eine gültige Erklärung abdeckt, wird nie gefragt. Ein Begleitschreiben dazu: burgward bericht erstellen paketbegleitung --eintrag P1.';
  static override examples = [
    'burgward paket erstellen --kommune beispielhain --rolle it-leitung --empfaenger "Jan Krause" --faellig 2026-12-31',
    'burgward paket erstellen --kommune beispielhain --thema backup --format html,xlsx,csv --ausgabe ./pakete',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    rolle: Flags.string({ description: 'nur Fragen an diese Rolle, zum Beispiel it-leitung', helpValue: 'ROLLE' }),
    thema: Flags.string({ description: 'nur dieses Thema, zum Beispiel backup', helpValue: 'THEMA' }),
    profil: Flags.string({ description: 'nach diesem Profil; ohne Angabe das der Erhebung', helpValue: 'PROFIL' }),
    zielobjekt: Flags.string({ description: 'nur für dieses Zielobjekt (Kürzel)', helpValue: 'KUERZEL' }),
    empfaenger: Flags.string({ description: 'an wen das Paket geht', helpValue: 'NAME' }),
    faellig: dateFlag('faellig', { description: 'bis wann die Antworten zurück sein sollen' }),
    alle: Flags.boolean({ description: 'auch fragen, was gültig beantwortet ist' }),
    format: Flags.string({ description: 'html, xlsx, csv; mehrere mit Komma', helpValue: 'html,xlsx', default: 'html' }),
    ausgabe: outputFolderFlag('Ordner für die Dateien; ohne Angabe ./ausgabe'),
  };

  async run() {
    const { flags } = await this.parse(PaketErstellen);
    const result = await this.withContext(flags, (context) =>
      createPackets(context, {
        kommune: flags.kommune,
        rolle: flags.rolle,
        thema: flags.thema,
        profil: flags.profil,
        zielobjekt: flags.zielobjekt,
        empfaenger: flags.empfaenger,
        faellig: flags.faellig,
        alle: flags.alle === true,
        formate: flags.format.split(','),
        ausgabe: flags.ausgabe ?? 'ausgabe',
      }),
    );
    if (result.pakete.length === 0) {
      this.print('Es ist nichts offen: Kein Paket erstellt.');
      this.note('Mit --alle wird auch gefragt, was gültig beantwortet ist.');
      return result;
    }
    this.print(
      table(result.pakete, [
        { header: 'Paket', value: ({ id }) => id },
        { header: 'An', value: ({ titel, empfaenger }) => (empfaenger === null ? titel : `${titel} (${empfaenger})`) },
        { header: 'Fragen', value: ({ fragen }) => fragen, align: 'right' },
        { header: 'Zurück bis', value: ({ faellig }) => formatDayOrDash(faellig) },
      ]),
    );
    this.print();
    for (const { pfad } of result.pakete.flatMap(({ dateien }) => dateien)) this.print(pfad);
    this.note(
      `${counted(result.pakete.length, 'Paket', 'Pakete')} mit ${counted(result.fragen, 'Frage', 'Fragen')}. Antworten liest „burgward paket einlesen DATEI --kommune ${result.kommune}“.`,
    );
    return result;
  }
}
