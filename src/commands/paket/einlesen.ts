import { Args, dateFlag, Flags, kommuneFlag } from '../../cli/flags.ts';
import { formatDayOrDash } from '../../cli/format.ts';
import { cleanLine, counted, paragraph, statusWord, table } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { InterruptedError } from '../../errors.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { conflictSentence, type PacketConflict, readPackets } from '../../usecases/read-packet.ts';

type Read = CommandJson['paket einlesen'];

const rules = ['fragen', 'hier', 'paket'] as const;

export default class PaketEinlesen extends WriteCommand<Read> {
  static override summary = 'Ausgefüllte Pakete einlesen; geändert wird alles auf einmal oder nichts';
  static override description =
    'Leere Zeilen ändern nichts. Wurde eine Frage seit dem Versand hier oder in einer anderen Datei anders beantwortet, wird gefragt oder nach --konflikt entschieden; ohne Terminal und ohne --konflikt wird dann nichts geändert. Sagen zwei Dateien eines Aufrufs Verschiedenes, gilt mit „--konflikt paket“ die jüngere Antwort, am selben Tag die zuletzt genannte Datei.';
  static override examples = [
    'burgward paket einlesen antwort-beispielhain-P3-it-leitung.json --kommune beispielhain --probe',
    'burgward paket einlesen ./zurueck/P3.xlsx ./zurueck/P4.csv --kommune beispielhain --konflikt hier',
  ];
  static override refusedFlags = { stand: 'Wann die Antworten gegeben wurden, sagt die Datei oder --am.' };
  static override strict = false;
  static override args = {
    datei: Args.string({ description: 'Dateien, die zurückkamen: JSON des Formulars, XLSX oder CSV', required: true }),
  };
  static override flags = {
    kommune: kommuneFlag(),
    probe: Flags.boolean({ description: 'nur zeigen, was sich ändern würde' }),
    konflikt: Flags.option({
      options: rules,
      description: 'bei Widersprüchen: fragen, hier (Erfasstes behalten) oder paket (Zurückgekommenes gilt)',
      helpValue: 'REGEL',
      default: 'fragen' as const,
    })(),
    'gesagt-von': Flags.string({ description: 'wer geantwortet hat; ohne Angabe, wie es in der Datei steht', helpValue: 'NAME' }),
    am: dateFlag('am', { description: 'wann geantwortet wurde; ohne Angabe, wie es in der Datei steht' }),
  };

  async run() {
    const { argv, flags } = await this.parse(PaketEinlesen);
    const request = {
      kommune: flags.kommune,
      dateien: argv as string[],
      probe: flags.probe === true,
      konflikt: flags.konflikt === 'fragen' ? undefined : (flags.konflikt as 'hier' | 'paket'),
      gesagtVon: flags['gesagt-von']?.trim() || undefined,
      am: flags.am,
    };
    const result = await this.withContext(flags, (context) => readPackets(context, request, this.canAsk ? askEach : undefined));
    this.#print(result);
    return result;
  }

  #print(result: Read): void {
    for (const file of result.dateien) this.print(paragraph(fileSentence(file)));
    if (result.aenderungen.length > 0) {
      this.print();
      this.print(
        table(result.aenderungen, [
          { header: 'Frage', value: ({ control }) => control },
          { header: 'Zielobjekt', value: ({ zielobjekt }) => zielobjekt },
          { header: 'Titel', value: ({ titel }) => titel },
          { header: 'Bisher', value: ({ vorher }) => vorher },
          { header: 'Neu', value: ({ status }) => statusWord(status) },
          { header: 'Gesagt', value: ({ gesagtVon, gesagtAm }) => `${gesagtVon}, ${formatDayOrDash(gesagtAm)}` },
        ]),
      );
    }
    this.#list(
      'Widersprüche',
      result.konflikte,
      (each) => `${conflictSentence(each)} ${decisionWords[each.entscheidung ?? 'offen']}`,
    );
    this.#list(
      'Fragen, die seit dem Versand anders lauten; die Antwort gilt der alten Fassung',
      result.umformuliert,
      questionWords,
    );
    this.#list('Nicht übernommen, weil der Katalog danach nicht mehr fragt', result.entfallen, questionWords);
    this.#list('Anmerkungen zu Fragen, die offen bleiben (sie werden Notizen)', result.anmerkungen, (each) => {
      return `${questionWords(each)}: ${each.text} (${each.gesagtVon})`;
    });
    this.print();
    this.print(paragraph(closingSentence(result)));
    const open = result.aenderungen.filter(({ ohneTermin }) => ohneTermin).length;
    if (open > 0) this.note(`Ohne Termin: Bei ${counted(open, 'Lücke', 'Lücken')} steht nicht, wer sie bis wann schließt.`);
    const undated = result.dateien.filter(({ stand, gesagtAm }) => stand === 'neu' && gesagtAm === null);
    for (const { datei } of undated) this.note(`${datei} nennt kein Datum; die Antworten gelten als heute gegeben.`);
  }

  #list<Entry>(title: string, entries: readonly Entry[], words: (entry: Entry) => string): void {
    if (entries.length === 0) return;
    this.print();
    this.print(paragraph(`${title}:`));
    for (const entry of entries) this.print(paragraph(`- ${words(entry)}`, 2));
  }
}

