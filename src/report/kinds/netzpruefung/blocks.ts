/** What the report on the network checks offers its template to place. */
import type { Block, CellPart, ChartBlock, Placeables, SectionsBlock, TableBlock } from '../../blocks.ts';
import { column, mark, originTable, quiet, strong, table, text, withoutEmpty } from '../../cells.ts';
import { counted, enumeratedUpTo } from '../../german.ts';
import { plainMark } from '../../status.ts';
import type { NetFindingData, NetObjectData, NetzpruefungData } from './data.ts';
import { degreeWords } from './net-findings.ts';

/** Names in a cell before the rest becomes a number; the JSON edition has all. */
const shownTargets = 6;
const shownChecks = 12;
const shownSentences = 3;

export function netzpruefungPlaceables(data: NetzpruefungData): Placeables {
  return {
    diagramm: { schwere: severityChart(data) },
    abschnitte: { zielobjekte: objectSections(data.zielobjekte), laeufe: runSections(data) },
    tabelle: {
      schwere: severityTable(data),
      aufgaben: taskTable(data),
      zielobjekte: objectTable(data.zielobjekte),
      auslaufend: endingTable(data),
      erklaert: explainedTable(data),
      widersprueche: contradictionTable(data),
      abhilfen: remedyTable(data),
      inordnung: orderTable(data),
      nichtangesehen: unseenTable(data),
      freigaben: permitTable(data),
      spuren: footprintTable(data),
      angaben: originTable(data),
    },
  };
}

function severityChart({ summe }: NetzpruefungData): ChartBlock {
  return {
    kind: 'diagramm',
    title: 'Befunde nach Schwere',
    sentence: summe.text,
    parts: summe.schweren.map(({ schwere, befunde }) => ({
      label: schwere,
      value: befunde,
      tone: schwere === degreeWords['laeuft-aus'] ? 'teilweise' : 'nein',
    })),
  };
}

function severityTable({ summe }: NetzpruefungData): TableBlock {
  const columns = [
    column('Schwere', 25),
    column('Was das heißt', 90),
    column('Befunde', 15, 'right'),
    column('erklärt', 14, 'right'),
    column('offen', 12, 'right'),
    column('Ziele', 12, 'right'),
  ];
  const rows = [
    ...summe.schweren.map(({ schwere, bedeutung, befunde, erklaert, offen, ziele }) => [
      mark({ art: schwere === degreeWords['laeuft-aus'] ? 'teilweise' : 'handlungsbedarf', wort: schwere }),
      text(bedeutung),
      ...[befunde, erklaert, offen, ziele].map((n) => text(String(n))),
    ]),
    [
      mark(plainMark('inOrdnung')),
      text('Die Prüfung fand nichts zu beanstanden.'),
      text(String(summe.inOrdnung)),
      ...['', '', ''].map(text),
    ],
    [
      mark({ art: 'nichtBekannt', wort: 'ohne Ergebnis' }),
      text('Ließ sich nicht ansehen; weder gut noch schlecht.'),
      text(String(summe.nichtAngesehen)),
      ...['', '', ''].map(text),
    ],
  ];
  return table('Befunde nach Schwere', columns, rows, summe.text);
}

function taskTable(data: NetzpruefungData): TableBlock {
  const columns = [column('Nr.', 6, 'right'), column('Was zu tun ist', 94), column('Wo', 50), column('Schwere', 19)];
  const rows = data.aufgaben.map(({ abhilfe, titel, schritt, ziele, stand, anforderungen, massnahme }) => [
    text(String(abhilfe)),
    withoutEmpty([
      strong(titel),
      ...text(schritt),
      quiet(anforderungen.length === 0 ? '' : `Betrifft ${anforderungen.join(', ')}`),
      quiet(massnahme === '' ? '' : `Maßnahme: ${massnahme}`),
    ]),
    targetParts(ziele),
    mark(stand),
  ]);
  return table('Die wichtigsten Aufgaben', columns, rows, 'Keine.');
}

function objectTable(objects: readonly NetObjectData[]): TableBlock {
  const columns = [
    column('Zielobjekt', 38),
    column('kritisch, hoch', 18, 'right'),
    column('mittel', 12, 'right'),
    column('niedrig, Hinweis', 24, 'right'),
    column('bald veraltet', 20, 'right'),
    column('in Ordnung', 18, 'right'),
    column('ohne Ergebnis', 20, 'right'),
  ];
  const rows = objects.map(({ kuerzel, name, erklaert, ...n }) => [
    withoutEmpty([
      strong(name),
      quiet([...(kuerzel === '' ? [] : [kuerzel]), ...(erklaert === 0 ? [] : [`dazu ${erklaert} erklärt`])].join(' · ')),
    ]),
    ...[n.kritischHoch, n.mittel, n.niedrigHinweis, n.laeuftAus, n.inOrdnung, n.nichtAngesehen].map((value) =>
      text(String(value)),
    ),
  ]);
  return table('Offene Befunde je Zielobjekt', columns, rows, 'Es liegt kein Befund vor.');
}

