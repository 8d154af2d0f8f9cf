/** What the checks of greetings and logins share. */
import type { CheckContext } from '../domain/check.ts';
import type { Observation } from '../domain/observation.ts';
import { type LoginObservation, type LoginProtocol, loginPorts } from '../domain/service-observation.ts';
import { germanList } from './german.ts';
import { cleanValue, textListParameter } from './verdict.ts';

export const protocolNames: Readonly<Record<LoginProtocol, string>> = {
  smtp: 'SMTP',
  imap: 'IMAP',
  pop3: 'POP3',
  ftp: 'FTP',
  telnet: 'Telnet',
};

export type SeenLogin = { seen: true; data: LoginObservation } | { seen: false; reason: string };

/** What was seen of one of the protocols. Null where the observation is about something else. */
export function loginOf(observation: Observation, protocols: readonly LoginProtocol[]): SeenLogin | null {
  if (observation.kind !== 'login') return null;
  const { outcome, target } = observation;
  if (outcome.seen) return protocols.includes(outcome.data.protocol) ? outcome : null;
  const { port } = target;
  return port === null || protocols.some((protocol) => loginPorts[protocol].includes(port)) ? outcome : null;
}

/** Of the ways to log in before TLS those in which the password can be read; parameter `clear_methods`. */
export function readableLogins({ definition }: CheckContext, { loginWithoutTls }: LoginObservation): string[] | null {
  const clear = textListParameter(definition, 'clear_methods');
  return loginWithoutTls?.filter((each) => clear.includes(each)) ?? null;
}

export function listMethods(methods: readonly string[]): string {
  return methods.length === 0 ? 'keine' : germanList(methods.map(cleanValue));
}
