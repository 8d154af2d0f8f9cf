import type { Assessment } from '../domain/assessment.ts';
import { dayOf, formatDay } from '../domain/calendar.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { askedControls } from '../domain/evaluation.ts';
import { informationsverbund } from '../domain/kommune.ts';
import {
  chooseQuestions,
  formatKey,
  formatMark,
  type OpenQuestion,
  type PacketQuestion,
  type QuestionShare,
  type SentAnswer,
  shareByRole,
  shareByTopic,
} from '../domain/packet.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import type { PacketDocument, PacketDocumentQuestion } from '../exchange/packet-document.ts';
import { insertPakete, markOf, type NewPaket, type Paket } from '../store/pakete.ts';
import { findProfile } from './catalogue-lookup.ts';
import { type Context, recordingOf } from './context.ts';
import { controlHash } from './control-hash.ts';
import { evaluateKommune } from './evaluate-kommune.ts';
import type { CommandJson } from './json-schemas.ts';
import { filterControls } from './list-controls.ts';
import { type FileToWrite, writeFiles } from './write-files.ts';

export const packetFormats = ['html', 'xlsx', 'csv'] as const;
export type PacketFormat = (typeof packetFormats)[number];

export interface PacketRequest {
  kommune: string;
  rolle?: string | undefined;
  thema?: string | undefined;
  profil?: string | undefined;
  /** Kuerzel. */
  zielobjekt?: string | undefined;
  empfaenger?: string | undefined;
  faellig?: string | undefined;
  /** Also questions with a valid answer. */
  alle: boolean;
  /** As typed, for example `html`, `xlsx`. */
  formate: readonly string[];
  ausgabe: string;
}

type Created = CommandJson['paket erstellen'];

/**
 * Records packets of at most 25 questions and writes their files; without anything to ask, nothing is done.
 * @throws InvalidDataError, NotFoundError, EnvironmentError when the folder cannot be written: then nothing is recorded
 */
export async function createPackets(context: Context, request: PacketRequest): Promise<Created> {
  const formats = request.formate.map(parseFormat);
  if (request.faellig !== undefined && request.faellig < context.today) {
    throw new InvalidDataError(
      `Der Tag ${formatDay(request.faellig)} für --faellig ist schon vorbei.`,
      'Einen Tag von heute an angeben.',
    );
  }
  const { kommune, profil, questions } = await questionsFor(context, request);
  const shares = request.thema !== undefined && request.rolle === undefined ? shareByTopic(questions) : shareByRole(questions);
  const empty: Created = { kommune: kommune.slug, profil, fragen: questions.length, pakete: [] };
  if (shares.length === 0) return empty;
  const drafts = shares.map((share) => draftOf(share, request, context.catalogue));
  const write = async (pakete: readonly Paket[]) => {
    const created: Created['pakete'] = [];
    for (const [index, paket] of pakete.entries()) {
      const share = shares[index];
      if (share === undefined) continue;
      const document = documentOf(context, kommune.name, paket, share.questions);
      const files = await filesOf(document, fileStem(paket, share), formats);
      created.push({
        id: paket.id,
        titel: paket.titel,
        empfaenger: paket.empfaenger,
        faellig: paket.faellig,
        rolle: share.role,
        thema: share.topic,
        fragen: paket.fragen.length,
        dateien: await writeFiles(request.ausgabe, files),
      });
    }
    return created;
  };
  const pakete = await insertPakete(context.store, kommune.slug, drafts, context.today, recordingOf(context), write);
  return { ...empty, pakete };
}

function parseFormat(text: string): PacketFormat {
  const format = packetFormats.find((each) => each === text.trim().toLowerCase());
  if (format !== undefined) return format;
  throw new InvalidDataError(
    `Das Format „${text}“ gibt es für Pakete nicht.`,
    `Möglich sind: ${packetFormats.join(', ')}; mehrere mit Komma.`,
  );
}

async function questionsFor(context: Context, request: PacketRequest) {
  const { evaluation, input } = await evaluateKommune(context, request.kommune);
  const profile = request.profil === undefined ? evaluation.profile : findProfile(context.catalogue, request.profil);
  const wanted = new Set(filterControls(context.catalogue, { rolle: request.rolle, thema: request.thema }).map(({ id }) => id));
  const zielobjekt = request.zielobjekt?.toUpperCase();
  if (zielobjekt !== undefined && !input.zielobjekte.some(({ kuerzel }) => kuerzel === zielobjekt)) {
    throw new NotFoundError(
      `Ein Zielobjekt „${zielobjekt}“ gibt es in ${request.kommune} nicht.`,
      `Erfasst sind: ${input.zielobjekte.map(({ kuerzel }) => kuerzel).join(', ')}.`,
    );
  }
  const questions = chooseQuestions({
    controls: askedControls(profile, evaluation.controls).filter(({ control }) => wanted.has(control.id)),
    zielobjekte: input.zielobjekte,
    duties: evaluation.duties.get('saechsisichg') ?? [],
    zielobjekt,
    all: request.alle,
  });
  return { kommune: input.kommune, profil: profile.id, questions };
}