function objectSections(objects: readonly NetObjectData[]): SectionsBlock {
  const children = objects
    .filter(({ befunde }) => befunde.length > 0)
    .flatMap(({ kuerzel, name, text: words, befunde }): Block[] => [
      { kind: 'heading', level: 3, content: [{ kind: 'text', text: kuerzel === '' ? name : `${name} (${kuerzel})` }] },
      { kind: 'paragraph', content: [{ kind: 'text', text: words }] },
      findingTable(name, befunde),
    ]);
  return {
    kind: 'abschnitte',
    children:
      children.length > 0
        ? children
        : [{ kind: 'paragraph', content: [{ kind: 'text', text: 'Es liegt kein offener Befund vor.' }] }],
  };
}

function findingTable(name: string, findings: readonly NetFindingData[]): TableBlock {
  const columns = [
    column('Schwere', 21),
    column('Befund', 70),
    column('Wo', 40),
    column('Gesehen', 22),
    column('Abhilfe', 12, 'right'),
  ];
  const rows = findings.map((finding) => [
    mark(finding.stand),
    findingParts(finding),
    whereParts(finding),
    seenParts(finding),
    text(`Nr. ${finding.abhilfe}`),
  ]);
  return table(`Offene Befunde: ${name}`, columns, rows, '');
}

function findingParts({ pruefung, text: words, anforderungen, hinweis }: NetFindingData): CellPart[] {
  return withoutEmpty([
    strong(pruefung),
    ...text(words),
    quiet(hinweis),
    quiet(anforderungen.length === 0 ? '' : `Betrifft ${anforderungen.join(', ')}`),
  ]);
}

function whereParts({ ziele, blickwinkel }: NetFindingData): CellPart[] {
  return [...targetParts(ziele), quiet(blickwinkel)];
}

function targetParts(targets: readonly string[]): CellPart[] {
  const shown = targets.length <= shownTargets + 1 ? targets : targets.slice(0, shownTargets);
  const rest = targets.length - shown.length;
  return [...shown.flatMap(text), ...(rest === 0 ? [] : [quiet(`und ${counted(rest, 'weiteres', 'weitere')}`)])];
}

function seenParts({ gesehen, seit, alter }: NetFindingData): CellPart[] {
  return withoutEmpty([...text(gesehen), quiet(seit === '' ? '' : `zuerst ${seit}`), alter === '' ? quiet('') : strong(alter)]);
}

function endingTable({ auslaufend, auslaufendText }: NetzpruefungData): TableBlock {
  const columns = [column('Ende', 24), column('Befund', 74), column('Wo', 44), column('Abhilfe', 14, 'right')];
  return table(
    'Was bald veraltet ist',
    columns,
    auslaufend.map((row) => [[strong(row.ende)], text(row.pruefung), whereParts(row), text(`Nr. ${row.abhilfe}`)]),
    auslaufendText,
  );
}

function explainedTable({ erklaert, erklaertText }: NetzpruefungData): TableBlock {
  const columns = [column('Befund', 62), column('Wo', 40), column('Grund', 42), column('Wer, bis wann', 28)];
  const rows = erklaert.map((row) => [
    [
      { kind: 'text', text: row.pruefung, tone: 'struck' },
      { kind: 'text', text: row.text, tone: 'struck' },
      quiet(`erklärt (${row.id}) · Schwere: ${row.stand.wort} · Abhilfe Nr. ${row.abhilfe}`),
    ] as CellPart[],
    whereParts(row),
    text(row.grund),
    [...text(row.person), strong(`bis ${row.bis}`), quiet(`vom ${row.erklaertAm}`)],
  ]);
  return table('Erklärte Befunde', columns, rows, erklaertText);
}

function contradictionTable({ widersprueche }: NetzpruefungData): TableBlock {
  const columns = [column('Anforderung', 44), column('Zielobjekt', 26), column('Antwort', 28), column('Was zu sehen war', 68)];
  const rows = widersprueche.liste.map(({ art, titel, control, zielobjekt, antwort, befunde }) => {
    const rest = befunde.length - shownSentences;
    return [
      [strong(titel), quiet(`${control} · ${art}`)],
      text(zielobjekt),
      text(antwort),
      [
        ...befunde.slice(0, rest === 1 ? befunde.length : shownSentences).flatMap(text),
        ...(rest <= 1 ? [] : [quiet(`und ${rest} weitere Befunde, siehe oben`)]),
      ],
    ];
  });
  return table('Antworten und Befunde, die nicht zusammenpassen', columns, rows, widersprueche.satz);
}

