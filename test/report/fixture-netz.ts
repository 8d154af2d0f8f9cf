/** A recorded check of the network of Beispielhain, with what stands around it: runs, Freigaben, explanations, measures. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckDefinition } from '../../src/domain/catalogue.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { explainFindings, type FindingExplanation, isGap } from '../../src/domain/finding-explanations.ts';
import { type Freigabe, withoutDetails } from '../../src/domain/freigabe.ts';
import type { Zielobjekt } from '../../src/domain/kommune.ts';
import { originOf } from '../../src/domain/measures.ts';
import type { Netzlauf, RecordedFinding } from '../../src/domain/netzlauf.ts';
import type { RegisterEntry } from '../../src/domain/register.ts';
import type { NetworkRecord } from '../../src/report/report-input.ts';

/** Made from the recorded observations in test/checks and the definitions of that time, so that it does not change with them. */
const recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'netzlauf.json'), 'utf8')) as {
  checks: CheckDefinition[];
  findings: Finding[];
};

export const recordedChecks = recorded.checks;
export const recordedFindings = recorded.findings;

export const recordedZielobjekte: Zielobjekt[] = [
  ['WEB', 'webserver', 'Webauftritt', 'www.beispielhain.example'],
  ['MAIL', 'mailserver', 'Mailserver', 'mail.beispielhain.example'],
  ['VPN', 'firewall', 'Zugang von zu Hause', 'vpn.beispielhain.example'],
  ['DATEI', 'server', 'Dateiablage im Rathaus', '10.20.0.5'],
  ['TK', 'tk-anlage', 'Telefonanlage', '10.20.0.9'],
].map(([kuerzel = '', typ = '', name = '', adresse = '']) => ({
  kuerzel,
  kommune: 'beispielhain',
  typ,
  name,
  adressen: [adresse],
}));

/** Which controls of the small catalogue hang on the recorded checks. */
export const checksOfControls: Readonly<Record<string, (id: string) => boolean>> = {
  'WEBSERVER.1': (id) => id.startsWith('tls-'),
  'WEBSERVER.2': (id) => id.startsWith('http-'),
  'NETZE.1': (id) => id.startsWith('remote-') || id.startsWith('rdp-') || id.startsWith('undeclared-'),
  'SERVERSYSTEME.1': (id) => id.startsWith('ssh-') || id.startsWith('smb-'),
};

/** @param words stand wherever somebody typed something */
export function networkRecord(
  findings: readonly Finding[],
  zielobjekte: readonly Zielobjekt[],
  asOf: string,
  words?: string,
): NetworkRecord {
  const recordedIn = (finding: Finding): RecordedFinding => ({ ...finding, lauf: finding.vantage === 'lan' ? 'L1' : 'L3' });
  const current = findings.map(recordedIn);
  const gaps = current.filter(isGap);
  const earlier = gaps.slice(0, 1).map((finding) => ({ ...finding, lauf: 'L2', seenAt: '2026-03-12T09:00:00.000Z' }));
  const said = (text: string) => words ?? text;
  return {
    befunde: explainFindings(current, explanations(gaps, said), asOf),
    verlauf: [...earlier, ...current],
    laeufe: findings.length === 0 ? [] : runs(said),
    freigaben: freigaben(said),
    zielobjekte,
  };
}

type Words = (text: string) => string;

/** The second fault is explained, the explanation of the third has run out. */
function explanations(gaps: readonly RecordedFinding[], said: Words): FindingExplanation[] {
  return gaps.slice(1, 3).map(({ check, target, vantage, result, severity }, index) => ({
    id: `A${index + 1}`,
    kommune: 'beispielhain',
    check,
    target,
    vantage,
    result: result === 'phase-out' ? 'phase-out' : 'not-met',
    severity,
    begruendung: said('Das Fachverfahren des Landkreises verlangt es bis zur Umstellung.'),
    verantwortlich: said('Jan Muster'),
    erklaertAm: '2026-04-01',
    bis: index === 0 ? '2027-03-31' : '2026-10-31',
    aufgehobenAm: null,
  }));
}

function runs(said: Words): Netzlauf[] {
  const shared = { kommune: 'beispielhain', werkzeug: said('nmap 7.93'), nmapFehlt: false, vollstaendig: true };
  return [
    {
      ...shared,
      id: 'L1',
      freigaben: ['F1'],
      begonnen: '2026-06-10T18:25:00.000Z',
      beendet: '2026-06-10T18:31:00.000Z',
      hinweise: [],
      argv: ['/usr/bin/nmap', '-sT', '-n', '-Pn', '-p', '22,445', '-oX', '-', '--', '10.20.0.5'],
      namen: [],
    },
    {
      ...shared,
      id: 'L3',
      freigaben: ['F2'],
      begonnen: '2026-11-28T08:10:00.000Z',
      beendet: '2026-11-28T08:19:00.000Z',
      hinweise: [said('ftp.beispielhain.example ließ sich nicht auflösen und wurde nicht angesehen.')],
      argv: ['/usr/bin/nmap', '-sT', '-n', '-Pn', '-p', '25,80,443,993,3389,8443', '-oX', '-', '--', '192.0.2.7'],
      namen: [said('www.beispielhain.example → 192.0.2.7'), said('mail.beispielhain.example → 192.0.2.25')],
    },
  ];
}

function freigaben(said: Words): Freigabe[] {
  const shared = {
    kommune: 'beispielhain',
    ...withoutDetails,
    durch: said('Erika Beispiel, Bürgermeisterin'),
    widerrufenAm: null,
  };
  return [
    {
      ...shared,
      id: 'F1',
      ziele: [{ angabe: '10.20.0.0/24', kind: 'range', addresses: [] }],
      ports: null,
      von: '2026-06-01',
      bis: '2026-06-30',
      blickwinkel: 'lan',
      zeitfenster: [{ tage: [1, 2, 3, 4, 5], von: '18:00', bis: '06:00' }],
      dokument: said('Akte 042.3, Blatt 17'),
    },
    {
      ...shared,
      id: 'F2',
      ziele: [
        { angabe: said('www.beispielhain.example'), kind: 'name', addresses: ['192.0.2.7'] },
        { angabe: said('mail.beispielhain.example'), kind: 'name', addresses: ['192.0.2.25'] },
        { angabe: '192.0.2.0/25', kind: 'range', addresses: [] },
      ],
      ports: [{ from: 1, to: 10_000 }],
      von: '2026-11-15',
      bis: '2026-12-15',
      blickwinkel: 'internet',
      kdnInformiert: true,
      saxCertInformiert: true,
    },
  ];
}

/** A measure somebody made from the first fault. */
export function measureOfFinding(findings: readonly Finding[]): RegisterEntry[] {
  return findings
    .filter(isGap)
    .slice(0, 1)
    .map((finding) => ({
      register: 'massnahme',
      kommune: 'beispielhain',
      id: 'MN1',
      values: {
        titel: 'Alte Versionen abschalten',
        status: 'geplant',
        anlass: 'befund',
        herkunft: originOf(finding),
        verantwortlich: 'IT-Dienstleister Muster',
        faellig: '2026-12-18',
      },
      removed: null,
      validFrom: '2026-11-29',
      recordedAt: '2026-11-29T08:00:00.000Z',
      recordedBy: 'Jan Muster',
    }));
}
