import { slugArg } from '../../cli/flags.ts';
import { newKommuneFlags } from '../../cli/kommune-attributes.ts';
import { kommuneText } from '../../cli/show-kommune.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { createKommune } from '../../usecases/create-kommune.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { parseMerkmale } from '../../usecases/merkmale.ts';

export default class KommuneAnlegen extends WriteCommand<CommandJson['kommune anlegen']> {
  static override summary = 'Eine Kommune anlegen';
  static override examples = [
    'burgward kommune anlegen beispielhain --name "Gemeinde Beispielhain" --ags 14522999 --einwohner 4200 --merkmal kdn_angeschlossen=ja',
  ];
  static override args = { slug: slugArg('Kurzname, unter dem die Kommune künftig angesprochen wird') };
  static override flags = newKommuneFlags;

  async run() {
    const { args, flags } = await this.parse(KommuneAnlegen);
    const { name, art, ags = null, einwohner = null, landkreis = null } = flags;
    const merkmale = parseMerkmale(flags.merkmal ?? []);
    const kommune = await this.withContext(flags, (context) =>
      createKommune(context, { slug: args.slug, name, art, ags, einwohner, landkreis }, merkmale),
    );
    this.print(kommuneText(kommune));
    this.note(`Angelegt. Weiter mit: burgward erhebung beginnen --kommune ${args.slug} --profil sofort`);
    return kommune;
  }
}
