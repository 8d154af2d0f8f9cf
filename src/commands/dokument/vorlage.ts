import { join } from 'node:path';
import { reportsFolder } from '../../cli/context.ts';
import { Args, kommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { counted } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { type DocumentTemplate, documentTemplates, writeDocumentTemplate } from '../../usecases/document-templates.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class DokumentVorlage extends StoreCommand<CommandJson['dokument vorlage']> {
  static override summary = 'Leitlinie oder Notfallhandbuch als Word-Datei, mit allem, was erfasst ist';
  static override description =
    'Ein Entwurf in eigenen Worten, zum Ändern und Unterschreiben. Was nicht erfasst ist, steht gelb in eckigen Klammern. ° steht an Rechtsstellen, die vor der Unterschrift zu prüfen sind. Ist unterschrieben, das Dokument eintragen: burgward dokument anlegen.';
  static override examples = [
    'burgward dokument vorlage leitlinie --kommune beispielhain',
    'burgward dokument vorlage notfallhandbuch --kommune beispielhain --ausgabe ./papiere',
  ];
  static override args = {
    vorlage: Args.string({ description: 'leitlinie oder notfallhandbuch', required: true, options: [...documentTemplates] }),
  };
  static override flags = { kommune: kommuneFlag(), ausgabe: outputFolderFlag('Ordner für die Datei; ohne Angabe ./ausgabe') };

  async run() {
    const { args, flags } = await this.parse(DokumentVorlage);
    const result = await this.withContext(flags, (context) =>
      writeDocumentTemplate(context, {
        template: args.vorlage as DocumentTemplate,
        kommune: flags.kommune,
        folder: flags.ausgabe ?? 'ausgabe',
        templatesFolder: join(reportsFolder(), 'dokumente'),
      }),
    );
    for (const { pfad } of result.dateien) this.print(pfad);
    this.note(`${counted(result.luecken.length, 'Lücke', 'Lücken')} in eckigen Klammern noch auszufüllen.`);
    return result;
  }
}
