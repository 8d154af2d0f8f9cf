import { kommuneFlag } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { schutzbedarfTable } from '../../cli/zielobjekte-table.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listSchutzbedarf } from '../../usecases/schutzbedarf.ts';

export default class ZielobjektSchutzbedarfListe extends StoreCommand<CommandJson['zielobjekt schutzbedarf-liste']> {
  static override summary = 'Den Schutzbedarf aller Zielobjekte zeigen, mit Herkunft und Abweichungen';
  static override description =
    'Gehört zur Standard-Absicherung. Unbekannter Schutzbedarf wird als unbekannt gezeigt, nie als normal.';
  static override examples = ['burgward zielobjekt schutzbedarf-liste --kommune beispielhain'];
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { flags } = await this.parse(ZielobjektSchutzbedarfListe);
    const rows = await this.withContext(flags, (context) => listSchutzbedarf(context, flags.kommune));
    if (rows.length === 0) this.print('Noch ist kein Zielobjekt erfasst. Beginnen: burgward zielobjekt vorlage gemeinde --probe');
    else this.print(schutzbedarfTable(rows));
    const unknown = rows.filter(({ stufe }) => stufe === null).length;
    if (unknown > 0) this.note(`${counted(unknown, 'Wert', 'Werte')} von ${rows.length} nicht bekannt.`);
    return rows;
  }
}
