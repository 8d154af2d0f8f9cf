import { reportsFolder } from '../../cli/context.ts';
import { kommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { bundleForAudit } from '../../usecases/audit-bundle.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

const words = { vorhanden: 'liegt bei', unvollstaendig: 'unvollständig', fehlt: 'fehlt', 'nicht-noetig': 'nicht nötig' };

export default class PruefungBuendeln extends StoreCommand<CommandJson['pruefung buendeln']> {
  static override summary = 'Alle Unterlagen für eine Prüfung als ein ZIP, und was noch fehlt';
  static override description =
    'Nummerierte Ordner von der Bestellung bis zu den Berichten, mit Auszügen aus den Registern und den Nachweisen. Die erste Seite sagt je Unterlage, was fehlt und womit es entsteht. Die Liste ist ein eigener Vorschlag; was vorzulegen ist, bestimmt die prüfende Stelle. Enthält Namen und freien Text: vertraulich behandeln.';
  static override examples = [
    'burgward pruefung buendeln --kommune beispielhain',
    'burgward pruefung buendeln --kommune beispielhain --stand 2026-06-30 --ausgabe ./pruefung',
  ];
  static override flags = { kommune: kommuneFlag(), ausgabe: outputFolderFlag('Ordner für die Datei; ohne Angabe ./ausgabe') };

  async run() {
    const { flags } = await this.parse(PruefungBuendeln);
    const wanted = { kommune: flags.kommune, folder: flags.ausgabe ?? 'ausgabe', reportsFolder: reportsFolder() };
    const result = await this.withContext(flags, (context) => bundleForAudit(context, wanted));
    for (const { nr, titel, stand } of result.unterlagen) this.print(`${nr}  ${words[stand].padEnd(13)}  ${titel}`);
    for (const { pfad } of result.dateien) this.print(pfad);
    const missing = result.unterlagen.flatMap(({ fehlt }) => fehlt);
    this.note(
      missing.length === 0
        ? 'Von dem, was hier gesucht wird, fehlt nichts.'
        : `${counted(missing.length, 'Angabe oder Unterlage fehlt', 'Angaben oder Unterlagen fehlen')}: 00-WAS-FEHLT.html im ZIP nennt sie mit den Befehlen.`,
    );
    return result;
  }
}
