/**
 * A ClientHello of our own and the first answer to it. Our TLS library cannot speak SSLv3 or old cipher suites and then looks as
 * if the server had refused; bytes of our own see what the server really offers.
 * Formats: RFC 6101 (SSLv3), RFC 2246, 4346, 5246 (TLS 1.0–1.2), RFC 8446 (TLS 1.3), RFC 7685 (padding).
 */
import { createECDH, createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { TlsVersion } from '../../domain/observation.ts';

const versionNumbers: Readonly<Record<TlsVersion, number>> = {
  SSLv3: 0x0300,
  TLSv1: 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
  'TLSv1.3': 0x0304,
};

const versionNames = new Map(Object.entries(versionNumbers).map(([name, number]) => [number, name as TlsVersion]));

/** Inclusive ranges of cipher suite numbers (IANA registry) that a server of these versions might know. */
const suitesUpToTls11: readonly [number, number][] = [
  [0xc001, 0xc019], // ECDH(E), with NULL, RC4, 3DES, AES
  [0x002f, 0x003a], // RSA, DH(E), anonymous with AES
  [0x0041, 0x0046], // Camellia-128
  [0x0084, 0x0089], // Camellia-256
  [0x0096, 0x009b], // SEED
  [0x0001, 0x001b], // NULL, export, RC4, IDEA, DES, 3DES
  [0x0060, 0x0066], // export 1024
  [0x008a, 0x0095], // PSK
];
const suitesOfTls12: readonly [number, number][] = [
  [0xc023, 0xc032], // ECDH(E) with AES SHA-2 and GCM
  [0x009c, 0x00a7], // AES-GCM
  [0x003b, 0x0040], // AES SHA-256
  [0x0067, 0x006d],
  [0xcca8, 0xccae], // ChaCha20-Poly1305
  [0xc09c, 0xc0af], // CCM
  [0x00ba, 0x00c5], // Camellia SHA-256
  [0xc072, 0xc08d], // Camellia with ECDHE, GCM
  [0xc03c, 0xc063], // ARIA
  ...suitesUpToTls11,
];
const suitesOfTls13: readonly [number, number][] = [[0x1301, 0x1305]];

/** Suites hardly any server knows. Left out of the first hello, asked for when all suites are listed. */
const rareSuitesUpToTls11: readonly [number, number][] = [
  [0x001c, 0x002e], // Fortezza, Kerberos, PSK with NULL
  [0x0047, 0x005c], // early drafts of ECDH
  [0x0067, 0x006d], // DH(E) and anonymous with AES SHA-256
  [0x0072, 0x0074],
  [0x0077, 0x0079],
  [0x007c, 0x007e],
  [0x0080, 0x0083], // GOST
  [0xc01a, 0xc022], // SRP
  [0xc033, 0xc03b], // ECDHE with PSK
  [0xfefe, 0xfeff], // FIPS with DES and 3DES
];
const rareSuitesOfTls12: readonly [number, number][] = [
  [0x00a8, 0x00b9], // PSK with GCM, CBC SHA-2, NULL
  [0x00c6, 0x00c7], // SM4
  [0xc064, 0xc071], // ARIA with PSK
  [0xc08e, 0xc09b], // Camellia with PSK
  [0xc0b0, 0xc0b5], // ECCPWD, integrity only
  [0xc100, 0xc106], // GOST
  [0xcc13, 0xcc15], // drafts of ChaCha20-Poly1305
  [0xd001, 0xd005], // ECDHE with PSK and GCM, CCM
];
const rareSuitesOfTls13: readonly [number, number][] = [
  [0x00c6, 0x00c7], // SM4
  [0x1306, 0x1307], // AEGIS
  [0xc0b4, 0xc0b5], // integrity only
];

/** TLS_EMPTY_RENEGOTIATION_INFO_SCSV, RFC 5746. */
const renegotiationScsv = 0x00ff;
/** TLS_FALLBACK_SCSV, RFC 7507: this hello offers less than its sender could speak. */
export const fallbackScsv = 0x5600;

/** Numbers of the extensions whose answer tells something (IANA registry). */
export const extensionTypes = {
  truncatedHmac: 4,
  heartbeat: 15,
  encryptThenMac: 22,
  extendedMasterSecret: 23,
  keyShare: 51,
  renegotiationInfo: 0xff01,
} as const;

const groups = [0x001d, 0x0017, 0x0018, 0x0019, 0x001e, 0x001a, 0x001b, 0x001c, 0x0016, 0x0013, 0x0015, 0x0100, 0x0101, 0x0102];
const signatureSchemes = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x081a, 0x081b, 0x081c, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501,
  0x0601, 0x0402, 0x0303, 0x0301, 0x0302, 0x0203, 0x0201, 0x0202,
];

