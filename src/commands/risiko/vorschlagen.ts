import { confirmed } from '../../cli/confirm.ts';
import { Flags, kommuneFlag, yesFlag } from '../../cli/flags.ts';
import { counted, table } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { RiskJson } from '../../usecases/risk-json.ts';
import { suggestRisks } from '../../usecases/risk-proposals.ts';

type Proposal = RiskJson['risiko vorschlagen'];

export default class RisikoVorschlagen extends WriteCommand<Proposal> {
  static override summary = 'Risiken vorschlagen, wo eine Risikoanalyse nötig ist';
  static override description =
    'Nötig ist sie nach BSI-Standard 200-3 bei hohem oder sehr hohem Schutzbedarf, ohne passenden Baustein und bei ungewöhnlichem Betrieb; für alles andere steht da, warum nicht. Je Zielobjekt höchstens zehn Gefährdungen, gleichartige Zielobjekte zusammen. Angelegt wird erst nach Rückfrage, mit --probe gar nicht. Die Basis-Absicherung verlangt keine Risikoanalyse.';
  static override examples = [
    'burgward risiko vorschlagen --kommune beispielhain --probe',
    'burgward risiko vorschlagen --kommune beispielhain --zielobjekt SV-FACH --ungewoehnlich SV-FACH --ja',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    zielobjekt: Flags.string({
      description: 'nur dieses Zielobjekt; mehrfach möglich',
      helpValue: 'KUERZEL',
      multiple: true,
    }),
    ungewoehnlich: Flags.string({
      description: 'wird anders betrieben als üblich; mehrfach möglich',
      helpValue: 'KUERZEL',
      multiple: true,
    }),
    probe: Flags.boolean({ description: 'nur zeigen, was angelegt würde' }),
    ja: yesFlag(),
  };

  async run() {
    const { flags } = await this.parse(RisikoVorschlagen);
    const request = {
      kommune: flags.kommune,
      zielobjekte: flags.zielobjekt ?? [],
      ungewoehnlich: flags.ungewoehnlich ?? [],
    };
    const suggest = (probe: boolean) => this.withContext(flags, (context) => suggestRisks(context, { ...request, probe }));
    const proposal = await suggest(true);
    this.#show(proposal);
    const n = proposal.gruppen.reduce((sum, { risiken }) => sum + risiken.length, 0);
    if (flags.probe || n === 0) {
      if (flags.probe) this.note('Probe: Es wurde nichts angelegt.');
      return { ...proposal, probe: flags.probe === true };
    }
    await confirmed(`${counted(n, 'Risiko', 'Risiken')} anlegen?`, flags.ja, this.canAsk);
    const recorded = await suggest(false);
    const ids = recorded.gruppen.flatMap(({ risiken }) => risiken.map(({ id }) => id));
    this.print(`Angelegt: ${ids.join(', ')}. Weiter mit „burgward risiko bewerten“.`);
    return recorded;
  }

  #show({ gruppen, begruendungen }: Proposal): void {
    for (const { zielobjekte, anlaesse, risiken, weitere, schonErfasst } of gruppen) {
      this.print(zielobjekte.map(({ kuerzel, name }) => `${kuerzel} ${name}`).join(', '));
      for (const { text } of anlaesse) this.print(`  ${text}`);
      if (risiken.length > 0)
        this.print(
          table(risiken, [
            { header: 'Gefährdung', value: ({ gefaehrdung, name }) => `${gefaehrdung} ${name}` },
            { header: 'Zielobjekte', value: ({ zielobjekte: codes }) => codes.join(', ') },
            { header: 'Warum', value: ({ grund }) => grund },
          ]),
        );
      const others = [
        ...(schonErfasst > 0 ? [`${counted(schonErfasst, 'Gefährdung ist', 'Gefährdungen sind')} schon erfasst.`] : []),
        ...(weitere > 0 ? [`${counted(weitere, 'weitere Gefährdung ist', 'weitere Gefährdungen sind')} nicht gezeigt.`] : []),
      ];
      this.print(`${others.join(' ')}\n`);
    }
    for (const text of begruendungen) this.print(text);
  }
}
