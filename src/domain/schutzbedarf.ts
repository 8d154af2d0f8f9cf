/**
 * Schutzbedarf per Schutzziel, after BSI 200-2: what is needed inherits the highest need of what needs it (Maximumprinzip);
 * many small ones may raise it (Kumulation), several of a kind may lower it (Verteilung), both only with a reason. Pure.
 */
import { type Schutzziel, schutzziele } from './catalogue.ts';
import { informationsverbund } from './kommune.ts';
import type { Beziehung, Register } from './zielobjekte.ts';

export const stufen = ['normal', 'hoch', 'sehr-hoch'] as const;
export type Stufe = (typeof stufen)[number];

/** How an own value was come by: decided for the thing itself, raised, or lowered against what it inherits. */
export const schutzbedarfArten = ['festgelegt', 'kumulation', 'verteilung'] as const;
export type SchutzbedarfArt = (typeof schutzbedarfArten)[number];

/** What was decided for a Zielobjekt itself. */
export interface OwnSchutzbedarf {
  zielobjekt: string;
  schutzziel: Schutzziel;
  stufe: Stufe;
  art: SchutzbedarfArt;
  begruendung: string;
  validFrom: string;
}

/**
 * How own and inherited value stand to each other: `kumulation` and `verteilung` as reasoned; `hoeher` above it without having
 * been called so; `ueberholt` an own value that has come to lie below what is inherited and no longer counts;
 * `gegenstandslos` a Verteilung that lowers nothing any more.
 */
export const abweichungen = ['kumulation', 'verteilung', 'hoeher', 'ueberholt', 'gegenstandslos'] as const;
export type Abweichung = (typeof abweichungen)[number];

export interface SchutzbedarfResult {
  zielobjekt: string;
  schutzziel: Schutzziel;
  /** What counts; null: not known. Unknown is never taken for normal. */
  stufe: Stufe | null;
  /** True when something that needs it is not known yet and could raise it. */
  mindestens: boolean;
  /** Highest known value of what needs it; null: none known. */
  geerbt: Stufe | null;
  /** Codes it has that value from. */
  geerbtVon: readonly string[];
  /** Codes that need it and are not known, or not known to the end. */
  offenBei: readonly string[];
  /** Codes whose own decision stands behind the value that counts. */
  ursprung: readonly string[];
  eigen: OwnSchutzbedarf | null;
  abweichung: Abweichung | null;
}

export const rankOf = (stufe: Stufe): number => stufen.indexOf(stufe);

function highest(values: readonly (Stufe | null)[]): Stufe | null {
  return stufen.findLast((stufe) => values.includes(stufe)) ?? null;
}

/**
 * Schutzbedarf of every Zielobjekt but the Informationsverbund, in the order of the register.
 * @param register what is there on the day; links must not run in circles
 */
export function computeSchutzbedarf(register: Register, own: readonly OwnSchutzbedarf[]): SchutzbedarfResult[] {
  const needers = Map.groupBy(register.beziehungen, ({ nach }) => nach);
  const asked = register.zielobjekte.filter(({ kuerzel }) => kuerzel !== informationsverbund);
  const byZiel = schutzziele.map((schutzziel) => resultsFor(schutzziel, needers, own));
  return asked.flatMap(({ kuerzel }) => byZiel.map((resultOf) => resultOf(kuerzel)));
}

function resultsFor(
  schutzziel: Schutzziel,
  needers: ReadonlyMap<string, readonly Beziehung[]>,
  own: readonly OwnSchutzbedarf[],
): (kuerzel: string) => SchutzbedarfResult {
  const ownByKuerzel = new Map(own.filter((each) => each.schutzziel === schutzziel).map((each) => [each.zielobjekt, each]));
  const known = new Map<string, SchutzbedarfResult>();
  const resultOf = (kuerzel: string): SchutzbedarfResult => {
    const present = known.get(kuerzel);
    if (present !== undefined) return present;
    const above = [...new Set((needers.get(kuerzel) ?? []).map(({ von }) => von))].sort().map(resultOf);
    const result = combine(kuerzel, schutzziel, above, ownByKuerzel.get(kuerzel) ?? null);
    known.set(kuerzel, result);
    return result;
  };
  return resultOf;
}

