import { Flags, kommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { callsText, confidenceNote, deadlinesText, firstHourText } from '../../cli/incident-text.ts';
import { paragraph, styled } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { formatMoment } from '../../domain/incident-clock.ts';
import { UsageError } from '../../errors.ts';
import { respondAtOnce } from '../../usecases/incident-now.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

const threeValued = ['ja', 'nein', 'unbekannt'] as const;

export default class VorfallSofort extends WriteCommand<CommandJson['vorfall sofort']> {
  static override summary = 'Wenn es gerade brennt: fünf Fragen, dann Fristen, Telefonnummern und ein Entwurf der Meldung';
  static override description =
    'Am Terminal wird gefragt, was nicht als Schalter angegeben ist; wer etwas nicht weiß, drückt Enter. Ohne Terminal müssen --was und --seit angegeben sein. Gesendet wird nichts.';
  static override examples = [
    'burgward vorfall sofort --kommune beispielhain',
    'burgward vorfall sofort --kommune beispielhain --was "Dateien verschlüsselt" --seit "18:05" --betroffen FACHVERFAHREN --personendaten ja',
    'burgward vorfall sofort --kommune beispielhain --was "Übung" --seit jetzt --probe',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    was: Flags.string({ description: 'was passiert ist, in einem Satz', helpValue: 'TEXT' }),
    seit: Flags.string({
      description: 'seit wann es bekannt ist: "jetzt", "18:05", "gestern 17:30" oder "2026-11-20 18:05"',
      helpValue: 'ZEITPUNKT',
    }),
    betroffen: Flags.string({
      description: 'was betroffen ist: Worte oder Kürzel von Zielobjekten, mit Komma',
      helpValue: 'TEXT',
    }),
    'breitet-sich-aus': Flags.option({ options: threeValued, description: 'ob es sich noch ausbreitet', helpValue: 'WERT' })(),
    'kdn-betroffen': Flags.option({ options: threeValued, description: 'ob das KDN betroffen ist', helpValue: 'WERT' })(),
    personendaten: Flags.option({
      options: threeValued,
      description: 'ob personenbezogene Daten betroffen sind',
      helpValue: 'WERT',
    })(),
    probe: Flags.boolean({ description: 'zum Üben: nichts erfassen, keine Dateien schreiben' }),
    ausgabe: outputFolderFlag('Ordner für den Entwurf der Meldung; ohne Angabe ./ausgabe'),
  };

  async run() {
    const { flags } = await this.parse(VorfallSofort);
    const answers = await this.#answers({
      was: flags.was,
      seit: flags.seit,
      betroffen: flags.betroffen,
      'breitet-sich-aus': flags['breitet-sich-aus'],
      'kdn-betroffen': flags['kdn-betroffen'],
      personendaten: flags.personendaten,
    });
    const request = {
      kommune: flags.kommune,
      was: answers['was'] ?? '',
      seit: answers['seit'] ?? '',
      betroffen: answers['betroffen'],
      breitetSichAus: answers['breitet-sich-aus'],
      kdnBetroffen: answers['kdn-betroffen'],
      personendaten: answers['personendaten'],
      probe: flags.probe === true,
      folder: flags.ausgabe ?? 'ausgabe',
    };
    const result = await this.withContext(flags, (context) => respondAtOnce(context, request));
    this.#show(result);
    return result;
  }

  async #answers(given: Readonly<Record<string, string | undefined>>): Promise<Readonly<Record<string, string | undefined>>> {
    if (process.stdin.isTTY && process.stdout.isTTY && !this.jsonEnabled()) {
      const { askAtOnce } = await import('../../cli/incident-questions.ts');
      return askAtOnce(given, this.abortSignal, (text) => this.print(text));
    }
    const missing = ['was', 'seit'].filter((name) => given[name] === undefined);
    if (missing.length === 0) return given;
    throw new UsageError(
      `Es fehlt ${missing.map((name) => `--${name}`).join(' und ')}.`,
      'Ohne Terminal kann niemand gefragt werden; zum Beispiel --was "Dateien verschlüsselt" --seit "18:05".',
    );
  }

  #show({ kommune, probe, vorfall, kenntnis, fristen, anrufen, ersteStunde, dateien }: CommandJson['vorfall sofort']): void {
    const title = (text: string) => this.print(`\n${styled('bold', text)}\n`);
    const known = `Bekannt seit ${formatMoment(kenntnis)}.`;
    this.print(probe || vorfall === null ? `\nProbe, nichts ist erfasst. ${known}` : `\nErfasst als ${vorfall.id}. ${known}`);
    title('Die erste Stunde');
    this.print(firstHourText(ersteStunde));
    title('Wen anrufen, der Reihe nach');
    this.print(callsText(anrufen));
    if (anrufen.some(({ fehlt }) => fehlt !== null))
      this.print(`Nummern eintragen: burgward kontakt anlegen --kommune ${kommune} …`);
    title('Bis wann melden');
    this.print(`${deadlinesText(fristen)}\n`);
    this.print(paragraph(confidenceNote));
    if (vorfall === null) return;
    title('Wie es weitergeht');
    this.print('Entwurf der Meldung:');
    for (const { pfad } of dateien) this.print(`  ${pfad}`);
    const command = (words: string, rest = '') =>
      this.print(`  burgward vorfall ${words} ${vorfall.id} --kommune ${kommune}${rest}`);
    command('melden');
    command('einordnen');
    command('aendern', ' --saxcert "…"   (Zeitpunkt jeder Meldung festhalten)');
    command('notiz', ' "…"');
  }
}
