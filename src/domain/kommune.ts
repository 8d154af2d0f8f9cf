/** The bodies assessed and what is known about them. Every fact is dated; not knowing is a value. */

export type ThreeValued = 'ja' | 'nein' | 'unbekannt';

export interface Kommune {
  slug: string;
  name: string;
  /** Kind from the vocabulary: gemeinde, stadt, landkreis, verwaltungsverband, zweckverband. */
  art: string;
  /** Eight digits for Gemeinden, five for Landkreise, null for associations. */
  ags: string | null;
  /** Number of inhabitants, null if not recorded. */
  einwohner: number | null;
  landkreis: string | null;
}

/** Three-valued facts by name; a Merkmal that was never recorded is `unbekannt`. */
export type Merkmale = Readonly<Record<string, ThreeValued>>;

/** A person serves a Kommune in a role. Dates are calendar days, YYYY-MM-DD. */
export interface RoleAssignment {
  id: string;
  kommune: string;
  /** Role id from the vocabulary, for example `bfis`, `bfis-vertretung`, `leitung`. */
  rolle: string;
  person: string;
  ab: string;
  bis: string | null;
  /** Day of the formal appointment. */
  bestellt: string | null;
  /** Day on which the appointment was told to the Land. */
  gemeldet: string | null;
}

/** The thing assessed. Every Kommune has one of type `informationsverbund`. */
export interface Zielobjekt {
  kuerzel: string;
  kommune: string;
  typ: string;
  name: string;
  /** Host names or addresses, each optionally with `:port`; IPv6 with port in brackets. */
  adressen: readonly string[];
}

/** Kuerzel of the Zielobjekt that stands for the Kommune as a whole. */
export const informationsverbund = 'VERBUND';
