/** The OCSP answer a server attaches to its certificate (RFC 6066, 8; RFC 6960). Its signature is not verified. */
import type { OcspStaple } from '../../domain/observation.ts';
import {
  childrenOf,
  type DerElement,
  derTags,
  expectTag,
  orNull,
  readElement,
  readGeneralizedTime,
  readOid,
} from './certificate-der.ts';
import { readSerial } from './certificate-extensions.ts';

const basicResponse = '1.3.6.1.5.5.7.48.1.1';
const maxStapleBytes = 64 * 1024;

/**
 * What the answer says about this certificate; answers about others in it do not count.
 * @param certificate as DER
 */
export function readStaple(staple: Buffer, certificate: Buffer): OcspStaple {
  if (staple.length > maxStapleBytes) return { readable: false, reason: 'Die Sperrauskunft ist zu groß.' };
  return orNull(() => parse(staple, certificate)) ?? { readable: false, reason: 'Die Sperrauskunft ist nicht lesbar.' };
}

function parse(staple: Buffer, certificate: Buffer): OcspStaple {
  const [status, bytes] = childrenOf(readElement(staple, derTags.sequence));
  if (expectTag(status, derTags.enumerated).content[0] !== 0)
    return { readable: false, reason: 'Die Sperrauskunft ist eine Fehlermeldung der Zertifizierungsstelle.' };
  const [type, response] = childrenOf(readElement(expectTag(bytes, 0xa0).content, derTags.sequence));
  if (readOid(type) !== basicResponse) return { readable: false, reason: 'Die Sperrauskunft ist von unbekannter Art.' };
  const basic = readElement(expectTag(response, derTags.octetString).content, derTags.sequence);
  // The list is the first SEQUENCE: version and responder before it are tagged, the time is no SEQUENCE.
  const list = childrenOf(childrenOf(basic)[0]).find(({ tag }) => tag === derTags.sequence);
  const serial = readSerial(certificate);
  const about = childrenOf(list)
    .map((single) => childrenOf(single))
    .find(([certificateId]) => expectTag(childrenOf(certificateId)[3], derTags.integer).content.toString('hex') === serial);
  if (about === undefined) return { readable: false, reason: 'Die Sperrauskunft betrifft ein anderes Zertifikat.' };
  return readSingle(about);
}

function readSingle([, status, thisUpdate, next]: readonly DerElement[]): OcspStaple {
  return {
    readable: true,
    ...readStatus(status),
    thisUpdate: readGeneralizedTime(thisUpdate),
    nextUpdate: next?.tag === 0xa0 ? readGeneralizedTime(readElement(next.content, derTags.generalizedTime)) : null,
  };
}

function readStatus(element: DerElement | undefined): { status: 'good' | 'revoked' | 'unknown'; revokedAt: string | null } {
  if (element?.tag === 0x80) return { status: 'good', revokedAt: null };
  if (element?.tag === 0x82) return { status: 'unknown', revokedAt: null };
  const [time] = childrenOf(element, 0xa1);
  return { status: 'revoked', revokedAt: readGeneralizedTime(time) };
}
