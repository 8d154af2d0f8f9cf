/** Whether TLSA records fit the certificate behind STARTTLS: compared as a sender does, and only at permitted mail servers. */
import { createHash, X509Certificate } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { observeMailDomain } from '../../../src/collect/mail-domain/observe-mail-domain.ts';
import { lookAtFit } from '../../../src/collect/mail-domain/tlsa-fit.ts';
import type { AskPermitted } from '../../../src/collect/probes.ts';
import type { ObservedTlsa } from '../../../src/domain/dns-observation.ts';
import type { AuthorizedTarget } from '../../../src/domain/freigabe.ts';
import { NotAuthorisedError } from '../../../src/errors.ts';
import { closeAll, closedPort, fixedNow, listen, permitted } from '../loopback.ts';
import { type MadeCertificate, makeCertificate } from '../tls/certificates.ts';
import { offering, starttlsServer, withoutTls } from '../tls/starttls-servers.ts';
import { permittedDomain, startDns, type Zone, zoneScript } from './scripted-dns.ts';

const host = 'mx1.beispielhain.de';
let authority: MadeCertificate;
let leaf: MadeCertificate;
let other: MadeCertificate;
beforeAll(async () => {
  authority = await makeCertificate({ subject: 'CN=Pruefstelle', isAuthority: true });
  leaf = await makeCertificate({ subject: `CN=${host}`, issuer: authority, names: [{ type: 'dns', value: host }] });
  other = await makeCertificate({ subject: 'CN=alt', issuer: authority });
});
afterEach(closeAll);

const mailServer = (script = offering.smtp, chain = `${leaf.pem}\n${authority.pem}`) =>
  starttlsServer(script, { cert: chain, key: leaf.keyPem });
const target = (ports: string | null = null) => permitted('127.0.0.1', ports, host);
const publicKey = ({ pem }: MadeCertificate) => new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
const digest = (hash: 'sha256' | 'sha512', bytes: Buffer) => createHash(hash).update(bytes).digest('hex');
const record = (usage: number, selector: number, matchingType: number, data: string): ObservedTlsa => ({
  usage,
  selector,
  matchingType,
  data,
});

async function fitsAt(records: ObservedTlsa[], chain?: string) {
  const { port } = await mailServer(offering.smtp, chain);
  return lookAtFit(target(), { host, port, records, timeoutMs: 5000 });
}

describe('a record', () => {
  it.each<[string, () => ObservedTlsa, boolean]>([
    ['of the key', () => record(3, 1, 1, digest('sha256', publicKey(leaf))), true],
    ['of the key, with SHA-512', () => record(3, 1, 2, digest('sha512', publicKey(leaf))), true],
    ['of the certificate', () => record(3, 0, 1, digest('sha256', leaf.der)), true],
    ['of the whole certificate', () => record(3, 0, 0, leaf.der.toString('hex')), true],
    ['of the authority', () => record(2, 0, 1, digest('sha256', authority.der)), true],
    ['of the key of the authority', () => record(2, 1, 1, digest('sha256', publicKey(authority))), true],
    ['of an older certificate', () => record(3, 1, 1, digest('sha256', publicKey(other))), false],
    ['of the authority, as if it were the server', () => record(3, 0, 1, digest('sha256', authority.der)), false],
    ['of the key, as if it were the certificate', () => record(3, 0, 1, digest('sha256', publicKey(leaf))), false],
    ['that no sender makes use of', () => record(1, 1, 1, digest('sha256', publicKey(leaf))), false],
    ['of a kind to come', () => record(3, 1, 9, digest('sha256', publicKey(leaf))), false],
  ])('%s', async (_name, make, fits) => {
    expect(await fitsAt([make()])).toEqual({ settled: true, value: fits });
  });

  it('for the next certificate does not hide the one for the present one', async () => {
    const next = record(3, 1, 1, digest('sha256', publicKey(other)));
    expect(await fitsAt([next, record(3, 1, 1, digest('sha256', publicKey(leaf)))])).toEqual({ settled: true, value: true });
  });

  it('with a whole authority that is not sent along leaves it open', async () => {
    const records = [record(2, 0, 0, authority.der.toString('hex'))];
    expect(await fitsAt(records, leaf.pem)).toMatchObject({ settled: false });
  });
});

