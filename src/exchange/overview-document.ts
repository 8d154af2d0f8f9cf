/** What an overview of many Kommunen hands out as a file, and the words both formats share. */
import type { Counts } from '../domain/answers.ts';
import type { DutyKind } from '../domain/catalogue.ts';
import type { DutyStatus } from '../domain/duties.ts';
import type { DutyCounts } from '../domain/overview.ts';

/** Numbers of one Kommune or of all. Ages in days, null without an answer. */
export interface OverviewNumbers {
  gesamt: Counts;
  widersprueche: number;
  hinweise: number;
  luecken: { n: number; ueberfaellig: number; ohneTermin: number };
  antworten: { n: number; gesammelt: number; uebernommen: number };
  alter: { medianTage: number | null; aeltesteTage: number | null };
  massnahmen: { offen: number; ueberfaellig: number; ohneTermin: number };
  vorfaelle: { offen: number; erheblich: number };
  /** Of the year of the Stand; null where none are recorded. */
  stunden: { jahr: number; geplant: number | null; verbraucht: number | null };
}

export interface OverviewKommune extends OverviewNumbers {
  kommune: string;
  name: string;
  art: string;
  landkreis: string | null;
  einwohner: number | null;
  groesse: string | null;
  profil: string;
  erhebung: { name: string; begonnen: string; abgeschlossen: string | null } | null;
  minimum: { ergebnis: DutyCounts; punkte: readonly { id: string; art: DutyKind; status: DutyStatus }[] };
}

export interface OverviewDocument {
  stand: string;
  katalog: { id: string; edition: string };
  filter: { landkreis: string | null; art: string | null; groesse: string | null; profil: string | null };
  ohneEinwohnerzahl: number;
  /** Rows of the legal minimum. */
  minimum: readonly { id: string; ref: string; art: DutyKind; kurz: string; vertrauen: string }[];
  kommunen: readonly OverviewKommune[];
  summe: OverviewNumbers & { kommunen: number; ohneErhebung: number; minimum: DutyCounts; minimumErfuellt: number };
}

export const dutyWords: Readonly<Record<DutyStatus, string>> = {
  erfuellt: 'erfüllt',
  teilweise: 'teilweise',
  nichtErfuellt: 'nicht erfüllt',
  offen: 'offen',
  nichtAnwendbar: 'nicht anwendbar',
};

/** Shapes that read without colour and in print. */
export const dutyMarks: Readonly<Record<DutyStatus, string>> = {
  erfuellt: '●',
  teilweise: '◐',
  nichtErfuellt: '▲',
  offen: '◇',
  nichtAnwendbar: '–',
};

/** What the numbers mean, for a reader who was not there. */
export const overviewNotes: readonly string[] = [
  'Aktuell beantwortet sind Fragen mit einer Antwort, die noch gilt. „Zu bestätigen“ heißt: Die Antwort ist älter als ihr Prüfabstand oder aus einer abgelaufenen Erklärung; sie zählt nicht als beantwortet.',
  'Das gesetzliche Minimum sind Zeilen des SächsISichG. Nicht jede ist ein MUSS: Die Art steht bei jeder Zeile. Offen heißt: nicht bekannt, weder erfüllt noch verletzt.',
  '° Geltender Wortlaut nicht gelesen, vor rechtlicher Verwendung prüfen.',
  'Überfällig sind Lücken („nein“, „teilweise“), deren Termin vorbei ist; ohne Termin solche, bei denen Tag oder zuständige Person fehlt.',
  'Das Alter ist die Zeit seit dem Tag, an dem eine Antwort galt: die mittlere aller Antworten (Median) und die älteste.',
  'Gesammelt gesetzt oder bestätigt sind Antworten, die für viele Fragen in einem Schritt gegeben wurden. Übernommen sind Antworten aus Erklärungen, Gruppen oder der Kommune, die die Verwaltung ausführt.',
  'Maßnahmen und Vorfälle zählen, solange sie nicht abgeschlossen sind; überfällig ist auch eine zurückgestellte Maßnahme, deren Wiedervorlage vorbei ist. Stunden sind die des Jahres, aus dem Register der Ressourcen; „–“ heißt: nicht erfasst.',
  'Die Zahlen verschiedener Profile lassen sich nicht vergleichen; ein gemeinsames Profil wählt --profil.',
];

/** Where a row stands, with „°“ wherever the wording in force was not read. */
export function markedRef({ ref, vertrauen }: OverviewDocument['minimum'][number]): string {
  return vertrauen === 'V' ? ref : `${ref}°`;
}

/** „Landkreis mittelsachsen, klein, Profil sofort“, or null without a filter. */
export function filterText({ filter }: OverviewDocument): string | null {
  const parts = [
    filter.landkreis === null ? [] : [`Landkreis ${filter.landkreis}`],
    filter.art === null ? [] : [`Art ${filter.art}`],
    filter.groesse === null ? [] : [`Größe ${filter.groesse}`],
    filter.profil === null ? [] : [`alle über das Profil ${filter.profil}`],
  ].flat();
  return parts.length === 0 ? null : parts.join(', ');
}

/** Questions with an answer that holds. */
export function currentlyAnswered({ n, offen, zuBestaetigen }: Counts): number {
  return n - offen - zuBestaetigen;
}
