/** The Referenzdokumente A.0 to A.6 a certification after IT-Grundschutz asks for: seven kinds of one shape. */
import type { RecordsWanted, ReportDefinition } from '../../definition.ts';
import { counted } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import type { ReportInput } from '../../report-input.ts';
import { referencePlaceables } from './blocks.ts';
import { checkContents } from './check.ts';
import type { MissingPoint, ReferenceContents, ReferenceData, ReferenceKind } from './data.ts';
import { documentContents } from './documents.ts';
import { modellingContents } from './modelling.ts';
import { planContents } from './plan.ts';
import { protectionContents } from './protection.ts';
import { riskContents } from './risks.ts';
import { structureContents } from './structure.ts';

interface ReferenceKindDefinition {
  titel: string;
  zweck: string;
  wants: RecordsWanted;
  contents(input: ReportInput): ReferenceContents;
}

const kinds: Readonly<Record<ReferenceKind, ReferenceKindDefinition>> = {
  a0: {
    titel: 'Richtlinien',
    zweck:
      'Welche Leitlinie und welche Regelungen im Haus gelten, wer sie unterschrieben hat und wann sie wieder durchzusehen sind.',
    wants: { registers: { dokument: 'withGroups' } },
    contents: documentContents,
  },
  a1: {
    titel: 'Strukturanalyse',
    zweck: 'Was zum Informationsverbund gehört, wozu es dient, wo es steht, wer dafür verantwortlich ist und was wovon abhängt.',
    wants: { verbund: true, registers: { dokument: 'withGroups' } },
    contents: structureContents,
  },
  a2: {
    titel: 'Schutzbedarfsfeststellung',
    zweck: 'Wie schutzbedürftig jedes Zielobjekt in Vertraulichkeit, Integrität und Verfügbarkeit ist, und warum.',
    wants: { verbund: true },
    contents: protectionContents,
  },
  a3: {
    titel: 'Modellierung',
    zweck: 'Welcher Baustein für welche Zielobjekte verwendet wird, und warum andere wegfallen.',
    wants: { verbund: true },
    contents: modellingContents,
  },
  a4: {
    titel: 'Ergebnis des Grundschutz-Checks',
    zweck: 'Wie weit die Anforderungen erfüllt sind, in Zahlen je Baustein, und was hinter den Antworten steht.',
    wants: {},
    contents: checkContents,
  },
  a5: {
    titel: 'Risikoanalyse',
    zweck: 'Wo die üblichen Anforderungen nicht genügen, welche Risiken dort bestehen und wie mit jedem umgegangen wird.',
    wants: { verbund: true, registers: { risiko: 'own', massnahme: 'own' } },
    contents: riskContents,
  },
  a6: {
    titel: 'Realisierungsplan',
    zweck: 'Was noch umzusetzen ist, in welcher Reihenfolge, durch wen, bis wann und mit welchem Aufwand.',
    wants: { registers: { massnahme: 'own', entscheidung: 'own' } },
    contents: planContents,
  },
};

function define<K extends ReferenceKind>(art: K): ReportDefinition<ReferenceData<K>> {
  const { wants } = kinds[art];
  return { wants, editions: ['intern'], build: (input) => build(art, input), placeables: referencePlaceables };
}

function build<K extends ReferenceKind>(art: K, input: ReportInput): ReferenceData<K> {
  const { titel, zweck, contents } = kinds[art];
  const dokument = `A.${art.slice(1)}`;
  const { umfang, abschnitte, fehlt } = contents(input);
  return {
    art,
    kopf: buildHead(input, { bericht: `${dokument} ${titel}`, titel: titleFor(`${dokument} ${titel}`, input.kommune) }),
    dokument,
    zweck,
    umfang,
    abschnitte,
    fehlt: { text: missingText(fehlt), liste: fehlt },
    hinweis:
      'Zusammengestellt aus dem, was erfasst ist; Gliederung und Auswahl der Spalten sind eine eigene Festlegung. Ob das Dokument für ein Zertifikat genügt, beurteilt, wer prüft.',
  };
}

function missingText(points: readonly MissingPoint[]): string {
  if (points.length === 0) return 'Nichts, was sich aus den erfassten Daten erkennen lässt.';
  return `${counted(points.length, 'Punkt ist', 'Punkte sind')} noch zu erfassen oder zu klären; am Ende steht, mit welchem Befehl.`;
}

export const a0 = define('a0');
export const a1 = define('a1');
export const a2 = define('a2');
export const a3 = define('a3');
export const a4 = define('a4');
export const a5 = define('a5');
export const a6 = define('a6');
