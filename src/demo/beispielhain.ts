/** The fictional Kommune of the demo: who is who, and what was answered a year ago and now. */
import type { EntbehrlichGrund, Umsetzungsstatus } from '../domain/assessment.ts';
import type { Kommune, Merkmale } from '../domain/kommune.ts';

export const beispielhain: Kommune = {
  slug: 'beispielhain',
  name: 'Gemeinde Beispielhain',
  art: 'gemeinde',
  ags: '14522999',
  einwohner: 4200,
  landkreis: 'mittelsachsen',
};

export const merkmale: Merkmale = {
  kdn_angeschlossen: 'ja',
  svn_alternative_schnittstelle: 'nein',
  ebenenuebergreifender_datenaustausch: 'ja',
  wertet_protokolldaten_aus: 'nein',
  beliehene_angebunden: 'nein',
  sax_cert_anforderung: 'nein',
  zulassungsbehoerde: 'nein',
  schultraeger: 'ja',
  bietet_onlinedienste: 'ja',
};

/** Days before today. `gemeldet` is left out on purpose: the notice to the Land was forgotten. */
export const rollen = [
  { rolle: 'leitung', person: 'Jana Muster', ab: 1480 },
  { rolle: 'bfis', person: 'Ines Sorbe', ab: 640, bestellt: 640 },
  { rolle: 'bfis-vertretung', person: 'Ralf Teich', ab: 640, bestellt: 640 },
  { rolle: 'it-leitung', person: 'Jan Krause', ab: 1100 },
] as const;

export interface DemoAnswer {
  control: string;
  status: Umsetzungsstatus;
  zielobjekt?: string;
  grund?: EntbehrlichGrund;
  begruendung?: string;
  nachweis?: string;
  verantwortlich?: string;
  /** Days from today until the gap is to be closed. */
  bisInTagen?: number;
  gesagtVon?: string;
}

const it = 'Jan Krause';
const head = 'Jana Muster';
const webProvider = 'Udo Kern (Webdienstleister)';

function all(status: Umsetzungsstatus, controls: string, gesagtVon = it): DemoAnswer[] {
  return controls.split(' ').map((control) => ({ control, status, gesagtVon }));
}

/** The first round, a year ago: much was open. */
export const lastYear: readonly DemoAnswer[] = [
  ...all('ja', 'MAN-01.01 MAN-01.03 MAN-01.04', head),
  ...all('ja', 'BAK-01.01 BAK-01.02 SCH-01.01 CLI-01.02 NTZ-01.02 RAU-01.01 ADM-01.03 SRV-01.01'),
  ...all('teilweise', 'BAK-01.04 ADM-01.01 NTZ-01.01 PER-01.02 SCH-01.02 RAU-01.02'),
  ...all('nein', 'MAN-01.02 MAN-01.09 VOR-02.01 VOR-02.04 BAK-01.03 BAK-01.05 ADM-01.02 CLI-01.05 VOR-01.02'),
  { control: 'WEB-01.03', status: 'nein', gesagtVon: it },
  { control: 'BUE-01.01', status: 'ja', gesagtVon: it },
  { control: 'PER-01.05', status: 'ja', gesagtVon: 'Petra Lind' },
];

