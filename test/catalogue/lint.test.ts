import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileCatalogue } from '../../src/catalogue/compile.ts';
import { lintCatalogue, loadCatalogue } from '../../src/catalogue/load.ts';
import { knownChecks } from '../../src/checks/registry.ts';
import { basisProfile, changedCatalogue, saechsisichg, tlsCheck, webBaustein } from './changed-catalogue.ts';

interface LintCase {
  rule: string;
  file: string;
  /** What is written instead of what. */
  from: string;
  to: string;
  /** Line: where this passage stands afterwards; without it, where `to` begins. */
  at?: string;
  field: string;
  text: RegExp;
}

const requirement = 'Der Webserver MUSS Inhalte ausschließlich über aktuelle TLS-Versionen ausliefern.';
const secondRequirement = 'Die Kommune SOLLTE für den Webauftritt eine verantwortliche Person benennen.';
const question = 'Sind alle Seiten nur über TLS 1.2 oder neuer erreichbar?';
const longSentence = `Die Kommune MUSS ${Array.from({ length: 40 }, (_, index) => `Wort${index}`).join(' ')} festlegen.`;

const cases: readonly LintCase[] = [
  // shape
  {
    rule: 'unknown field',
    file: webBaustein,
    from: '    effort: 1',
    to: '    aufwand: 1\n    effort: 1',
    field: 'controls.0.aufwand',
    text: /gibt es hier nicht/,
  },
  {
    rule: 'missing field',
    file: webBaustein,
    from: '    role: bfis\n',
    to: '',
    at: '- id: WEB-01.01',
    field: 'controls.0.role',
    text: /fehlt/,
  },
  {
    rule: 'wrong type',
    file: webBaustein,
    from: 'effort: 1',
    to: 'effort: viel',
    field: 'controls.0.effort',
    text: /Erwartet eine Zahl, gefunden „viel“/,
  },
  {
    rule: 'number for text',
    file: 'catalogue.yaml',
    from: 'edition: "2026.1"',
    to: 'edition: 2026.1',
    field: 'edition',
    text: /in Anführungszeichen/,
  },
  {
    rule: 'closed list',
    file: webBaustein,
    from: 'level: basis',
    to: 'level: hoch',
    field: 'controls.0.level',
    text: /Erwartet basis, standard oder erhoeht, gefunden „hoch“/,
  },
  {
    rule: 'effort too large',
    file: webBaustein,
    from: 'effort: 1',
    to: 'effort: 6',
    field: 'controls.0.effort',
    text: /höchstens 5/,
  },
  {
    rule: 'effort is whole',
    file: webBaustein,
    from: 'effort: 1',
    to: 'effort: 1.5',
    field: 'controls.0.effort',
    text: /ganze Zahl/,
  },
  { rule: 'empty text', file: webBaustein, from: 'title: Webauftritt\n', to: 'title: ""\n', field: 'title', text: /leer/ },
  {
    rule: 'empty list',
    file: webBaustein,
    from: 'evidence: [Konfigurationsauszug]',
    to: 'evidence: []',
    field: 'controls.0.evidence',
    text: /Liste ist leer/,
  },
  {
    rule: 'text for list',
    file: webBaustein,
    from: 'evidence: [Konfigurationsauszug]',
    to: 'evidence: Konfigurationsauszug',
    field: 'controls.0.evidence',
    text: /eine Liste/,
  },
  {
    rule: 'threat that does not exist',
    file: webBaustein,
    from: 'G 0.22',
    to: 'G 0.48',
    at: 'threats: [G 0.15',
    field: 'controls.0.threats.1',
    text: /G 0\.47/,
  },
  {
    rule: 'review interval',
    file: webBaustein,
    from: 'review_after: P1Y',
    to: 'review_after: jährlich',
    field: 'controls.0.review_after',
    text: /ISO 8601/,
  },
  {
    rule: 'review interval of nothing',
    file: webBaustein,
    from: 'review_after: P1Y',
    to: 'review_after: P0D',
    field: 'controls.0.review_after',
    text: /ISO 8601/,
  },
  {
    rule: 'check without source',
    file: tlsCheck,
    from: 'sources:\n  - { document: BSI TR-02102-2, edition: "2026-01", confidence: [S] }',
    to: 'sources: []',
    field: 'sources',
    text: /leer/,
  },
  {
    rule: 'severity of a table',
    file: 'tables/exposed-services.yaml',
    from: 'severity: kritisch',
    to: 'severity: schlimm',
    at: 'ports: [23',
    field: 'entries.0.severity',
    text: /kritisch, hoch/,
  },
  {
    rule: 'answer rule of no known form',
    file: saechsisichg,
    from: '- control: WEB-01.02',
    to: '- massnahme: WEB-01.02',
    field: 'items.0.answered_by.all.0',
    text: /keine der erlaubten Formen/,
  },
  {
    rule: 'answer rule with an extra field',
    file: saechsisichg,
    from: 'duration: P1M }',
    to: 'duration: P1M, tage: 30 }',
    at: 'within:',
    field: 'items.0.answered_by.all.1.within.tage',
    text: /gibt es hier nicht/,
  },
  {
    rule: 'answer rule with a number',
    file: saechsisichg,
    from: 'control: WEB-01.02',
    to: 'control: 5',
    field: 'items.0.answered_by.all.0.control',
    text: /gefunden die Zahl 5/,
  },
  {
    rule: 'answer rule of two forms',
    file: saechsisichg,
    from: 'control: WEB-01.02',
    to: 'control: WEB-01.02\n          vertrag: ja',
    at: 'vertrag',
    field: 'items.0.answered_by.all.0.vertrag',
    text: /gibt es hier nicht/,
  },
  {
    rule: 'within without a period',
    file: saechsisichg,
    from: 'duration: P1M',
    to: 'duration: Monat',
    at: 'within:',
    field: 'items.0.answered_by.all.1.within.duration',
    text: /ISO 8601/,
  },

  // ids and names
  {
    rule: 'control id twice',
    file: webBaustein,
    from: 'id: WEB-01.02',
    to: 'id: WEB-01.01',
    field: 'controls.1.id',
    text: /schon vergeben \(bausteine\/WEB-01-webauftritt\.yaml, Zeile 7\)/,
    at: 'id: WEB-01.01\n    title: Zuständigkeit',
  },
  {
    rule: 'id twice over different kinds',
    file: basisProfile,
    from: 'id: basis',
    to: 'id: saechsisichg',
    field: 'id',
    text: /schon vergeben/,
  },
  {
    rule: 'vocabulary id twice',
    file: 'vocabulary.yaml',
    from: '{ id: webserver, title: Webserver, definition: "Liefert',
    to: '{ id: informationsverbund, title: Webserver, definition: "Liefert',
    field: 'zielobjekt_types.1.id',
    text: /schon vergeben/,
  },
  {
    rule: 'BSI layer as prefix',
    file: webBaustein,
    from: 'id: WEB-01\n',
    to: 'id: NET-01\n',
    field: 'id',
    text: /NET ist eine Schicht/,
  },
  {
    rule: 'control of another Baustein',
    file: webBaustein,
    from: 'id: WEB-01.02',
    to: 'id: WEB-02.02',
    field: 'controls.1.id',
    text: /beginnen, gefunden WEB-02\.02/,
  },
  {
    rule: 'file name of a Baustein',
    file: webBaustein,
    from: 'id: WEB-01\n',
    to: 'id: WEB-09\n',
    field: 'id',
    text: /Dateiname muss mit WEB-09-/,
  },
  {
    rule: 'file name of a check',
    file: tlsCheck,
    from: 'id: tls-protocol-version',
    to: 'id: tls-version',
    field: 'id',
    text: /tls-version\.yaml/,
  },
  {
    rule: 'file name of a framework',
    file: saechsisichg,
    from: 'id: saechsisichg',
    to: 'id: sig',
    field: 'id',
    text: /sig\.yaml/,
  },
  { rule: 'file name of a profile', file: basisProfile, from: 'id: basis', to: 'id: anfang', field: 'id', text: /anfang\.yaml/ },

  // references
  {
    rule: 'topic',
    file: webBaustein,
    from: 'topic: webserver',
    to: 'topic: wetter',
    field: 'topic',
    text: /Thema „wetter“ gibt es nicht/,
  },
  {
    rule: 'Zielobjekt type',
    file: webBaustein,
    from: 'zielobjekt_types: [webserver]',
    to: 'zielobjekt_types: [webserver, schiff]',
    field: 'zielobjekt_types.1',
    text: /„schiff“ gibt es nicht/,
  },
  {
    rule: 'role',
    file: webBaustein,
    from: 'role: bfis',
    to: 'role: kapitaen',
    field: 'controls.0.role',
    text: /„kapitaen“ gibt es nicht/,
  },
  {
    rule: 'check',
    file: webBaustein,
    from: 'checks: [tls-protocol-version]',
    to: 'checks: [tls-fassung]',
    field: 'controls.0.checks.0',
    text: /„tls-fassung“ gibt es nicht/,
  },
  {
    rule: 'successor of a retired control',
    file: webBaustein,
    from: 'review_after: P1Y',
    to: 'retired: { in: "2026.1", reason: Ersetzt, replaced_by: WEB-01.09 }\n    review_after: P1Y',
    field: 'controls.0.retired.replaced_by',
    text: /WEB-01\.09/,
  },
  {
    rule: 'table of a check',
    file: tlsCheck,
    from: 'parameters: { accepted',
    to: 'parameters: { table: ports, accepted',
    field: 'parameters.table',
    text: /Tabelle „ports“/,
  },
  {
    rule: 'rule book of a check',
    file: tlsCheck,
    from: 'parameters: { accepted',
    to: 'parameters: { table: exposed-services, rule_books: [Eigene Zusammenstellung, Fremdes@2020], accepted',
    field: 'parameters.rule_books.1',
    text: /Das Regelwerk „Fremdes@2020“ gibt es nicht/,
  },
  {
    rule: 'Merkmal in a condition',
    file: saechsisichg,
    from: '{ not: { merkmal: kdn_angeschlossen } }',
    to: '{ not: { merkmal: am_meer } }',
    at: 'applies_if',
    field: 'items.0.applies_if.all.1.not.merkmal',
    text: /Merkmal „am_meer“/,
  },
  {
    rule: 'control in an answer rule',
    file: saechsisichg,
    from: 'control: WEB-01.02',
    to: 'control: WEB-01.07',
    field: 'items.0.answered_by.all.0.control',
    text: /WEB-01\.07/,
  },
  {
    rule: 'fact in an answer rule',
    file: saechsisichg,
    from: 'fact: rolle.bfis.gemeldet',
    to: 'fact: rolle.koch.gemeldet',
    field: 'items.0.answered_by.all.1.fact',
    text: /rolle\.koch\.gemeldet/,
  },
  {
    rule: 'fact a period begins with',
    file: saechsisichg,
    from: 'of: rolle.bfis.bestellt',
    to: 'of: rolle.koch.bestellt',
    at: 'within:',
    field: 'items.0.answered_by.all.1.within.of',
    text: /rolle\.koch\.bestellt/,
  },
  {
    rule: 'control in a profile',
    file: basisProfile,
    from: 'id: WEB-01.02',
    to: 'id: WEB-01.09',
    field: 'controls.1.id',
    text: /WEB-01\.09/,
  },

  // structure
  {
    rule: 'item answered and excused',
    file: saechsisichg,
    from: '    legal_minimum: true',
    to: '    excused: Ein Recht.',
    field: 'items.0.excused',
    text: /genau eines.*answered_by und excused/,
  },
  {
    rule: 'item forgotten',
    file: saechsisichg,
    from: '    excused: Ein Recht und keine Pflicht.\n',
    to: '',
    at: '- id: S-13',
    field: 'items.1',
    text: /gefunden keines \(S-13\)/,
  },
  {
    rule: 'duty without confidence',
    file: saechsisichg,
    from: '    confidence: [V23]\n',
    to: '',
    at: '- id: S-13',
    field: 'items.1.confidence',
    text: /S-13/,
  },
  {
    rule: 'check without code',
    file: tlsCheck,
    from: 'id: tls-protocol-version',
    to: 'id: smtp-unwritten',
    field: 'id',
    text: /kein Programmteil/,
  },
  {
    rule: 'placeholder nobody fills',
    file: tlsCheck,
    from: '{rejected}',
    to: '{versions}',
    at: 'not_met:',
    field: 'messages.not_met',
    text: /\{versions\}.*\{rejected\}/,
  },
  {
    rule: 'lone brace',
    file: tlsCheck,
    from: '{offered}',
    to: '{offered',
    at: 'met:',
    field: 'messages.met',
    text: /Klammer steht allein/,
  },
  {
    rule: 'transition without its sentence',
    file: tlsCheck,
    from: 'parameters: { accepted',
    to: 'parameters: { use_until: { TLSv1.2: "2031-12-31" }, accepted',
    at: 'messages:',
    field: 'messages.phase_out',
    text: /use_until/,
  },
  {
    rule: 'control twice in a profile',
    file: basisProfile,
    from: 'id: WEB-01.02',
    to: 'id: WEB-01.01',
    at: 'WEB-01.01, reason: "Kostet',
    field: 'controls.1.id',
    text: /schon weiter oben/,
  },

  // language
  {
    rule: 'no modal verb',
    file: webBaustein,
    from: requirement,
    to: 'Der Webserver liefert Inhalte aus.',
    field: 'controls.0.requirement',
    text: /gefunden keines/,
  },
  {
    rule: 'two modal verbs',
    file: webBaustein,
    from: requirement,
    to: 'Der Webserver MUSS Inhalte ausliefern und SOLLTE schnell sein.',
    field: 'controls.0.requirement',
    text: /MUSS und SOLLTE/,
  },
  {
    rule: 'modal verb in small letters besides',
    file: webBaustein,
    from: requirement,
    to: 'Der Webserver MUSS Inhalte ausliefern, die jeder lesen darf.',
    field: 'controls.0.requirement',
    text: /zweites Modalverb \(„darf“\)/,
  },
  {
    rule: 'modal verb in another mood besides',
    file: webBaustein,
    from: requirement,
    to: 'Der Webserver MUSS Inhalte so ausliefern, dass niemand sie ändern könnte.',
    field: 'controls.0.requirement',
    text: /zweites Modalverb \(„könnte“\)/,
  },
  {
    rule: 'modal verb that is none of ours',
    file: webBaustein,
    from: requirement,
    to: 'Der Webserver SOLL Inhalte ausliefern.',
    field: 'controls.0.requirement',
    text: /SOLL passt nicht zu obligation MUSS/,
  },
  {
    rule: 'plural of another obligation',
    file: webBaustein,
    from: requirement,
    to: 'Die Webserver SOLLTEN Inhalte NICHT unverschlüsselt ausliefern.',
    field: 'controls.0.requirement',
    text: /SOLLTEN passt nicht zu obligation MUSS/,
  },
  {
    rule: 'prohibition of another obligation',
    file: webBaustein,
    from: secondRequirement,
    to: 'Die Webserver DÜRFEN Inhalte NICHT unverschlüsselt ausliefern.',
    field: 'controls.1.requirement',
    text: /DÜRFEN passt nicht zu obligation SOLLTE/,
  },
  {
    rule: 'permission in the plural',
    file: webBaustein,
    from: requirement,
    to: 'Die Webserver DÜRFEN Inhalte ausliefern.',
    field: 'controls.0.requirement',
    text: /Erlaubnis/,
  },
  {
    rule: 'modal verb of another obligation',
    file: webBaustein,
    from: 'obligation: MUSS',
    to: 'obligation: KANN',
    at: requirement,
    field: 'controls.0.requirement',
    text: /MUSS passt nicht zu obligation KANN/,
  },
  {
    rule: 'permission',
    file: webBaustein,
    from: requirement,
    to: 'Der Webserver DARF Inhalte ausliefern.',
    field: 'controls.0.requirement',
    text: /Erlaubnis/,
  },
  {
    rule: 'requirement of two sentences',
    file: webBaustein,
    from: requirement,
    to: 'Der Webserver MUSS Inhalte ausliefern. Das gilt immer.',
    field: 'controls.0.requirement',
    text: /genau ein Satz/,
  },
  {
    rule: 'requirement too long',
    file: webBaustein,
    from: requirement,
    to: longSentence,
    field: 'controls.0.requirement',
    text: /44 Wörter/,
  },
  {
    rule: 'consequence of two sentences',
    file: webBaustein,
    from: 'Fehler im Webauftritt blieben unbemerkt.',
    to: 'Fehler blieben unbemerkt. Das wäre schade.',
    field: 'controls.1.consequence',
    text: /Folge muss genau ein Satz/,
  },
  {
    rule: 'abbreviation in a consequence',
    file: webBaustein,
    from: 'Fehler im Webauftritt blieben unbemerkt.',
    to: 'Das CMS der IT bliebe ungeschützt.',
    field: 'controls.1.consequence',
    text: /„CMS“ ausschreiben/,
  },
  {
    rule: 'question without question mark',
    file: webBaustein,
    from: question,
    to: 'Alle Seiten sind erreichbar.',
    field: 'controls.0.question',
    text: /Fragezeichen/,
  },
  {
    rule: 'question that asks for more than ja or nein',
    file: webBaustein,
    from: question,
    to: 'Welche TLS-Versionen bietet der Webserver an?',
    field: 'controls.0.question',
    text: /mit ja, teilweise oder nein/,
  },
  {
    rule: 'question that asks for a time, after a preposition',
    file: webBaustein,
    from: question,
    to: 'Seit wann sind alle Seiten nur über TLS 1.2 erreichbar?',
    field: 'controls.0.question',
    text: /mit ja, teilweise oder nein/,
  },
  {
    rule: 'two questions in one',
    file: webBaustein,
    from: question,
    to: 'Sind alle Seiten erreichbar? Und sind sie aktuell?',
    field: 'controls.0.question',
    text: /genau eine Frage/,
  },
  {
    rule: 'question too long',
    file: webBaustein,
    from: question,
    to: `Sind ${Array.from({ length: 40 }, (_, index) => `Wort${index}`).join(' ')} festgelegt?`,
    field: 'controls.0.question',
    text: /42 Wörter sind zu viele \(höchstens 35\)/,
  },
  {
    rule: 'question of a Merkmal',
    file: 'vocabulary.yaml',
    from: 'angeschlossen?',
    to: 'angeschlossen.',
    at: 'question:',
    field: 'merkmale.0.question',
    text: /Fragezeichen/,
  },
  {
    rule: '„zeitnah“',
    file: webBaustein,
    from: 'help: TLS 1.0 und 1.1 am Webserver abschalten.',
    to: 'help: Zeitnah abschalten.',
    field: 'controls.0.help',
    text: /Frist nennen/,
  },
  {
    rule: '„regelmäßig“ without an interval',
    file: webBaustein,
    from: question,
    to: 'Wird der Webserver regelmäßig geprüft?',
    field: 'controls.0.question',
    text: /Abstand/,
  },
  {
    rule: 'unexplained jargon',
    file: webBaustein,
    from: 'Ohne Zuständigkeit bleiben Fehler liegen.',
    to: 'Das stärkt die Awareness aller.',
    field: 'controls.1.rationale',
    text: /Sensibilisierung/,
  },
  {
    rule: 'umlaut written out',
    file: webBaustein,
    from: 'Im Geschäftsverteilungsplan eintragen.',
    to: 'Massnahmen fuer alle eintragen.',
    field: 'controls.1.help',
    text: /„Massnahmen“ mit Umlaut/,
  },
  {
    rule: 'the same requirement twice',
    file: webBaustein,
    from: secondRequirement,
    to: 'Der Webserver SOLLTE Inhalte ausschließlich über aktuelle TLS-Version ausliefern.',
    field: 'controls.1.requirement',
    text: /Fast gleich mit WEB-01\.01/,
  },
];

