import { befundeText } from '../../cli/befunde-text.ts';
import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { vantages } from '../../domain/observation.ts';
import { importScan } from '../../usecases/import-scan.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

/** Most hosts named in the note. */
const maxNamed = 20;

export default class NetzImportieren extends WriteCommand<CommandJson['netz importieren']> {
  static override summary = 'Ein Ergebnis von nmap (XML), das anderswo entstand, einlesen und beurteilen';
  static override description = [
    'Gesendet wird nichts. Gelesen wird, was „nmap -oX“ schreibt, auch von alten Versionen und auch abgebrochene Dateien: Was fertig war, zählt, der Rest gilt als nicht geprüft.',
    '',
    'Von wo aus geprüft wurde, steht nicht in der Datei und entscheidet doch, wie schwer ein Befund wiegt; deshalb ist --blickwinkel nötig. Rechner, die kein Zielobjekt nennt, werden aufgezählt.',
  ].join('\n');
  static override examples = [
    'burgward netz importieren ./ergebnis.xml --kommune beispielhain --blickwinkel internet --probe',
    'burgward netz importieren ./ergebnis.xml --kommune beispielhain --blickwinkel internet',
  ];
  static override args = { datei: Args.string({ description: 'XML-Datei von nmap', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    blickwinkel: Flags.option({
      options: vantages,
      description: 'von wo geprüft wurde: internet, kdn, lan oder host',
      helpValue: 'ORT',
      required: true,
    })(),
    erneut: Flags.boolean({ description: 'auch wenn diese Datei schon eingelesen wurde', default: false }),
    probe: Flags.boolean({ description: 'nur zeigen, was die Datei ergibt; nichts speichern', default: false }),
  };

  async run() {
    const { args, flags } = await this.parse(NetzImportieren);
    const request = {
      kommune: flags.kommune,
      path: args.datei,
      vantage: flags.blickwinkel,
      probe: flags.probe,
      again: flags.erneut,
    };
    const result = await this.withContext(flags, (context) => importScan(context, request));
    this.print(befundeText(result));
    for (const hinweis of result.hinweise) this.note(hinweis);
    const { ohneZielobjekt, probe, lauf } = result;
    if (ohneZielobjekt.length > 0) {
      const more = ohneZielobjekt.length - maxNamed;
      const list = `${ohneZielobjekt.slice(0, maxNamed).join(', ')}${more > 0 ? ` und ${more} weitere` : ''}`;
      this.note(`${counted(ohneZielobjekt.length, 'Rechner', 'Rechner')}, die kein Zielobjekt nennt: ${list}`);
    }
    this.note(probe ? 'Probe: Es wurde nichts gespeichert.' : `Gespeichert als ${lauf}.`);
    return result;
  }
}
