import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CertificateResult, describeCertificate, readCertificate } from '../../../src/collect/tls/certificate.ts';
import { readExtensions } from '../../../src/collect/tls/certificate-extensions.ts';
import { readStaple } from '../../../src/collect/tls/certificate-staple.ts';
import { publicTrust, TrustList } from '../../../src/collect/tls/certificate-trust.ts';
import type { ProbeEndpoint } from '../../../src/collect/tls/probe.ts';
import { closeAll, closedPort, listen, onCloseAll, silentPorts } from '../loopback.ts';
import {
  der,
  extension,
  type MadeCertificate,
  makeCertificate,
  makeKeys,
  mustStaple,
  showing,
  timestamps,
} from './certificates.ts';
import { scriptedTls, serverHello } from './scripted-server.ts';

afterEach(closeAll);

const name = 'www.beispielhain.example';
const names = [{ type: 'dns' as const, value: name }];

let root: MadeCertificate;
let intermediate: MadeCertificate;
let leaf: MadeCertificate;
/** As if the root stood on Mozilla's list. */
let trust: TrustList;

beforeAll(async () => {
  root = await makeCertificate({ subject: 'CN=Wurzel Beispiel', isAuthority: true });
  intermediate = await makeCertificate({ subject: 'CN=Zwischenstelle', issuer: root, isAuthority: true });
  leaf = await makeCertificate({ subject: `CN=${name}`, issuer: intermediate, names });
  trust = new TrustList([root.pem]);
});

function endpoint(port: number, changes: Partial<ProbeEndpoint> = {}): ProbeEndpoint {
  return { address: '127.0.0.1', port, serverName: name, timeoutMs: 2000, ...changes };
}

type Read = Extract<CertificateResult, { reason: null }>;

async function read(port: number, list = trust): Promise<Read> {
  const result = await readCertificate(endpoint(port), list);
  if (result.certificate === null) throw new Error(result.reason);
  return result;
}