test('the minimal catalogue is clean', async () => {
  using catalogue = changedCatalogue();
  expect(await lintCatalogue(catalogue.folder, knownChecks)).toEqual({
    edition: '2026.1',
    bausteine: 1,
    controls: 2,
    checks: 1,
    rahmenwerke: 1,
    probleme: [],
  });
});

test.for(cases)('$rule', async ({ file, from, to, at, field, text }) => {
  using catalogue = changedCatalogue();
  catalogue.replace(file, from, to);
  const line = catalogue.lineOf(file, at ?? to.trim());

  const { probleme } = await lintCatalogue(catalogue.folder, knownChecks);

  expect(probleme).toContainEqual({ file, line, field, text: expect.stringMatching(text) });
});

test.for([
  'Der Webserver MUSS Inhalte, z. B. Formulare nach § 4 Abs. 2 Nr. 1, bis zum 31. Dezember verschlüsselt ausliefern.',
  'Der Webserver DARF Inhalte NICHT unverschlüsselt ausliefern.',
  'Die Webserver DÜRFEN Inhalte NICHT unverschlüsselt ausliefern.',
  'Die Webserver DÜRFEN KEINE Inhalte unverschlüsselt ausliefern.',
  'Alle Webserver der Kommune MÜSSEN Inhalte verschlüsselt ausliefern.',
  `Der Webserver MUSS ${Array.from({ length: 31 }, (_, index) => `Wort${index}`).join(' ')} ausliefern.`,
])('a requirement that is fine: %s', async (good) => {
  using catalogue = changedCatalogue();
  catalogue.replace(webBaustein, requirement, good);
  expect((await lintCatalogue(catalogue.folder)).probleme).toEqual([]);
});

