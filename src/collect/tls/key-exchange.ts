/**
 * How the keys of a connection come about: named groups (RFC 7919, 8422, 8446; numbers and names of the IANA registry "TLS Supported
 * Groups"), and the suites in which a server shows its part of it (RFC 5246, 7.4.3).
 */
import { expand } from './client-hello.ts';

/** Preferred ones first; servers that follow the client then name them first. */
const namesByNumber: ReadonlyMap<number, string> = new Map([
  [0x11ec, 'X25519MLKEM768'],
  [0x11eb, 'SecP256r1MLKEM768'],
  [0x11ed, 'SecP384r1MLKEM1024'],
  [0x6399, 'X25519Kyber768Draft00'],
  [0x0200, 'MLKEM512'],
  [0x0201, 'MLKEM768'],
  [0x0202, 'MLKEM1024'],
  [29, 'x25519'],
  [23, 'secp256r1'],
  [24, 'secp384r1'],
  [25, 'secp521r1'],
  [30, 'x448'],
  [26, 'brainpoolP256r1'],
  [27, 'brainpoolP384r1'],
  [28, 'brainpoolP512r1'],
  [31, 'brainpoolP256r1tls13'],
  [32, 'brainpoolP384r1tls13'],
  [33, 'brainpoolP512r1tls13'],
  [41, 'curveSM2'],
  [258, 'ffdhe4096'],
  [257, 'ffdhe3072'],
  [259, 'ffdhe6144'],
  [260, 'ffdhe8192'],
  [256, 'ffdhe2048'],
  [22, 'secp256k1'],
  [14, 'sect571r1'],
  [13, 'sect571k1'],
  [12, 'sect409r1'],
  [11, 'sect409k1'],
  [10, 'sect283r1'],
  [9, 'sect283k1'],
  [8, 'sect239k1'],
  [7, 'sect233r1'],
  [6, 'sect233k1'],
  [21, 'secp224r1'],
  [20, 'secp224k1'],
  [5, 'sect193r2'],
  [4, 'sect193r1'],
  [19, 'secp192r1'],
  [18, 'secp192k1'],
  [3, 'sect163r2'],
  [2, 'sect163r1'],
  [1, 'sect163k1'],
  [17, 'secp160r2'],
  [16, 'secp160r1'],
  [15, 'secp160k1'],
]);

/** Named groups of elliptic curves: at home in every version. */
const isCurve = (group: number) => group <= 30;

export const groupsOfTls13: readonly number[] = [...namesByNumber.keys()];
export const curves: readonly number[] = groupsOfTls13.filter(isCurve);

/** `x25519`; for a number without a name that number. */
export function groupName(group: number): string {
  return namesByNumber.get(group) ?? `0x${group.toString(16).padStart(4, '0')}`;
}

/** Curves of certificates, as an observed certificate names them. */
const curveOfCertificate: Readonly<Record<string, number>> = {
  'P-192': 19,
  'P-224': 21,
  secp256k1: 22,
  'P-256': 23,
  'P-384': 24,
  'P-521': 25,
  brainpoolP256r1: 26,
  brainpoolP384r1: 27,
  brainpoolP512r1: 28,
};

export function groupOfCertificate(curve: string | null): number | null {
  return curve === null ? null : (curveOfCertificate[curve] ?? null);
}

/** Ephemeral and anonymous key exchange over elliptic curves, without pre-shared keys. */
export const curveSuites: ReadonlySet<number> = new Set(
  expand([
    [0x0057, 0x005c],
    [0xc006, 0xc00a],
    [0xc010, 0xc019],
    [0xc023, 0xc024],
    [0xc027, 0xc028],
    [0xc02b, 0xc02c],
    [0xc02f, 0xc030],
    [0xc048, 0xc049],
    [0xc04c, 0xc04d],
    [0xc05c, 0xc05d],
    [0xc060, 0xc061],
    [0xc072, 0xc073],
    [0xc076, 0xc077],
    [0xc086, 0xc087],
    [0xc08a, 0xc08b],
    [0xc0ac, 0xc0af],
    [0xcc13, 0xcc14],
    [0xcca8, 0xcca9],
  ]),
);

/** The same over finite fields. */
export const finiteFieldSuites: ReadonlySet<number> = new Set(
  expand([
    [0x0011, 0x001b],
    [0x0032, 0x0034],
    [0x0038, 0x003a],
    [0x0040, 0x0040],
    [0x0044, 0x0046],
    [0x0063, 0x0063],
    [0x0065, 0x0067],
    [0x006a, 0x006d],
    [0x0072, 0x0074],
    [0x0077, 0x0079],
    [0x0087, 0x0089],
    [0x0099, 0x009b],
    [0x009e, 0x009f],
    [0x00a2, 0x00a3],
    [0x00a6, 0x00a7],
    [0x00bd, 0x00bf],
    [0x00c3, 0x00c5],
    [0xc042, 0xc047],
    [0xc052, 0xc053],
    [0xc056, 0xc057],
    [0xc05a, 0xc05b],
    [0xc07c, 0xc07d],
    [0xc080, 0xc081],
    [0xc084, 0xc085],
    [0xc09e, 0xc09f],
    [0xc0a2, 0xc0a3],
    [0xcc15, 0xcc15],
    [0xccaa, 0xccaa],
  ]),
);

/** Encryption in CBC, to which encrypt-then-MAC (RFC 7366) belongs. */
export const cbcSuites: ReadonlySet<number> = new Set(
  expand([
    [0x0006, 0x0016],
    [0x0019, 0x001b],
    [0x001d, 0x001f],
    [0x0021, 0x0023],
    [0x0025, 0x0027],
    [0x0029, 0x002a],
    [0x002f, 0x003a],
    [0x003c, 0x0046],
    [0x0049, 0x004e],
    [0x0051, 0x0052],
    [0x0055, 0x0056],
    [0x0059, 0x005b],
    [0x0061, 0x0063],
    [0x0067, 0x006d],
    [0x0072, 0x0074],
    [0x0077, 0x0079],
    [0x007c, 0x007e],
    [0x0084, 0x0089],
    [0x008b, 0x008d],
    [0x008f, 0x0091],
    [0x0093, 0x009b],
    [0x00ae, 0x00af],
    [0x00b2, 0x00b3],
    [0x00b6, 0x00b7],
    [0x00ba, 0x00c5],
    [0xc003, 0xc005],
    [0xc008, 0xc00a],
    [0xc00d, 0xc00f],
    [0xc012, 0xc014],
    [0xc017, 0xc02a],
    [0xc034, 0xc038],
    [0xc03c, 0xc04f],
    [0xc064, 0xc069],
    [0xc070, 0xc079],
    [0xc094, 0xc09b],
    [0xfefe, 0xfeff],
  ]),
);

/** Some servers put these first for clients that do, whatever their own order is. */
export const chachaSuites: ReadonlySet<number> = new Set(
  expand([
    [0x1303, 0x1303],
    [0xcc13, 0xcc15],
    [0xcca8, 0xccae],
  ]),
);
