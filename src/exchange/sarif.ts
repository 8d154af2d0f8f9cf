/**
 * Findings as SARIF (OASIS Static Analysis Results Interchange Format 2.1.0). What a network check looks at is no file: it is named as a
 * logical location. An `undetermined` is of the kind `open` (too little information to decide), an explained finding is suppressed
 * externally; both stay results.
 */
import { createHash } from 'node:crypto';
import type { Severity } from '../domain/catalogue.ts';
import { notPublic } from './confidentiality.ts';
import type { ExportedCheck, ExportedFinding, FindingsDocument } from './findings-document.ts';
import { plainLine } from './plain-line.ts';

const schemaUri = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** The same findings give the same bytes. */
export function sarifLog(document: FindingsDocument): string {
  const { checks, befunde, lauf } = document;
  const driver = {
    name: 'burgward',
    version: plainLine(document.programmVersion),
    language: 'de-DE',
    rules: checks.map(rule),
  };
  const run = {
    tool: { driver },
    language: 'de-DE',
    ...(lauf === null
      ? {}
      : {
          automationDetails: { id: `burgward/${document.kommune}/${lauf.id}` },
          invocations: [{ executionSuccessful: lauf.vollstaendig, endTimeUtc: lauf.beendet }],
        }),
    results: befunde.map((finding) =>
      result(
        finding,
        checks.findIndex(({ id }) => id === finding.check),
      ),
    ),
    properties: {
      vertraulichkeit: notPublic,
      kommune: document.kommune,
      stand: document.stand,
      katalog: `${document.katalog.id} ${document.katalog.edition}`,
    },
  };
  return `${JSON.stringify({ $schema: schemaUri, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

function rule({ id, titel, frage, abhilfe }: ExportedCheck) {
  return {
    id,
    shortDescription: { text: plainLine(titel) },
    fullDescription: { text: plainLine(frage) },
    help: { text: plainLine(abhilfe) },
  };
}

function result(finding: ExportedFinding, ruleIndex: number) {
  const { check, ziel, blickwinkel, schwere, erklaerung, zielobjekt, controls, gesehenAm, lauf } = finding;
  const place = plainLine(ziel);
  return {
    ruleId: check,
    ...(ruleIndex === -1 ? {} : { ruleIndex }),
    ...kindAndLevel(finding),
    message: { text: plainLine(finding.text) },
    locations: [{ logicalLocations: [{ name: place, fullyQualifiedName: `${blickwinkel}/${place}`, kind: 'resource' }] }],
    partialFingerprints: {
      'burgwardBefund/v1': createHash('sha256')
        .update(JSON.stringify([check, ziel, blickwinkel]), 'utf8')
        .digest('hex'),
    },
    ...(erklaerung?.stand === 'gilt'
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: plainLine(erklaerung.text),
              properties: { bis: erklaerung.bis, verantwortlich: plainLine(erklaerung.verantwortlich) },
            },
          ],
        }
      : {}),
    properties: {
      ergebnis: finding.ergebnis,
      schwere,
      blickwinkel,
      zielobjekt: zielobjekt ?? 'nicht eingetragen',
      controls,
      gesehenAm,
      alterTage: finding.alterTage,
      lauf,
      ...(erklaerung === null ? {} : { erklaerung: plainLine(erklaerung.text) }),
    },
  };
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  kritisch: 'error',
  hoch: 'error',
  mittel: 'warning',
  niedrig: 'note',
  hinweis: 'note',
};

/** Only failures have a level (SARIF 2.1.0, 3.27.10). */
function kindAndLevel({ ergebnis, schwere }: ExportedFinding) {
  if (ergebnis === 'met') return { kind: 'pass', level: 'none' };
  if (ergebnis === 'undetermined') return { kind: 'open', level: 'none' };
  const level = levels[schwere];
  return { kind: 'fail', level: ergebnis === 'phase-out' && level === 'error' ? 'warning' : level };
}
