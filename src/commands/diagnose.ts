import { BaseCommand } from '../cli/base-command.ts';
import { databaseLocation, shippedCatalogue } from '../cli/context.ts';
import { keyValues, markedWord } from '../cli/output.ts';
import { diagnose } from '../usecases/diagnose.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';

export default class Diagnose extends BaseCommand<CommandJson['diagnose']> {
  static override summary = 'Zeigen, was installiert und benutzbar ist, mit Hinweisen';
  static override examples = ['burgward diagnose'];

  async run() {
    const { flags } = await this.parse(Diagnose);
    const request = { programVersion: this.config.version, datenbank: databaseLocation(flags), loadCatalogue: shippedCatalogue };
    const result = await diagnose(request);
    const { nmap, node, katalog, datenbank } = result;
    this.print(
      keyValues([
        ['burgward', result.version],
        ['Node', mark(true, `${node.version} (${node.pfad})`)],
        [
          'nmap',
          nmap === null
            ? mark(false, 'fehlt; es prüft der eigene Verbindungstest')
            : mark(true, `${nmap.version} (${nmap.pfad})`),
        ],
        ['PDF', mark(result.pdf, result.pdf ? 'vorhanden' : 'kein Erzeuger für dieses System; HTML geht immer')],
        ['Katalog', katalog === null ? mark(false, 'nicht lesbar') : mark(true, `${katalog.id} ${katalog.edition}`)],
        ['Datenbank', mark(datenbank.problem === null && datenbank.beschreibbar, databaseText(datenbank))],
      ]),
    );
    for (const hint of result.hinweise) this.note(hint);
    return result;
  }
}

function mark(isGood: boolean, text: string): string {
  return markedWord(isGood ? 'good' : 'bad', text);
}

function databaseText({ pfad, vorhanden, beschreibbar, kommunen, problem }: CommandJson['diagnose']['datenbank']): string {
  if (problem !== null) return problem;
  if (!beschreibbar) return `${pfad}: keine Schreibrechte`;
  if (!vorhanden) return `${pfad}: wird beim ersten Erfassen angelegt`;
  return `${pfad}: ${kommunen === 1 ? '1 Kommune' : `${kommunen} Kommunen`}`;
}
