/**
 * What lower editions are made of. Their builders get an input that was made anew from what is known to be harmless; what they do not
 * have they cannot tell. Everything is left out unless it is named here, and a field nobody decided upon does not compile.
 */
import type { Catalogue } from '../domain/catalogue.ts';
import { holderOf } from '../domain/duties.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import { controlsOfItem } from '../domain/framework-item.ts';
import type { Kommune, Merkmale, RoleAssignment } from '../domain/kommune.ts';
import type { RegisterEntry } from '../domain/register.ts';
import { decided } from './decided.ts';
import { redactEntry } from './redact-entries.ts';
import {
  evaluationForCouncil,
  evaluationForPublic,
  type Redaction,
  releasedFramework,
  sortedByResult,
} from './redact-evaluation.ts';
import { neutralNames } from './redact-names.ts';
import { redactYears } from './redact-years.ts';
import type { LastReport, ReportEdition, ReportInput } from './report-input.ts';

/** The input as the readers of this edition may have it; for `intern` the input itself. Redacting twice changes nothing more. */
export function inputForEdition(input: ReportInput): ReportInput {
  return input.fassung === 'intern' ? input : redactInput(input, input.fassung);
}

/** @param fassung below `intern`: for the council words of the catalogue remain, for everybody totals */
function redactInput(input: ReportInput, fassung: Exclude<ReportEdition, 'intern'>): ReportInput {
  const catalogue = shippedCatalogue(input.catalogue);
  const kommune = redactKommune(input.kommune);
  const isPublic = fassung === 'oeffentlich';
  const evaluations = [input.evaluation, input.earlier?.evaluation, input.letzterBericht?.evaluation]
    .filter((each) => each !== undefined)
    .map((each) => (isPublic ? { ...each, findings: sortedByResult(each.findings) } : each));
  const redaction: Redaction = {
    catalogue,
    controls: new Map(catalogue.controls.map((control) => [control.id, control])),
    names: neutralNames(evaluations, catalogue),
    kommune,
  };
  const redactEvaluation = (evaluation: Evaluation): Evaluation =>
    isPublic ? evaluationForPublic(evaluation, redaction) : evaluationForCouncil(evaluation, redaction);
  const redactEntries = (entries: readonly RegisterEntry[] = []): RegisterEntry[] =>
    entries.flatMap((entry) => redactEntry(entry, fassung, redaction) ?? []);
  const { earlier, erhebung, scan, letzterBericht, eintrag } = input;
  return decided<ReportInput>({
    art: input.art,
    evaluation: redactEvaluation(input.evaluation),
    earlier:
      earlier === null
        ? null
        : {
            evaluation: redactEvaluation(earlier.evaluation),
            label: 'frühere Erhebung',
          },
    catalogue,
    kommune,
    rollen: input.rollen.flatMap((role) => redactRole(role, input, fassung)),
    asOf: input.asOf,
    erhebung:
      erhebung === null
        ? null
        : decided<NonNullable<ReportInput['erhebung']>>({
            id: '',
            kommune: kommune.slug,
            name: 'Erhebung',
            profil: catalogue.profiles.find(({ id }) => id === erhebung.profil)?.id ?? '',
            begonnen: erhebung.begonnen,
            abgeschlossen: erhebung.abgeschlossen,
            fingerprint: null,
          }),
    fingerprint: input.fingerprint,
    chainHash: input.chainHash,
    programVersion: '',
    fassung,
    scan: scan === null ? null : { tool: null, at: scan.at, nmapMissing: scan.nmapMissing },
    merkmale: redactMerkmale(input.merkmale, catalogue),
    fristen: input.fristen,
    feiertage: input.feiertage,
    register: Object.fromEntries(Object.entries(input.register).map(([id, entries]) => [id, redactEntries(entries)])),
    netz: undefined,
    zielobjekte: undefined,
    bestellungen: undefined,
    eintragVerlauf: undefined,
    paket: undefined,
    verbund: undefined,
    jahre: input.jahre === undefined ? undefined : redactYears(input.jahre, fassung, catalogue),
    letzterBericht:
      letzterBericht === undefined
        ? undefined
        : decided<LastReport>({
            nr: /^B\d+$/.test(letzterBericht.nr) ? letzterBericht.nr : '',
            stand: letzterBericht.stand,
            abgelegtAm: letzterBericht.abgelegtAm,
            evaluation: redactEvaluation(letzterBericht.evaluation),
          }),
    variante: input.variante,
    eintrag: eintrag === null ? null : (redactEntries([eintrag])[0] ?? null),
  });
}

/**
 * The catalogue without what a Kommune imported. Only shipped controls can stand in a profile or answer the Act, so these are the ones
 * that remain; tables are left out, no report of a lower edition needs them.
 */
function shippedCatalogue(catalogue: Catalogue): Catalogue {
  const frameworks = catalogue.frameworks.filter(({ id }) => id === releasedFramework);
  const shipped = new Set([
    ...catalogue.profiles.flatMap(({ controls }) => controls),
    ...frameworks.flatMap(({ items }) => items.flatMap(controlsOfItem)),
  ]);
  const controls = catalogue.controls.filter(({ id }) => shipped.has(id));
  const bausteine = new Set(controls.map(({ baustein }) => baustein));
  const { id, edition, hash, title, licence, checks, profiles, vocabulary } = catalogue;
  return decided<Catalogue>({
    id,
    edition,
    hash,
    title,
    licence,
    bausteine: catalogue.bausteine.filter((baustein) => bausteine.has(baustein.id)),
    controls,
    checks,
    frameworks,
    profiles,
    vocabulary,
    tables: {},
  });
}

function redactKommune({ slug, name, art, ags, einwohner }: Kommune): Kommune {
  return decided<Kommune>({ slug, name, art, ags, einwohner, landkreis: null });
}

/** Only the present head is named; of the others the council is told that there is somebody, and since when. */
function redactRole(
  role: RoleAssignment,
  { rollen, asOf, catalogue, kommune }: ReportInput,
  fassung: ReportEdition,
): RoleAssignment[] {
  const known = catalogue.vocabulary.roles.find(({ id }) => id === role.rolle);
  if (known === undefined) return [];
  const isHead = known.id === 'leitung' && holderOf('leitung', rollen, asOf) === role;
  if (fassung === 'oeffentlich' && !isHead) return [];
  return [
    decided<RoleAssignment>({
      id: '',
      kommune: kommune.slug,
      rolle: known.id,
      person: isHead ? role.person : known.title,
      ab: role.ab,
      bis: role.bis,
      bestellt: role.bestellt,
      gemeldet: role.gemeldet,
    }),
  ];
}

function redactMerkmale(merkmale: Merkmale, { vocabulary }: Catalogue): Merkmale {
  return Object.fromEntries(
    vocabulary.merkmale.flatMap(({ id }) => {
      const value = merkmale[id];
      return value === 'ja' || value === 'nein' || value === 'unbekannt' ? [[id, value] as const] : [];
    }),
  );
}
