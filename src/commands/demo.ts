import { relative } from 'node:path';
import { BaseCommand } from '../cli/base-command.ts';
import { reportsFolder, shippedCatalogue } from '../cli/context.ts';
import { outputFolderFlag } from '../cli/flags.ts';
import { markedWord, paragraph, styled } from '../cli/output.ts';
import { sharesText } from '../domain/answer-shares.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';
import { type DemoResult, runDemo } from '../usecases/run-demo.ts';

export default class Demo extends BaseCommand<CommandJson['demo']> {
  static override summary = 'Alles einmal zeigen: die erfundene Gemeinde Beispielhain, geprüft, ausgewertet und berichtet';
  static override description =
    'Legt in einer eigenen Datenbank eine Kommune an, erfasst Antworten, prüft zwei selbst gestartete Server auf diesem Rechner und schreibt die Berichte. An andere Rechner geht nichts.';
  static override examples = ['burgward demo', 'burgward demo --ausgabe ./ausgabe'];
  static override refusedFlags = {
    datenbank: 'Die Demo legt ihre eigene Datenbank an; wohin, sagt --ausgabe.',
    stand: 'Ohne --stand aufrufen: Die Demo zeigt immer den heutigen Tag.',
  };
  static override flags = { ausgabe: outputFolderFlag('Ordner für Datenbank und Berichte; ohne Angabe ./ausgabe') };

  async run() {
    const { flags } = await this.parse(Demo);
    const progress = this.progress('Beispielhain');
    let step = 0;
    const result = await runDemo({
      ausgabe: flags.ausgabe ?? 'ausgabe',
      catalogue: await shippedCatalogue(),
      programVersion: this.config.version,
      reportsFolder: reportsFolder(),
      now: () => new Date(),
      signal: this.abortSignal,
      onStep: (text) => {
        step += 1;
        progress.note(`${step}. ${text}`);
      },
    }).finally(() => progress.finish());
    this.#show(result);
    return result.json;
  }

  #show({ json, status, contradictions, notes }: DemoResult): void {
    if (json.nmap === null)
      this.print(
        `${markedWord('unknown', 'Ohne nmap:')} geprüft hat der eigene Verbindungstest; was er nicht sehen kann, steht in den Berichten.`,
      );
    for (const note of notes) this.note(note);
    const { gesamt } = status;
    this.print();
    this.print(paragraph(`${sharesText(gesamt)}.`));
    const [first] = contradictions;
    if (first !== undefined) this.print(`${markedWord('bad', 'Widerspruch, zum Beispiel:')}\n${paragraph(first.text, 2)}`);
    this.print();
    const files = (bericht: string) =>
      json.dateien.filter((datei) => datei.bericht === bericht).map((datei) => shortest(datei.pfad));
    this.print(styled('bold', 'Zuerst ansehen: die Seite für die Bürgermeisterin'));
    for (const path of files('leitung').toReversed()) this.print(`  ${path}`);
    this.print('Danach: Pflichten nach dem Gesetz und Bedingungen des KDN');
    for (const path of [...files('saechsisichg'), ...files('kdn')]) this.print(`  ${path}`);
    this.print();
    this.print(`Weiter probieren: burgward netz widersprueche --kommune beispielhain --datenbank ${shortest(json.datenbank)}`);
  }
}

function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : `./${fromHere}`;
}
