/** The letter by which the head appoints the BfIS or the deputy. What it promises is what the Act says, and no more. */
import { formatDay } from '../../../domain/calendar.ts';
import { holderOf } from '../../../domain/duties.ts';
import type { RoleAssignment } from '../../../domain/kommune.ts';
import { numberIn } from '../../../domain/register.ts';
import { counted, enumerated } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import { cited, degreeNote, type LegalBasisData, legalBasis, placed } from '../../legal-basis.ts';
import { gap, letterHead, newestAppointment, salutation, signatureName } from '../../letter.ts';
import { type AppointmentRecord, entriesOf, type ReportInput } from '../../report-input.ts';
import { type AppointmentVariant, appointmentVariants, type BestellungData, type OpenPoint, type ServedBody } from './data.ts';

interface Words {
  rolle: 'bfis' | 'bfis-vertretung';
  /** „zur …“ */
  office: string;
  subject: string;
  /** Choice of the register „ressource“. */
  hours: string;
}

const bfis: Words = {
  rolle: 'bfis',
  office: 'Beauftragten Person für Informationssicherheit (BfIS)',
  subject: 'Bestellung zur Beauftragten Person für Informationssicherheit',
  hours: 'bfis',
};

const deputy: Words = {
  rolle: 'bfis-vertretung',
  office: 'Vertretung der Beauftragten Person für Informationssicherheit (BfIS)',
  subject: 'Bestellung zur Vertretung der Beauftragten Person für Informationssicherheit',
  hours: 'vertretung',
};

/** Duties of the framework saechsisichg the letter rests on, and the sentence about schools. */
const basisIds = [
  'S-06',
  'S-07',
  'S-08',
  'S-10',
  'S-11',
  'schulen',
  'S-12',
  'S-13',
  'S-14',
  'S-15',
  'S-16',
  'S-17',
  'S-18',
] as const;
type BasisId = (typeof basisIds)[number];
type Basis = Readonly<Record<BasisId, LegalBasisData>>;

/** No duty of the catalogue; its wording was read in the edition before 2024-10-01. */
const schools: LegalBasisData = {
  stelle: '§ 8 Abs. 1 Satz 4',
  inhalt: 'Die beauftragte Person des Schulträgers ist auch die seiner Schulen.',
  art: '–',
  grad: '°',
  vertrauen: 'V23',
};

export function buildBestellung(input: ReportInput): BestellungData {
  const variante = appointmentVariants.find((each) => each === input.variante) ?? 'bfis';
  const words = variante === 'vertretung' ? deputy : bfis;
  const basis = basisOf(input);
  const appointment = newestAppointment(input, words.rolle);
  const person = appointment?.person ?? null;
  const head = holderOf('leitung', input.rollen, input.asOf)?.person ?? null;
  const used = basisIds.filter((id) => isUsed(id, variante, input)).map((id) => basis[id]);
  return {
    art: 'bestellung',
    kopf: buildHead(input, { bericht: 'Bestellung', titel: titleFor(words.subject, input.kommune) }),
    variante,
    brief: letterHead(input, {
      to: [person ?? gap, gap, gap],
      info: [
        { label: 'Unser Zeichen', value: '' },
        { label: 'Datum', value: '' },
      ],
      subject: words.subject,
    }),
    anrede: salutation(person),
    saetze: {
      bestellung: appointmentSentence(words, appointment, basis),
      grundlage: agreementSentence(variante, basis),
      mittel: resourceSentence(input, words, basis),
      verantwortung: `Die Verantwortung für die Informationssicherheit bleibt bei mir (${placed(basis['S-06'])}).`,
      vertretung: deputySentence(input, words),
      dauer: `Die Bestellung gilt auf unbestimmte Zeit / bis zum ${gap} (Nichtzutreffendes streichen).`,
      mitteilung: `Wir teilen Ihre Bestellung innerhalb eines Monats dem Beauftragten für Informationssicherheit des Landes mit (${placed(basis['S-12'])}).`,
    },
    aufgaben: tasks(input, basis),
    rechte: rights(basis),
    stellen: variante === 'gemeinsam' ? bodiesServed(input, person) : [],
    unterschriften: {
      leitung: `Unterschrift Leitung${head === null ? '' : `: ${signatureName(head)}`}`,
      person: `Erhalten und angenommen${person === null ? '' : `: ${signatureName(person)}`}`,
    },
    offen: openPoints(input, variante, words, appointment),
    danach: afterwards(words, input.kommune.slug),
    grundlagen: used,
    gradHinweis: used.some(({ grad }) => grad === '°') ? degreeNote : '',
  };
}

function basisOf({ catalogue }: ReportInput): Basis {
  return Object.fromEntries(basisIds.map((id) => [id, id === 'schulen' ? schools : legalBasis(catalogue, id)])) as Record<
    BasisId,
    LegalBasisData
  >;
}

