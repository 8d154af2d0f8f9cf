import { probeFlag } from '../../cli/bulk.ts';
import { confirmed } from '../../cli/confirm.ts';
import { Args, Flags, kommuneFlag, yesFlag } from '../../cli/flags.ts';
import { counted, statusWord, table } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import { countersign } from '../../usecases/countersign.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ErhebungGegenzeichnen extends WriteCommand<CommandJson['erhebung gegenzeichnen']> {
  static override summary = 'Antworten als zweite Person bestätigen oder beanstanden (Vier-Augen-Prinzip)';
  static override description =
    'Gegenzeichnen kann nur, wer die Antwort weder gegeben noch erfasst hat. Es gilt für genau diese Antwort, nicht für eine spätere. Eine beanstandete Antwort ist zu bestätigen, bis neu geantwortet oder doch gegengezeichnet wird; ein „nein“ bleibt „nein“.';
  static override examples = [
    'burgward erhebung gegenzeichnen BAK-01.01 BAK-01.02 --kommune beispielhain --person "Jana Muster"',
    'burgward erhebung gegenzeichnen --filter thema=backup --kommune beispielhain --person "Jana Muster" --ja',
    'burgward erhebung gegenzeichnen BAK-01.01 --kommune beispielhain --person "Jana Muster" --beanstanden --anmerkung "Die letzte Übung war 2023"',
  ];
  static override args = {
    control: Args.string({ description: 'Kennungen der Anforderungen, zum Beispiel BAK-01.01', multiple: true }),
  };
  static override flags = {
    kommune: kommuneFlag(),
    filter: Flags.string({
      description:
        'welche Antworten; mehrere Filter gelten zusammen. Felder: thema, baustein, rolle, control, stufe, zielobjekt, zustand',
      helpValue: 'FELD=WERT[,WERT]',
      multiple: true,
      multipleNonGreedy: true,
    }),
    beanstanden: Flags.boolean({ description: 'nicht bestätigen, sondern widersprechen; braucht --anmerkung' }),
    anmerkung: Flags.string({ description: 'was dazu zu sagen ist', helpValue: 'TEXT' }),
    probe: probeFlag(),
    ja: yesFlag(),
  };

  async run() {
    const { args, flags } = await this.parse(ErhebungGegenzeichnen);
    const request = {
      kommune: flags.kommune,
      controls: args.control ?? [],
      filter: flags.filter ?? [],
      result: flags.beanstanden ? ('beanstandet' as const) : ('bestaetigt' as const),
      remark: flags.anmerkung,
    };
    return this.withContext(flags, async (context) => {
      const preview = await countersign(context, { ...request, probe: true });
      this.#printPreview(preview);
      if (flags.probe || preview.gezeichnet.length === 0) return preview;
      const count = counted(preview.gezeichnet.length, 'Antwort', 'Antworten');
      if (request.filter.length > 0) {
        await confirmed(`${count} ${flags.beanstanden ? 'beanstanden' : 'gegenzeichnen'}?`, flags.ja, this.canAsk);
      }
      const result = await countersign(context, { ...request, probe: false });
      this.print(`${count} ${flags.beanstanden ? 'beanstandet' : 'gegengezeichnet'} von ${result.person}.`);
      return result;
    });
  }

  #printPreview({ gezeichnet, ausgelassen }: CommandJson['erhebung gegenzeichnen']): void {
    if (gezeichnet.length === 0) this.print('Es gibt nichts gegenzuzeichnen.');
    else {
      this.print(
        table(gezeichnet, [
          { header: 'Anforderung', value: (row) => row.control },
          { header: 'Titel', value: (row) => row.titel },
          { header: 'Zielobjekt', value: (row) => row.zielobjekt },
          { header: 'Antwort', value: (row) => statusWord(row.status) },
          { header: 'gesagt von', value: (row) => row.gesagtVon },
          { header: 'vom', value: (row) => formatDay(row.gueltigAb) },
        ]),
      );
    }
    for (const { control, zielobjekt, grund } of ausgelassen) this.print(`Ausgelassen: ${control} (${zielobjekt}), ${grund}.`);
  }
}
