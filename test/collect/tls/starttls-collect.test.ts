/** On a port where another protocol comes before TLS it is spoken without being asked for. */
import { afterEach, beforeAll, expect, it } from 'vitest';
import { collect, estimateFootprint } from '../../../src/collect/collect.ts';
import { noStarttlsReason, starttlsPorts } from '../../../src/collect/tls/starttls.ts';
import { type DemoCertificate, makeDemoCertificate } from '../../../src/demo/certificate.ts';
import type { ObservationKind } from '../../../src/domain/catalogue.ts';
import { closeAll, fixedNow, listen, permitted } from '../loopback.ts';
import { offering, type Script, speak, withoutTls } from './starttls-servers.ts';

/** The only one of these ports that needs no special right to listen on; an address of its own keeps others away. */
const port = 5432;
const address = '127.0.0.54';
let certificate: DemoCertificate;

beforeAll(async () => {
  certificate = await makeDemoCertificate({
    commonName: 'db.beispielhain.example',
    key: 'ec-p256',
    notBefore: new Date('2026-06-01T00:00:00Z'),
    notAfter: new Date('2027-06-01T00:00:00Z'),
  });
});
afterEach(closeAll);

async function lookAt(script: Script) {
  const heard: string[] = [];
  await listen((socket) => speak(socket, script, { ...certificate, minVersion: 'TLSv1.2' }, heard), address, port);
  const kinds = new Set<ObservationKind>(['tls', 'http']);
  const { observations } = await collect([permitted(address)], { kinds, ports: [port] }, { now: fixedNow, nmap: null });
  return { observations, heard: heard.join('') };
}

it('knows the ports of mail, files, directory and database', () => {
  expect([...starttlsPorts.keys()]).toEqual([21, 25, 110, 143, 389, 587, 5432]);
});

it('looks at TLS behind the protocol, and asks for no web page there', async () => {
  const { observations, heard } = await lookAt(offering.postgresql);
  expect(observations).toEqual([
    expect.objectContaining({
      kind: 'tls',
      outcome: { seen: true, data: expect.objectContaining({ starttls: 'postgresql', certificateReason: null }) },
    }),
  ]);
  expect(heard).not.toContain('HTTP');
});

it('says in one line that there is no encryption', async () => {
  const { observations, heard } = await lookAt(withoutTls.postgresql);
  expect(observations).toEqual([expect.objectContaining({ kind: 'tls', outcome: { seen: false, reason: noStarttlsReason } })]);
  expect(heard).not.toContain('HTTP');
});

it('is counted beforehand: one connection and half a minute more than a service that begins with TLS', () => {
  const estimate = (wanted: number) =>
    estimateFootprint([permitted(address)], { ports: [wanted], kinds: new Set<ObservationKind>(['tls']) });
  expect(estimate(587).connections).toBe(estimate(443).connections + 1);
  expect(estimate(587).secondsAtMost).toBeGreaterThan(estimate(443).secondsAtMost);
});
