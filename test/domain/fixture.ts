/** A small catalogue and Beispielhain for the tables of the domain tests. */
import type { Assessment, Umsetzungsstatus } from '../../src/domain/assessment.ts';
import type { Catalogue, Control, FrameworkItem } from '../../src/domain/catalogue.ts';
import type { EvaluationInput } from '../../src/domain/evaluation.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { RoleAssignment, Zielobjekt } from '../../src/domain/kommune.ts';

export const asOf = '2026-11-30';

export function control(id: string, changes: Partial<Control> = {}): Control {
  return {
    id,
    title: `Titel ${id}`,
    baustein: id.split('.')[0] ?? id,
    topic: 'backup',
    zielobjektTypes: ['informationsverbund'],
    obligation: 'MUSS',
    level: 'basis',
    requirement: '',
    question: '',
    rationale: '',
    help: '',
    evidence: [],
    role: 'it-betrieb',
    schutzziele: [],
    effort: 1,
    effect: 2,
    threats: [],
    checks: [],
    reviewAfter: 'P1Y',
    since: '2026.1',
    consequence: '',
    ...changes,
  };
}

export function answer(id: string, status: Umsetzungsstatus, changes: Partial<Assessment> = {}): Assessment {
  const isDispensable = status === 'entbehrlich';
  return {
    kommune: 'beispielhain',
    zielobjekt: 'VERBUND',
    control: id,
    catalogueId: 'test',
    catalogueEdition: '1',
    erhebung: 'E1',
    status,
    grund: isDispensable ? 'nicht-relevant' : null,
    begruendung: isDispensable ? 'gibt es hier nicht' : null,
    nachweis: null,
    verantwortlich: null,
    bis: null,
    saidBy: 'Jan Krause',
    source: 'einzelantwort',
    validFrom: '2026-10-01',
    reviewDue: '2027-10-01',
    recordedAt: '2026-10-01T10:00:00.000Z',
    notiz: null,
    entry: 1,
    paket: null,
    controlHash: null,
    origin: null,
    ...changes,
  };
}

export function finding(result: Finding['result'], changes: Partial<Finding> = {}): Finding {
  return {
    check: 'tls-protocol-version',
    target: { name: null, address: '127.0.0.1', port: 8443 },
    vantage: 'host',
    zielobjekt: 'VERBUND',
    declared: true,
    result,
    severity: 'hoch',
    text: 'Zusätzlich angeboten wird TLS 1.0.',
    seenAt: '2026-11-20T10:00:00.000Z',
    ...changes,
  };
}

export function item(id: string, changes: Partial<FrameworkItem> = {}): FrameworkItem {
  return {
    id,
    ref: '§ 8',
    kind: 'MUSS',
    duty: '',
    short: id,
    confidence: ['V23'],
    analogous: false,
    legalMinimum: false,
    ...changes,
  };
}

export function role(rolle: string, changes: Partial<RoleAssignment> = {}): RoleAssignment {
  return {
    id: 'R1',
    kommune: 'beispielhain',
    rolle,
    person: 'Ines Sorbe',
    ab: '2026-03-01',
    bis: null,
    bestellt: null,
    gemeldet: null,
    ...changes,
  };
}

export const verbund: Zielobjekt = {
  kuerzel: 'VERBUND',
  kommune: 'beispielhain',
  typ: 'informationsverbund',
  name: 'Beispielhain',
  adressen: [],
};

export function webserver(kuerzel: string): Zielobjekt {
  return { kuerzel, kommune: 'beispielhain', typ: 'webserver', name: `Server ${kuerzel}`, adressen: [] };
}

const vocabulary: Catalogue['vocabulary'] = {
  topics: [
    { id: 'backup', title: 'Backup', definition: '', group: 'einstieg' },
    { id: 'netze', title: 'Netze', definition: '', group: 'einstieg' },
  ],
  zielobjektTypes: [],
  roles: [
    { id: 'bfis', title: 'BfIS', definition: '', assignable: true },
    { id: 'leitung', title: 'Leitung', definition: '', assignable: true },
  ],
  merkmale: [
    { id: 'kdn_angeschlossen', title: '', definition: '', question: 'Ist das Netz an das KDN angeschlossen?' },
    { id: 'schultraeger', title: '', definition: '', question: 'Ist die Kommune Schulträger?' },
  ],
  kommuneKinds: [],
  efforts: [],
  districts: [],
  facts: [
    { id: 'rolle.bfis.bestellt', title: 'Bestellung', definition: '' },
    { id: 'rolle.bfis.gemeldet', title: 'Mitteilung', definition: '' },
  ],
};

export function input(
  controls: readonly Control[],
  changes: Partial<EvaluationInput> = {},
  items: readonly FrameworkItem[] = [],
): EvaluationInput {
  const catalogue: Catalogue = {
    id: 'test',
    edition: '1',
    hash: '0'.repeat(64),
    title: '',
    licence: '',
    bausteine: [],
    controls,
    checks: [],
    frameworks: [{ id: 'saechsisichg', type: 'duties', title: '', publisher: '', edition: '', items }],
    profiles: [],
    vocabulary,
    tables: {},
  };
  return {
    asOf,
    catalogue,
    kommune: { slug: 'beispielhain', name: 'Beispielhain', art: 'gemeinde', ags: null, einwohner: null, landkreis: null },
    merkmale: {},
    rollen: [],
    zielobjekte: [verbund],
    answers: [],
    findings: [],
    profile: { id: 'einstieg', title: '', note: '', controls: controls.map((c) => c.id) },
    holidays: { fixed: [], easter: [], bussUndBettag: false },
    ...changes,
  };
}
