import { Flags, integerFlag, parseSlug } from '../../../cli/flags.ts';
import { recipientText } from '../../../cli/message-text.ts';
import { WriteCommand } from '../../../cli/write-command.ts';
import { type MessageKind, messageKinds, tlpLevels } from '../../../domain/messages.ts';
import type { CommandJson } from '../../../usecases/json-schemas.ts';
import { addRecipient, recipientDefaults } from '../../../usecases/message-recipients.ts';

export default class NachrichtEmpfaengerAnlegen extends WriteCommand<CommandJson['nachricht empfaenger anlegen']> {
  static override summary = 'Festlegen, wer worüber Nachrichten bekommt';
  static override description =
    'Ein Empfänger ist eine E-Mail-Adresse, ein Ordner, in den je Nachricht eine Text- und eine JSON-Datei kommt, oder eine Adresse, an die signiertes JSON geht. Gemeldet wird nur, was seit der letzten Nachricht neu oder anders ist; ohne Neues geht nichts hinaus. Mailserver und Geheimnisse stehen in Umgebungsvariablen oder Dateien, nie in der Datenbank und nie in einem Schalter; welche, sagt docs/nachrichten.md. Gesendet wird nach Läufen des Zeitplans und von Aufträgen der Art nachrichten.';
  static override examples = [
    'burgward nachricht empfaenger anlegen --mail it@beispielhain.example --kommune beispielhain',
    'burgward nachricht empfaenger anlegen --ordner /srv/meldungen --alle --art sicherung --art zeitplan',
    'burgward nachricht empfaenger anlegen --webhook https://meldung.beispielhain.example/burgward --alle --art befunde --pause 72',
  ];
  static override flags = {
    mail: Flags.string({ description: 'eine E-Mail-Adresse', helpValue: 'ADRESSE' }),
    ordner: Flags.string({ description: 'ein Ordner, den es schon gibt', helpValue: 'ORDNER' }),
    webhook: Flags.string({ description: 'eine Adresse mit https://; ohne nur auf diesem Rechner', helpValue: 'URL' }),
    kommune: Flags.string({
      description: 'für diese Kommune (Kurzname); mehrfach möglich',
      helpValue: 'SLUG',
      multiple: true,
      parse: async (input) => parseSlug(input),
    }),
    alle: Flags.boolean({ description: 'für alle Kommunen' }),
    art: Flags.option({
      options: messageKinds,
      description: 'worüber; mehrfach möglich, ohne Angabe alles',
      helpValue: 'ART',
      multiple: true,
    })(),
    tage: integerFlag('tage', {
      description: `Fristen so viele Tage voraus; ohne Angabe ${recipientDefaults.tage}`,
      min: 0,
      max: 3650,
    }),
    pause: integerFlag('pause', {
      description: `dasselbe frühestens nach so vielen Stunden wieder melden; ohne Angabe ${recipientDefaults.pauseStunden}`,
      min: 0,
      max: 8760,
    }),
    hoechstens: integerFlag('hoechstens', {
      description: `höchstens so viele Nachrichten je Stunde; ohne Angabe ${recipientDefaults.hoechstens}`,
      min: 1,
      max: 1000,
    }),
    tlp: Flags.option({
      options: tlpLevels,
      description: `Kennzeichnung nach dem Traffic Light Protocol; ohne Angabe ${recipientDefaults.tlp}`,
      helpValue: 'STUFE',
    })(),
  };

  async run() {
    const { flags } = await this.parse(NachrichtEmpfaengerAnlegen);
    const { mail, ordner, webhook, tage, hoechstens } = flags;
    const recipient = await this.withContext(flags, (context) =>
      addRecipient(context, {
        ...{ mail, ordner, webhook, tage, hoechstens },
        kommunen: flags.kommune ?? [],
        alle: flags.alle ?? false,
        arten: (flags.art ?? []) as MessageKind[],
        pauseStunden: flags.pause,
        tlp: tlpLevels.find((level) => level === flags.tlp),
      }),
    );
    this.print(recipientText(recipient));
    this.note(`Ob Nachrichten ankommen, zeigt: burgward nachricht test ${recipient.id}`);
    if (recipient.id === 'E1')
      this.note('Damit täglich gemeldet wird: burgward zeitplan anlegen nachrichten --wann "werktags 7:00"');
    return recipient;
  }
}