test.for<[string, string]>([
  ['SOLLTE', 'Die Kommune SOLLTE Kennwörter NICHT in Klartext ablegen.'],
  ['SOLLTE', 'Beschäftigte SOLLTEN private Geräte NICHT im Netz der Verwaltung betreiben.'],
  ['KANN', 'Die Kommune KANN den Webauftritt gemeinsam mit Nachbarn betreiben.'],
  ['KANN', 'Ortschaften KÖNNEN einen eigenen Webauftritt betreiben.'],
])('an obligation of its own verb: %s', async ([obligation, good]) => {
  using catalogue = changedCatalogue();
  catalogue.replace(webBaustein, secondRequirement, good);
  catalogue.replace(webBaustein, 'obligation: SOLLTE', `obligation: ${obligation}`);
  expect((await lintCatalogue(catalogue.folder)).probleme).toEqual([]);
});

test('requirements are nearly equal from four of five words on', async () => {
  using catalogue = changedCatalogue();
  catalogue.replace(webBaustein, requirement, 'Der Bauhof MUSS Alpha, Beta, Gamma und Delta prüfen.');
  catalogue.replace(webBaustein, secondRequirement, 'Ein Bauhof SOLLTE nur Alpha, Gamma und Delta prüfen.');
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme.map(({ text }) => text)).toEqual(['Fast gleich mit WEB-01.01; beide zusammenlegen oder unterscheiden.']);
  catalogue.replace(webBaustein, 'nur Alpha, Gamma und Delta', 'nur Gamma und Delta');
  expect((await lintCatalogue(catalogue.folder)).probleme).toEqual([]);
});

