/** What the report about many Kommunen is made of: counts of each, no words anybody wrote. */
import type { AnswerState, Counts } from '../../../domain/answers.ts';
import type { Catalogue, Profile } from '../../../domain/catalogue.ts';
import type { DutyStatus } from '../../../domain/duties.ts';
import type { LegalMinimum, SizeClass } from '../../../domain/overview.ts';
import { decided } from '../../decided.ts';
import type { ReportEdition } from '../../report-input.ts';

export interface RegionKommune {
  name: string;
  /** Null when the number of inhabitants is not recorded. */
  groesse: SizeClass | null;
  gesamt: Counts;
  /** Whether anything is answered at all; without, nothing of it counts as fulfilled. */
  hatAntworten: boolean;
  /** By control of the profile. */
  antworten: ReadonlyMap<string, AnswerState>;
  /** By row of the legal minimum. */
  pflichten: ReadonlyMap<string, DutyStatus>;
  luecken: { n: number; ueberfaellig: number; ohneTermin: number };
  massnahmen: { offen: number; ueberfaellig: number };
  /** Duties of the legal minimum whose last day is past and that are not done; no other duty of the Act has a last day. */
  pflichtenUeberfaellig: number;
}

export interface RegionInput {
  fassung: ReportEdition;
  /** Calendar day for which everything is said, YYYY-MM-DD. */
  asOf: string;
  /** A group or a Landkreis; null: all Kommunen recorded. */
  umfang: { slug: string; name: string; art: string } | null;
  kommunen: readonly RegionKommune[];
  /** All are looked at over the same questions. */
  profil: Profile;
  minimum: LegalMinimum;
  catalogue: Catalogue;
  /** SHA-256 over what the report is made from, lower-case hex. */
  fingerprint: string;
  programVersion: string;
}

/**
 * The input as the readers of this edition may have it. Below `intern` no Kommune has a name, and a group none either, because somebody
 * wrote it; for everybody it is not told which questions and which duties are concerned. A field nobody decided upon does not compile.
 */
export function regionForEdition(input: RegionInput): RegionInput {
  if (input.fassung === 'intern') return input;
  const { umfang, fassung } = input;
  return decided<RegionInput>({
    fassung,
    asOf: input.asOf,
    umfang: umfang === null ? null : { ...umfang, name: umfang.art === 'gruppe' ? '' : umfang.name },
    kommunen: input.kommunen.map((kommune) => redactKommune(kommune, fassung === 'oeffentlich')),
    profil: input.profil,
    minimum: input.minimum,
    catalogue: input.catalogue,
    fingerprint: input.fingerprint,
    programVersion: '',
  });
}

function redactKommune(kommune: RegionKommune, isPublic: boolean): RegionKommune {
  return decided<RegionKommune>({
    name: '',
    groesse: kommune.groesse,
    gesamt: kommune.gesamt,
    hatAntworten: kommune.hatAntworten,
    antworten: isPublic ? new Map() : kommune.antworten,
    // In the order of the results: which duty it is cannot be told from the place either.
    pflichten: isPublic ? withoutPlaces(kommune.pflichten) : kommune.pflichten,
    luecken: kommune.luecken,
    massnahmen: kommune.massnahmen,
    // Hardly a duty has a last day: the number alone would tell which it is.
    pflichtenUeberfaellig: isPublic ? 0 : kommune.pflichtenUeberfaellig,
  });
}

function withoutPlaces(duties: ReadonlyMap<string, DutyStatus>): ReadonlyMap<string, DutyStatus> {
  return new Map([...duties.values()].toSorted().map((status, index) => [`P${index + 1}`, status]));
}
