/** A message to a program: one POST of JSON, signed, never redirected. */
import { createHmac } from 'node:crypto';
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { DeliveryFailure, withoutSecrets } from './delivery-failure.ts';
import type { Message } from './message-text.ts';
import { isLoopback, type WebhookSettings } from './settings.ts';

const timeoutMs = 15_000;
/** Between tries of one delivery. */
const usualPausesMs = [1000, 4000] as const;

/** What is wrong with an address, in German; null: nothing. Whatever is secret about one would stand in the database. */
export function webhookProblem(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || !['https:', 'http:'].includes(url.protocol)) return 'Das ist keine Adresse, die mit https:// beginnt.';
  if (url.username !== '' || url.password !== '') return 'Die Adresse enthält Zugangsdaten; sie stünden dann in der Datenbank.';
  if (url.search !== '' || url.hash !== '') return 'Die Adresse enthält ein Fragezeichen oder #; dort stehen oft Geheimnisse.';
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return 'Ohne https wird nur an diesen Rechner selbst gesendet.';
  return null;
}

/** Hex of HMAC-SHA256 over time stamp, a point, and the body as it was sent. @param timestamp seconds since 1970 */
export function signatureOf(key: string, timestamp: number, body: string): string {
  return createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
}

interface Answer {
  status: number;
}

/**
 * Tries again after a fault that may pass: no connection, 408, 425, 429, 5xx.
 * @throws DeliveryFailure
 */
export async function postMessage(
  url: string,
  { key, ca }: WebhookSettings,
  message: Message,
  { now, pausesMs = usualPausesMs }: { now: () => Date; pausesMs?: readonly number[] },
): Promise<void> {
  for (const wait of [...pausesMs, null]) {
    const outcome = await postOnce(url, key, ca, message, now()).catch((error: Error) => error);
    if (!(outcome instanceof Error) && outcome.status >= 200 && outcome.status < 300) return;
    if (wait === null || !mayPass(outcome)) throw new DeliveryFailure(withoutSecrets(reasonOf(url, outcome), [key]));
    await pause(wait);
  }
}

function mayPass(outcome: Answer | Error): boolean {
  if (outcome instanceof Error) return true;
  return outcome.status >= 500 || [408, 425, 429].includes(outcome.status);
}

function reasonOf(url: string, outcome: Answer | Error): string {
  const { host } = new URL(url);
  if (outcome instanceof Error) return `${host}: ${outcome.message}`;
  if (outcome.status >= 300 && outcome.status < 400)
    return `${host} verweist auf eine andere Adresse (${outcome.status}); dem wird nicht gefolgt. Die richtige Adresse eintragen.`;
  return `${host} antwortet mit ${outcome.status}.`;
}

function postOnce(address: string, key: string, ca: string | null, message: Message, now: Date): Promise<Answer> {
  const url = new URL(address);
  const timestamp = Math.floor(now.getTime() / 1000);
  const options = {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(message.json),
      'User-Agent': 'burgward',
      'X-Burgward-Nachricht': message.id,
      'X-Burgward-Zeitstempel': String(timestamp),
      'X-Burgward-Signatur': `sha256=${signatureOf(key, timestamp, message.json)}`,
    },
    signal: AbortSignal.timeout(timeoutMs),
    agent: false,
    ...(ca === null ? {} : { ca }),
  } as const;
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestTls : requestPlain;
    const sent = send(url, options, (response) => {
      // What it says beside the status is of no use; an endless answer ends with the connection.
      response.destroy();
      resolve({ status: response.statusCode ?? 0 });
    });
    sent.on('error', (error: Error) =>
      reject(
        error.name === 'AbortError' || error.name === 'TimeoutError'
          ? new Error('keine Antwort innerhalb von 15 Sekunden')
          : error,
      ),
    );
    sent.end(message.json);
  });
}