function isUsed(id: BasisId, variante: AppointmentVariant, input: ReportInput): boolean {
  if (id === 'schulen') return runsSchools(input);
  if (id === 'S-10') return variante !== 'vertretung';
  if (id === 'S-11') return variante === 'vertretung';
  return id !== 'S-13' || variante === 'extern' || variante === 'gemeinsam';
}

const runsSchools = ({ merkmale }: ReportInput) => merkmale['schultraeger'] === 'ja';

function appointmentSentence({ rolle, office }: Words, appointment: RoleAssignment | null, basis: Basis): string {
  const day = appointment === null ? gap : formatDay(appointment.bestellt ?? appointment.ab);
  const law = basis[rolle === 'bfis' ? 'S-10' : 'S-11'];
  return `hiermit bestelle ich Sie mit Wirkung vom ${day} zur ${office} unserer Verwaltung (${cited(law)}).`;
}

function agreementSentence(variante: AppointmentVariant, basis: Basis): string {
  if (variante === 'extern')
    return `Dafür brauchen Sie nicht bei uns beschäftigt zu sein (${placed(basis['S-13'])}). Grundlage der Zusammenarbeit ist der Vertrag vom ${gap}.`;
  if (variante === 'gemeinsam')
    return `Sie nehmen die Aufgabe für mehrere Stellen gemeinsam wahr (${placed(basis['S-13'])}). Welche das sind, nennt die Anlage. Grundlage ist die Vereinbarung der Stellen vom ${gap}.`;
  return '';
}

function tasks(input: ReportInput, basis: Basis): string[] {
  return [
    `Sie fördern die Informationssicherheit in unserem Bereich und koordinieren die Maßnahmen dafür (${placed(basis['S-14'])}).`,
    `Sie sind dafür verantwortlich, dass die Meldepflichten eingehalten werden (${placed(basis['S-16'])}).`,
    ...(runsSchools(input)
      ? [`Ihre Aufgabe umfasst auch die Schulen, deren Träger wir sind (${placed(basis['schulen'])}).`]
      : []),
  ];
}

function rights(basis: Basis): string[] {
  return [
    `Sie haben das Recht, mir unmittelbar zu berichten (${placed(basis['S-15'])}).`,
    `In dieser Aufgabe sind Sie an keine Weisungen gebunden, und Ihnen darf daraus kein Nachteil entstehen (${placed(basis['S-18'])}).`,
    `Wesentliche Änderungen an IT-Systemen nehmen wir nur im Benehmen mit Ihnen vor (${placed(basis['S-08'])}). Sie werden so früh informiert, dass Ihre Stellungnahme noch berücksichtigt werden kann.`,
    `Bei einem Sicherheitsereignis oder Sicherheitsvorfall dürfen Sie Protokolldaten unseres Bereichs einsehen oder anfordern (${placed(basis['S-17'])}).`,
  ];
}

function resourceSentence(input: ReportInput, { hours }: Words, basis: Basis): string {
  const promise = `Im Rahmen meiner Befugnisse stelle ich das nötige Personal und Geld bereit (${placed(basis['S-07'])}).`;
  const year = Number(input.asOf.slice(0, 4));
  const planned = plannedHours(input, hours, year);
  if (planned === null) return `${promise} Für diese Aufgabe stehen Ihnen im Monat ${gap} Stunden zur Verfügung.`;
  return `${promise} Für diese Aufgabe sind im Jahr ${year} ${counted(planned, 'Stunde', 'Stunden')} eingeplant.`;
}

/** Hours planned for the role in the year; null where none are recorded. */
function plannedHours(input: ReportInput, hours: string, year: number): number | null {
  const amounts = entriesOf(input, 'ressource')
    .filter(({ values }) => values['jahr'] === year && values['wofuer'] === hours)
    .flatMap(({ values }) => numberIn(values, 'stunden-geplant') ?? []);
  return amounts.length === 0 ? null : amounts.reduce((sum, each) => sum + each, 0);
}

function deputySentence(input: ReportInput, { rolle }: Words): string {
  if (rolle === 'bfis') {
    const name = newestAppointment(input, 'bfis-vertretung')?.person ?? gap;
    return `Sie werden vertreten durch ${name}.`;
  }
  const name = newestAppointment(input, 'bfis')?.person ?? gap;
  return `Sie vertreten ${name} in allen Aufgaben der Beauftragten Person. Was in diesem Schreiben über Aufgaben und Rechte steht, gilt dann für Sie.`;
}

const roleWords: Readonly<Record<string, string>> = { bfis: 'BfIS', 'bfis-vertretung': 'Vertretung' };

/** This body first, then those where somebody of the same name is recorded. */
function bodiesServed({ kommune, bestellungen = [] }: ReportInput, person: string | null): ServedBody[] {
  const same = bestellungen.filter((each) => each.person.toLowerCase() === person?.toLowerCase());
  const own = same.filter((each) => each.kommune === kommune.slug);
  const others = same.filter((each) => each.kommune !== kommune.slug);
  const rows = [...own, ...others].map(({ stelle, rolle, ab }) => ({
    stelle,
    rolle: roleWords[rolle] ?? rolle,
    seit: formatDay(ab),
  }));
  return rows.length === 0 ? [{ stelle: kommune.name, rolle: 'BfIS', seit: '' }] : rows;
}

