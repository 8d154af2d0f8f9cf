/** Neutral names for what lower editions may count and tell apart, but not name. */
import type { Catalogue } from '../domain/catalogue.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import { informationsverbund, type Zielobjekt } from '../domain/kommune.ts';
import { decided } from './decided.ts';

export interface NeutralNames {
  /** „Webserver 2“ instead of a name, „Z2“ instead of a Kürzel, no address. */
  zielobjekt(zielobjekt: Pick<Zielobjekt, 'kuerzel'>): Zielobjekt;
  /** „Adresse 3“: as many different ones as there are addresses. */
  address(address: string): string;
}

/**
 * The same Zielobjekt and the same address have the same neutral name in all evaluations, and the numbers follow the order of first
 * mention: they tell nothing about the real ones.
 */
export function neutralNames(evaluations: readonly Evaluation[], { vocabulary }: Catalogue): NeutralNames {
  const zielobjekte = new Map<string, Zielobjekt>();
  const addresses = new Map<string, string>();
  for (const evaluation of evaluations) {
    for (const zielobjekt of zielobjekteIn(evaluation)) {
      if (!zielobjekte.has(zielobjekt.kuerzel))
        zielobjekte.set(zielobjekt.kuerzel, neutralZielobjekt(zielobjekt, zielobjekte.size, vocabulary));
    }
    for (const { target } of evaluation.findings) {
      if (!addresses.has(target.address)) addresses.set(target.address, `Adresse ${addresses.size + 1}`);
    }
  }
  const unknown = (kuerzel: string): Zielobjekt => neutralZielobjekt({ kuerzel, typ: '' }, zielobjekte.size, vocabulary);
  return {
    zielobjekt: ({ kuerzel }) => zielobjekte.get(kuerzel) ?? unknown(kuerzel),
    address: (address) => addresses.get(address) ?? 'eine Adresse',
  };
}

function zielobjekteIn({ controls, contradictions }: Evaluation): Zielobjekt[] {
  const answered = [...controls.values()].flatMap(({ answers }) => answers.map(({ zielobjekt }) => zielobjekt));
  return [...answered, ...contradictions.map(({ zielobjekt }) => zielobjekt)];
}

/** The Verbund stands for the Kommune as a whole and keeps its Kürzel: rules look for it. */
function neutralZielobjekt(
  { kuerzel, typ }: Pick<Zielobjekt, 'kuerzel' | 'typ'>,
  before: number,
  { zielobjektTypes }: Catalogue['vocabulary'],
): Zielobjekt {
  const isWhole = kuerzel === informationsverbund;
  const type = zielobjektTypes.find(({ id }) => id === typ);
  return decided<Zielobjekt>({
    kuerzel: isWhole ? informationsverbund : `Z${before + 1}`,
    kommune: '',
    typ: isWhole ? informationsverbund.toLowerCase() : (type?.id ?? ''),
    name: isWhole ? 'Verwaltung' : `${type?.title ?? 'Zielobjekt'} ${before + 1}`,
    adressen: [],
  });
}
