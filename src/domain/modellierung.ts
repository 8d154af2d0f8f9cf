/** Modellierung after BSI 200-2: which Bausteine are proposed for which Zielobjekte, and what the Kommune decided. Pure. */
import type { Baustein, Condition } from './catalogue.ts';
import { evaluateCondition } from './conditions.ts';
import { informationsverbund, type Merkmale } from './kommune.ts';
import type { SchutzbedarfResult } from './schutzbedarf.ts';
import type { RegisteredZielobjekt } from './zielobjekte.ts';

/** Ours, with what was imported beside it, or the Kompendium of the BSI. */
export const bausteinQuellen = ['eigen', 'kompendium'] as const;
export type BausteinQuelle = (typeof bausteinQuellen)[number];

/** A Baustein of the Kompendium, from the catalogue's table. */
export interface KompendiumBaustein {
  id: string;
  title: string;
  /** R1 before R2 before R3. */
  order: 'R1' | 'R2' | 'R3';
  /** Typical target in the words of the BSI. */
  target: string;
  /** Our types of Zielobjekt it is proposed for. */
  types: readonly string[];
  /** It is proposed only where name, purpose or platform contain one of them. */
  words?: readonly string[] | undefined;
  /** Common enough to be asked about where the words are missing. */
  asks?: boolean | undefined;
  /** General Baustein that always goes with it. */
  general?: string | undefined;
  /** In which case it is needed, where the register cannot tell. */
  when?: string | undefined;
}

/** What one of our Bausteine bears on, although it is answered for the Kommune as a whole. */
export interface BausteinBearing {
  id: string;
  types: readonly string[];
  applies_if?: Condition | undefined;
}

export interface ModellierungDecision {
  baustein: string;
  verwendet: 'ja' | 'nein';
  begruendung: string | null;
  validFrom: string;
}

/** `ja`: proposed. `pruefen`: depends on what the register does not say. `nein`: nothing here that it is about. */
export const vorschlaege = ['ja', 'pruefen', 'nein'] as const;
export type Vorschlag = (typeof vorschlaege)[number];

export interface ModelledBaustein {
  id: string;
  title: string;
  quelle: BausteinQuelle;
  order: string | null;
  general: string | null;
  vorschlag: Vorschlag;
  /** Why it is proposed or not, a whole sentence. */
  grund: string;
  /** Codes of the Zielobjekte it is about. */
  zielobjekte: readonly string[];
  decision: ModellierungDecision | null;
}

export interface ModellierungInput {
  bausteine: readonly Baustein[];
  bearings: readonly BausteinBearing[];
  kompendium: readonly KompendiumBaustein[];
  /** What is there on the day. */
  zielobjekte: readonly RegisteredZielobjekt[];
  merkmale: Merkmale;
  /** Question by Merkmal, for what is not known. */
  merkmalQuestions: ReadonlyMap<string, string>;
  /** Word for each type. */
  typeTitles: ReadonlyMap<string, string>;
  decisions: readonly ModellierungDecision[];
}

/** Our Bausteine first, then those of the Kompendium in its order R1, R2, R3. */
export function model(input: ModellierungInput): ModelledBaustein[] {
  const decisions = new Map(input.decisions.map((decision) => [decision.baustein, decision]));
  const own = input.bausteine.map((baustein) => ({
    ...proposeOwn(baustein, input),
    decision: decisions.get(baustein.id) ?? null,
  }));
  const bsi = input.kompendium.map((baustein) => ({
    ...proposeKompendium(baustein, input),
    decision: decisions.get(baustein.id) ?? null,
  }));
  return [...own, ...bsi.sort((a, b) => (a.order ?? '').localeCompare(b.order ?? ''))];
}

type Proposal = Omit<ModelledBaustein, 'decision'>;

function proposeOwn({ id, title, zielobjektTypes }: Baustein, input: ModellierungInput): Proposal {
  const bearing = input.bearings.find((each) => each.id === id);
  const base = { id, title, quelle: 'eigen' as const, order: null, general: null };
  const verbund = [informationsverbund];
  const { value, unknown } = evaluateCondition(bearing?.applies_if, input.merkmale);
  if (value === 'nein') {
    return { ...base, vorschlag: 'nein', grund: `Trifft nach den Merkmalen der Kommune nicht zu.`, zielobjekte: [] };
  }
  if (value === 'unbekannt') {
    const questions = unknown.map((merkmal) => input.merkmalQuestions.get(merkmal) ?? `Merkmal ${merkmal}?`);
    return { ...base, vorschlag: 'pruefen', grund: `Noch zu klären: ${questions.join(' ')}`, zielobjekte: verbund };
  }
  if (!zielobjektTypes.includes('informationsverbund')) {
    const matching = input.zielobjekte.filter(({ typ }) => zielobjektTypes.includes(typ));
    if (matching.length > 0)
      return { ...base, vorschlag: 'ja', grund: typesReason(matching, input), zielobjekte: codes(matching) };
    const words = zielobjektTypes.map((type) => input.typeTitles.get(type) ?? type).join(' oder ');
    const grund = `Kein Zielobjekt der Art ${words} erfasst; die Fragen gelten bis dahin der Kommune als Ganzem.`;
    return { ...base, vorschlag: 'pruefen', grund, zielobjekte: verbund };
  }
  const related = input.zielobjekte.filter(({ typ }) => bearing?.types.includes(typ));
  return { ...base, vorschlag: 'ja', grund: 'Gilt für die Kommune als Ganzes.', zielobjekte: [...verbund, ...codes(related)] };
}

