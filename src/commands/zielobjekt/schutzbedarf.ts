import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { schutzbedarfTable } from '../../cli/zielobjekte-table.ts';
import { type Schutzziel, schutzziele } from '../../domain/catalogue.ts';
import { type SchutzbedarfArt, type Stufe, schutzbedarfArten, stufen } from '../../domain/schutzbedarf.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { recordSchutzbedarf } from '../../usecases/schutzbedarf.ts';

const inherited = 'geerbt';

export default class ZielobjektSchutzbedarf extends WriteCommand<CommandJson['zielobjekt schutzbedarf']> {
  static override summary = 'Den Schutzbedarf eines Zielobjekts festlegen, mit Begründung';
  static override description = [
    'Gehört zur Standard-Absicherung; wer nach den Profilen sofort, einstieg oder basis arbeitet, braucht ihn nicht.',
    '',
    'Bei den Geschäftsprozessen beginnen: Was gebraucht wird, erbt den höchsten Schutzbedarf dessen, was es braucht (Maximumprinzip). Darunter geht nur mit --art verteilung, darüber nur mit --art kumulation, beides begründet. --stufe geerbt hebt die eigene Festlegung auf. Ohne Festlegung bleibt der Schutzbedarf unbekannt und gilt nie als normal.',
  ].join('\n');
  static override examples = [
    'burgward zielobjekt schutzbedarf PR-MELDE --kommune beispielhain --ziel vertraulichkeit --ziel integritaet --stufe hoch --grund "Meldedaten, auch mit Auskunftssperren"',
    'burgward zielobjekt schutzbedarf SV-FACH --kommune beispielhain --ziel verfuegbarkeit --stufe normal --art verteilung --grund "Zweiter Server übernimmt"',
  ];
  static override args = { kuerzel: Args.string({ description: 'Kürzel des Zielobjekts', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    ziel: Flags.option({
      options: schutzziele,
      description: 'Schutzziel: vertraulichkeit, integritaet, verfuegbarkeit; mehrfach möglich',
      helpValue: 'ZIEL',
      multiple: true,
      required: true,
    })(),
    stufe: Flags.option({
      options: [...stufen, inherited] as const,
      description: 'normal, hoch, sehr-hoch; geerbt hebt die eigene Festlegung auf',
      helpValue: 'STUFE',
      required: true,
    })(),
    grund: Flags.string({
      description: 'warum: welcher Schaden droht, oder was die Abweichung rechtfertigt',
      helpValue: 'TEXT',
      required: true,
    }),
    art: Flags.option({
      options: schutzbedarfArten,
      description: 'festgelegt; kumulation über oder verteilung unter dem Geerbten',
      helpValue: 'ART',
      default: 'festgelegt' as const,
    })(),
  };

  async run() {
    const { args, flags } = await this.parse(ZielobjektSchutzbedarf);
    const { kommune, ziel, stufe, art, grund } = flags;
    const request = {
      kommune,
      kuerzel: args.kuerzel,
      ziele: ziel as Schutzziel[],
      stufe: stufe === inherited ? null : (stufe as Stufe),
      art: art as SchutzbedarfArt,
      grund,
    };
    const rows = await this.withContext(flags, (context) => recordSchutzbedarf(context, request));
    this.print(schutzbedarfTable(rows));
    return rows;
  }
}
