import { kommuneFlag } from '../../cli/flags.ts';
import { paragraph, table } from '../../cli/output.ts';
import { listItem } from '../../cli/page.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { sharesText } from '../../domain/answer-shares.ts';
import { describeInheritance } from '../../usecases/current-answers-summary.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { showStatusWithDisputes } from '../../usecases/show-status.ts';

type Row = CommandJson['erhebung stand']['themen'][number];

export default class ErhebungStand extends StoreCommand<CommandJson['erhebung stand']> {
  static override summary = 'Wie weit die Erhebung ist, gesamt und je Thema';
  static override examples = [
    'burgward erhebung stand --kommune beispielhain',
    'burgward erhebung stand --kommune beispielhain --stand 2025-12-31',
  ];
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { flags } = await this.parse(ErhebungStand);
    const { status, disputes, bulk, inheritance } = await this.withContext(flags, async (context) => ({
      ...(await showStatusWithDisputes(context, flags.kommune)),
      inheritance: this.jsonEnabled() ? [] : await describeInheritance(context, flags.kommune),
    }));
    const { gesamt } = status;
    const number = (header: string, value: (row: Row) => number) => ({ header, value, align: 'right' as const });
    this.print(
      table(
        [...status.themen, { thema: 'Gesamt', ...gesamt }],
        [
          { header: 'Thema', value: (row) => row.thema },
          number('Fragen', (row) => row.n),
          number('ja', (row) => row.ja),
          number('teilweise', (row) => row.teilweise),
          number('nein', (row) => row.nein),
          number('entbehrlich', (row) => row.entbehrlich),
          number('offen', (row) => row.offen),
          number('zu bestätigen', (row) => row.zuBestaetigen),
        ],
      ),
    );
    this.print(paragraph(`Profil ${status.profil}, Katalog ${status.katalog.edition}: ${sharesText(gesamt)}.`));
    if (bulk > 0) this.print(`Gesammelt gesetzt oder bestätigt, nicht einzeln: ${bulk} der ${gesamt.ja} „ja“.`);
    for (const line of inheritance) this.print(paragraph(line));
    if (disputes.length > 0) this.print(`Beanstandet und daher zu klären: ${disputes.length}`);
    for (const dispute of disputes) this.print(listItem(dispute));
    return status;
  }
}