test('a retired control may say nearly the same as its successor', async () => {
  using catalogue = changedCatalogue();
  catalogue.write(basisProfile, 'id: basis\ntitle: Basis\nnote: Zuerst.\ncontrols:\n  - { id: WEB-01.02, reason: Sichtbar. }\n');
  catalogue.replace(webBaustein, secondRequirement, requirement.replace('MUSS', 'SOLLTE'));
  const successor = 'retired: { in: "2026.1", reason: Ersetzt, replaced_by: WEB-01.02 }\n    review_after: P1Y';
  catalogue.replace(webBaustein, 'review_after: P1Y', successor);
  expect((await lintCatalogue(catalogue.folder)).probleme).toEqual([]);
});

test.for(['Grosse', 'Weiss', 'Fuenf', 'Zwoelf', 'Spaeter', 'Saemtliche', 'Aehnliche', 'Staedte', 'Stueck', 'Strassen'])(
  '„%s“ is spelled with umlaut or ß',
  async (word) => {
    using catalogue = changedCatalogue();
    catalogue.replace(webBaustein, 'Im Geschäftsverteilungsplan eintragen.', `${word} eintragen.`);
    const { probleme } = await lintCatalogue(catalogue.folder);
    expect(probleme.map(({ text }) => text)).toEqual([`„${word}“ mit Umlaut oder ß schreiben.`]);
  },
);

