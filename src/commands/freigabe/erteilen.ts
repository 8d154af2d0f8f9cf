import { Flags, kommuneFlag, requiredDateFlag } from '../../cli/flags.ts';
import { freigabenTable } from '../../cli/freigaben-table.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { type Vantage, vantages } from '../../domain/observation.ts';
import { grantFreigabe } from '../../usecases/freigaben.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class FreigabeErteilen extends WriteCommand<CommandJson['freigabe erteilen']> {
  static override summary = 'Eine schriftliche Freigabe für Netzprüfungen erfassen';
  static override description =
    'Geprüft wird nur, was hier steht. Die Freigabe erteilt, wer für System und Daten verantwortlich ist, nicht burgward; bei fremdem Betrieb auch der Betreiber.';
  static override examples = [
    'burgward freigabe erteilen --kommune beispielhain --ziel www.beispielhain.de --von 2026-11-01 --bis 2026-12-31 --durch "Jana Muster, Bürgermeisterin" --ports 80,443',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    ziel: Flags.string({
      description: 'Rechnername, Adresse oder Bereich; mehrfach möglich',
      helpValue: 'HOST|IP|CIDR',
      multiple: true,
      required: true,
    }),
    von: requiredDateFlag('von', { description: 'erster Tag' }),
    bis: requiredDateFlag('bis', { description: 'letzter Tag' }),
    durch: Flags.string({ description: 'wer freigibt: Name und Amt', helpValue: 'NAME', required: true }),
    ports: Flags.string({ description: 'erlaubte Ports; ohne Angabe alle', helpValue: 'LISTE' }),
    blickwinkel: Flags.option({
      options: vantages,
      description: 'von wo geprüft wird: internet, kdn, lan oder host',
      helpValue: 'ORT',
      default: 'lan' as const,
    })(),
    'kdn-informiert': Flags.boolean({ description: 'der Betreiber des KDN weiß von der Prüfung' }),
  };

  async run() {
    const { flags } = await this.parse(FreigabeErteilen);
    const { kommune, ziel, von, bis, durch, ports } = flags;
    const freigabe = await this.withContext(flags, (context) =>
      grantFreigabe(context, {
        kommune,
        ziele: ziel,
        von,
        bis,
        durch,
        ports,
        blickwinkel: flags.blickwinkel as Vantage,
        kdnInformiert: flags['kdn-informiert'] ?? false,
      }),
    );
    this.print(freigabenTable([freigabe]));
    if (freigabe.blickwinkel === 'kdn' && !freigabe.kdnInformiert)
      this.note('Der Betreiber des KDN ist noch nicht informiert: Eine Prüfung kann dort wie ein Angriff aussehen.');
    this.note(`Was geprüft würde, zeigt: burgward netz pruefen --kommune ${kommune} --probe`);
    return freigabe;
  }
}