const decisionWords = {
  hier: 'Es bleibt, was hier erfasst ist.',
  paket: 'Es gilt, was zurückkam.',
  offen: 'Noch nicht entschieden.',
} as const;

function questionWords({ control, zielobjekt }: { control: string; zielobjekt: string }): string {
  return zielobjekt === 'VERBUND' ? control : `${control} (${zielobjekt})`;
}

function fileSentence({
  datei,
  paket,
  stand,
  gesagtVon,
  antworten,
  unveraendert,
  unbekannt,
  leer,
}: Read['dateien'][number]): string {
  if (stand === 'schonEingelesen') return `${datei} (${paket}): schon eingelesen.`;
  if (stand === 'leer') return `${datei} (${paket}): ohne Antworten.`;
  const parts = [
    counted(antworten, 'Antwort', 'Antworten'),
    ...(unveraendert > 0 ? [`${unveraendert} unverändert`] : []),
    ...(unbekannt > 0 ? [`${unbekannt} „weiß ich nicht“`] : []),
    ...(leer > 0 ? [`${leer} leer`] : []),
  ];
  return `${datei} (${paket}${gesagtVon === null ? '' : `, ${gesagtVon}`}): ${parts.join(', ')}.`;
}

function closingSentence({ probe, kommune, eintrag, aenderungen, konflikte }: Read): string {
  const count = counted(aenderungen.length, 'Antwort', 'Antworten');
  const isOpen = konflikte.some(({ entscheidung }) => entscheidung === null);
  if (probe && isOpen) return `Probe: nichts geändert. ${count} ohne Widerspruch; die Widersprüche entscheidet --konflikt.`;
  if (probe) return `Probe: nichts geändert. Erfasst würden: ${count}.`;
  if (eintrag === null) return 'Nichts zu ändern.';
  return `Erfasst: ${count} (Eintrag ${eintrag} im Protokoll von ${kommune}).`;
}

/** Asks on the terminal, conflict by conflict. */
async function askEach(conflicts: readonly PacketConflict[]): Promise<(number | null)[]> {
  const { select } = await import('@inquirer/prompts');
  const choices: (number | null)[] = [];
  for (const conflict of conflicts) {
    const returned = conflict.zurueck.map(({ status, gesagtVon, gesagtAm, datei }, index) => ({
      name: `Aus dem Paket: ${status} (${gesagtVon}, ${formatDayOrDash(gesagtAm)}, ${datei})`,
      value: index,
    }));
    const here =
      conflict.hier === null ? 'nichts davon übernehmen' : `Hier: ${conflict.hier.status} (${conflict.hier.gesagtVon})`;
    choices.push(
      await select<number | null>(
        {
          message: cleanLine(conflictSentence(conflict)),
          choices: [{ name: here, value: null }, ...returned].map(({ name, value }) => ({ name: cleanLine(name), value })),
          theme: { style: { keysHelpTip: () => '↑↓ wählen · Eingabetaste übernehmen' } },
        },
        // Standard output belongs to the result.
        { output: process.stderr },
      ).catch((error: Error) => {
        if (error.name !== 'ExitPromptError') throw error;
        throw new InterruptedError('SIGINT', 'Abgebrochen.', 'Es wurde nichts geändert.');
      }),
    );
  }
  return choices;
}