function draftOf(share: QuestionShare, request: PacketRequest, catalogue: Catalogue): NewPaket {
  return {
    kommune: request.kommune,
    titel: titleOf(share, catalogue),
    empfaenger: request.empfaenger?.trim() || null,
    faellig: request.faellig ?? null,
    fragen: share.questions.map(packetQuestion),
  };
}

/** „IT-Leitung“, „IT-Betrieb: Netze“, „IT-Betrieb (Teil 2 von 6)“. */
function titleOf({ role, topic, part, parts }: QuestionShare, { vocabulary }: Catalogue): string {
  const titleIn = (entries: readonly { id: string; title: string }[], id: string | null) =>
    entries.find((entry) => entry.id === id)?.title ?? null;
  const [roleTitle, topicTitle] = [titleIn(vocabulary.roles, role), titleIn(vocabulary.topics, topic)];
  const name = [roleTitle, topicTitle].filter((each) => each !== null).join(': ') || 'Fragen an mehrere Stellen';
  return parts === 1 ? name : `${name} (Teil ${part} von ${parts})`;
}

/** Ids are ASCII and short, so the name is safe everywhere. */
function fileStem({ kommune, id }: Paket, { role, topic }: QuestionShare): string {
  return `paket-${kommune}-${id}-${role ?? topic ?? 'fragen'}`;
}

function packetQuestion({ evaluation, zielobjekt, answer }: OpenQuestion): PacketQuestion {
  return {
    control: evaluation.control.id,
    zielobjekt: zielobjekt.kuerzel,
    controlHash: controlHash(evaluation.control),
    sent: answer === null ? null : sentAnswer(answer),
  };
}

function sentAnswer(answer: Assessment): SentAnswer {
  const { status, grund, begruendung, verantwortlich, bis, saidBy, validFrom } = answer;
  const entry = answer.origin === null ? answer.entry : null;
  return { status, grund, begruendung, verantwortlich, bis, saidBy, validFrom, entry };
}

function documentOf(
  { catalogue, person }: Context,
  kommune: string,
  paket: Paket,
  questions: readonly OpenQuestion[],
): PacketDocument {
  return {
    kommune,
    id: paket.id,
    mark: formatMark(markOf(paket)),
    titel: paket.titel,
    empfaenger: paket.empfaenger,
    erstellt: dayOf(paket.erstellt),
    faellig: paket.faellig,
    absender: person,
    questions: questions.map((question) => documentQuestion(question, catalogue)),
  };
}

function documentQuestion({ evaluation, zielobjekt, answer, legal }: OpenQuestion, catalogue: Catalogue): PacketDocumentQuestion {
  const { control } = evaluation;
  return {
    key: formatKey({ control: control.id, zielobjekt: zielobjekt.kuerzel }),
    topic: catalogue.vocabulary.topics.find(({ id }) => id === control.topic)?.title ?? control.topic,
    zielobjekt: zielobjekt.kuerzel === informationsverbund ? null : zielobjekt.name,
    question: control.question,
    rationale: control.rationale.trim(),
    help: control.help.trim(),
    evidence: control.evidence,
    legal,
    previous: answer === null ? null : { ...sentAnswer(answer), sentence: previousSentence(answer) },
  };
}

function previousSentence({ status, begruendung, saidBy, validFrom, origin }: Assessment): string {
  const from = origin === null ? '' : `, übernommen von ${'slug' in origin ? origin.name : origin.dienstleister}`;
  const why = begruendung === null ? '' : `: ${begruendung}`;
  return `${status}${why} (${saidBy}, ${formatDay(validFrom)}${from})`;
}

async function filesOf(packet: PacketDocument, stem: string, formats: readonly PacketFormat[]): Promise<FileToWrite[]> {
  const files: FileToWrite[] = [];
  for (const format of new Set(formats)) {
    files.push({ name: `${stem}.${format}`, format, bytes: await render(packet, stem, format) });
  }
  return files;
}

async function render(packet: PacketDocument, stem: string, format: PacketFormat): Promise<Uint8Array> {
  switch (format) {
    case 'html': {
      const { packetHtml } = await import('../exchange/packet-html.ts');
      return Buffer.from(packetHtml(packet, `${stem.replace(/^paket-/, 'antwort-')}.json`), 'utf8');
    }
    case 'xlsx': {
      const { packetXlsx } = await import('../exchange/packet-xlsx.ts');
      return packetXlsx(packet);
    }
    case 'csv': {
      const { packetCsv } = await import('../exchange/packet-csv.ts');
      return Buffer.from(packetCsv(packet), 'utf8');
    }
  }
}
