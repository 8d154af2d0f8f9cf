import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { counted, table } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { findAffected } from '../../usecases/affected.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class WarnungBetroffen extends WriteCommand<CommandJson['warnung betroffen']> {
  static override summary = 'In allen Kommunen suchen, wen eine Warnung betreffen könnte';
  static override description =
    'Verglichen werden die Wörter des Produkts mit Name, Plattform und Zweck der Zielobjekte. Ein Treffer ist ein Verdacht, kein Treffer keine Entwarnung: beides ist zu bestätigen. Mit --erfassen steht die Warnung danach auch bei den Kommunen mit Treffern, im Zustand „pruefen“.';
  static override examples = [
    'burgward warnung betroffen W1 --kommune beispielhain',
    'burgward warnung betroffen W1 --kommune beispielhain --erfassen',
  ];
  static override args = { nr: Args.string({ description: 'Nummer der Warnung, zum Beispiel W1', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    erfassen: Flags.boolean({ description: 'die Warnung bei den gefundenen Kommunen eintragen' }),
  };

  async run() {
    const { args, flags } = await this.parse(WarnungBetroffen);
    const request = { kommune: flags.kommune, id: args.nr, record: flags.erfassen === true };
    const result = await this.withContext(flags, (context) => findAffected(context, request));
    if (result.kommunen.length > 0)
      this.print(
        table(result.kommunen, [
          { header: 'Kommune', value: ({ kommune }) => kommune },
          {
            header: 'Zielobjekte (passt auf)',
            value: ({ zielobjekte }) =>
              zielobjekte.map(({ kuerzel, name, passt }) => `${kuerzel} ${name} (${passt.join(', ')})`).join('; '),
          },
          { header: 'Warnung', value: ({ eintrag }) => eintrag },
          { header: 'Zustand', value: ({ zustand }) => zustand ?? 'nicht eingetragen' },
          { header: 'Antwort von', value: ({ antwortVon }) => antwortVon },
        ]),
      );
    const hits = result.kommunen.filter(({ zielobjekte }) => zielobjekte.length > 0).length;
    this.note(
      `Gesucht: ${result.gesucht.join(', ')}. ${counted(hits, 'Kommune passt', 'Kommunen passen')}; zu bestätigen.${hits === 0 ? ' Das ist keine Entwarnung: gesucht wird nur in dem, was zu Zielobjekten eingetragen ist.' : ''}`,
    );
    if (result.ohneZielobjekte.length > 0)
      this.note(`Nichts zu sehen, weil keine Zielobjekte erfasst sind: ${result.ohneZielobjekte.join(', ')}.`);
    if (result.eingetragen.length > 0) this.note(`Neu eingetragen bei: ${result.eingetragen.join(', ')}.`);
    return result;
  }
}
