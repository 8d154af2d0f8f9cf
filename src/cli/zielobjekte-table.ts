import { formatDay } from '../domain/calendar.ts';
import { schutzziele } from '../domain/catalogue.ts';
import { schutzzielWords, shortList } from '../domain/modellierung.ts';
import { stufeWords } from '../domain/schutzbedarf.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';
import { Flags, integerFlag } from './flags.ts';
import { counted, keyValues, table } from './output.ts';

/** Zielobjekte as people read them. */
export function zielobjekteTable(zielobjekte: CommandJson['zielobjekt liste']): string {
  const some = (has: (z: CommandJson['zielobjekt anlegen']) => boolean) => zielobjekte.some(has);
  return table(zielobjekte, [
    { header: 'Kürzel', value: (z) => z.kuerzel },
    { header: 'Typ', value: (z) => z.typ },
    { header: 'Name', value: (z) => (z.anzahl !== null && z.anzahl > 1 ? `${z.name} (${z.anzahl})` : z.name) },
    ...(some((z) => z.adressen.length > 0)
      ? [{ header: 'Adressen', value: (z: CommandJson['zielobjekt anlegen']) => z.adressen.join(', ') || null }]
      : []),
    ...(some((z) => z.braucht.length > 0)
      ? [{ header: 'Braucht', value: (z: CommandJson['zielobjekt anlegen']) => z.braucht.join(', ') || null }]
      : []),
    ...(some((z) => z.entferntAm !== null)
      ? [
          {
            header: 'Entfernt',
            value: (z: CommandJson['zielobjekt anlegen']) => (z.entferntAm === null ? null : formatDay(z.entferntAm)),
          },
        ]
      : []),
  ]);
}

/** Switches that describe a Zielobjekt, beside its name, type and addresses. */
export const detailFlags = {
  zweck: Flags.string({ description: 'wofür es da ist', helpValue: 'TEXT' }),
  anzahl: integerFlag('anzahl', {
    description:
      'wie viele Gleiche es zusammenfasst; nur, wenn Typ, Plattform und Standort übereinstimmen, sonst mehrere anlegen',
    min: 1,
    max: 100_000,
  }),
  plattform: Flags.string({ description: 'Betriebssystem oder Hersteller, zum Beispiel „Windows 11“', helpValue: 'TEXT' }),
  standort: Flags.string({ description: 'wo es steht oder betrieben wird', helpValue: 'TEXT' }),
  verantwortlich: Flags.string({ description: 'wer sich darum kümmert', helpValue: 'NAME' }),
  benutzer: Flags.string({ description: 'wer damit arbeitet', helpValue: 'TEXT' }),
};

export const addressFlag = () =>
  Flags.string({
    description: 'Rechnername oder Adresse, auch mit Port; mehrfach möglich',
    helpValue: 'HOST|IP',
    multiple: true,
  });

/** Links of one Zielobjekt, both ways. */
export function linksText({
  kuerzel,
  braucht,
  gebrauchtVon,
}: Pick<CommandJson['zielobjekt verbinden'], 'kuerzel' | 'braucht' | 'gebrauchtVon'>): string {
  return keyValues([
    [`${kuerzel} braucht`, braucht.join(', ') || null],
    ['gebraucht von', gebrauchtVon.join(', ') || null],
  ]);
}

type SchutzbedarfRow = CommandJson['zielobjekt schutzbedarf-liste'][number];

/** „hoch“, „mindestens hoch“, „nicht bekannt“. */
function schutzbedarfWord({ stufe, mindestens }: Pick<SchutzbedarfRow, 'stufe' | 'mindestens'>): string {
  if (stufe === null) return 'nicht bekannt';
  return `${mindestens ? 'mindestens ' : ''}${stufeWords[stufe]}`;
}

/** Where a value comes from, and what deviates. */
function schutzbedarfOrigin(row: SchutzbedarfRow): string {
  const inherited =
    row.geerbt === null ? '' : `geerbt ${stufeWords[row.geerbt]} von ${shortList(row.geerbtVon)}${originText(row)}`;
  const own = row.eigen === null ? '' : `${ownWord(row)} ${stufeWords[row.eigen]}: ${row.grund ?? ''}`;
  const open = row.offenBei.length === 0 ? '' : `nicht bekannt bei ${shortList(row.offenBei)}`;
  return [own, inherited, open].filter((part) => part !== '').join('; ') || 'nichts festgelegt, nichts geerbt';
}

function originText({ ursprung, geerbtVon, stufe, geerbt }: SchutzbedarfRow): string {
  const further = ursprung.filter((code) => !geerbtVon.includes(code));
  return stufe !== geerbt || further.length === 0 ? '' : ` (festgelegt bei ${shortList(further)})`;
}

function ownWord({ abweichung, art }: SchutzbedarfRow): string {
  if (abweichung === 'kumulation') return 'Kumulation';
  if (abweichung === 'verteilung') return 'Verteilung';
  if (abweichung === 'hoeher') return 'über dem Geerbten festgelegt';
  if (abweichung === 'ueberholt') return 'überholt, weil unter dem Geerbten:';
  if (abweichung === 'gegenstandslos') return 'Verteilung ohne Wirkung:';
  return art === 'kumulation' ? 'Kumulation' : 'festgelegt';
}

/** One row per Zielobjekt and value; Schutzziele that agree in everything share one. */
export function schutzbedarfTable(rows: readonly SchutzbedarfRow[]): string {
  const said = (row: SchutzbedarfRow) => [row.kuerzel, schutzbedarfWord(row), schutzbedarfOrigin(row)] as const;
  const merged = [...Map.groupBy(rows, (row) => JSON.stringify(said(row))).values()];
  return table(merged, [
    { header: 'Kürzel', value: ([row]) => row?.kuerzel },
    {
      header: 'Schutzziele',
      value: (same) =>
        same.length === schutzziele.length ? 'alle' : same.map(({ schutzziel }) => schutzzielWords[schutzziel]).join(', '),
    },
    { header: 'Schutzbedarf', value: ([row]) => (row === undefined ? null : schutzbedarfWord(row)) },
    { header: 'Woher', value: ([row]) => (row === undefined ? null : schutzbedarfOrigin(row)) },
  ]);
}

/** What a list or a ready set adds and changes. */
export function planText({
  neu,
  geaendert,
  unveraendert,
  probe,
}: Omit<CommandJson['zielobjekt importieren'], 'kommune' | 'datei'>): string {
  const parts = [
    ...(neu.length === 0
      ? []
      : [
          table(neu, [
            { header: 'neu', value: (z) => z.kuerzel },
            { header: 'Typ', value: (z) => z.typ },
            { header: 'Name', value: (z) => z.name },
          ]),
        ]),
    ...(geaendert.length === 0
      ? []
      : [
          table(
            geaendert.flatMap(({ kuerzel, felder }) => felder.map((feld) => ({ kuerzel, ...feld }))),
            [
              { header: 'geändert', value: (row) => row.kuerzel },
              { header: 'Feld', value: (row) => row.feld },
              { header: 'bisher', value: (row) => row.vorher },
              { header: 'dann', value: (row) => row.nachher },
            ],
          ),
        ]),
    `${counted(neu.length, 'Zielobjekt', 'Zielobjekte')} neu, ${geaendert.length} geändert, ${unveraendert} unverändert.${probe ? ' Nur zur Probe, nichts gespeichert.' : ''}`,
  ];
  return parts.join('\n\n');
}