describe('the chain', () => {
  const chainOf = async (shown: Parameters<typeof showing>[0], list = trust) => (await read(await showing(shown), list)).chain;

  it('that is complete leads to a public authority, in every order and with superfluous certificates', async () => {
    expect(await chainOf({ leaf, chain: [intermediate] })).toMatchObject({ presented: 2, trust: 'public', detail: null });
    const chain = await chainOf({ leaf, chain: [root, intermediate], maxVersion: 'TLSv1.2' });
    expect(chain).toMatchObject({ presented: 3, trust: 'public' });
    expect(chain?.certificates.map(({ subject, selfSigned }) => [subject, selfSigned])).toEqual([
      ['CN=Wurzel Beispiel', true],
      ['CN=Zwischenstelle', false],
    ]);
  });

  it('breaks off where the intermediate is missing; public logs tell a public certificate from an own one', async () => {
    expect(await chainOf({ leaf })).toMatchObject({ presented: 1, certificates: [], trust: 'unknown-issuer' });
    const logged = await makeCertificate({ subject: 'CN=x', issuer: intermediate, extensions: [timestamps([1, 2])] });
    expect(await chainOf({ leaf: logged })).toMatchObject({ trust: 'missing-intermediate' });
  });

  it('of an authority of one’s own ends at an unknown root', async () => {
    expect(await chainOf({ leaf, chain: [intermediate, root] }, publicTrust)).toMatchObject({ trust: 'unknown-root' });
    expect(await chainOf({ leaf, chain: [intermediate] }, publicTrust)).toMatchObject({ trust: 'unknown-issuer' });
  });

  it('of one certificate that signed itself is that', async () => {
    const own = await makeCertificate({ subject: `CN=${name}`, names });
    expect(await chainOf({ leaf: own })).toMatchObject({ trust: 'self-signed', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });

  it('with an expired intermediate says so, even if its own certificate has expired as well', async () => {
    const long = { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') };
    const expired = await makeCertificate({ subject: 'CN=Alt', issuer: root, isAuthority: true, ...long });
    const below = await makeCertificate({ subject: 'CN=x', issuer: expired });
    expect(await chainOf({ leaf: below, chain: [expired] })).toMatchObject({ trust: 'expired-intermediate' });
    const both = await makeCertificate({ subject: 'CN=x', issuer: expired, ...long });
    expect(await chainOf({ leaf: both, chain: [expired] })).toMatchObject({ trust: 'expired-intermediate' });
  });

  it.each([
    ['expired', new Date('2020-01-01'), new Date('2021-01-01')],
    ['not yet valid', new Date('2090-01-01'), new Date('2091-01-01')],
  ])('to a public authority stays public when only the server’s own certificate is %s', async (_name, notBefore, notAfter) => {
    const old = await makeCertificate({ subject: 'CN=x', issuer: intermediate, notBefore, notAfter });
    expect(await chainOf({ leaf: old, chain: [intermediate] })).toMatchObject({ trust: 'public' });
    // Out of date and unknown: the date does not hide that nobody knows the issuer.
    expect(await chainOf({ leaf: old, chain: [intermediate] }, publicTrust)).toMatchObject({ trust: 'unknown-issuer' });
  });

  it('over a certificate that may not issue others is not in order', async () => {
    const server = await makeCertificate({ subject: 'CN=Server', issuer: root });
    const below = await makeCertificate({ subject: 'CN=x', issuer: server });
    expect(await chainOf({ leaf: below, chain: [server] })).toMatchObject({ trust: 'invalid', detail: 'INVALID_PURPOSE' });
  });

  it('is not believed for its names: a forged issuer has the right name and another key', async () => {
    const forged = await makeCertificate({ subject: intermediate.subject, isAuthority: true });
    const below = await makeCertificate({ subject: 'CN=x', issuer: forged });
    expect((await chainOf({ leaf: below, chain: [intermediate] }))?.trust).not.toBe('public');
  });

  it('that loops ends', async () => {
    const [a, b] = [await makeKeys(), await makeKeys()];
    const first = await makeCertificate({ subject: 'CN=A', keys: a, issuer: { subject: 'CN=B', keys: b }, isAuthority: true });
    const second = await makeCertificate({ subject: 'CN=B', keys: b, issuer: { subject: 'CN=A', keys: a }, isAuthority: true });
    const below = await makeCertificate({ subject: 'CN=x', issuer: first });
    const chain = await chainOf({ leaf: below, chain: [first, second, first, second, first] });
    expect(chain).toMatchObject({ presented: 6, trust: 'unknown-issuer' });
  });

  it('of a hundred certificates is counted, and ten are kept', async () => {
    const chain = await chainOf({ leaf, chain: Array.from({ length: 99 }, () => intermediate) });
    expect(chain).toMatchObject({ presented: 100, trust: 'public' });
    expect(chain?.certificates).toHaveLength(10);
  });

  it('longer than a TLS library takes is a reason, not a crash', async () => {
    const result = await readCertificate(
      endpoint(await showing({ leaf, chain: Array.from({ length: 400 }, () => intermediate) })),
      trust,
    );
    expect(result).toEqual({ certificate: null, reason: expect.stringMatching(/^Die TLS-Verbindung kam nicht zustande/) });
  });
});

it('trusts Mozilla’s list and not what the environment adds to it', async () => {
  expect(publicTrust.hasIssued(new X509Certificate(rootCertificates[0] ?? ''))).toBe(true);
  const folder = await mkdtemp(path.join(tmpdir(), 'burgward-ca-'));
  onCloseAll(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'ca.pem');
  await writeFile(file, root.pem);
  const port = await showing({ leaf, chain: [intermediate] });
  const program = `
    import { readCertificate } from ${JSON.stringify(new URL('../../../src/collect/tls/certificate.ts', import.meta.url))};
    const result = await readCertificate({ address: '127.0.0.1', port: ${port}, serverName: null, timeoutMs: 3000 });
    console.log(result.chain.trust);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: file },
  });
  expect(stdout.trim()).toBe('unknown-issuer');
});

describe('the certificate says', () => {
  it.each([
    ['ecdsa', { scheme: 'ecdsa', hash: 'SHA-256' }],
    ['rsa', { scheme: 'rsa-pkcs1', hash: 'SHA-256' }],
    ['sha1', { scheme: 'rsa-pkcs1', hash: 'SHA-1' }],
    ['pss', { scheme: 'rsa-pss', hash: 'SHA-384' }],
    ['ed25519', { scheme: 'eddsa', hash: null }],
  ] as const)('how it is signed: %s', async (signing, signature) => {
    const { certificate } = await read(await showing({ leaf: await makeCertificate({ subject: 'CN=x', signing }) }));
    expect(certificate.signature).toEqual(signature);
  });

  it('how many logs wrote it down, each counted once', async () => {
    const withLogs = await makeCertificate({ subject: 'CN=x', extensions: [timestamps([1, 2, 2, 3])] });
    expect(readExtensions(withLogs.der).embeddedTimestamps).toBe(3);
    expect(readExtensions(leaf.der).embeddedTimestamps).toBe(0);
  });

  it('where to ask about its revocation', async () => {
    const uri = (address: string) => der(0x86, address);
    const access = der(0x30, der(0x30, der(6, [0x2b, 6, 1, 5, 5, 7, 0x30, 1]), uri('http://ocsp.beispiel.example/\u0007')));
    const points = der(0x30, der(0x30, der(0xa0, der(0xa0, uri('http://crl.beispiel.example/1.crl')))));
    const made = await makeCertificate({
      subject: 'CN=x',
      extensions: [mustStaple(), extension('1.3.6.1.5.5.7.1.1', access), extension('2.5.29.31', points)],
    });
    expect(readExtensions(made.der)).toMatchObject({
      mustStaple: true,
      ocspResponders: ['http://ocsp.beispiel.example/'],
      crlAddresses: ['http://crl.beispiel.example/1.crl'],
    });
    expect(readExtensions(leaf.der)).toMatchObject({ mustStaple: false, ocspResponders: [], crlAddresses: [] });
  });

  it('nothing where an extension is broken or stands there twice', async () => {
    const broken = ['1.3.6.1.5.5.7.1.24', '1.3.6.1.4.1.11129.2.4.2', '2.5.29.31', '1.3.6.1.5.5.7.1.1'].map((id) =>
      extension(id, Buffer.from([0x30, 0x84, 0xff, 0xff])),
    );
    const nothing = { mustStaple: null, embeddedTimestamps: null, crlAddresses: null, ocspResponders: null };
    expect(readExtensions((await makeCertificate({ subject: 'CN=x', extensions: broken })).der)).toMatchObject(nothing);
    const twice = await makeCertificate({ subject: 'CN=x', extensions: [mustStaple(), mustStaple()] });
    expect(readExtensions(twice.der).mustStaple).toBeNull();
  });

  it('its names, and which of them are addresses', async () => {
    const made = await makeCertificate({
      subject: 'CN=x',
      names: [
        ...names,
        { type: 'ip', value: '192.0.2.7' },
        { type: 'dns', value: '192.0.2.8' },
        { type: 'dns', value: '*.beispielhain.example' },
      ],
    });
    const { certificate } = await read(await showing({ leaf: made }));
    expect(certificate.names).toEqual([name, '192.0.2.7', '192.0.2.8', '*.beispielhain.example']);
    expect(certificate.addresses).toEqual(['192.0.2.7']);
  });

  it('control characters and markup as one harmless line', async () => {
    const made = await makeCertificate({
      subject: 'CN=<script>alert(1)</script>\u001b[31m\u202eboese',
      names: [
        { type: 'dns', value: `${name}\u0000.boese.example` },
        { type: 'dns', value: `${name}\n` },
      ],
    });
    const { certificate } = await read(await showing({ leaf: made }));
    expect(certificate.subject).toBe('CN=\\<script\\>alert(1)\\</script\\>\\1B[31m boese');
    expect(JSON.stringify(certificate)).not.toMatch(/\\u00|\\n|\u202e/);
    expect(certificate.names).not.toContain(name);
  });

  it('a lot, and it is still read', async () => {
    const many = Array.from({ length: 1500 }, (_, index) => ({ type: 'dns' as const, value: `n${index}.beispielhain.example` }));
    const huge = extension('1.2.3.4', Buffer.alloc(50_000, 0x30));
    const { certificate } = await read(
      await showing({ leaf: await makeCertificate({ subject: 'CN=x', names: many, extensions: [huge] }) }),
    );
    expect(certificate.names).toHaveLength(1000);
    expect(certificate.mustStaple).toBe(false);
  });
});

describe('without a name', () => {
  it('the other certificate is noted by its fingerprint', async () => {
    const other = await makeCertificate({ subject: 'CN=anderer' });
    const result = await read(await showing({ leaf, chain: [intermediate], withoutName: other }));
    expect(result.certificate.subject).toBe(`CN=${name}`);
    expect(result.fingerprintWithoutName).toBe(new X509Certificate(other.pem).fingerprint256);
  });

  it('is not asked where there is none to leave out', async () => {
    const port = await showing({ leaf });
    const result = await readCertificate(endpoint(port, { serverName: null }), trust);
    expect(result).not.toHaveProperty('fingerprintWithoutName');
  });
});

describe('the staple', () => {
  const uTime = (text: string) => der(0x18, text);
  const now = uTime('20261122090000Z');
  const next = der(0xa0, uTime('20261129090000Z'));
  const statuses = {
    good: Buffer.from([0x80, 0]),
    unknown: Buffer.from([0x82, 0]),
    revoked: der(0xa1, uTime('20260901000000Z')),
  };
  const single = (serial: Buffer, status: Buffer, ...rest: Buffer[]) =>
    der(0x30, der(0x30, der(0x30), der(4), der(4), der(2, serial)), status, ...rest);
  const answer = (...singles: Buffer[]) => {
    const data = der(0x30, der(0xa2, der(4)), now, der(0x30, ...singles));
    const basic = der(0x30, data, der(0x30), der(3, [0]));
    const type = der(6, [0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1]);
    return der(0x30, der(0x0a, [0]), der(0xa0, der(0x30, type, der(4, basic))));
  };
  const serial = Buffer.from([0x10, 0x01]);
  let stapled: MadeCertificate;

  beforeAll(async () => {
    stapled = await makeCertificate({ subject: 'CN=x', issuer: intermediate, serialNumber: '1001', extensions: [mustStaple()] });
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('comes along with %s', async (maxVersion) => {
    const staple = answer(single(serial, statuses.revoked, now, next));
    const result = await read(await showing({ leaf: stapled, chain: [intermediate], staple, maxVersion }));
    expect(result.staple).toEqual({
      readable: true,
      status: 'revoked',
      revokedAt: '2026-09-01T00:00:00.000Z',
      thisUpdate: '2026-11-22T09:00:00.000Z',
      nextUpdate: '2026-11-29T09:00:00.000Z',
    });
    expect(result.certificate.mustStaple).toBe(true);
  });

  it('is null when there is none', async () => {
    expect((await read(await showing({ leaf: stapled }))).staple).toBeNull();
  });

  it('as OpenSSL writes it is read', () => {
    // openssl ocsp -index index.txt -CA … -rsigner … -respout; the certificate had the serial number 1001.
    const recorded = Buffer.from(recordedStaple, 'base64');
    expect(readStaple(recorded, stapled.der)).toEqual({
      readable: true,
      status: 'good',
      revokedAt: null,
      thisUpdate: expect.stringMatching(/^2026-/),
      nextUpdate: expect.stringMatching(/^2026-/),
    });
  });

  it('counts only what it says about this certificate', () => {
    const other = single(Buffer.from([7]), statuses.good, now, next);
    expect(readStaple(answer(other, single(serial, statuses.unknown, now)), stapled.der)).toMatchObject({
      status: 'unknown',
      nextUpdate: null,
    });
    expect(readStaple(answer(other), stapled.der)).toEqual({
      readable: false,
      reason: 'Die Sperrauskunft betrifft ein anderes Zertifikat.',
    });
  });

  it.each<[string, Buffer, RegExp]>([
    ['an error of the authority', der(0x30, der(0x0a, [6])), /Fehlermeldung/],
    ['another kind of answer', der(0x30, der(0x0a, [0]), der(0xa0, der(0x30, der(6, [0x2a, 3]), der(4)))), /unbekannter Art/],
    ['text', Buffer.from('<html>nicht gefunden</html>'), /nicht lesbar/],
    ['too much', Buffer.alloc(70_000), /zu groß/],
    ['bytes after its end', Buffer.concat([answer(), Buffer.from([0])]), /nicht lesbar/],
  ])('that is %s is a reason', (_name, staple, reason) => {
    expect(readStaple(staple, stapled.der)).toEqual({ readable: false, reason: expect.stringMatching(reason) });
  });

  it('cut at any byte, or with any byte changed, never becomes „good“ out of „revoked“ unless the status itself changed', () => {
    const revoked = answer(single(serial, statuses.revoked, now, next));
    for (let end = 0; end < revoked.length; end++) expect(readStaple(revoked.subarray(0, end), stapled.der).readable).toBe(false);
    const statusAt = revoked.indexOf(statuses.revoked);
    fc.assert(
      fc.property(fc.nat(revoked.length - 1), fc.nat(255), (at, byte) => {
        const changed = Buffer.from(revoked);
        changed[at] = byte;
        const result = readStaple(changed, stapled.der);
        expect(at !== statusAt && result.readable && result.status === 'good').toBe(false);
      }),
      { seed: 5, numRuns: 2000 },
    );
  });
});

it('whatever bytes a certificate has, reading its extensions does not throw', async () => {
  const made = await makeCertificate({ subject: 'CN=x', extensions: [mustStaple(), timestamps([1, 2])] });
  for (let end = 0; end < made.der.length; end++) readExtensions(made.der.subarray(0, end));
  fc.assert(
    fc.property(fc.nat(made.der.length - 1), fc.nat(255), (at, byte) => {
      const changed = Buffer.from(made.der);
      changed[at] = byte;
      readExtensions(changed);
      try {
        describeCertificate(new X509Certificate(changed));
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
    { seed: 5, numRuns: 1000 },
  );
});

describe('no certificate, but a reason', () => {
  const handshake = (type: number, body: Buffer) => {
    const message = Buffer.concat([Buffer.from([type, 0, body.length >> 8, body.length & 255]), body]);
    return Buffer.concat([Buffer.from([22, 3, 3, message.length >> 8, message.length & 255]), message]);
  };
  const certificateMessage = (bytes: Buffer) => {
    const entry = Buffer.concat([Buffer.from([0, bytes.length >> 8, bytes.length & 255]), bytes]);
    return handshake(11, Buffer.concat([Buffer.from([0, entry.length >> 8, entry.length & 255]), entry]));
  };
  const script = (...answers: Buffer[]) => {
    return async () => (await scriptedTls((socket) => void socket.write(Buffer.concat(answers)))).port;
  };
  it.each<[string, () => Promise<number>]>([
    ['refused', closedPort],
    ['filtered', async () => (await silentPorts(1))[0] ?? 0],
    ['silent', async () => (await listen(() => undefined)).port],
    ['closing', async () => (await listen((socket) => socket.end())).port],
    ['resetting', async () => (await listen((socket) => socket.resetAndDestroy())).port],
    ['garbage', script(Buffer.from('220 mail.beispielhain.example ESMTP\r\n'))],
    ['half a handshake', script(serverHello('TLSv1.2', 0xc02f))],
    [
      'malformed DER',
      script(serverHello('TLSv1.2', 0xc02f), certificateMessage(Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff]))),
    ],
    ['an empty certificate', script(serverHello('TLSv1.2', 0xc02f), certificateMessage(Buffer.alloc(0)))],
    ['endless', async () => (await listen((socket) => void setInterval(() => socket.write('x'), 5).unref())).port],
  ])('%s', async (_name, start) => {
    const begun = performance.now();
    const result = await readCertificate(endpoint(await start(), { timeoutMs: 300 }), trust);
    expect(result).toEqual({ certificate: null, reason: expect.stringMatching(/^[A-ZÄÖÜ].*\.$/) });
    expect(performance.now() - begun).toBeLessThan(2500);
  });

  it('stops when told to', async () => {
    const { port } = await listen(() => undefined);
    const controller = new AbortController();
    const reading = readCertificate(endpoint(port, { signal: controller.signal, timeoutMs: 5000 }), trust);
    setTimeout(() => controller.abort(new Error('genug')), 50);
    await expect(reading).rejects.toThrow('genug');
  });
});

it('is read behind STARTTLS', async () => {
  const tls = await showing({ leaf, chain: [intermediate] });
  const { connect } = await import('node:net');
  const { port } = await listen((socket) => {
    socket.write('220 mail.beispielhain.example ESMTP\r\n');
    socket.on('data', (bytes: Buffer) => {
      const line = bytes.toString('latin1');
      if (line.startsWith('EHLO')) socket.write('250-mail.beispielhain.example\r\n250 STARTTLS\r\n');
      if (!line.startsWith('STARTTLS')) return;
      socket.removeAllListeners('data');
      const behind = connect(tls, '127.0.0.1');
      behind.on('error', () => socket.destroy());
      socket.write('220 los\r\n');
      socket.pipe(behind).pipe(socket);
    });
  });
  const result = await readCertificate(endpoint(port, { starttls: 'smtp' }), trust);
  expect(result).toMatchObject({ certificate: { subject: `CN=${name}` }, chain: { trust: 'public' }, staple: null });
  expect(result).not.toHaveProperty('fingerprintWithoutName');
});

const recordedStaple =
  'MIH9CgEAoIH3MIH0BgkrBgEFBQcwAQEEgeYwgeMwgYqhEDAOMQwwCgYDVQQDDANJbnQYDzIwMjYxMTIyMTEwMDQwWjBlMGMwOzAJBgUrDgMCGgUABBRqvJtFjVh95X1GTwz3liY5BbUMqgQUFEGu5R3P+f63fbUEwR4qnxraY1sCAhABgAAYDzIwMjYxMTIyMTEwMDQwWqARGA8yMDI2MTEyOTExMDA0MFowCgYIKoZIzj0EAwIDSAAwRQIhAJAWhGPDTnH0nT424N4ZHrzKCsuw9AAwn8IhlQcx/5J5AiBvn03FUzHb+jWOdpxt6XJdJKxVdu66r0IzRmUEaarvHg==';
