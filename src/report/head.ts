/** What stands at the head and the foot of every report. */
import { formatDay } from '../domain/calendar.ts';
import type { Framework } from '../domain/catalogue.ts';
import { holderOf } from '../domain/duties.ts';
import type { Kommune } from '../domain/kommune.ts';
import type { HeadData } from './report-data.ts';
import type { ReportInput } from './report-input.ts';

/** Characters of a hash that people compare by eye. */
export const shortHashLength = 12;

/** Mark at the top right. */
export const confidentiality: Readonly<Record<ReportInput['fassung'], string>> = {
  intern: 'Nicht öffentlich',
  rat: 'Nicht öffentlich (Rat)',
  oeffentlich: 'Öffentlich',
};

export function buildHead(input: ReportInput, words: { bericht: string; titel: string }): HeadData {
  const { catalogue, evaluation, erhebung, kommune } = input;
  return {
    bericht: words.bericht,
    titel: words.titel,
    kommune: kommune.name,
    empfaenger: addressee(input),
    vertraulichkeit: confidentiality[input.fassung],
    stand: formatDay(input.asOf),
    standIso: input.asOf,
    erhebung: erhebung === null ? 'ohne eigene Erhebung' : roundTitle(erhebung),
    profil: evaluation.profile.title,
    profilHinweis: evaluation.profile.note,
    katalog: { id: catalogue.id, edition: catalogue.edition, hash: catalogue.hash },
    rechtsstand: legalStatus(catalogue.frameworks),
    programm: `burgward ${input.programVersion}`,
    fingerabdruck: input.fingerprint,
    fingerabdruckKurz: input.fingerprint.slice(0, shortHashLength),
    protokoll: input.chainHash,
    fassung: input.fassung,
    kennung: {
      art: input.art,
      kommune: kommune.slug,
      stand: input.asOf,
      fassung: input.fassung,
      variante: input.variante,
      eintrag: (input.eintrag ?? input.paket)?.id ?? null,
      katalog: { edition: catalogue.edition, hash: catalogue.hash },
      fingerabdruck: input.fingerprint,
      protokoll: input.chainHash,
      programm: /^[\w.+-]{1,40}$/.test(input.programVersion) ? input.programVersion : '',
    },
  };
}

function roundTitle(erhebung: NonNullable<ReportInput['erhebung']>): string {
  const state = erhebung.abgeschlossen === null ? 'läuft noch' : `abgeschlossen am ${formatDay(erhebung.abgeschlossen)}`;
  return `${erhebung.name} (begonnen am ${formatDay(erhebung.begonnen)}, ${state})`;
}

/** Edition of the Act's text the catalogue speaks about, as its framework file says; without „Rechtsstand“, which stands before it. */
export function legalStatus(frameworks: readonly Framework[]): string {
  const edition = frameworks.find((framework) => framework.id === 'saechsisichg')?.edition;
  return edition?.replace(/^Rechtsstand:? /, '') ?? 'nicht angegeben';
}

const headsByKind: Readonly<Record<string, string>> = {
  gemeinde: 'die Bürgermeisterin oder den Bürgermeister',
  stadt: 'die (Ober-)Bürgermeisterin oder den (Ober-)Bürgermeister',
  landkreis: 'die Landrätin oder den Landrat',
  verwaltungsverband: 'die Verbandsvorsitzende oder den Verbandsvorsitzenden',
  zweckverband: 'die Verbandsvorsitzende oder den Verbandsvorsitzenden',
};

/** The head by name where recorded, else in words that fit any person. */
export function addressee({ kommune, rollen, asOf }: Pick<ReportInput, 'kommune' | 'rollen' | 'asOf'>): string {
  const head = holderOf('leitung', rollen, asOf);
  if (head !== null) return `Bericht an die Leitung: ${head.person}`;
  return `Bericht an ${headsByKind[kommune.art] ?? 'die Leitung'}`;
}

/** Kinds of bodies that German names with an article: „im Landkreis …“ does not follow from the name alone. */
const articleBefore =
  /^(Gemeinde|Stadt|Große Kreisstadt|Landkreis|Kreis|Verwaltung|Verband|Zweckverband|Abwasser|Wasser)|kreis$|verband$|gemeinschaft$/i;

/** „Informationssicherheit in Beispielhain“, but „Informationssicherheit: Landkreis Beispielland“. */
export function titleFor(subject: string, kommune: Kommune): string {
  const plainPlace = ['gemeinde', 'stadt'].includes(kommune.art) && !articleBefore.test(kommune.name);
  return plainPlace ? `${subject} in ${kommune.name}` : `${subject}: ${kommune.name}`;
}
