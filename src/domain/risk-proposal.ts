/**
 * Which Zielobjekte want a risk analysis after BSI-Standard 200-3, and which threats to look at there. Proposals, bounded and each with
 * its reason; an officer decides. Pure.
 */
import type { ControlEvaluation } from './answers.ts';
import type { Control, Schutzziel } from './catalogue.ts';
import { informationsverbund } from './kommune.ts';
import type { ModelledBaustein, RiskCandidate } from './modellierung.ts';
import { type ElementaryThreat, type RiskOccasion, threatIdOf } from './risk.ts';
import type { SchutzbedarfResult } from './schutzbedarf.ts';
import type { RegisteredZielobjekt } from './zielobjekte.ts';

/** More for one Zielobjekt than anybody works through is no help; what is left out is counted. */
export const mostProposals = 10;

export interface RiskNeed {
  zielobjekt: RegisteredZielobjekt;
  /** The first one stands in a new entry. */
  occasions: readonly { occasion: RiskOccasion; text: string }[];
  /** Schutzziele with raised need. */
  raised: readonly Schutzziel[];
}

export interface RiskNeeds {
  needed: readonly RiskNeed[];
  /** Their Schutzbedarf is not known, or not to the end: nothing can be said. */
  unknown: readonly RegisteredZielobjekt[];
  notNeeded: readonly RegisteredZielobjekt[];
}

/**
 * @param candidates those for raised Schutzbedarf or for want of a Baustein
 * @param unusual codes of Zielobjekte with unusual operation
 */
export function riskNeeds(
  zielobjekte: readonly RegisteredZielobjekt[],
  candidates: readonly RiskCandidate[],
  schutzbedarf: readonly SchutzbedarfResult[],
  unusual: ReadonlySet<string>,
): RiskNeeds {
  const asked = zielobjekte.filter(({ kuerzel }) => kuerzel !== informationsverbund);
  const results = Map.groupBy(schutzbedarf, ({ zielobjekt }) => zielobjekt);
  const needs = asked.map((zielobjekt): RiskNeed => {
    const { kuerzel } = zielobjekt;
    const own = candidates.filter((candidate) => candidate.zielobjekt.kuerzel === kuerzel);
    return {
      zielobjekt,
      occasions: [
        ...(unusual.has(kuerzel)
          ? [{ occasion: 'ungewoehnlicher-betrieb' as const, text: 'Ungewöhnlicher Betrieb, so angegeben.' }]
          : []),
        ...own.map(({ anlass, text }) => ({ occasion: anlass, text })),
      ],
      raised: (results.get(kuerzel) ?? [])
        .filter(({ stufe }) => stufe === 'hoch' || stufe === 'sehr-hoch')
        .map(({ schutzziel }) => schutzziel),
    };
  });
  const others = needs.filter(({ occasions }) => occasions.length === 0).map(({ zielobjekt }) => zielobjekt);
  const isOpen = ({ kuerzel }: RegisteredZielobjekt) =>
    (results.get(kuerzel) ?? []).some(({ stufe, mindestens }) => stufe === null || mindestens);
  return {
    needed: needs.filter(({ occasions }) => occasions.length > 0),
    unknown: others.filter(isOpen),
    notNeeded: others.filter((zielobjekt) => !isOpen(zielobjekt)),
  };
}

/** What the proposals are made from. */
export interface ProposalSources {
  /** Our own Bausteine as they are modelled. */
  bausteine: readonly ModelledBaustein[];
  /** Live ones. */
  controls: readonly Control[];
  evaluations: ReadonlyMap<string, ControlEvaluation>;
  threats: readonly ElementaryThreat[];
  /** Values of the risks there are already. */
  recorded: readonly { zielobjekte: readonly string[]; gefaehrdung: string | null }[];
}

export interface ProposedThreat {
  threat: ElementaryThreat;
  /** Codes for which it is not recorded yet. */
  zielobjekte: readonly string[];
  /** Requirements against it that are not met there. */
  gaps: readonly string[];
  /** A German sentence. */
  reason: string;
}

/** Zielobjekte of one type with the same occasions are looked at together. */
export interface ProposalGroup {
  zielobjekte: readonly RegisteredZielobjekt[];
  occasions: RiskNeed['occasions'];
  threats: readonly ProposedThreat[];
  /** Threats beyond the bound. */
  further: number;
  /** Threats within the bound that are recorded already. */
  recorded: number;
}

export function proposeRisks(needed: readonly RiskNeed[], sources: ProposalSources): ProposalGroup[] {
  const alike = Map.groupBy(needed, ({ zielobjekt, occasions }) =>
    [zielobjekt.typ, ...occasions.map(({ text }) => text)].join('\n'),
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [proposalFor(group, first, sources)];
  });
}

