/** The public keys with which mail of the domain is signed (RFC 6376, 3.6.1; RFC 8463). */
import { createPublicKey } from 'node:crypto';
import type { DkimKey } from '../../domain/dns-observation.ts';
import { type DnsResolver, lookUpTexts } from '../dns/resolver.ts';
import { printable } from '../printable.ts';
import { readTags } from './tags.ts';

/** `v` may be missing; a text without key is none. */
const dkimText = /(?:^|;)\s*p\s*=/i;

export async function observeDkim(resolver: DnsResolver, domain: string, selector: string): Promise<DkimKey> {
  const texts = await lookUpTexts(resolver, `${selector}._domainkey.${domain}`, dkimText);
  const [text] = texts.answered ? texts.records : [];
  return { selector: printable(selector, 63), texts, key: text === undefined ? null : readKey(text) };
}

function readKey(text: string): DkimKey['key'] {
  const tags = readTags(text);
  if ((tags['v'] ?? 'DKIM1') !== 'DKIM1') return null;
  const type = (tags['k'] ?? 'rsa').toLowerCase();
  const flags = (tags['t'] ?? '').split(':').map((flag) => flag.trim());
  const bytes = Buffer.from((tags['p'] ?? '').replace(/\s/g, ''), 'base64');
  const isRevoked = bytes.length === 0;
  const found = { type: printable(type, 20), isRevoked, isTest: flags.includes('y') };
  if (isRevoked) return { ...found, rsaBits: null };
  if (type === 'ed25519') return bytes.length === 32 ? { ...found, rsaBits: null } : null;
  const rsaBits = type === 'rsa' ? bitsOf(bytes) : null;
  return rsaBits === null ? null : { ...found, rsaBits };
}

/** Some publish the bare RSA key instead of the usual wrapping. */
function bitsOf(der: Buffer): number | null {
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      return createPublicKey({ key: der, format: 'der', type }).asymmetricKeyDetails?.modulusLength ?? null;
    } catch {
      // The other form, or no key at all.
    }
  }
  return null;
}
