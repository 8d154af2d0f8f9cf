import { slugArg } from '../../cli/flags.ts';
import { changedKommuneFlags } from '../../cli/kommune-attributes.ts';
import { kommuneText } from '../../cli/show-kommune.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { changeKommune } from '../../usecases/change-kommune.ts';
import { checkLandkreis } from '../../usecases/create-kommune.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { parseMerkmale } from '../../usecases/merkmale.ts';

export default class KommuneAendern extends WriteCommand<CommandJson['kommune aendern']> {
  static override summary = 'Angaben zu einer Kommune ändern; der frühere Stand bleibt erhalten';
  static override examples = ['burgward kommune aendern beispielhain --einwohner 4100 --merkmal schultraeger=ja'];
  static override args = { slug: slugArg('Kurzname der Kommune') };
  static override flags = changedKommuneFlags;

  async run() {
    const { args, flags } = await this.parse(KommuneAendern);
    const { art, ags, einwohner, landkreis } = flags;
    const name = flags.name?.trim();
    const given = Object.entries({ name, art, ags, einwohner, landkreis }).filter(([, value]) => value !== undefined);
    const merkmale = parseMerkmale(flags.merkmal ?? []);
    const kommune = await this.withContext(flags, async (context) => {
      await checkLandkreis(context, landkreis ?? null);
      return changeKommune(context, args.slug, Object.fromEntries(given), merkmale);
    });
    this.print(kommuneText(kommune));
    return kommune;
  }
}