describe('nothing is known', () => {
  const records = () => [record(3, 1, 1, digest('sha256', publicKey(leaf)))];
  it.each<[string, () => Promise<number>]>([
    ['without STARTTLS', async () => (await mailServer(withoutTls.smtp)).port],
    ['where nobody listens', closedPort],
    ['of a server that hangs up', async () => (await listen((socket) => socket.end())).port],
    ['of a server that keeps quiet', async () => (await listen(() => undefined)).port],
  ])('%s', async (_name, start) => {
    expect(await lookAtFit(target(), { host, port: await start(), records: records(), timeoutMs: 300 })).toMatchObject({
      settled: false,
      reason: expect.stringMatching(/\.$/),
    });
  });

  it('where the port is not permitted: nothing is sent', async () => {
    const { port, connections } = await mailServer();
    await expect(lookAtFit(target('443'), { host, port, records: records() })).rejects.toThrow(NotAuthorisedError);
    expect(connections()).toBe(0);
  });
});

describe('the mail servers of a domain', () => {
  const only =
    (targets: readonly AuthorizedTarget[]): AskPermitted =>
    ({ name, address }, ask) => {
      const found = targets.find((each) => each.address === address && (each.name === name || each.name === null));
      return found === undefined ? null : ask(found);
    };
  const zone = (certificate: Buffer): Zone => ({
    'beispielhain.de SOA': [{ mname: 'ns1.beispielhain.de', rname: 'hostmaster.beispielhain.de', serial: 7 }],
    'beispielhain.de NS': ['ns1.beispielhain.de'],
    'ns1.beispielhain.de A': ['192.0.2.53'],
    'beispielhain.de MX': [
      { preference: 10, exchange: host },
      { preference: 20, exchange: 'mx2.anbieter.example' },
      { preference: 30, exchange: 'mx3.anbieter.example' },
    ],
    [`${host} A`]: ['127.0.0.1'],
    'mx2.anbieter.example A': ['192.0.2.25'],
    'mx3.anbieter.example A': ['127.0.0.1'],
    [`_25._tcp.${host} TLSA`]: [{ usage: 3, selector: 1, matchingType: 1, certificate }],
    '_25._tcp.mx2.anbieter.example TLSA': [{ usage: 3, selector: 1, matchingType: 1, certificate }],
  });

  async function look(certificate: Buffer, targets: readonly AuthorizedTarget[]) {
    const [dns, mail] = [await startDns(zoneScript(zone(certificate))), await mailServer()];
    const options = { now: fixedNow, resolver: dns.address, askPermitted: only(targets) };
    const limits = { maxQuestions: 120, timeLimitMs: 4000, timeoutMs: 500, mailServerPort: mail.port };
    const { outcome } = await observeMailDomain(permittedDomain(), options, limits);
    return {
      servers: outcome.seen ? outcome.data.servers.map(({ tlsaFits }) => tlsaFits) : [],
      connections: mail.connections(),
    };
  }
  const notPermitted = { settled: false, reason: expect.stringContaining('nicht freigegeben') };

  it.each([
    ['fit', true],
    ['do not fit', false],
  ])('that are permitted: whether they %s', async (_name, value) => {
    const certificate = Buffer.from(digest('sha256', publicKey(value ? leaf : other)), 'hex');
    expect(await look(certificate, [target()])).toEqual({
      servers: [
        [{ address: '127.0.0.1', fits: { settled: true, value } }],
        [{ address: '192.0.2.25', fits: notPermitted }],
        // Without records there is nothing to compare, and nobody is asked.
        undefined,
      ],
      connections: 1,
    });
  });

  it('that are not permitted get nothing', async () => {
    const found = await look(Buffer.alloc(32), [target('443')]);
    expect(found.servers[0]).toEqual([{ address: '127.0.0.1', fits: notPermitted }]);
    expect(found.connections).toBe(0);
  });
});
