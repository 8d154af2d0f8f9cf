import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import { UsageError } from '../../errors.ts';
import { listBaselines, removeBaseline, setBaseline } from '../../usecases/compare-runs.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

const actions = ['liste', 'setzen', 'entfernen'] as const;

export default class NetzBasis extends StoreCommand<CommandJson['netz basis']> {
  static override summary = 'Vergleichsstände: einen Lauf benennen, mit dem spätere verglichen werden';
  static override description =
    'Ein Vergleichsstand ist zum Beispiel die Prüfung bei der Abnahme. Derselbe Name noch einmal gesetzt meint von da an den neuen Lauf.';
  static override examples = [
    'burgward netz basis setzen abnahme-2026 --kommune beispielhain --lauf L3',
    'burgward netz basis liste --kommune beispielhain',
    'burgward netz basis entfernen abnahme-2026 --kommune beispielhain',
  ];
  static override args = {
    aktion: Args.string({ description: 'setzen, liste oder entfernen', options: [...actions], default: 'liste' }),
    name: Args.string({ description: 'Name des Vergleichsstands' }),
  };
  static override flags = {
    kommune: kommuneFlag(),
    lauf: Flags.string({ description: 'welcher Lauf; ohne Angabe der letzte', helpValue: 'LAUF' }),
  };

  async run() {
    const { args, flags } = await this.parse(NetzBasis);
    const { kommune, lauf } = flags;
    const { name } = args;
    const isWriting = args.aktion !== 'liste';
    if (isWriting && name === undefined)
      throw new UsageError(
        'Der Name des Vergleichsstands fehlt.',
        `Zum Beispiel: burgward netz basis ${args.aktion} abnahme-2026`,
      );
    if (isWriting && flags.stand !== undefined)
      throw new UsageError('--stand gilt hier nicht.', 'Ohne --stand aufrufen: Erfasst wird immer zum heutigen Tag.');
    const baselines = await this.withContext(flags, (context) => {
      if (args.aktion === 'setzen') return setBaseline(context, kommune, name ?? '', lauf);
      if (args.aktion === 'entfernen') return removeBaseline(context, kommune, name ?? '');
      return listBaselines(context, kommune);
    });
    if (baselines.length === 0) this.print('Kein Vergleichsstand ist gesetzt.');
    else {
      this.print(
        table(baselines, [
          { header: 'Name', value: (each) => each.name },
          { header: 'Lauf', value: (each) => each.lauf },
          { header: 'Seit', value: (each) => formatDay(each.seit) },
        ]),
      );
    }
    return baselines;
  }
}
