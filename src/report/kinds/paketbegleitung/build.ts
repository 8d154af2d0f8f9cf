/** The letter to a department that goes with its questions: what, why, until when, how long it takes, whom to ask. */
import { formatDay } from '../../../domain/calendar.ts';
import { isBinding } from '../../../domain/duties.ts';
import { counted } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import { cited, degreeNote, legalBasis } from '../../legal-basis.ts';
import { gap, letterHead, type ReachablePerson, reachable, salutation, signatureName } from '../../letter.ts';
import type { PacketRecord, ReportInput } from '../../report-input.ts';
import type { PaketbegleitungData } from './data.ts';

/** Our own estimate: with 42 questions in 45 minutes by somebody who knows the house; looking things up doubles it. */
const minutesPerQuestion = { from: 1, to: 2 };

export function buildPaketbegleitung(input: ReportInput): PaketbegleitungData {
  const { paket: packet, kommune } = input;
  if (packet === undefined) throw new Error('this report is about a packet');
  const open = Math.max(packet.fragen.length - packet.beantwortet, 0);
  const themen = topicsOf(packet, input);
  const legal = themen.reduce((sum, { gesetz }) => sum + gesetz, 0);
  const officer = reachable(input, 'bfis', 'bfis');
  const basis = legalBasis(input.catalogue, 'S-01');
  const subject = `Fragen zur Informationssicherheit (${packet.titel})`;
  return {
    art: 'paketbegleitung',
    kopf: buildHead(input, {
      bericht: `Begleitschreiben ${packet.id}`,
      titel: titleFor('Fragen zur Informationssicherheit', kommune),
    }),
    paket: { id: packet.id, titel: packet.titel, fragen: packet.fragen.length, beantwortet: packet.beantwortet },
    brief: letterHead(input, {
      to: [packet.empfaenger ?? gap, 'im Haus'],
      info: letterInfo(packet, officer),
      subject,
    }),
    anrede: salutation(null),
    saetze: {
      was: `mit diesem Schreiben erhalten Sie ${counted(packet.fragen.length, 'Frage', 'Fragen')} zur Informationssicherheit unserer Verwaltung, zusammengestellt als Paket ${packet.id}. Worum es geht, zeigt die Übersicht unten.`,
      warum: `Unsere Verwaltung ist verpflichtet, angemessene Maßnahmen für die Informationssicherheit zu treffen (${cited(basis)}). Dazu müssen wir wissen, wo wir stehen. Wie es bei Ihnen tatsächlich läuft, wissen nur Sie.${legalSentence(legal)}`,
      frist:
        packet.faellig === null
          ? `Bitte antworten Sie bis zum ${gap}.`
          : `Bitte antworten Sie bis zum ${formatDay(packet.faellig)}.`,
      dauer: durationSentence(open),
      wie: 'Füllen Sie die beigefügte Datei aus und schicken Sie sie zurück; wie das geht, steht am Anfang der Datei. „Weiß ich nicht“ ist eine brauchbare Antwort, ein ehrliches „nein“ hilft mehr als ein ungeprüftes „ja“. Bitte geben Sie die ausgefüllte Datei nicht weiter, denn sie nennt auch, was noch fehlt.',
      rueckfragen: askSentence(officer),
    },
    themen,
    unterschrift: officer.name === '' ? 'Beauftragte Person für Informationssicherheit' : signatureName(officer.name),
    offen: openPoints(packet, officer, input),
    gradHinweis: basis.grad === '°' ? degreeNote : '',
  };
}

function letterInfo({ id }: PacketRecord, { name, telefon, mail }: ReachablePerson) {
  const asked = [
    { label: 'Auskunft', value: name },
    { label: 'Telefon', value: telefon },
    { label: 'E-Mail', value: mail },
  ].filter(({ value }) => value !== '');
  return [{ label: 'Paket', value: id }, ...asked, { label: 'Datum', value: '' }];
}

function legalSentence(n: number): string {
  if (n === 0) return '';
  return ` ${counted(n, 'Frage davon klärt eine gesetzliche Pflicht', 'Fragen davon klären gesetzliche Pflichten')}.`;
}

function durationSentence(open: number): string {
  const { from, to } = minutesPerQuestion;
  if (open === 0) return 'Alle Fragen sind schon beantwortet; Sie sehen sie nur noch einmal durch.';
  return `Rechnen Sie mit ${open * from} bis ${open * to} Minuten (Schätzung: ${from} bis ${to} Minuten je Frage). Sie können unterbrechen und später weitermachen.`;
}

function askSentence({ name, telefon, mail }: ReachablePerson): string {
  const ways = [telefon === '' ? '' : `Telefon ${telefon}`, mail === '' ? '' : `E-Mail ${mail}`].filter((way) => way !== '');
  const who =
    name === ''
      ? `${gap} (Beauftragte Person für Informationssicherheit)`
      : `${name}, Beauftragte Person für Informationssicherheit`;
  return `Bei Rückfragen hilft Ihnen ${[who, ...ways].join(', ')}.`;
}

function topicsOf({ fragen }: PacketRecord, { catalogue, evaluation }: ReportInput): PaketbegleitungData['themen'] {
  const topicOf = new Map(catalogue.controls.map(({ id, topic }) => [id, topic]));
  const titles = new Map(catalogue.vocabulary.topics.map(({ id, title }) => [id, title]));
  const duties = (evaluation.duties.get('saechsisichg') ?? []).filter(isBinding);
  const demanded = new Set(duties.flatMap(({ controls }) => controls));
  const byTopic = Map.groupBy(fragen, ({ control }) => topicOf.get(control) ?? '');
  return [...byTopic].map(([topic, questions]) => ({
    titel: titles.get(topic) ?? 'Fragen, die der Katalog nicht mehr enthält',
    fragen: questions.length,
    gesetz: questions.filter(({ control }) => demanded.has(control)).length,
  }));
}

function openPoints(packet: PacketRecord, officer: ReachablePerson, { asOf }: ReportInput): string[] {
  const { id, stand, faellig, beantwortet, fragen, empfaenger } = packet;
  return [
    ...(stand === 'eingelesen' ? [`Das Paket ${id} ist schon eingelesen; dieses Schreiben wird nicht mehr gebraucht.`] : []),
    ...(stand === 'zurueckgezogen' ? [`Das Paket ${id} ist zurückgezogen; dieses Schreiben nicht absenden.`] : []),
    ...(stand === 'offen' && beantwortet > 0
      ? [`${beantwortet} von ${counted(fragen.length, 'Frage ist', 'Fragen sind')} schon beantwortet.`]
      : []),
    ...(faellig === null ? ['Das Paket hat keinen Termin; im Schreiben einen Tag eintragen.'] : []),
    ...(faellig !== null && faellig < asOf ? [`Der Termin ${formatDay(faellig)} ist vorbei; einen neuen Tag eintragen.`] : []),
    ...(empfaenger === null ? ['Wer das Paket bekommt, ist nicht erfasst; in der Anschrift eintragen, an wen es geht.'] : []),
    ...(officer.name === '' ? ['Wer BfIS ist, ist nicht erfasst; im Schreiben eintragen, wer Rückfragen beantwortet.'] : []),
    ...(officer.telefon === '' && officer.mail === ''
      ? ['Zur BfIS sind weder Telefon noch E-Mail erfasst (Register „kontakt“, Stelle „bfis“).']
      : []),
    'Die Datei des Pakets beilegen. Der Weg dorthin und zurück soll vertraulich sein.',
  ];
}
