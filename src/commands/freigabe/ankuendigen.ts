import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { type AnnouncementAudience, announceFreigabe, announcementAudiences } from '../../usecases/announce-freigabe.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class FreigabeAnkuendigen extends StoreCommand<CommandJson['freigabe ankuendigen']> {
  static override summary = 'Den Text schreiben, mit dem eine Prüfung angekündigt wird';
  static override description =
    'Gesendet wird nichts. Was burgward nicht wissen kann, steht in eckigen Klammern. Ist die Stelle informiert, beim nächsten Erteilen --saxcert-informiert oder --kdn-informiert angeben.';
  static override examples = ['burgward freigabe ankuendigen F1 --kommune beispielhain --an saxcert'];
  static override args = { id: Args.string({ description: 'Nummer der Freigabe', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    an: Flags.option({
      options: announcementAudiences,
      description: 'saxcert, kdn (Betreiber des KDN) oder betreiber (wer die Systeme betreibt)',
      helpValue: 'STELLE',
      default: 'saxcert' as const,
    })(),
  };

  async run() {
    const { args, flags } = await this.parse(FreigabeAnkuendigen);
    const announcement = await this.withContext(flags, (context) =>
      announceFreigabe(context, flags.kommune, args.id, flags.an as AnnouncementAudience),
    );
    this.print(announcement.text);
    return announcement;
  }
}
