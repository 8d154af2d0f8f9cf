import type { SecurityTxt } from '../../domain/observation.ts';
import { printable } from '../printable.ts';
import { looksLikeHtml } from './page.ts';

/** RFC 9116, 5.4 advises readers to limit it; real files have one or two kilobytes. */
export const securityTxtBytes = 32 * 1024;
const maxValues = 10;

type Fields = Pick<SecurityTxt, 'contact' | 'expires' | 'canonical' | 'signed'>;

/** The fields of a security.txt (RFC 9116, 2.5); null for a text that has none of the two required ones, such as a page of HTML. */
export function readSecurityTxt(text: string): Fields | null {
  if (looksLikeHtml(text)) return null;
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/, 2000);
  const valuesOf = (field: string) =>
    lines.flatMap((line) => {
      const match = /^([A-Za-z-]{1,40}):[ \t]*(\S.*)$/.exec(line.slice(0, 2100));
      return match?.[1]?.toLowerCase() === field ? [printable(match[2] ?? '', 500)] : [];
    });
  const [contact, expires, canonical] = ['contact', 'expires', 'canonical'].map((field) => valuesOf(field).slice(0, maxValues));
  if (contact === undefined || expires === undefined || canonical === undefined) return null;
  if (contact.length + expires.length === 0) return null;
  return { contact, expires, canonical, signed: lines[0]?.trim() === '-----BEGIN PGP SIGNED MESSAGE-----' };
}
