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
    }),
    domain: Flags.string({
      description: 'Domain, deren öffentliche DNS-Einträge gelesen werden dürfen; mehrfach möglich',
      helpValue: 'DOMAIN',
      multiple: true,
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
    zeitfenster: Flags.string({
      description: 'nur zu diesen Zeiten, etwa "Mo-Fr 18:00-06:00"; mehrfach möglich',
      helpValue: 'ZEIT',
      multiple: true,
    }),
    'pro-sekunde': Flags.integer({
      description:
        'höchstens so viele neue Verbindungen je Sekunde; ohne Angabe 100 aus Internet und KDN, im Haus 300 (dort bis 1000)',
      helpValue: 'ZAHL',
    }),
    zugriffstests: Flags.boolean({
      description: 'auch versuchen, was ein Fremder könnte: Standardkennwort von Netzgeräten, anonymes Lesen, Abruf der DNS-Zone',
    }),
    dokument: Flags.string({ description: 'wo das Schriftstück liegt: Aktenzeichen oder Ablage', helpValue: 'TEXT' }),
    kontakt: Flags.string({
      description: 'wen Betreiber fragen können; steht in den Protokollen der geprüften Server',
      helpValue: 'MAIL',
    }),
    'dkim-selektor': Flags.string({
      description: 'Name eines verwendeten DKIM-Schlüssels; mehrfach möglich',
      helpValue: 'NAME',
      multiple: true,
    }),
    'kdn-informiert': Flags.boolean({ description: 'der Betreiber des KDN weiß von der Prüfung' }),
    'saxcert-informiert': Flags.boolean({ description: 'SAX.CERT weiß von der Prüfung' }),
  };

  async run() {
    const { flags } = await this.parse(FreigabeErteilen);
    const { kommune, ziel = [], von, bis, durch, ports } = flags;
    const freigabe = await this.withContext(flags, (context) =>
      grantFreigabe(context, {
        kommune,
        ziele: ziel,
        von,
        bis,
        durch,
        ports,
        blickwinkel: flags.blickwinkel as Vantage,
        domains: flags.domain ?? [],
        zeitfenster: flags.zeitfenster ?? [],
        proSekunde: flags['pro-sekunde'] ?? null,
        zugriffstests: flags.zugriffstests ?? false,
        dokument: flags.dokument ?? null,
        kontakt: flags.kontakt ?? null,
        dkimSelektoren: flags['dkim-selektor'] ?? [],
        kdnInformiert: flags['kdn-informiert'] ?? false,
        saxCertInformiert: flags['saxcert-informiert'] ?? false,
      }),
    );
    this.print(freigabenTable([freigabe]));
    if (freigabe.blickwinkel === 'kdn' && !freigabe.kdnInformiert)
      this.note('Der Betreiber des KDN ist noch nicht informiert: Eine Prüfung kann dort wie ein Angriff aussehen.');
    if ((freigabe.blickwinkel === 'internet' || freigabe.blickwinkel === 'kdn') && !freigabe.saxCertInformiert)
      this.note('SAX.CERT ist noch nicht informiert: Wer dort eine Prüfung als Angriff sieht, ruft sonst an.');
    this.note(`Was geprüft würde, zeigt: burgward netz pruefen --kommune ${kommune} --probe`);
    return freigabe;
  }
}