test.for([
  'Baldmöglichst abschalten.',
  'Schnellstmöglich abschalten.',
  'Nach dem Need-to-know abschalten.',
  'Die Policy abschalten.',
  'Best Practices abschalten.',
  'Ein Review abschalten.',
  'Mit Monitoring abschalten.',
  'Zum Onboarding abschalten.',
])('a banned word: %s', async (help) => {
  using catalogue = changedCatalogue();
  catalogue.replace(webBaustein, 'help: TLS 1.0 und 1.1 am Webserver abschalten.', `help: ${help}`);
  expect((await lintCatalogue(catalogue.folder)).probleme).toEqual([
    expect.objectContaining({ file: webBaustein, field: 'controls.0.help' }),
  ]);
});

test.for([
  'Mindestens jährlich und damit regelmäßig prüfen.',
  'Alle zwei Jahre regelmäßig prüfen.',
  'Sensibilisierung (Awareness) gehört dazu.',
  'Mit „burgward netz pruefen“ nachsehen und die Datei /etc/fuer/massnahme.conf ändern.',
  'Aktuelle Steuerung neuer Treuebüros manuell anpassen.',
  'Hinweisschilder aufhängen und die Beweissicherung regeln.',
  'Alle drei Monate in regelmäßigen Abständen prüfen.',
])('help that is fine: %s', async (good) => {
  using catalogue = changedCatalogue();
  catalogue.replace(webBaustein, 'Im Geschäftsverteilungsplan eintragen.', good);
  expect((await lintCatalogue(catalogue.folder)).probleme).toEqual([]);
});

