import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { type Column, statusWord, table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { exitCodes } from '../../errors.ts';
import { evaluateFrameworkFor } from '../../usecases/evaluate-framework.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

const failureLevels = ['nicht-erfuellt', 'teilweise', 'offen'] as const;

type Row = CommandJson['rahmenwerk auswerten']['punkte'][number];

const localColumns: readonly Column<Row>[] = [
  { header: 'Gilt bei uns', value: (p) => p.giltBeiUns },
  { header: 'Fundstelle im Vertrag', value: (p) => p.fundstelle },
];

export default class RahmenwerkAuswerten extends StoreCommand<CommandJson['rahmenwerk auswerten']> {
  static override summary = 'Ein Rahmenwerk Punkt für Punkt auswerten';
  static override examples = [
    'burgward rahmenwerk auswerten saechsisichg --kommune beispielhain',
    'burgward rahmenwerk auswerten kdn --kommune beispielhain --fehler-bei nicht-erfuellt',
  ];
  static override args = { rahmenwerk: Args.string({ description: 'Kennung aus „rahmenwerk liste“', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    'fehler-bei': Flags.option({
      options: failureLevels,
      description: 'mit 1 enden, wenn ein Punkt nicht erfüllt ist; „teilweise“ und „offen“ zählen jeweils mehr dazu',
      helpValue: 'STUFE',
    })(),
  };

  async run() {
    const { args, flags } = await this.parse(RahmenwerkAuswerten);
    const result = await this.withContext(flags, (context) => evaluateFrameworkFor(context, flags.kommune, args.rahmenwerk));
    this.print(
      table(result.punkte, [
        { header: 'Punkt', value: (p) => p.id },
        { header: 'Stelle', value: (p) => p.ref },
        { header: 'Art', value: (p) => p.art },
        { header: 'Stand', value: (p) => statusWord(p.status) },
        { header: 'Begründung', value: (p) => p.begruendung },
        { header: 'Vertrauen', value: (p) => p.vertrauen },
        ...(result.punkte.some((p) => p.giltBeiUns !== undefined) ? localColumns : []),
      ]),
    );
    const { erfuellt, teilweise, nichtErfuellt, offen, nichtAnwendbar } = result.ergebnis;
    this.print(
      `erfüllt ${erfuellt}, teilweise ${teilweise}, nicht erfüllt ${nichtErfuellt}, offen ${offen}, nicht anwendbar ${nichtAnwendbar}`,
    );
    if (flags['fehler-bei'] !== undefined && hasGaps(result.ergebnis, flags['fehler-bei'])) this.endWith(exitCodes.gapsFound);
    return result;
  }
}

function hasGaps(
  { nichtErfuellt, teilweise, offen }: CommandJson['rahmenwerk auswerten']['ergebnis'],
  level: (typeof failureLevels)[number],
): boolean {
  const counted = {
    'nicht-erfuellt': nichtErfuellt,
    teilweise: nichtErfuellt + teilweise,
    offen: nichtErfuellt + teilweise + offen,
  };
  return counted[level] > 0;
}