function openPoints(
  input: ReportInput,
  variante: AppointmentVariant,
  words: Words,
  appointment: AppointmentRecord | null,
): OpenPoint[] {
  const { kommune, merkmale, asOf } = input;
  const to = `--kommune ${kommune.slug}`;
  const other = words.rolle === 'bfis' ? 'bfis-vertretung' : 'bfis';
  const points: (OpenPoint | null)[] = [
    appointment === null
      ? {
          punkt: 'Wer bestellt wird und ab wann, ist nicht erfasst.',
          wie: `burgward rolle vergeben ${words.rolle} ${to} --person NAME --ab TAG`,
        }
      : null,
    appointment === null || appointment.bestellt === null
      ? null
      : {
          punkt: `Als bestellt am ${formatDay(appointment.bestellt)} ist ${appointment.person} schon erfasst. Dieses Schreiben ist dann eine Zweitschrift.`,
          wie: 'Prüfen, ob das erste Schreiben bei den Akten liegt.',
        },
    {
      punkt: 'Die Anschrift der bestellten Person führt das Programm nicht.',
      wie: 'Im Schreiben ergänzen, am einfachsten in der Word-Fassung.',
    },
    holderOf('leitung', input.rollen, asOf) === null
      ? { punkt: 'Wer die Leitung hat, ist nicht erfasst.', wie: `burgward rolle vergeben leitung ${to} --person NAME --ab TAG` }
      : null,
    newestAppointment(input, other) === null
      ? {
          punkt: other === 'bfis' ? 'Wer BfIS ist, ist nicht erfasst.' : 'Wer die BfIS vertritt, ist nicht erfasst.',
          wie: `burgward rolle vergeben ${other} ${to} --person NAME --ab TAG`,
        }
      : null,
    plannedHours(input, words.hours, Number(asOf.slice(0, 4))) === null
      ? {
          punkt: `Für ${asOf.slice(0, 4)} sind keine Stunden eingeplant.`,
          wie: `Im Schreiben eintragen oder erfassen: burgward ressource anlegen ${to} --jahr ${asOf.slice(0, 4)} --wofuer ${words.hours} --stunden-geplant ZAHL`,
        }
      : null,
    variante === 'extern' ? { punkt: 'Der Tag des Vertrags fehlt.', wie: 'Im Schreiben eintragen, den Vertrag beilegen.' } : null,
    variante === 'gemeinsam'
      ? {
          punkt: 'Der Tag der Vereinbarung fehlt.',
          wie: 'Im Schreiben eintragen. Jede beteiligte Stelle bestellt für sich und teilt dem Land ihre Bestellung mit.',
        }
      : null,
    variante === 'gemeinsam' && appointment !== null
      ? {
          punkt: 'Die Stellen in der Liste sind nach gleichem Namen gefunden.',
          wie: 'Prüfen, ob überall dieselbe Person gemeint ist.',
        }
      : null,
    (merkmale['schultraeger'] ?? 'unbekannt') === 'unbekannt'
      ? {
          punkt: 'Ob die Kommune Träger von Schulen ist, ist nicht erfasst. Dann gehörten diese zur Aufgabe.',
          wie: `burgward kommune aendern ${kommune.slug} --merkmal schultraeger=ja (oder nein)`,
        }
      : null,
    conflict(input, appointment?.person ?? null),
  ];
  return points.filter((point) => point !== null);
}

const conflicting: Readonly<Record<string, string>> = { leitung: 'Leitung', 'it-leitung': 'IT-Leitung', dsb: 'Datenschutz' };

/** The Act forbids no second task to a municipal BfIS; that it is better avoided is good practice. */
function conflict({ rollen, asOf }: ReportInput, person: string | null): OpenPoint | null {
  const held = Object.entries(conflicting).flatMap(([rolle, name]) => {
    const holder = holderOf(rolle, rollen, asOf);
    return holder !== null && holder.person.toLowerCase() === person?.toLowerCase() ? [name] : [];
  });
  if (held.length === 0) return null;
  return {
    punkt: `Dieselbe Person ist auch erfasst für: ${enumerated(held)}.`,
    wie: 'Das Gesetz verbietet das einer Kommune nicht ausdrücklich (V23); gute Praxis ist die Trennung. Bewusst entscheiden und den Grund festhalten.',
  };
}

function afterwards({ rolle }: Words, slug: string): string[] {
  return [
    'Das unterschriebene Schreiben zu den Akten nehmen; die bestellte Person bekommt eine Ausfertigung.',
    `Den Tag der Bestellung festhalten: burgward rolle aendern ${rolle} --kommune ${slug} --bestellt TAG`,
    `Innerhalb eines Monats dem Land mitteilen. Was einzutragen ist, steht im Bericht „mitteilung“: burgward bericht erstellen mitteilung --kommune ${slug}`,
    'Im Haus bekannt geben, wer zuständig ist und wie man die Person erreicht.',
  ];
}
