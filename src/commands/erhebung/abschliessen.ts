import { confirmed } from '../../cli/confirm.ts';
import { Flags, kommuneFlag, yesFlag } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { closeErhebung } from '../../usecases/erhebungen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ErhebungAbschliessen extends WriteCommand<CommandJson['erhebung abschliessen']> {
  static override summary = 'Die laufende Erhebung abschließen und ihren Stand festhalten';
  static override description =
    'Die Prüfsumme umfasst Katalog, Fragen, alle Antworten mit Herkunft und Gegenzeichnung; „burgward erhebung pruefen“ rechnet sie nach. Offene Fragen hindern nicht, sie werden gezählt. Eine abgeschlossene Erhebung lässt sich nicht wieder öffnen; neue Antworten kommen in die nächste.';
  static override examples = [
    'burgward erhebung abschliessen --kommune beispielhain --ja',
    'burgward erhebung abschliessen --kommune beispielhain --unterzeichnet-von "Jana Muster" --rolle leitung --ja',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    'unterzeichnet-von': Flags.string({ description: 'wer den Stand unterzeichnet', helpValue: 'NAME' }),
    rolle: Flags.string({ description: 'in welcher Rolle, zum Beispiel leitung', helpValue: 'ROLLE' }),
    ja: yesFlag(),
  };

  async run() {
    const { flags } = await this.parse(ErhebungAbschliessen);
    await confirmed(`Die laufende Erhebung von ${flags.kommune} abschließen?`, flags.ja, this.canAsk);
    const signature = { unterzeichnetVon: flags['unterzeichnet-von'], rolle: flags.rolle };
    const erhebung = await this.withContext(flags, (context) => closeErhebung(context, flags.kommune, signature));
    const { offen, zuBestaetigen, n } = erhebung.stand;
    this.print(`${erhebung.name} (${erhebung.id}) abgeschlossen.`);
    this.print(`Prüfsumme ${erhebung.pruefsumme}`);
    if (erhebung.unterzeichnetVon !== null) this.print(`Unterzeichnet von ${erhebung.unterzeichnetVon}`);
    if (offen + zuBestaetigen > 0) {
      this.note(`Von ${counted(n, 'Frage', 'Fragen')} bleiben ${offen} offen und ${zuBestaetigen} zu bestätigen.`);
    }
    if (erhebung.beanstandet > 0) this.note(`${counted(erhebung.beanstandet, 'Antwort ist', 'Antworten sind')} beanstandet.`);
    return erhebung;
  }
}
