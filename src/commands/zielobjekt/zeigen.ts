import { Args, kommuneFlag } from '../../cli/flags.ts';
import { decisionWord } from '../../cli/modellierung-table.ts';
import { counted, keyValues, statusWord, table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { schutzbedarfTable } from '../../cli/zielobjekte-table.ts';
import { formatDay } from '../../domain/calendar.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { showZielobjekt } from '../../usecases/zielobjekte-zeigen.ts';

type Shown = CommandJson['zielobjekt zeigen'];

/** Longer lists are cut; `--json` has all. */
const shownRows = 15;

export default class ZielobjektZeigen extends StoreCommand<Shown> {
  static override summary = 'Ein Zielobjekt mit Beziehungen, Schutzbedarf, Bausteinen, offenen Fragen und Befunden zeigen';
  static override examples = ['burgward zielobjekt zeigen WEB1 --kommune beispielhain'];
  static override args = { kuerzel: Args.string({ description: 'Kürzel des Zielobjekts', required: true }) };
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { args, flags } = await this.parse(ZielobjektZeigen);
    const shown = await this.withContext(flags, (context) => showZielobjekt(context, flags.kommune, args.kuerzel));
    this.print(keyValues(pairsOf(shown)));
    for (const [title, text] of sectionsOf(shown)) if (text !== '') this.print(`\n${title}\n${text}`);
    return shown;
  }
}

function pairsOf(shown: Shown): [string, string | number | null][] {
  const named = (others: Shown['gebrauchtVon']) => others.map(({ kuerzel, name }) => `${kuerzel} (${name})`).join(', ') || null;
  return [
    ['Kürzel', shown.kuerzel],
    ['Name', shown.name],
    ['Typ', shown.typTitel],
    ...(shown.entferntAm === null ? [] : [['Entfernt ab', formatDay(shown.entferntAm)] as [string, string]]),
    ['Adressen', shown.adressen.join(', ') || null],
    ['Zweck', shown.zweck],
    ['Anzahl', shown.anzahl ?? 1],
    ['Plattform', shown.plattform],
    ['Standort', shown.standort],
    ['Verantwortlich', shown.verantwortlich],
    ['Benutzer', shown.benutzer],
    ['Braucht', named(shown.brauchtZielobjekte)],
    ['Gebraucht von', named(shown.gebrauchtVon)],
    [
      'Fragen',
      `${counted(shown.antworten.n, 'Frage', 'Fragen')} im Profil ${shown.profil}, ${shown.offen.length} offen oder zu bestätigen`,
    ],
  ];
}

function sectionsOf(shown: Shown): [string, string][] {
  const cut = <Row>(rows: readonly Row[], print: (rows: readonly Row[]) => string) => {
    if (rows.length === 0) return '';
    const rest = rows.length - shownRows;
    return `${print(rows.slice(0, shownRows))}${rest > 0 ? `\n… und ${rest} weitere` : ''}`;
  };
  return [
    ['Schutzbedarf', shown.schutzbedarf.length === 0 ? '' : schutzbedarfTable(shown.schutzbedarf)],
    [
      'Bausteine',
      cut(shown.bausteine, (rows) =>
        table(rows, [
          { header: 'Baustein', value: (row) => row.baustein },
          { header: 'Titel', value: (row) => row.titel },
          { header: 'Entscheidung', value: decisionWord },
        ]),
      ),
    ],
    [
      'Offene Fragen',
      cut(shown.offen, (rows) =>
        table(rows, [
          { header: 'Anforderung', value: (row) => row.control },
          { header: 'Titel', value: (row) => row.titel },
          { header: 'Stand', value: (row) => statusWord(row.zustand) },
        ]),
      ),
    ],
    [
      'Befunde',
      cut(shown.befunde, (rows) =>
        table(rows, [
          { header: 'Ergebnis', value: (row) => statusWord(row.ergebnis) },
          { header: 'Ziel', value: (row) => row.ziel },
          { header: 'Befund', value: (row) => row.text },
        ]),
      ),
    ],
  ];
}
