import { Flags, kommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { keyValues, markedWord, table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { dayOf, formatDay } from '../../domain/calendar.ts';
import { UsageError } from '../../errors.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listRuns } from '../../usecases/list-runs.ts';

type Listed = CommandJson['netz laeufe']['laeufe'][number];

export default class NetzLaeufe extends StoreCommand<CommandJson['netz laeufe']> {
  static override summary = 'Die Läufe der Netzprüfung zeigen: wann, womit, von wo und mit welchem Ergebnis';
  static override description =
    'Mit --lauf auch Aufruf, Antworten des Namensdienstes und die Prüfsummen der Belege; --ausgabe schreibt die Belege so, wie das Werkzeug sie geschrieben hat.';
  static override examples = [
    'burgward netz laeufe --kommune beispielhain',
    'burgward netz laeufe --kommune beispielhain --lauf L3 --ausgabe ./belege',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    lauf: Flags.string({ description: 'nur dieser Lauf, mit allen Angaben', helpValue: 'LAUF' }),
    ausgabe: outputFolderFlag('Ordner für die Belege; braucht --lauf'),
  };

  async run() {
    const { flags } = await this.parse(NetzLaeufe);
    const { lauf, ausgabe } = flags;
    if (ausgabe !== undefined && lauf === undefined)
      throw new UsageError('Welche Belege geschrieben werden, fehlt.', 'Mit --lauf einen Lauf nennen.');
    return this.withContext(flags, async (context) => {
      const result = await listRuns(context, flags.kommune, lauf);
      this.#printRuns(result.laeufe, lauf !== undefined);
      if (lauf === undefined || ausgabe === undefined) return result;
      const { writeEvidence } = await import('../../usecases/list-runs.ts');
      const dateien = await writeEvidence(context, flags.kommune, lauf, ausgabe);
      for (const { pfad } of dateien) this.print(pfad);
      return { ...result, dateien };
    });
  }

  #printRuns(laeufe: readonly Listed[], withDetails: boolean): void {
    if (laeufe.length === 0) {
      this.print('Bis zu diesem Tag wurde noch nichts geprüft.');
      return;
    }
    this.print(
      table(laeufe, [
        { header: 'Lauf', value: ({ lauf }) => lauf },
        { header: 'Beendet', value: ({ beendet }) => formatDay(dayOf(beendet)) },
        { header: 'Werkzeug', value: ({ werkzeug }) => werkzeug },
        { header: 'Blickwinkel', value: ({ blickwinkel }) => blickwinkel.join(', ') || null },
        { header: 'Vollständig', value: completeWord },
        { header: '▲', value: ({ ergebnisse }) => ergebnisse['not-met'], align: 'right' },
        { header: '◐', value: ({ ergebnisse }) => ergebnisse['phase-out'], align: 'right' },
        { header: '◇', value: ({ ergebnisse }) => ergebnisse.undetermined, align: 'right' },
        { header: '●', value: ({ ergebnisse }) => ergebnisse.met, align: 'right' },
        { header: 'Bemerkung', value: (run) => remarks(run).join('; ') || null },
      ]),
    );
    const [only] = laeufe;
    if (!withDetails || only === undefined) return;
    this.print(
      keyValues([
        ['Freigaben', only.freigaben.join(', ')],
        ['Gefragt', askedText(only)],
        ['Beobachtungen', only.beobachtungen],
        ['Aufruf', only.aufruf.join(' ') || null],
        ['Namen', only.namen.join('\n') || null],
        ['Hinweise', only.hinweise.join('\n') || null],
        [
          'Belege',
          only.belege.map(({ nr, art, sha256, bytes }) => `${nr} ${art}, ${bytes} Byte, SHA-256 ${sha256}`).join('\n') || null,
        ],
      ]),
    );
  }
}

function askedText({ gefragt }: Listed): string | null {
  if (gefragt === null) return null;
  return gefragt.checks.length === 0 ? `alle Prüfungen, Profil ${gefragt.profil}` : gefragt.checks.join(', ');
}

function completeWord({ vollstaendig }: Listed): string {
  return vollstaendig ? markedWord('good', 'ja') : markedWord('unknown', 'nein');
}

function remarks({ setztFort, neuBewertet, basis }: Listed): string[] {
  return [
    ...(setztFort === null ? [] : [`setzt ${setztFort} fort`]),
    ...(neuBewertet === null
      ? []
      : [
          `neu bewertet zum ${formatDay(neuBewertet.stand)}${neuBewertet.profil === null ? '' : `, Profil ${neuBewertet.profil}`}`,
        ]),
    ...(basis.length === 0 ? [] : [`Vergleichsstand ${basis.join(', ')}`]),
  ];
}