function remedyTable({ abhilfen }: NetzpruefungData): TableBlock {
  const columns = [column('Nr.', 7, 'right'), column('Prüfung und Grund', 58), column('So beheben und nachprüfen', 92)];
  const rows = abhilfen.map(({ nr, titel, warum, anforderungen, text: words, quellen }) => [
    text(String(nr)),
    withoutEmpty([
      strong(titel),
      ...text(warum),
      quiet(
        anforderungen.length === 0 ? 'Keine Anforderung des Katalogs hängt davon ab.' : `Betrifft ${anforderungen.join('; ')}`,
      ),
    ]),
    withoutEmpty([...text(words), quiet(quellen.length === 0 ? '' : `Quelle: ${quellen.join('; ')}`)]),
  ]);
  return table('So beheben', columns, rows, 'Es ist nichts zu beheben, soweit die Prüfung sehen konnte.');
}

function orderTable({ inOrdnung, inOrdnungText }: NetzpruefungData): TableBlock {
  const columns = [
    column('Ziel', 46),
    column('Anzahl', 14, 'right'),
    column('Prüfungen ohne Beanstandung', 84),
    column('Am', 19),
  ];
  const rows = inOrdnung.map(({ ziel, anzahl, pruefungen, zuletzt }) => [
    text(ziel),
    text(String(anzahl)),
    text(pruefungen.join(' · ')),
    text(zuletzt),
  ]);
  return table('Was in Ordnung war', columns, rows, inOrdnungText);
}

function unseenTable({ nichtAngesehen }: NetzpruefungData): TableBlock {
  const columns = [column('Wie viele und wo', 52), column('Warum', 46), column('Welche Prüfungen', 50), column('Am', 19)];
  const rows = nichtAngesehen.liste.map(({ anzahl, ziele, grund, pruefungen, zuletzt }) => {
    const [first = '', ...others] = ziele;
    const lead = `${counted(anzahl, 'Prüfung', 'Prüfungen')} an`;
    return [
      others.length === 0 ? [strong(`${lead} ${first}`)] : [strong(`${lead} ${ziele.length} Zielen`), ...targetParts(ziele)],
      text(grund),
      [quiet(enumeratedUpTo(pruefungen, shownChecks))],
      text(zuletzt),
    ];
  });
  return table('Was nicht angesehen werden konnte', columns, rows, nichtAngesehen.satz);
}

function permitTable({ nachweis }: NetzpruefungData): TableBlock {
  const columns = [column('Nr.', 18), column('Ziele', 42), column('Wann', 38), column('Umfang', 46), column('Wer', 34)];
  const rows = nachweis.freigaben.map((permit) => [
    [strong(permit.id)],
    targetParts(permit.ziele),
    [...text(permit.zeitraum), quiet(permit.zeiten)],
    text(permit.umfang),
    [...text(permit.durch), quiet(`Benachrichtigt: ${permit.benachrichtigt}`), quiet(permit.dokument)],
  ]);
  return table('Freigaben', columns, rows, 'Zu diesen Läufen ist keine Freigabe erfasst.');
}

function footprintTable({ nachweis }: NetzpruefungData): TableBlock {
  const columns = [column('Was gesendet wurde', 84), column('Prüfungen', 72)];
  const rows = nachweis.spuren.map(({ text: words, pruefungen }) => [text(words), [quiet(pruefungen.join(' · '))]]);
  return table('Spuren der Prüfungen', columns, rows, 'Es wurde nichts gesendet.');
}

/** Every run with what it called and what its names stood for; a table, since each has many words. */
function runSections({ nachweis }: NetzpruefungData): SectionsBlock {
  const columns = [
    column('Lauf', 14),
    column('Wann und womit', 48),
    column('Freigabe', 18),
    column('Aufruf und Auskunft des Resolvers', 88),
  ];
  const rows = nachweis.laeufe.map(({ id, zeit, werkzeug, stand, freigaben, aufruf, namen }) => [
    [strong(id)],
    [...text(zeit), ...text(werkzeug), quiet(stand)],
    text(freigaben.length === 0 ? 'keine' : freigaben.join(', ')),
    [
      ...text(aufruf === '' ? 'kein Aufruf vermerkt' : aufruf),
      ...(namen.length === 0 ? [quiet('Kein Name war aufzulösen.')] : namen.map(quiet)),
    ],
  ]);
  return { kind: 'abschnitte', children: [table('Läufe', columns, rows, 'Es ist keine Netzprüfung erfasst.')] };
}
