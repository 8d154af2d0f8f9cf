import { Flags, parseSlug, slugArg } from '../../cli/flags.ts';
import { changedKommuneFlags } from '../../cli/kommune-attributes.ts';
import { kommuneText } from '../../cli/show-kommune.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { changeKommune } from '../../usecases/change-kommune.ts';
import { checkLandkreis } from '../../usecases/create-kommune.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { parseMerkmale } from '../../usecases/merkmale.ts';

export default class KommuneAendern extends WriteCommand<CommandJson['kommune aendern']> {
  static override summary = 'Angaben zu einer Kommune ändern; der frühere Stand bleibt erhalten';
  static override examples = [
    'burgward kommune aendern beispielhain --einwohner 4100 --merkmal schultraeger=ja',
    'burgward kommune aendern beispielhain --verwaltet-durch musterstadt',
  ];
  static override args = { slug: slugArg('Kurzname der Kommune') };
  static override flags = {
    ...changedKommuneFlags,
    'verwaltet-durch': Flags.string({
      description:
        'Kommune oder Verband, der die Verwaltung mit besorgt und dessen Antworten hier gelten, wo es keine eigenen gibt (über eine Stufe); niemand beendet es',
      helpValue: 'SLUG|niemand',
      parse: async (input: string) => parseSlug(input),
    }),
  };

  async run() {
    const { args, flags } = await this.parse(KommuneAendern);
    const { art, ags, einwohner, landkreis } = flags;
    const name = flags.name?.trim();
    const given = Object.entries({ name, art, ags, einwohner, landkreis }).filter(([, value]) => value !== undefined);
    const merkmale = parseMerkmale(flags.merkmal ?? []);
    const by = flags['verwaltet-durch'];
    const verwaltetDurch = by === 'niemand' ? null : by;
    const kommune = await this.withContext(flags, async (context) => {
      await checkLandkreis(context, landkreis ?? null);
      return changeKommune(context, args.slug, Object.fromEntries(given), merkmale, verwaltetDurch);
    });
    this.print(kommuneText(kommune));
    return kommune;
  }
}