/** X25519MLKEM768 and its kin, without a key of ours: a server that takes nothing else then asks for one. */
const hybridGroups = [0x11ec, 0x11eb, 0x11ed];

function usualGroups(version: TlsVersion): number[] {
  return version === 'TLSv1.3' ? [...groups, ...hybridGroups] : groups;
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

function uint16List(values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(2 * values.length);
  let offset = 0;
  for (const value of values) {
    bytes[offset++] = value >> 8;
    bytes[offset++] = value & 0xff;
  }
  return bytes;
}

/** Bytes preceded by their length in one, two or three bytes. */
function withLength(lengthBytes: 1 | 2 | 3, ...parts: readonly Buffer[]): Buffer {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const length = Buffer.allocUnsafe(lengthBytes);
  length.writeUIntBE(size, 0, lengthBytes);
  return Buffer.concat([length, ...parts], lengthBytes + size);
}

function extension(type: number, content: Buffer): Buffer {
  return Buffer.concat([uint16(type), withLength(2, content)]);
}

/** Numbers of inclusive ranges. */
export function expand(ranges: readonly (readonly [number, number])[]): number[] {
  return ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
}

/** What the first hello of a version offers. */
export function usualSuites(version: TlsVersion): number[] {
  if (version === 'TLSv1.3') return expand(suitesOfTls13);
  return expand(version === 'TLSv1.2' ? suitesOfTls12 : suitesUpToTls11);
}

/**
 * All suites to ask a version for, in portions of about 200: some servers read no further. The modern ones come first.
 */
export function suitePortions(version: TlsVersion): number[][] {
  if (version === 'TLSv1.3') return [expand([...suitesOfTls13, ...rareSuitesOfTls13])];
  const old = new Set(expand([...suitesUpToTls11, ...rareSuitesUpToTls11]));
  if (version !== 'TLSv1.2') return [[...old]];
  const modern = new Set(expand([...suitesOfTls12, ...rareSuitesOfTls12]));
  return [[...modern].filter((suite) => !old.has(suite)), [...old]];
}

let knownShares: Buffer | null = null;

/** The same for every hello of a run: no handshake is ever finished with them, so they protect nothing, and new ones take long. */
function keyShares(): Buffer {
  knownShares ??= newKeyShares();
  return knownShares;
}

function newKeyShares(): Buffer {
  const x25519 = generateKeyPairSync('x25519').publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const p256 = createECDH('prime256v1').generateKeys();
  const share = (group: number, key: Buffer) => Buffer.concat([uint16(group), withLength(2, key)]);
  return withLength(2, share(0x001d, x25519), share(0x0017, p256));
}

/** What a hello asks for beyond version and suites. */
export interface HelloOptions {
  /** Groups for the key exchange, IANA numbers. */
  groups?: readonly number[];
  /** Names groups and brings no key for any: a server of TLS 1.3 then says which group it wants. */
  withoutKeys?: boolean;
  /** Offers deflate, before no compression (RFC 3749). */
  compression?: boolean;
  /** Offers what versions up to 1.2 should not have: heartbeat (RFC 6520) and short MACs (RFC 6066, 7). */
  unwantedExtensions?: boolean;
}

function serverNameExtension(serverName: string): Buffer {
  return extension(0, withLength(2, Buffer.from([0]), withLength(2, Buffer.from(serverName, 'ascii'))));
}

const usualExtensions = new Map<TlsVersion, Buffer>();

/** All but the server name. Those of the usual hello are put together once: listing suites takes a hundred of them for each service. */
function extensions(version: TlsVersion, options: HelloOptions | undefined): Buffer {
  if (options !== undefined) return newExtensions(version, options);
  const known = usualExtensions.get(version) ?? newExtensions(version, {});
  usualExtensions.set(version, known);
  return known;
}

function newExtensions(version: TlsVersion, options: HelloOptions): Buffer {
  const list = [
    extension(10, withLength(2, uint16List(options.groups ?? usualGroups(version)))),
    extension(11, withLength(1, Buffer.from([0]))),
  ];
  if (version === 'TLSv1.2' || version === 'TLSv1.3') list.push(extension(13, withLength(2, uint16List(signatureSchemes))));
  if (version === 'TLSv1.3') {
    list.push(extension(43, withLength(1, uint16(versionNumbers['TLSv1.3']))));
    list.push(extension(45, withLength(1, Buffer.from([1]))));
    list.push(extension(51, options.withoutKeys === true ? withLength(2) : keyShares()));
  } else {
    list.push(extension(extensionTypes.encryptThenMac, Buffer.alloc(0)));
    list.push(extension(extensionTypes.extendedMasterSecret, Buffer.alloc(0)));
  }
  if (options.unwantedExtensions === true) {
    list.push(extension(extensionTypes.heartbeat, Buffer.from([1])), extension(extensionTypes.truncatedHmac, Buffer.alloc(0)));
  }
  return Buffer.concat(list);
}

/** Some old load balancers hang on hellos of 256 to 511 bytes (RFC 7685): fill those up. */
function padding(length: number): Buffer {
  if (length < 256 || length > 511) return nothing;
  return extension(21, Buffer.alloc(Math.max(1, 512 - length - 4)));
}

const nothing = Buffer.alloc(0);
const noSessionId = Buffer.from([0]);
/** Number of methods, then those: none, or deflate before none. */
const noCompression = Buffer.from([1, 0]);
const deflateOrNone = Buffer.from([2, 1, 0]);

let randomLeft = nothing;

/** Fetched many at a time: asking for 32 bytes takes as long as for a thousand. */
function newRandom(): Buffer {
  if (randomLeft.length < 32) randomLeft = randomBytes(4096);
  const taken = randomLeft.subarray(0, 32);
  randomLeft = randomLeft.subarray(32);
  return taken;
}

/**
 * One record with a ClientHello that offers exactly one protocol version, the given cipher suites (every usual one of that time) and,
 * from TLS 1.0 on, the server name (SNI) if there is one.
 */
export function buildClientHello(
  version: TlsVersion,
  serverName: string | null,
  suites: readonly number[] = usualSuites(version),
  options?: HelloOptions,
): Buffer {
  const number = versionNumbers[version];
  const isNewest = version === 'TLSv1.3';
  const offered = uint16List(isNewest ? suites : [...suites, renegotiationScsv]);
  const head = Buffer.concat([
    uint16(Math.min(number, versionNumbers['TLSv1.2'])),
    newRandom(),
    isNewest ? Buffer.concat([Buffer.from([32]), newRandom()]) : noSessionId,
    uint16(offered.length),
    offered,
    options?.compression === true ? deflateOrNone : noCompression,
  ]);
  const tail = version === 'SSLv3' ? nothing : extensionBlock(head.length, serverName, extensions(version, options));
  const length = head.length + tail.length;
  const opening = Buffer.from([22, 3, Math.min(number, versionNumbers.TLSv1) & 0xff, 0, 0, 1, 0, 0, 0]);
  opening.writeUInt16BE(4 + length, 3);
  opening.writeUInt16BE(length, 7);
  return Buffer.concat([opening, head, tail]);
}

/** @param headLength bytes of the message before them */
function extensionBlock(headLength: number, serverName: string | null, others: Buffer): Buffer {
  const name = serverName === null ? nothing : serverNameExtension(serverName);
  const length = name.length + others.length;
  const filling = padding(4 + headLength + 2 + length);
  return Buffer.concat([uint16(length + filling.length), name, others, filling]);
}

/** First complete answer of a server. */
export type ServerAnswer =
  /** `version` null: none we know; `suite` null: the answer ends before it. */
  | { kind: 'server-hello'; version: TlsVersion | null; suite: number | null }
  | { kind: 'alert'; fatal: boolean; description: number }
  | { kind: 'not-tls'; isSsh: boolean };

/** How an SSH server greets unasked (RFC 4253, 4.2). */
const sshGreeting = Buffer.from('SSH-');

/** RFC 8446, 4.1.3: the random of a HelloRetryRequest. */
const retryRandom = createHash('sha256').update('HelloRetryRequest').digest();
const maxServerHelloBytes = 16 * 1024;

/** Handshake messages of the records received so far, as one run of bytes; `stop`: what came instead of more of them. */
export interface HandshakeBytes {
  handshake: Buffer;
  stop: Exclude<ServerAnswer, { kind: 'server-hello' }> | null;
}

/** Warnings are passed over. */
export function readHandshakeBytes(received: Buffer): HandshakeBytes {
  const parts: Buffer[] = [];
  const soFar = (stop: HandshakeBytes['stop'] = null) => ({ handshake: Buffer.concat(parts), stop });
  for (let offset = 0; offset < received.length; ) {
    const type = received[offset];
    const major = received[offset + 1];
    if ((type !== 21 && type !== 22) || (major !== undefined && major !== 3)) return soFar(notTls(received));
    if (received.length < offset + 5) return soFar();
    const length = received.readUInt16BE(offset + 3);
    if (length === 0 || length > 16_384 + 2048) return soFar(notTls(received));
    const content = received.subarray(offset + 5, offset + 5 + length);
    offset += 5 + length;
    if (type === 22) parts.push(content);
    else if (content.length < 2) return soFar();
    else if (content[0] === 2 || content[1] === 0) {
      return soFar({ kind: 'alert', fatal: content[0] === 2, description: content[1] ?? 0 });
    }
  }
  return soFar();
}

/** Reads the bytes received so far; null when more are needed. */
export function readServerAnswer(received: Buffer): ServerAnswer | null {
  const { handshake, stop } = readHandshakeBytes(received);
  return readServerHello(handshake) ?? stop;
}

function notTls(received: Buffer): Extract<ServerAnswer, { kind: 'not-tls' }> {
  return { kind: 'not-tls', isSsh: received.subarray(0, sshGreeting.length).equals(sshGreeting) };
}

function readServerHello(handshake: Buffer): ServerAnswer | null {
  if (handshake[0] !== undefined && handshake[0] !== 2) return notTls(handshake);
  if (handshake.length < 4) return null;
  const length = handshake.readUIntBE(1, 3);
  if (length < 38 || length > maxServerHelloBytes) return notTls(handshake);
  if (handshake.length < 4 + length) return null;
  const body = handshake.subarray(4, 4 + length);
  const number = selectedVersion(body) ?? body.readUInt16BE(0);
  return { kind: 'server-hello', version: versionNames.get(number) ?? null, suite: selectedSuite(body) };
}

function selectedSuite(body: Buffer): number | null {
  const offset = 2 + 32 + 1 + (body[34] ?? 0);
  return offset + 2 <= body.length ? body.readUInt16BE(offset) : null;
}

/** Extensions of a ServerHello by number, and the compression it chose; null and none where the message ends before them. */
export function readChoices(body: Buffer): { compression: number | null; extensions: ReadonlyMap<number, Buffer> } {
  const compressionAt = 2 + 32 + 1 + (body[34] ?? 0) + 2;
  const extensions = new Map<number, Buffer>();
  let offset = compressionAt + 1;
  const end = offset + 2 <= body.length ? Math.min(body.length, offset + 2 + body.readUInt16BE(offset)) : 0;
  offset += 2;
  while (offset + 4 <= end) {
    const from = offset + 4;
    const to = from + body.readUInt16BE(offset + 2);
    if (to > end) break;
    extensions.set(body.readUInt16BE(offset), body.subarray(from, to));
    offset = to;
  }
  return { compression: body[compressionAt] ?? null, extensions };
}

/** Value of the supported_versions extension, which decides for TLS 1.3; null when there is none. */
function selectedVersion(body: Buffer): number | null {
  const value = readChoices(body).extensions.get(43);
  if (value?.length === 2) return value.readUInt16BE(0);
  const isRetry = body.subarray(2, 34).equals(retryRandom);
  return isRetry ? versionNumbers['TLSv1.3'] : null;
}
