import ipaddr from 'ipaddr.js';

const innerRanges = new Set(['private', 'uniqueLocal', 'loopback', 'linkLocal', 'carrierGradeNat', 'unspecified']);

/** Whether a literal address is one for inner networks (RFC 1918, RFC 4193, RFC 6598) or the machine itself: of no use outside. */
export function isInnerAddress(address: string): boolean {
  return innerRanges.has(ipaddr.parse(address).range());
}
