/** Tells every recipient what is new to it, and records what became of it together with what it knows from then on. */
import { createHash } from 'node:crypto';
import {
  countKinds,
  type Delivery,
  digestOf,
  eventKinds,
  groupAlarms,
  type MessageKind,
  nextTry,
  type Recipient,
  restUntil,
} from '../domain/messages.ts';
import { EnvironmentError, ExpectedError } from '../errors.ts';
import { DeliveryFailure } from '../notify/delivery-failure.ts';
import { dropMessage } from '../notify/file-drop.ts';
import { sendMail } from '../notify/mail.ts';
import { composeMessage, type Message } from '../notify/message-text.ts';
import { type Environment, mailServer, readSettings, webhookSettings } from '../notify/settings.ts';
import { postMessage } from '../notify/webhook.ts';
import { insertDelivery, selectDeliveries, selectRecipients } from '../store/nachrichten.ts';
import { takeLock } from '../store/zeitplan-lock.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { type AlarmSource, alarmSource } from './message-alarms.ts';
import { findRecipient } from './message-recipients.ts';

type SentJson = CommandJson['nachricht senden']['nachrichten'][number];

export interface SendRequest {
  /** Only these; without any all. */
  empfaenger: readonly string[];
  /** Only look at these kinds; absent: all. */
  arten?: readonly MessageKind[] | undefined;
  /** Show what would be sent. */
  probe: boolean;
  /** Where servers and secrets stand. */
  environment: Environment;
  /** Between tries of one delivery to a webhook; only tests need others. */
  pausesMs?: readonly number[] | undefined;
}

/**
 * @throws NotFoundError for an unknown recipient; EnvironmentError when another process is sending
 */
export async function sendMessages(context: Context, request: SendRequest): Promise<CommandJson['nachricht senden']> {
  const recipients = await wantedRecipients(context, request.empfaenger);
  const { probe } = request;
  if (recipients.length === 0) return { probe, nachrichten: [] };
  const tellAll = async () => {
    const nachrichten: SentJson[] = [];
    const source = alarmSource(context);
    for (const recipient of recipients) nachrichten.push(await tell(context, recipient, source, request));
    return { probe, nachrichten };
  };
  return probe ? tellAll() : ((await alone(context, tellAll)) ?? refuseWhileSending());
}

/**
 * After a look at the schedule: what the runs brought up, and what did not get through before and may be tried again. Costs one query where
 * nobody is told anything.
 * @param hasRun whether a job ended in this look
 * @returns only what was sent or failed
 */
export async function sendAfterRuns(context: Context, hasRun: boolean, environment: Environment): Promise<SentJson[]> {
  const recipients = await wantedRecipients(context, []);
  const source = alarmSource(context);
  const results: SentJson[] = [];
  const waiting: { recipient: Recipient; arten: readonly MessageKind[] }[] = [];
  for (const recipient of recipients) {
    const next = nextTry(recipient, await selectDeliveries(context.store, recipient.id, stateNow(context).before));
    if (next !== null && next <= context.now()) waiting.push({ recipient, arten: recipient.arten });
    else if (next === null && hasRun) waiting.push({ recipient, arten: eventKinds });
  }
  if (waiting.length === 0) return [];
  await alone(context, async () => {
    for (const { recipient, arten } of waiting)
      results.push(await tell(context, recipient, source, { empfaenger: [], arten, probe: false, environment }));
  });
  return results.filter(({ stand }) => stand === 'gesendet' || stand === 'gescheitert');
}

/** Two processes at once would tell the same thing twice. @returns null while another one is sending */
async function alone<R>(context: Context, work: () => Promise<R>): Promise<R | null> {
  const unlock = takeLock(context.store, 'nachrichten');
  if (unlock === null) return null;
  try {
    return await work();
  } finally {
    unlock();
  }
}

function refuseWhileSending(): never {
  throw new EnvironmentError('Ein anderer Vorgang sendet gerade Nachrichten.', 'Kurz warten und den Befehl wiederholen.');
}

async function wantedRecipients(context: Context, ids: readonly string[]): Promise<Recipient[]> {
  if (ids.length === 0)
    return (await selectRecipients(context.store, stateNow(context))).filter(({ entfernt }) => entfernt === null);
  const found: Recipient[] = [];
  for (const id of new Set(ids.map((each) => each.toUpperCase()))) found.push(await findRecipient(context, id));
  return found;
}

