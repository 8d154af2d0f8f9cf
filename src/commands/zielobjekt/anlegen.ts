import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { addressFlag, detailFlags, zielobjekteTable } from '../../cli/zielobjekte-table.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { createZielobjekt } from '../../usecases/zielobjekte.ts';

export default class ZielobjektAnlegen extends WriteCommand<CommandJson['zielobjekt anlegen']> {
  static override summary = 'Ein Zielobjekt anlegen: ein System, einen Dienst, einen Raum';
  static override examples = [
    'burgward zielobjekt anlegen WEB1 --kommune beispielhain --typ webserver --name "Webauftritt" --adresse www.beispielhain.de:443',
    'burgward zielobjekt anlegen CL1 --kommune beispielhain --typ client --name "Arbeitsplätze Rathaus" --anzahl 24 --plattform "Windows 11"',
  ];
  static override args = {
    kuerzel: Args.string({ description: 'Kürzel aus Buchstaben, Ziffern und Bindestrichen', required: true }),
  };
  static override flags = {
    kommune: kommuneFlag(),
    typ: Flags.string({ description: 'webserver, server, client, netz, raum …', helpValue: 'TYP', required: true }),
    name: Flags.string({ description: 'wie das Zielobjekt im Haus heißt', helpValue: 'NAME', required: true }),
    adresse: addressFlag(),
    ...detailFlags,
  };

  async run() {
    const { args, flags } = await this.parse(ZielobjektAnlegen);
    const { kommune, typ, name, adresse = [], zweck, anzahl, plattform, standort, verantwortlich, benutzer } = flags;
    const given = { typ, name, adressen: adresse, zweck, anzahl, plattform, standort, verantwortlich, benutzer };
    const zielobjekt = await this.withContext(flags, (context) =>
      createZielobjekt(context, { kommune, kuerzel: args.kuerzel, ...given }),
    );
    this.print(zielobjekteTable([zielobjekt]));
    return zielobjekt;
  }
}
