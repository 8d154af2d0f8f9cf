import type { HttpCookie } from '../../domain/observation.ts';
import { printable } from '../printable.ts';

const maxCookies = 50;

/** Reads `Set-Cookie` as browsers do (RFC 6265, 5.2); values are dropped. */
export function readCookies(setCookie: readonly string[]): HttpCookie[] {
  return setCookie.slice(0, maxCookies).map(readCookie);
}

function readCookie(text: string): HttpCookie {
  const [pair = '', ...rest] = text.slice(0, 4096).split(';');
  const attributes = new Map(
    rest.map((part): [string, string] => {
      const [name = '', ...value] = part.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
  return {
    name: printable(pair.split('=', 1)[0] ?? '', 100),
    secure: attributes.has('secure'),
    httpOnly: attributes.has('httponly'),
    sameSite: cleaned(attributes.get('samesite')),
    domain: cleaned(attributes.get('domain')),
    path: cleaned(attributes.get('path')),
  };
}

function cleaned(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : printable(value, 200);
}
