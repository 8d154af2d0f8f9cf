/** The catalogue as tables with German headers. */
import type { Catalogue, Control, FrameworkItem, MappingRelation, Vocabulary } from '../domain/catalogue.ts';
import { controlsOfItem } from '../domain/framework-item.ts';
import type { Cell, Sheet } from './sheet.ts';

/** Everything a reader without the program needs, the identity of the edition first. */
export function catalogueSheets(catalogue: Catalogue): Sheet[] {
  return [headSheet(catalogue), controlSheet(catalogue), itemSheet(catalogue), profileSheet(catalogue), checkSheet(catalogue)];
}

function headSheet({ id, title, edition, hash, licence, controls, frameworks }: Catalogue): Sheet {
  return {
    name: 'Katalog',
    columns: [
      { header: 'Angabe', width: 24 },
      { header: 'Wert', width: 90 },
    ],
    rows: [
      ['Titel', title],
      ['Kennung', id],
      ['Ausgabe', edition],
      ['Prüfsumme (SHA-256)', hash],
      ['Lizenz der Texte', licence],
      ['Anforderungen', controls.length],
      ...frameworks.map(({ title: framework, edition: state, banner }): Cell[] => [
        `Rahmenwerk ${framework}`,
        banner === undefined ? state : `${state}. ${banner}`,
      ]),
    ],
  };
}

interface ControlColumn {
  header: string;
  width: number;
  value: (control: Control, vocabulary: Vocabulary) => Cell;
}

const titleIn = (entries: readonly { id: string; title: string }[], id: string) =>
  entries.find((entry) => entry.id === id)?.title ?? id;

/** Same fields and order in the workbook, the CSV file and the Markdown text. */
const controlColumns: readonly ControlColumn[] = [
  { header: 'Nr.', width: 12, value: ({ id }) => id },
  { header: 'Baustein', width: 10, value: ({ baustein }) => baustein },
  { header: 'Thema', width: 22, value: ({ topic }, { topics }) => titleIn(topics, topic) },
  { header: 'Titel', width: 28, value: ({ title }) => title },
  { header: 'Pflicht', width: 9, value: ({ obligation }) => obligation },
  { header: 'Stufe', width: 9, value: ({ level }) => level },
  { header: 'Anforderung', width: 50, value: ({ requirement }) => requirement },
  { header: 'Frage', width: 44, value: ({ question }) => question },
  { header: 'Warum', width: 50, value: ({ rationale }) => rationale.trim() },
  { header: 'Folge', width: 40, value: ({ consequence }) => consequence },
  { header: 'So geht es', width: 60, value: ({ help }) => help.trim() },
  { header: 'Nachweise', width: 32, value: ({ evidence }) => evidence.join('; ') },
  { header: 'Zuständig', width: 20, value: ({ role }, { roles }) => titleIn(roles, role) },
  { header: 'Schutzziele', width: 20, value: (control) => control.schutzziele.join(', ') },
  { header: 'Aufwand (0–5, Schätzung)', width: 12, value: ({ effort }) => effort },
  { header: 'Wirkung (1–3)', width: 10, value: ({ effect }) => effect },
  { header: 'Gefährdungen', width: 18, value: ({ threats }) => threats.join(', ') },
  { header: 'Netzprüfungen', width: 22, value: ({ checks }) => checks.join(', ') },
  { header: 'Prüfen alle', width: 10, value: ({ reviewAfter }) => reviewAfter },
  { header: 'Seit Ausgabe', width: 10, value: ({ since }) => since },
  {
    header: 'Zurückgezogen',
    width: 24,
    value: ({ retired }) =>
      retired === undefined
        ? null
        : `${retired.in}: ${retired.reason}${retired.replacedBy === undefined ? '' : ` Ersetzt durch ${retired.replacedBy}.`}`,
  },
];

function controlSheet({ controls, vocabulary }: Catalogue): Sheet {
  return {
    name: 'Anforderungen',
    columns: controlColumns.map(({ header, width }) => ({ header, width })),
    rows: controls.map((control) => controlColumns.map(({ value }) => value(control, vocabulary))),
  };
}

const relationWords: Readonly<Record<MappingRelation, string>> = {
  'equal-to': 'ganz (gleich)',
  'equivalent-to': 'ganz (gleichwertig)',
  'superset-of': 'ganz (mehr als verlangt)',
  'subset-of': 'teilweise (ein Teil davon)',
  'intersects-with': 'teilweise (Überschneidung)',
};

function itemSheet({ frameworks }: Catalogue): Sheet {
  return {
    name: 'Rahmenwerke',
    columns: [
      { header: 'Rahmenwerk', width: 20 },
      { header: 'Punkt', width: 14 },
      { header: 'Stelle', width: 24 },
      { header: 'Art', width: 11 },
      { header: 'Stufe', width: 9 },
      { header: 'Kurz', width: 34 },
      { header: 'Inhalt', width: 60 },
      { header: 'Anforderungen', width: 30 },
      { header: 'Deckung', width: 24 },
      { header: 'Ausgenommen, weil', width: 44 },
      { header: 'Nachweis', width: 30 },
      { header: 'Vertrauen', width: 10 },
      { header: 'Gilt bei uns', width: 12 },
      { header: 'Fundstelle im Anschlussvertrag', width: 28 },
    ],
    rows: frameworks.flatMap(({ id, items }) => items.map((item) => itemRow(id, item))),
  };
}

function itemRow(framework: string, item: FrameworkItem): Cell[] {
  const { id, ref, kind, level, short, duty, mapped, excused, notDemanded, evidence, confidence, local } = item;
  return [
    framework,
    id,
    ref,
    kind,
    level ?? null,
    short,
    duty,
    controlsOfItem(item).join(', '),
    mapped === undefined ? null : relationWords[mapped.relation],
    excused ?? notDemanded ?? null,
    evidence ?? null,
    confidence.join(', '),
    local?.applies ?? null,
    local?.reference ?? null,
  ];
}

function profileSheet({ profiles }: Catalogue): Sheet {
  return {
    name: 'Profile',
    columns: [
      { header: 'Profil', width: 14 },
      { header: 'Titel', width: 30 },
      { header: 'Platz', width: 8 },
      { header: 'Anforderung', width: 12 },
      { header: 'Grund', width: 60 },
    ],
    rows: profiles.flatMap(({ id, title, controls, reasons }) =>
      controls.map((control, index) => [id, title, index + 1, control, reasons?.[control] ?? null]),
    ),
  };
}

function checkSheet({ checks }: Catalogue): Sheet {
  return {
    name: 'Netzprüfungen',
    columns: [
      { header: 'Prüfung', width: 26 },
      { header: 'Titel', width: 30 },
      { header: 'Frage', width: 44 },
      { header: 'Schwere', width: 10 },
      { header: 'Abhilfe', width: 60 },
      { header: 'Was gesendet wird', width: 40 },
      { header: 'Quellen', width: 44 },
    ],
    rows: checks.map(({ id, title, question, severity, remedy, footprint, sources }) => [
      id,
      title,
      question,
      severity,
      remedy.trim(),
      footprint.trim(),
      sources.map(({ document, section }) => (section === undefined ? document : `${document}, ${section}`)).join('; '),
    ]),
  };
}