/** The current round: better, but not everything was asked again. */
export const now: readonly DemoAnswer[] = [
  ...all('ja', 'MAN-01.01 MAN-01.03 MAN-01.04 MAN-01.06 MAN-01.11', head),
  { control: 'MAN-01.02', status: 'ja', gesagtVon: head, nachweis: 'Leitlinie, unterzeichnet von der Bürgermeisterin' },
  {
    control: 'MAN-01.05',
    status: 'teilweise',
    gesagtVon: head,
    begruendung: 'Das Bestellungsschreiben nennt die Aufgaben, aber nicht die Weisungsfreiheit',
    verantwortlich: head,
    bisInTagen: 45,
  },
  { control: 'MAN-01.08', status: 'nein', gesagtVon: head, begruendung: 'Im Haushalt gibt es keinen eigenen Ansatz' },
  {
    control: 'MAN-01.09',
    status: 'nein',
    gesagtVon: it,
    begruendung: 'Das neue Dokumentensystem wurde ohne Beteiligung eingeführt',
    verantwortlich: head,
    bisInTagen: 60,
  },
  { control: 'MAN-02.03', status: 'teilweise', gesagtVon: 'Ines Sorbe', verantwortlich: 'Ines Sorbe', bisInTagen: 90 },
  { control: 'VOR-02.01', status: 'ja', gesagtVon: 'Ines Sorbe', nachweis: 'Aushang mit Meldeweg im Intranet' },
  {
    control: 'VOR-02.04',
    status: 'nein',
    gesagtVon: 'Ines Sorbe',
    begruendung: 'Der Ansprechpartner beim Betreiber ist nicht bekannt',
  },
  { control: 'VOR-01.02', status: 'nein', gesagtVon: 'Ines Sorbe', verantwortlich: 'Ines Sorbe', bisInTagen: 30 },
  ...all(
    'ja',
    'BAK-01.01 BAK-01.02 BAK-01.06 SCH-01.01 SCH-01.03 CLI-01.01 CLI-01.02 NTZ-01.02 ADM-01.03 SRV-01.01 ZUG-01.01 ZUG-01.02',
  ),
  { control: 'BAK-01.03', status: 'ja', gesagtVon: it, nachweis: 'Lieferschein und Aufbauprotokoll der getrennten Platte' },
  { control: 'BAK-01.05', status: 'nein', gesagtVon: it, begruendung: 'Noch nie geprobt', verantwortlich: it, bisInTagen: -20 },
  {
    control: 'ADM-01.02',
    status: 'nein',
    gesagtVon: it,
    begruendung: 'Der Dienstleister bietet es an, es ist aber nicht bestellt',
    verantwortlich: it,
    bisInTagen: 75,
  },
  {
    control: 'CLI-01.05',
    status: 'teilweise',
    gesagtVon: it,
    begruendung: 'Die tragbaren Rechner der Kämmerei fehlen noch',
    verantwortlich: it,
    bisInTagen: 40,
  },
  { control: 'NTZ-01.01', status: 'teilweise', gesagtVon: it, begruendung: 'Der Plan zeigt das Rathaus, aber nicht den Bauhof' },
  { control: 'NTZ-01.04', status: 'ja', gesagtVon: it },
  { control: 'NTZ-01.05', status: 'ja', gesagtVon: it },
  { control: 'PER-01.02', status: 'ja', gesagtVon: 'Petra Lind', nachweis: 'Teilnahmeliste der Schulung' },
  { control: 'RAU-01.01', status: 'ja', gesagtVon: it },
  { control: 'RAU-01.02', status: 'nein', gesagtVon: it, begruendung: 'Im Serverraum lagern Kartons' },
  {
    control: 'BUE-01.03',
    status: 'entbehrlich',
    grund: 'nicht-relevant',
    gesagtVon: it,
    begruendung: 'Erweiterungen lassen sich auf den Rechnern nicht installieren',
  },
  { control: 'WEB-01.03', status: 'ja', zielobjekt: 'WEB1', gesagtVon: it },
  { control: 'WEB-01.03', status: 'ja', zielobjekt: 'WEB2', gesagtVon: webProvider },
  { control: 'WEB-01.04', status: 'ja', zielobjekt: 'WEB1', gesagtVon: it },
  { control: 'WEB-01.04', status: 'ja', zielobjekt: 'WEB2', gesagtVon: webProvider },
  { control: 'WEB-01.05', status: 'ja', gesagtVon: it },
  { control: 'WEB-01.06', status: 'ja', zielobjekt: 'WEB1', gesagtVon: it },
  { control: 'WEB-01.06', status: 'nein', zielobjekt: 'WEB2', gesagtVon: it, verantwortlich: webProvider, bisInTagen: 14 },
  { control: 'WEB-01.07', status: 'ja', zielobjekt: 'WEB1', gesagtVon: it },
  {
    control: 'WEB-01.07',
    status: 'entbehrlich',
    grund: 'nicht-relevant',
    zielobjekt: 'WEB2',
    gesagtVon: webProvider,
    begruendung: 'Die Terminvergabe hat nur eine verschlüsselte Adresse',
  },
];