test('a table without source is refused; a source with every entry is enough', async () => {
  using catalogue = changedCatalogue();
  catalogue.write(
    'tables/eigene-fristen.yaml',
    'edition: "2026.1"\nverified: false\nentries:\n  - { id: meldung, duration: PT24H, source: § 17 }\n  - { id: bericht, duration: P1M }\n',
  );
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme).toEqual([
    { file: 'tables/eigene-fristen.yaml', line: 1, field: 'source', text: expect.stringContaining('nennt keine Quelle') },
  ]);
  catalogue.replace('tables/eigene-fristen.yaml', 'duration: P1M', 'duration: P1M, source: § 16');
  expect((await lintCatalogue(catalogue.folder)).probleme).toEqual([]);
});

/** As they are shipped, with one passage changed. */
const tableCases: readonly { table: string; rule: string; from: string; to: string; field: string; text: RegExp }[] = [
  ...[
    { table: 'jahresplan', from: 'kind: kontakte', field: 'entries.0.uhrzeit' },
    { table: 'fristen', from: 'id: mitteilung-bestellung', field: 'entries.0.uhrzeit' },
    { table: 'begehungsfragen', from: 'id: serverraum', field: 'rooms.0.uhrzeit' },
    { table: 'pruefunterlagen', from: 'id: bestellungen', field: 'entries.0.uhrzeit' },
    { table: 'pruefunterlagen', from: 'role: bfis,', field: 'entries.0.parts.0.uhrzeit' },
    { table: 'risikomatrix', from: 'id: gering', field: 'classes.0.uhrzeit' },
  ].map((each) => ({
    ...each,
    rule: `unknown field ${each.field}`,
    to:
      each.from.startsWith('id') && !each.field.startsWith('classes')
        ? `uhrzeit: abends\n    ${each.from}`
        : `uhrzeit: abends, ${each.from}`,
    text: /gibt es hier nicht/,
  })),
  {
    table: 'jahresplan',
    rule: 'a day some years lack',
    from: 'month: 2, day: 10',
    to: 'month: 2, day: 29',
    field: 'entries.1.day',
    text: /nicht in jedem Jahr/,
  },
  {
    table: 'jahresplan',
    rule: 'an event of no kind',
    from: 'kind: kontakte',
    to: 'kind: kaffee',
    field: 'entries.0.kind',
    text: /gespraech/,
  },
  {
    table: 'jahresplan',
    rule: 'an id twice',
    from: 'id: gespraech-2',
    to: 'id: gespraech-1',
    field: 'entries.4.id',
    text: /zweimal/,
  },
  {
    table: 'fristen',
    rule: 'a period in two units',
    from: 'duration: P3Y',
    to: 'duration: P2Y12M',
    field: 'entries.9.duration',
    text: /in einer Einheit/,
  },
  {
    table: 'fristen',
    rule: 'a period without its mark',
    from: 'confidence: [V23, S]\n  - id: vorfall-erst',
    to: 'confidence: []\n  - id: vorfall-erst',
    field: 'entries.0.confidence',
    text: /leer/,
  },
  {
    table: 'fristen',
    rule: 'an id both with and without a number',
    from: 'id: vorfall-kdn-betreiber',
    to: 'id: vorfall-datenschutz',
    field: 'without_period.1.id',
    text: /zweimal/,
  },
  {
    table: 'begehungsfragen',
    rule: 'a question without a control',
    from: 'controls: [RAU-01.08]',
    to: 'controls: []',
    field: 'rooms.0.questions.2.controls',
    text: /leer/,
  },
  {
    table: 'begehungsfragen',
    rule: 'a word no room has',
    from: 'words: [server',
    to: 'words: [Server',
    field: 'rooms.0.words.0',
    text: /Kleinbuchstaben/,
  },
  {
    table: 'pruefunterlagen',
    rule: 'a register there is not',
    from: 'register: aenderung',
    to: 'register: kaffeekasse',
    field: 'entries.6.parts.0.register',
    text: /massnahme/,
  },
  {
    table: 'pruefunterlagen',
    rule: 'a field the register has not',
    from: 'needs: unterzeichnet-am',
    to: 'needs: gesiegelt-am',
    field: 'entries.2.parts.0.needs',
    text: /kein Feld „gesiegelt-am“/,
  },
  {
    table: 'pruefunterlagen',
    rule: 'a choice the field has not',
    from: 'is: [leitlinie]',
    to: 'is: [leitbild]',
    field: 'entries.2.parts.0.where.is',
    text: /„leitbild“/,
  },
];