async function tell(context: Context, recipient: Recipient, source: AlarmSource, request: SendRequest): Promise<SentJson> {
  const now = context.now();
  const deliveries = await selectDeliveries(context.store, recipient.id, stateNow(context).before);
  const kinds = recipient.arten.filter((kind) => request.arten === undefined || request.arten.includes(kind));
  const { fresh, over, held } = digestOf(recipient, kinds, await source.alarmsFor(recipient, kinds), deliveries, now);
  const nr = nextNumber(deliveries);
  const blank = { empfaenger: recipient.id, weg: recipient.weg, punkte: fresh.length, zurueckgehalten: held, hinweise: [] };
  if (fresh.length === 0) {
    if (!request.probe && isWaiting(deliveries)) await record(context, bare(recipient, nr, now, 'entfallen'));
    return { ...blank, ...nothing, stand: 'nichts-neues' };
  }
  const message = composeMessage({
    recipient,
    nr,
    groups: groupAlarms(fresh),
    over: countKinds(over),
    since: deliveries.findLast(({ stand, gemeldet }) => stand === 'gesendet' && gemeldet.length > 0)?.um ?? null,
    at: now.toISOString(),
    asOf: context.asOf,
    programVersion: context.programVersion,
    isTest: false,
  });
  const { subject: betreff, text } = message;
  if (request.probe) return { ...blank, ...nothing, stand: 'probe', betreff, text };
  const rest = restUntil(recipient, deliveries, now);
  if (rest !== null) {
    if (deliveries.at(-1)?.stand !== 'aufgeschoben') await record(context, bare(recipient, nr, now, 'aufgeschoben'));
    return { ...blank, ...nothing, stand: 'aufgeschoben', betreff, naechsterVersuch: rest.toISOString() };
  }
  const outcome = await deliver(recipient, message, now, request);
  if (outcome.fehler !== null) {
    const failed: Delivery = { ...bare(recipient, nr, now, 'gescheitert'), fehler: outcome.fehler };
    await record(context, failed);
    const naechsterVersuch = nextTry(recipient, [...deliveries, failed])?.toISOString() ?? null;
    return { ...blank, ...nothing, stand: 'gescheitert', betreff, fehler: outcome.fehler, naechsterVersuch };
  }
  const gemeldet = fresh.map(({ key, state, rank }) => ({ key, state, rank }));
  await record(context, { ...bare(recipient, nr, now, 'gesendet'), gemeldet, erledigt: over, sha256: sha256(text) });
  return { ...blank, ...nothing, stand: 'gesendet', betreff, dateien: outcome.dateien, hinweise: outcome.hinweise };
}

const nothing = { betreff: null, text: null, fehler: null, naechsterVersuch: null, dateien: [] } satisfies Partial<SentJson>;

function nextNumber(deliveries: readonly Delivery[]): number {
  return (deliveries.at(-1)?.nr ?? 0) + 1;
}

function isWaiting(deliveries: readonly Delivery[]): boolean {
  const last = deliveries.at(-1)?.stand;
  return last === 'gescheitert' || last === 'aufgeschoben';
}

function bare({ id }: Recipient, nr: number, now: Date, stand: Delivery['stand']): Delivery {
  return { empfaenger: id, nr, um: now.toISOString(), stand, gemeldet: [], erledigt: [], sha256: null, fehler: null };
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

async function record(context: Context, delivery: Delivery): Promise<void> {
  await insertDelivery(context.store, delivery, context.today, recordingOf(context));
}

interface Outcome {
  /** Null: it went out. */
  fehler: string | null;
  dateien: string[];
  hinweise: string[];
}

/** What stands in the way is an outcome, also settings that are missing: it is told, and tried again. */
async function deliver(recipient: Recipient, message: Message, now: Date, request: SendRequest): Promise<Outcome> {
  try {
    return { fehler: null, ...(await send(recipient, message, now, request)) };
  } catch (error) {
    if (error instanceof DeliveryFailure) return { fehler: error.message, dateien: [], hinweise: [] };
    if (error instanceof ExpectedError) return { fehler: `${error.message} ${error.hint}`, dateien: [], hinweise: [] };
    throw error;
  }
}

async function send(
  { id, weg, ziel }: Recipient,
  message: Message,
  now: Date,
  { environment, pausesMs }: SendRequest,
): Promise<Omit<Outcome, 'fehler'>> {
  if (weg === 'ordner') return { dateien: await dropMessage(ziel, message), hinweise: [] };
  const settings = await readSettings(environment);
  if (weg === 'webhook') {
    await postMessage(ziel, await webhookSettings(settings, id), message, {
      now: () => new Date(),
      ...(pausesMs === undefined ? {} : { pausesMs }),
    });
    return { dateien: [], hinweise: ziel.startsWith('http:') ? [unencrypted] : [] };
  }
  const server = await mailServer(settings);
  await sendMail(server, ziel, message, now.toISOString());
  return { dateien: [], hinweise: server.security === 'klartext' ? [unencrypted] : [] };
}

const unencrypted = 'Gesendet wurde unverschlüsselt; das ist nur erlaubt, weil das Ziel auf diesem Rechner selbst liegt.';

/**
 * Sends a message that says nothing but that it arrives. A failure is no alarm: somebody sits before it.
 * @throws NotFoundError, EnvironmentError when it does not get through
 */
export async function sendTest(context: Context, id: string, environment: Environment): Promise<CommandJson['nachricht test']> {
  const recipient = await findRecipient(context, id);
  const sent = await alone(context, async () => {
    const now = context.now();
    const deliveries = await selectDeliveries(context.store, recipient.id, stateNow(context).before);
    const nr = nextNumber(deliveries);
    const { asOf, programVersion } = context;
    const about = { recipient, nr, groups: [], over: {}, since: null, at: now.toISOString(), asOf, programVersion };
    const message = composeMessage({ ...about, isTest: true });
    const outcome = await deliver(recipient, message, now, { empfaenger: [], probe: false, environment });
    if (outcome.fehler !== null) {
      throw new EnvironmentError(
        `Die Testnachricht an ${recipient.id} kam nicht durch: ${outcome.fehler}`,
        'Angaben und Erreichbarkeit prüfen; sie stehen in docs/nachrichten.md.',
      );
    }
    await record(context, { ...bare(recipient, nr, now, 'gesendet'), sha256: sha256(message.text) });
    const { dateien, hinweise } = outcome;
    return { empfaenger: recipient.id, weg: recipient.weg, ziel: recipient.ziel, betreff: message.subject, dateien, hinweise };
  });
  return sent ?? refuseWhileSending();
}
