/** Who is told what. */
import { isAbsolute, resolve } from 'node:path';
import {
  failuresInARow,
  type MessageKind,
  type MessageWay,
  messageKinds,
  nextTry,
  type Recipient,
  type TlpLevel,
} from '../domain/messages.ts';
import { InvalidDataError, NotFoundError, UsageError } from '../errors.ts';
import { isMailAddress } from '../notify/settings.ts';
import { webhookProblem } from '../notify/webhook.ts';
import { selectKommune } from '../store/kommunen.ts';
import { insertRecipient, removeRecipient, selectDeliveries, selectRecipients } from '../store/nachrichten.ts';
import type { StateAt } from '../store/versions.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

type RecipientJson = CommandJson['nachricht empfaenger anlegen'];

export interface NewRecipient {
  /** One of them. */
  mail?: string | undefined;
  ordner?: string | undefined;
  webhook?: string | undefined;
  kommunen: readonly string[];
  alle: boolean;
  /** Without any all. */
  arten: readonly MessageKind[];
  tage?: number | undefined;
  pauseStunden?: number | undefined;
  hoechstens?: number | undefined;
  tlp?: TlpLevel | undefined;
}

/** What holds when nothing is said. */
export const recipientDefaults = { tage: 14, pauseStunden: 24, hoechstens: 6, tlp: 'amber' } as const;

/** @throws UsageError, InvalidDataError for the address, NotFoundError for a Kommune */
export async function addRecipient(context: Context, request: NewRecipient): Promise<RecipientJson> {
  const { weg, ziel } = destinationOf(request);
  const kommunen = await scopeOf(context, request);
  const recipient = {
    ...{ weg, ziel, kommunen },
    arten: messageKinds.filter((kind) => request.arten.length === 0 || request.arten.includes(kind)),
    tage: request.tage ?? recipientDefaults.tage,
    pauseStunden: request.pauseStunden ?? recipientDefaults.pauseStunden,
    hoechstens: request.hoechstens ?? recipientDefaults.hoechstens,
    tlp: request.tlp ?? recipientDefaults.tlp,
    seit: context.now().toISOString(),
    entfernt: null,
  };
  return recipientJson(context, await insertRecipient(context.store, recipient, context.today, recordingOf(context)));
}

function destinationOf({ mail, ordner, webhook }: NewRecipient): { weg: MessageWay; ziel: string } {
  const [first, second] = [mail, ordner, webhook].filter((each) => each !== undefined);
  if (first === undefined || second !== undefined) {
    throw new UsageError(
      first === undefined ? 'Es fehlt, wohin die Nachrichten gehen.' : 'Ein Empfänger hat genau einen Weg.',
      'Genau eines angeben: --mail ADRESSE, --ordner ORDNER oder --webhook URL.',
    );
  }
  if (mail !== undefined) return { weg: 'mail', ziel: checkedMail(mail.trim()) };
  // A service starts in another folder than whoever names it.
  if (ordner !== undefined) return { weg: 'ordner', ziel: isAbsolute(ordner) ? ordner : resolve(ordner) };
  return { weg: 'webhook', ziel: checkedUrl(first.trim()) };
}

function checkedMail(address: string): string {
  if (isMailAddress(address)) return address;
  throw new InvalidDataError(
    `„${address}“ ist keine E-Mail-Adresse.`,
    'Eine einzelne Adresse ohne Namen angeben, zum Beispiel it@beispielhain.example; für mehrere je einen Empfänger anlegen.',
  );
}

function checkedUrl(url: string): string {
  const problem = webhookProblem(url);
  if (problem === null) return new URL(url).href;
  // The address itself is not repeated: what is wrong with it may be a secret.
  throw new InvalidDataError(problem, 'Zum Beispiel: --webhook https://meldung.beispielhain.example/burgward');
}

async function scopeOf(context: Context, { kommunen, alle }: NewRecipient): Promise<string[] | null> {
  if (alle === kommunen.length > 0) {
    throw new UsageError(
      alle ? '--alle und --kommune zugleich geht nicht.' : 'Es fehlt, für welche Kommunen.',
      'Mit --kommune eine oder mehrere nennen, oder --alle angeben.',
    );
  }
  if (alle) return null;
  const slugs = [...new Set(kommunen)];
  for (const slug of slugs) await selectKommune(context.store, slug, stateNow(context));
  return slugs;
}

/** Recipients as of the context's day; with `all` those taken out too. */
export async function listRecipients(context: Context, all: boolean): Promise<CommandJson['nachricht empfaenger liste']> {
  const recipients = (await selectRecipients(context.store, stateAt(context))).filter(({ entfernt }) => all || entfernt === null);
  const result: RecipientJson[] = [];
  for (const recipient of recipients) result.push(await recipientJson(context, recipient));
  return result;
}

/** Its history stays. @throws NotFoundError, InvalidDataError without a reason */
export async function dropRecipient(context: Context, id: string, grund: string): Promise<RecipientJson> {
  const old = await findRecipient(context, id);
  if (grund.trim() === '') throw new InvalidDataError('Der Grund ist leer.', 'Kurz sagen, warum der Empfänger entfällt.');
  const removed = { ...old, entfernt: grund.trim() };
  await removeRecipient(context.store, removed, context.today, recordingOf(context));
  return recipientJson(context, removed);
}

/** @throws NotFoundError when there is none, or it was taken out */
export async function findRecipient(context: Context, id: string): Promise<Recipient> {
  const found = (await selectRecipients(context.store, stateNow(context))).find((each) => each.id === id.toUpperCase());
  if (found !== undefined && found.entfernt === null) return found;
  throw new NotFoundError(
    found === undefined
      ? `Einen Empfänger „${id}“ gibt es nicht.`
      : `Der Empfänger ${found.id} wurde entfernt: ${found.entfernt}`,
    'Vorhandene zeigt „burgward nachricht empfaenger liste“.',
  );
}

async function recipientJson(context: Context, recipient: Recipient): Promise<RecipientJson> {
  const { id, weg, ziel, kommunen, arten, tage, pauseStunden, hoechstens, tlp, seit, entfernt } = recipient;
  const deliveries = await selectDeliveries(context.store, id, stateAt(context).before);
  const last = deliveries.at(-1);
  const next = entfernt === null ? nextTry(recipient, deliveries) : null;
  return {
    ...{ id, weg, ziel, tage, pauseStunden, hoechstens, tlp, seit, entfernt },
    kommunen: kommunen === null ? null : [...kommunen],
    arten: [...arten],
    zuletzt: last === undefined ? null : { nr: last.nr, um: last.um, stand: last.stand, fehler: last.fehler },
    gestoertSeit: failuresInARow(deliveries)[0]?.um ?? null,
    naechsterVersuch: next?.toISOString() ?? null,
  };
}

export interface Disturbance {
  empfaenger: string;
  /** Instant of the first message that did not get through. */
  seit: string;
  versuche: number;
  fehler: string;
}

/** Recipients whom messages do not reach. */
export async function disturbedRecipients({ store }: Pick<Context, 'store'>, at: StateAt): Promise<Disturbance[]> {
  const disturbed: Disturbance[] = [];
  for (const { id, entfernt } of await selectRecipients(store, at)) {
    if (entfernt !== null) continue;
    const failures = failuresInARow(await selectDeliveries(store, id, at.before));
    const [first] = failures;
    if (first === undefined) continue;
    disturbed.push({ empfaenger: id, seit: first.um, versuche: failures.length, fehler: failures.at(-1)?.fehler ?? '' });
  }
  return disturbed;
}