function proposeKompendium(baustein: KompendiumBaustein, input: ModellierungInput): Proposal {
  const { id, title, order, types, words, when } = baustein;
  const base = { id, title, quelle: 'kompendium' as const, order, general: baustein.general ?? null };
  const ofType = input.zielobjekte.filter(({ typ }) => types.includes(typ));
  if (ofType.length === 0) {
    const kinds = types.map((type) => input.typeTitles.get(type) ?? type).join(' oder ');
    return { ...base, vorschlag: 'nein', grund: `Kein Zielobjekt der Art ${kinds} erfasst.`, zielobjekte: [] };
  }
  if (when !== undefined) return { ...base, vorschlag: 'pruefen', grund: `Nur ${when}.`, zielobjekte: codes(ofType) };
  if (words === undefined) {
    const isWhole = types.includes('informationsverbund');
    return {
      ...base,
      vorschlag: 'ja',
      grund: isWhole ? 'Gilt für die Kommune als Ganzes.' : typesReason(ofType, input),
      zielobjekte: codes(ofType),
    };
  }
  const named = ofType.filter((zielobjekt) => mentions(zielobjekt, words));
  if (named.length > 0)
    return {
      ...base,
      vorschlag: 'ja',
      grund: `Nach Name, Zweck oder Plattform: ${shortList(codes(named))}.`,
      zielobjekte: codes(named),
    };
  const silent = baustein.asks === true ? ofType.filter(({ plattform }) => plattform === null) : [];
  if (silent.length > 0) {
    const grund = `Name, Zweck und Plattform sagen nicht, ob das auf ${shortList(codes(silent))} zutrifft.`;
    return { ...base, vorschlag: 'pruefen', grund, zielobjekte: codes(silent) };
  }
  return {
    ...base,
    vorschlag: 'nein',
    grund: 'Weder Name, Zweck noch Plattform eines Zielobjekts deuten darauf hin.',
    zielobjekte: [],
  };
}

function typesReason(matching: readonly RegisteredZielobjekt[], { typeTitles }: ModellierungInput): string {
  const kinds = [...new Set(matching.map(({ typ }) => typeTitles.get(typ) ?? typ))].sort();
  return `Wegen der Zielobjekte der Art ${kinds.join(' und ')}.`;
}

function codes(zielobjekte: readonly RegisteredZielobjekt[]): string[] {
  return zielobjekte.map(({ kuerzel }) => kuerzel);
}

/** At most four, and how many there are. */
export function shortList(codes: readonly string[]): string {
  const shown = codes.slice(0, 4).join(', ');
  return codes.length > 4 ? `${shown} … (${codes.length})` : shown;
}

/** Short words only at the beginning of one, so that „SPS“ is not found inside another. */
function mentions({ name, zweck, plattform }: RegisteredZielobjekt, words: readonly string[]): boolean {
  const text = ` ${[name, zweck, plattform].filter((part) => part !== null).join(' ')} `.toLowerCase();
  return words.some((word) => {
    if (word.length > 4) return text.includes(word);
    return [...text.matchAll(/[\p{L}\p{N}.]+/gu)].some(([token]) => token.startsWith(word));
  });
}

/** Why a Zielobjekt should get a risk analysis of its own (BSI 200-3): nothing models it, or its Schutzbedarf is raised. */
export interface RiskCandidate {
  zielobjekt: RegisteredZielobjekt;
  anlass: 'kein-baustein' | 'schutzbedarf';
  text: string;
}

/** Processes and the whole are modelled by the overarching Bausteine. */
const modelledByTheWhole: readonly string[] = ['geschaeftsprozess', 'informationsverbund'];

/** Zielobjekte for a risk analysis. A Baustein decided against does not count, one not yet decided does. */
export function riskCandidates(
  zielobjekte: readonly RegisteredZielobjekt[],
  bausteine: readonly ModelledBaustein[],
  schutzbedarf: readonly SchutzbedarfResult[],
): RiskCandidate[] {
  const standing = bausteine.filter(
    ({ decision, vorschlag }) => decision?.verwendet === 'ja' || (decision === null && vorschlag !== 'nein'),
  );
  const modelled = new Set(standing.filter(({ quelle }) => quelle === 'kompendium').flatMap((each) => each.zielobjekte));
  return zielobjekte.flatMap((zielobjekt): RiskCandidate[] => {
    const raised = schutzbedarf.filter(
      (each) => each.zielobjekt === zielobjekt.kuerzel && (each.stufe === 'hoch' || each.stufe === 'sehr-hoch'),
    );
    const isModelled = modelled.has(zielobjekt.kuerzel) || modelledByTheWhole.includes(zielobjekt.typ);
    return [
      ...(isModelled
        ? []
        : [
            {
              zielobjekt,
              anlass: 'kein-baustein' as const,
              text: 'Kein Baustein des Kompendiums passt oder wird dafür verwendet.',
            },
          ]),
      ...(raised.length === 0
        ? []
        : [
            {
              zielobjekt,
              anlass: 'schutzbedarf' as const,
              text: `Erhöhter Schutzbedarf: ${raised.map(({ schutzziel, stufe }) => `${schutzzielWords[schutzziel]} ${stufe === 'sehr-hoch' ? 'sehr hoch' : 'hoch'}`).join(', ')}.`,
            },
          ]),
    ];
  });
}

export const schutzzielWords = {
  vertraulichkeit: 'Vertraulichkeit',
  integritaet: 'Integrität',
  verfuegbarkeit: 'Verfügbarkeit',
} as const;
