import type { X509Certificate } from 'node:crypto';
import { get } from 'node:http';
import { get as getSecure } from 'node:https';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DemoServers, startDemoServers } from '../../src/demo/servers.ts';

const day = new Date('2026-06-15T12:00:00Z');
let servers: DemoServers;

beforeAll(async () => {
  servers = await startDemoServers({ now: () => day });
});
afterAll(() => servers.close());

function page(
  port: number,
  secure: boolean,
): Promise<{ status: number | undefined; text: string; location: string | undefined; hsts: string | undefined }> {
  return new Promise((resolve, reject) => {
    const request = {
      host: servers.address,
      port,
      agent: false as const,
      rejectUnauthorized: false,
      ciphers: 'DEFAULT:@SECLEVEL=0',
    };
    const read = secure ? getSecure : get;
    read(request, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      const { location, 'strict-transport-security': hsts } = response.headers;
      response.once('end', () => resolve({ status: response.statusCode, text, location, hsts }));
    }).once('error', reject);
  });
}

function certificateOf(port: number): Promise<X509Certificate | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: servers.address, port, rejectUnauthorized: false, ciphers: 'DEFAULT:@SECLEVEL=0' }, () => {
      resolve(socket.getPeerX509Certificate());
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

const daysLeft = (certificate: X509Certificate | undefined) =>
  ((certificate?.validToDate.getTime() ?? 0) - day.getTime()) / 86_400_000;

it('the good one shows the page of Beispielhain over HTTPS and leads plain HTTP there', async () => {
  const secure = await page(servers.good.tlsPort, true);
  expect(secure).toMatchObject({ status: 200, hsts: 'max-age=31536000; includeSubDomains' });
  expect(secure.text).toContain('Gemeinde Beispielhain');
  expect(await page(servers.good.httpPort, false)).toMatchObject({
    status: 308,
    location: `https://127.0.0.1:${servers.good.tlsPort}/`,
  });
  const certificate = await certificateOf(servers.good.tlsPort);
  expect(certificate?.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  expect(daysLeft(certificate)).toBeGreaterThan(300);
});

it('the weak one shows it without protection, with a short key that is about to expire', async () => {
  expect(await page(servers.weak.httpPort, false)).toMatchObject({
    status: 200,
    hsts: undefined,
    text: expect.stringContaining('Beispielhain'),
  });
  expect(await page(servers.weak.tlsPort, true)).toMatchObject({ status: 200, hsts: undefined });
  const certificate = await certificateOf(servers.weak.tlsPort);
  expect(certificate?.publicKey.asymmetricKeyDetails?.modulusLength).toBe(1024);
  expect(daysLeft(certificate)).toBe(5);
});

it('listen on loopback only, on four ports of their own, and are gone after close', async () => {
  const own = await startDemoServers({ now: () => day });
  const ports = [own.good.tlsPort, own.good.httpPort, own.weak.tlsPort, own.weak.httpPort];
  expect(own.address).toBe('127.0.0.1');
  expect(new Set(ports).size).toBe(4);
  await own.close();
  await expect(page(own.good.httpPort, false)).rejects.toThrow('ECONNREFUSED');
});