function combine(
  zielobjekt: string,
  schutzziel: Schutzziel,
  above: readonly SchutzbedarfResult[],
  eigen: OwnSchutzbedarf | null,
): SchutzbedarfResult {
  const geerbt = highest(above.map(({ stufe }) => stufe));
  const sources = above.filter(({ stufe }) => stufe !== null && stufe === geerbt);
  const offenBei = above.filter(({ stufe, mindestens }) => stufe === null || mindestens).map((each) => each.zielobjekt);
  const abweichung = deviation(eigen, geerbt);
  const isLowered = abweichung === 'verteilung';
  const highestKnown = isLowered ? (eigen?.stufe ?? null) : highest([eigen?.stufe ?? null, geerbt]);
  // What is only inherited and could still be raised is not known to be normal.
  const stufe = eigen === null && highestKnown === 'normal' && offenBei.length > 0 ? null : highestKnown;
  const isOwn = eigen !== null && stufe === eigen.stufe && abweichung !== 'ueberholt';
  const inheritedOrigin = stufe !== null && stufe === geerbt && !isLowered ? sources.flatMap(({ ursprung }) => ursprung) : [];
  return {
    zielobjekt,
    schutzziel,
    stufe,
    mindestens: stufe !== null && stufe !== 'sehr-hoch' && !isLowered && offenBei.length > 0,
    geerbt,
    geerbtVon: sources.map((each) => each.zielobjekt),
    offenBei,
    ursprung: [...new Set([...(isOwn ? [zielobjekt] : []), ...inheritedOrigin])].sort(),
    eigen,
    abweichung,
  };
}

function deviation(eigen: OwnSchutzbedarf | null, geerbt: Stufe | null): Abweichung | null {
  if (eigen === null || geerbt === null) return null;
  const difference = rankOf(eigen.stufe) - rankOf(geerbt);
  if (eigen.art === 'verteilung') return difference < 0 ? 'verteilung' : 'gegenstandslos';
  if (difference < 0) return 'ueberholt';
  if (difference === 0) return null;
  return eigen.art === 'kumulation' ? 'kumulation' : 'hoeher';
}

/** Why an own value may not be recorded like this, with what to do; null when it may. */
export function ownValueProblem(
  stufe: Stufe,
  art: SchutzbedarfArt,
  inherited: Pick<SchutzbedarfResult, 'geerbt' | 'geerbtVon'>,
): { problem: string; hint: string } | null {
  const { geerbt, geerbtVon } = inherited;
  if (geerbt === null) {
    if (art === 'festgelegt') return null;
    return {
      problem: `Geerbt wird hier noch nichts, daran lässt sich keine ${artWords[art]} messen.`,
      hint: 'Erst festlegen, was das Zielobjekt braucht, oder --art weglassen.',
    };
  }
  const from = `Geerbt wird „${stufeWords[geerbt]}“ (von ${geerbtVon.join(', ')})`;
  const difference = rankOf(stufe) - rankOf(geerbt);
  if (art === 'verteilung') {
    return difference < 0
      ? null
      : {
          problem: `${from}; „${stufeWords[stufe]}“ senkt das nicht.`,
          hint: 'Verteilung senkt: eine niedrigere Stufe angeben oder --art weglassen.',
        };
  }
  if (art === 'kumulation') {
    return difference > 0
      ? null
      : {
          problem: `${from}; „${stufeWords[stufe]}“ hebt das nicht.`,
          hint: 'Kumulation hebt: eine höhere Stufe angeben oder --art weglassen.',
        };
  }
  if (difference < 0) {
    return {
      problem: `${from}; „${stufeWords[stufe]}“ liegt darunter.`,
      hint: 'Darunter geht nur mit Begründung als Verteilung: --art verteilung, zum Beispiel weil ein zweites Gerät einspringt.',
    };
  }
  if (difference > 0) {
    return {
      problem: `${from}; „${stufeWords[stufe]}“ liegt darüber.`,
      hint: 'Darüber geht mit Begründung als Kumulation: --art kumulation, zum Beispiel weil viele Verfahren zusammenkommen.',
    };
  }
  return null;
}

const artWords: Readonly<Record<SchutzbedarfArt, string>> = {
  festgelegt: 'Festlegung',
  kumulation: 'Kumulation',
  verteilung: 'Verteilung',
};

export const stufeWords: Readonly<Record<Stufe, string>> = { normal: 'normal', hoch: 'hoch', 'sehr-hoch': 'sehr hoch' };