test.for(tableCases)('$table: $rule', async ({ table, from, to, field, text }) => {
  using catalogue = changedCatalogue();
  const file = `tables/${table}.yaml`;
  catalogue.write(file, readFileSync(new URL(`../../controls/${file}`, import.meta.url), 'utf8'));
  catalogue.replace(file, from, to);
  const { probleme } = await lintCatalogue(catalogue.folder);
  const [problem, ...others] = probleme.filter((each) => each.file === file && each.field === field);
  expect(others).toEqual([]);
  expect(problem?.text).toMatch(text);
  expect(problem?.line).toBeGreaterThan(1);
});

test.for<[string, string, string, RegExp]>([
  ['without edition', 'source: TR, verified: true', 'edition', /Ausgabe der Quelle/],
  ['without saying how sure it is', 'source: TR, edition: "1"', 'verified', /nachgeprüft/],
  [
    'with a day that is none',
    'source: TR, edition: "1", verified: true, valid_until: Ende 2030',
    'valid_until',
    /Erwartet einen Tag/,
  ],
  [
    'that ends before it begins',
    'source: TR, edition: "1", verified: true, valid_from: "2030-01-01", valid_until: "2029-12-31"',
    'valid_until',
    /Ende liegt vor/,
  ],
])('a threshold %s is refused', async ([, row, field, text]) => {
  using catalogue = changedCatalogue();
  catalogue.write('tables/key-lengths.yaml', `entries:\n  - { id: rsa, min_bits: 3000, ${row} }\n`);
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme).toEqual([
    { file: 'tables/key-lengths.yaml', line: 2, field: `entries.0.${field}`, text: expect.stringMatching(text) },
  ]);
});