function proposalFor(group: readonly RiskNeed[], { occasions, raised }: RiskNeed, sources: ProposalSources): ProposalGroup {
  const zielobjekte = group.map(({ zielobjekt }) => zielobjekt);
  const codes = zielobjekte.map(({ kuerzel }) => kuerzel);
  const isOnlyRaised = occasions.every(({ occasion }) => occasion === 'schutzbedarf');
  const ranked = rankThreats(zielobjekte, isOnlyRaised ? raised : null, sources);
  const proposed = ranked.slice(0, mostProposals).map(({ threat, gaps, reason }) => ({
    threat,
    gaps,
    reason,
    zielobjekte: codes.filter((code) => !isRecorded(sources.recorded, code, threat.id)),
  }));
  const threats = proposed.filter((each) => each.zielobjekte.length > 0);
  return {
    zielobjekte,
    occasions,
    threats,
    further: ranked.length - proposed.length,
    recorded: proposed.length - threats.length,
  };
}

function isRecorded(recorded: ProposalSources['recorded'], code: string, threat: string): boolean {
  return recorded.some(({ zielobjekte, gefaehrdung }) => zielobjekte.includes(code) && threatIdOf(gefaehrdung) === threat);
}

type RankedThreat = Omit<ProposedThreat, 'zielobjekte'> & { naming: number };

/** @param raised only requirements for these Schutzziele tell; null: all do */
function rankThreats(
  zielobjekte: readonly RegisteredZielobjekt[],
  raised: readonly Schutzziel[] | null,
  sources: ProposalSources,
): RankedThreat[] {
  const codes = zielobjekte.map(({ kuerzel }) => kuerzel);
  const standing = sources.bausteine.filter(
    ({ decision, vorschlag, zielobjekte: about }) =>
      (decision?.verwendet === 'ja' || (decision === null && vorschlag !== 'nein')) && codes.some((code) => about.includes(code)),
  );
  const ids = new Set(standing.map(({ id }) => id));
  const telling = sources.controls.filter(
    ({ baustein, schutzziele }) => ids.has(baustein) && (raised === null || schutzziele.some((each) => raised.includes(each))),
  );
  const ranked = telling.length === 0 ? byType(zielobjekte, sources) : byControls(telling, codes, sources);
  return ranked.sort((a, b) => b.gaps.length - a.gaps.length || b.naming - a.naming || numberOf(a) - numberOf(b));
}

function byControls(
  controls: readonly Control[],
  codes: readonly string[],
  { threats, evaluations }: ProposalSources,
): RankedThreat[] {
  return threats.flatMap((threat) => {
    const naming = controls.filter((control) => control.threats.includes(threat.id));
    if (naming.length === 0) return [];
    const gaps = naming.filter(({ id }) => codes.some((code) => isGap(evaluations.get(id), code))).map(({ id }) => id);
    return [{ threat, naming: naming.length, gaps, reason: reasonOf(naming, gaps) }];
  });
}

/** Where it has no answer of its own, that for the Kommune as a whole tells. */
function isGap(evaluation: ControlEvaluation | undefined, code: string): boolean {
  const answers = evaluation?.answers ?? [];
  const own =
    answers.find(({ zielobjekt }) => zielobjekt.kuerzel === code) ??
    answers.find(({ zielobjekt }) => zielobjekt.kuerzel === informationsverbund);
  return own?.state === 'nein' || own?.state === 'teilweise';
}

function reasonOf(naming: readonly Control[], gaps: readonly string[]): string {
  const bausteine = [...new Set(naming.map(({ baustein }) => baustein))];
  const few = (ids: readonly string[]) => (ids.length > 4 ? `${ids.slice(0, 4).join(', ')} …` : ids.join(', '));
  const many = naming.length === 1 ? '1 Anforderung nennt' : `${naming.length} Anforderungen nennen`;
  if (gaps.length === 0) return `${many} sie (${few(bausteine)}); eine Lücke ist hier nicht erfasst.`;
  return `${gaps.length} von ${naming.length} Anforderungen dagegen ${gaps.length === 1 ? 'ist' : 'sind'} nicht oder nur zum Teil erfüllt: ${few(gaps)}.`;
}

function byType(zielobjekte: readonly RegisteredZielobjekt[], { threats, controls }: ProposalSources): RankedThreat[] {
  const types = new Set(zielobjekte.map(({ typ }) => typ));
  return threats
    .filter((threat) => threat.types.some((type) => types.has(type)))
    .map((threat) => ({
      threat,
      naming: controls.filter((control) => control.threats.includes(threat.id)).length,
      gaps: [],
      reason: 'Trifft Zielobjekte dieser Art unmittelbar (eigene Zuordnung); keiner unserer Bausteine sagt dazu mehr.',
    }));
}

function numberOf({ threat }: RankedThreat): number {
  return Number(threat.id.split('.').at(1));
}
