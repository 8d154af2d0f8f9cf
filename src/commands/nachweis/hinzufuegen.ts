import { kommunenFlag, referenceFlags } from '../../cli/evidence-flags.ts';
import { Args, dateFlag, Flags, requiredDateFlag } from '../../cli/flags.ts';
import { evidenceDetails } from '../../cli/nachweis-table.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import { addEvidence } from '../../usecases/evidence.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

/** The end of the revision before, where the new one has none: nobody is reminded any more. */
function lostEnd({ gueltigBis, fassungen }: CommandJson['nachweis hinzufuegen'], replaced: string | undefined): string | null {
  if (replaced === undefined || gueltigBis !== null) return null;
  const [, before] = fassungen.toSorted((a, b) => b.fassung - a.fassung);
  return before?.gueltigBis ?? null;
}

export default class NachweisHinzufuegen extends WriteCommand<CommandJson['nachweis hinzufuegen']> {
  static override summary = 'Einen Nachweis aufnehmen: eine Datei oder einen Verweis';
  static override description =
    'Eine Datei wird neben die Datenbank kopiert und mit ihrer Prüfsumme festgehalten. --datum ist der Tag des Dokuments, nicht der Aufnahme. Ein Nachweis kann für viele Anforderungen und Kommunen stehen.';
  static override examples = [
    'burgward nachweis hinzufuegen ./ruecksicherung.pdf --titel "Protokoll der Rücksicherung" --datum 2026-03-12 --gueltig-bis 2027-03-31 --kommune beispielhain --control BAK-01.05',
    'burgward nachweis hinzufuegen --verweis "E-Akte 10-1234, Blatt 7" --titel "Bestellung des BfIS" --datum 2025-02-01 --kommune beispielhain --control MAN-01.03',
    'burgward nachweis hinzufuegen ./leitlinie-2026.pdf --ersetzt N4 --datum 2026-05-04',
  ];
  static override refusedFlags = { stand: 'Den Tag des Dokuments sagt --datum.' };
  static override args = { datei: Args.string({ description: 'Datei, die aufgenommen wird' }) };
  static override flags = {
    verweis: Flags.string({ description: 'statt einer Datei: wo das Dokument liegt', helpValue: 'TEXT' }),
    titel: Flags.string({ description: 'was der Nachweis zeigt', helpValue: 'TEXT' }),
    datum: requiredDateFlag('datum', { description: 'Tag, von dem das Dokument ist' }),
    'gueltig-bis': dateFlag('gueltig-bis', {
      description: 'letzter Tag, an dem es zählt; ohne Angabe unbefristet, auch wenn die ersetzte Fassung ein Ende hatte',
    }),
    ersetzt: Flags.string({ description: 'Nachweis, dessen neue Fassung das ist', helpValue: 'ID' }),
    kommune: kommunenFlag(),
    ...referenceFlags(),
  };

  async run() {
    const { args, flags } = await this.parse(NachweisHinzufuegen);
    const evidence = await this.withContext(flags, (context) =>
      addEvidence(context, {
        file: args.datei,
        link: flags.verweis,
        titel: flags.titel,
        datum: flags.datum,
        gueltigBis: flags['gueltig-bis'],
        replaces: flags.ersetzt,
        kommunen: flags.kommune ?? [],
        controls: flags.control ?? [],
        zielobjekt: flags.zielobjekt,
      }),
    );
    this.print(evidenceDetails(evidence));
    const lost = lostEnd(evidence, flags.ersetzt);
    if (lost !== null)
      this.note(
        `Die vorige Fassung galt bis zum ${formatDay(lost)}; diese gilt unbefristet. Soll auch sie enden: noch einmal mit --gueltig-bis aufnehmen.`,
      );
    return evidence;
  }
}
