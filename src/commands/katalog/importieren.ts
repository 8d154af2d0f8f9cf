import { shippedCatalogue } from '../../cli/context.ts';
import { Args, dateFlag, Flags } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import { importCatalogue } from '../../usecases/import-catalogue.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class KatalogImportieren extends WriteCommand<CommandJson['katalog importieren']> {
  static override summary = 'Eigene Bedingungen oder einen ergänzenden Katalog einlesen';
  static override description =
    'Liest einen Ordner im Aufbau des Katalogs (catalogue.yaml, bausteine, frameworks), eine einzelne YAML-Datei oder eine Tabelle (XLSX, CSV) mit den Spalten id, ref, pflicht, art, controls; möglich sind auch kurz, nachweis, ausgenommen, gilt bei uns. Nennt alle Probleme auf einmal. Das Eingelesene bleibt in dieser Datenbank und gilt neben dem mitgelieferten Katalog; nur den Startsatz kdn kann es ersetzen.';
  static override examples = [
    'burgward katalog importieren ./anschlussbedingungen.xlsx --ersetzt kdn',
    'burgward katalog importieren ./hausregeln.csv --kennung hausregeln --titel Hausregeln',
    'burgward katalog importieren ./unser-katalog',
  ];
  static override refusedFlags = { stand: 'Den Tag, ab dem es gilt, sagt --ab.' };
  static override args = { pfad: Args.string({ description: 'Ordner, YAML-, XLSX- oder CSV-Datei', required: true }) };
  static override flags = {
    kennung: Flags.string({ description: 'Kurzname des Rahmenwerks; nur bei Tabellen', helpValue: 'ID' }),
    titel: Flags.string({ description: 'Titel des Rahmenwerks; nur bei Tabellen', helpValue: 'TEXT' }),
    ersetzt: Flags.string({ description: 'Rahmenwerk, an dessen Stelle die Tabelle tritt; möglich ist kdn', helpValue: 'ID' }),
    ab: dateFlag('ab', { description: 'Tag, seit dem es gilt; ohne Angabe heute' }),
  };

  async run() {
    const { args, flags } = await this.parse(KatalogImportieren);
    const { kennung, titel, ersetzt } = flags;
    const shipped = await shippedCatalogue();
    const result = await this.withContext(flags, (context) =>
      importCatalogue(context, shipped, { path: args.pfad, kennung, titel, ersetzt, ab: flags.ab ?? context.today }),
    );
    const { bausteine, controls, rahmenwerke, gueltigAb, pruefsumme, vorher } = result;
    this.print(`${result.id}  ${result.titel}, gültig ab ${formatDay(gueltigAb)}`);
    if (bausteine > 0)
      this.print(`${counted(bausteine, 'Baustein', 'Bausteine')} mit ${counted(controls, 'Anforderung', 'Anforderungen')}`);
    for (const { id, punkte, ersetzt: replaced } of rahmenwerke) {
      this.print(
        `Rahmenwerk ${id} mit ${counted(punkte, 'Punkt', 'Punkten')}${replaced === null ? '' : `, anstelle des mitgelieferten ${replaced}`}`,
      );
    }
    this.note(
      vorher === pruefsumme
        ? 'Unverändert; nichts neu eingelesen.'
        : vorher === null
          ? 'Eingelesen.'
          : 'Als neue Fassung eingelesen.',
    );
    return result;
  }
}