test('loading leaves the wording to the lint, publishing does not', async () => {
  using catalogue = changedCatalogue();
  catalogue.replace(webBaustein, 'help: TLS 1.0 und 1.1 am Webserver abschalten.', 'help: Zeitnah abschalten.');
  expect((await loadCatalogue(catalogue.folder)).controls).toHaveLength(2);
  await expect(compileCatalogue(catalogue.folder)).rejects.toThrow(/Frist nennen/);
});

test('the profile sofort holds exactly thirty and twelve facts', async () => {
  using catalogue = changedCatalogue();
  catalogue.write(
    'profiles/sofort.yaml',
    'id: sofort\ntitle: Sofort\nnote: Zuerst.\ncontrols:\n  - { id: WEB-01.01, reason: Sichtbar. }\n',
  );
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme).toEqual([
    { file: 'profiles/sofort.yaml', line: 1, field: 'facts', text: expect.stringContaining('12 Angaben, gefunden 0') },
    { file: 'profiles/sofort.yaml', line: 4, field: 'controls', text: expect.stringContaining('gefunden 1') },
  ]);
});

test('a fact of a profile is a known fact or Merkmal, one of both, and stands once', async () => {
  using catalogue = changedCatalogue();
  const facts = [
    '{ fact: rolle.bfis.bestellt, reason: Beleg }',
    '{ fact: rolle.kaiser.gekroent, reason: Beleg }',
    '{ merkmal: hat_einen_zoo, reason: Entscheidet }',
    '{ fact: rolle.bfis.bestellt, reason: Noch einmal }',
  ];
  catalogue.replace(basisProfile, 'controls:', `facts:\n${facts.map((fact) => `  - ${fact}\n`).join('')}controls:`);
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme.map(({ field, text }) => [field, text])).toEqual([
    ['facts.1.fact', 'Die Tatsache „rolle.kaiser.gekroent“ gibt es nicht.'],
    ['facts.2.merkmal', 'Das Merkmal „hat_einen_zoo“ gibt es nicht.'],
    ['facts.3', 'Die Angabe rolle.bfis.bestellt steht schon weiter oben.'],
  ]);
  catalogue.replace(basisProfile, 'fact: rolle.kaiser.gekroent', 'fact: rolle.bfis.gemeldet, merkmal: hat_einen_zoo');
  expect((await lintCatalogue(catalogue.folder)).probleme).toHaveLength(1);
});

test('a retired control is neither listed nor answers a duty', async () => {
  using catalogue = changedCatalogue();
  catalogue.replace(webBaustein, 'review_after: P2Y', 'retired: { in: "2026.1", reason: Entfallen }\n    review_after: P2Y');
  const { probleme } = await lintCatalogue(catalogue.folder);
  expect(probleme.map(({ file, text }) => [file, text])).toEqual([
    [saechsisichg, 'Die Anforderung WEB-01.02 ist zurückgezogen.'],
    [basisProfile, 'Die Anforderung WEB-01.02 ist zurückgezogen.'],
  ]);
});

test('a Baustein that breaks its schema does not make references to its controls look wrong', async () => {
  using catalogue = changedCatalogue();
  catalogue.replace(webBaustein, 'level: basis', 'level: hoch');
  expect((await lintCatalogue(catalogue.folder)).probleme).toHaveLength(1);
});
