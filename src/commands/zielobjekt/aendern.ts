import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { addressFlag, detailFlags, zielobjekteTable } from '../../cli/zielobjekte-table.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { changeZielobjekt } from '../../usecases/zielobjekte.ts';

export default class ZielobjektAendern extends WriteCommand<CommandJson['zielobjekt aendern']> {
  static override summary = 'Angaben zu einem Zielobjekt ändern; der frühere Stand bleibt erhalten';
  static override description =
    'Nur was angegeben ist, ändert sich. Ein leerer Text (--zweck "") löscht die Angabe; --adresse ersetzt alle bisherigen Adressen.';
  static override examples = [
    'burgward zielobjekt aendern CL1 --kommune beispielhain --anzahl 26 --standort "Rathaus, 1. OG"',
    'burgward zielobjekt aendern WEB1 --kommune beispielhain --wieder',
  ];
  static override args = { kuerzel: Args.string({ description: 'Kürzel des Zielobjekts', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    typ: Flags.string({ description: 'webserver, server, client, netz, raum …', helpValue: 'TYP' }),
    name: Flags.string({ description: 'wie das Zielobjekt im Haus heißt', helpValue: 'NAME' }),
    adresse: addressFlag(),
    ...detailFlags,
    wieder: Flags.boolean({ description: 'ein entferntes Zielobjekt ab heute wieder führen' }),
  };

  async run() {
    const { args, flags } = await this.parse(ZielobjektAendern);
    const { kommune, typ, name, adresse, zweck, anzahl, plattform, standort, verantwortlich, benutzer, wieder = false } = flags;
    const given = { typ, name, adressen: adresse, zweck, anzahl, plattform, standort, verantwortlich, benutzer };
    const zielobjekt = await this.withContext(flags, (context) =>
      changeZielobjekt(context, { kommune, kuerzel: args.kuerzel, wieder, given }),
    );
    this.print(zielobjekteTable([zielobjekt]));
    return zielobjekt;
  }
}
