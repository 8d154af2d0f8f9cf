/** Two small web servers for the demo: one in good order, one with the faults burgward looks for. Loopback only. */
import { createServer as createHttpServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface DemoServer {
  tlsPort: number;
  httpPort: number;
}

export interface DemoServers {
  /** All four listen on this address. */
  address: string;
  /** TLS 1.2 and 1.3, EC certificate valid for a year, HSTS, plain HTTP leads to HTTPS. */
  good: DemoServer;
  /** TLS 1.0 to 1.2, RSA certificate of 1024 bits in its last five days, no HSTS, content over plain HTTP. */
  weak: DemoServer;
  close(): Promise<void>;
}

const address = '127.0.0.1';
const dayMs = 86_400_000;
const oneYearSeconds = 31_536_000;

/**
 * Starts the servers on free ports.
 * @param options.now the day the certificates are made for
 */
export async function startDemoServers(options: { now(): Date }): Promise<DemoServers> {
  const { makeDemoCertificate } = await import('./certificate.ts');
  const now = options.now().getTime();
  const inDays = (days: number) => new Date(now + days * dayMs);
  const [goodCertificate, weakCertificate] = await Promise.all([
    makeDemoCertificate({ commonName: 'www.beispielhain.example', key: 'ec-p256', notBefore: inDays(-1), notAfter: inDays(364) }),
    makeDemoCertificate({
      commonName: 'alt.beispielhain.example',
      key: 'rsa-1024',
      notBefore: inDays(-360),
      notAfter: inDays(5),
    }),
  ]);
  const servers: Server[] = [];
  const close = async () => {
    await Promise.all(servers.map(stop));
  };
  try {
    const goodTls = await start(
      servers,
      secure({ ...goodCertificate, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' }, servePageWithHsts),
    );
    const goodHttp = await start(servers, createHttpServer(redirectTo(goodTls)));
    const weakTlsOptions = {
      ...weakCertificate,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.2',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    } as const;
    const weakTls = await start(servers, secure(weakTlsOptions, servePage));
    const weakHttp = await start(servers, createHttpServer(servePage));
    return { address, good: { tlsPort: goodTls, httpPort: goodHttp }, weak: { tlsPort: weakTls, httpPort: weakHttp }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function secure(options: ServerOptions, listener: RequestListener): Server {
  const server = createHttpsServer(options, listener);
  // Version probes end their handshakes on purpose.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return server;
}

function start(servers: Server[], server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, () => {
      servers.push(server);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const page = `<!doctype html>
<html lang="de">
<head><meta charset="utf-8"><title>Beispielhain</title></head>
<body>
<h1>Gemeinde Beispielhain</h1>
<p>Willkommen im Rathaus. Diese Seite gehört zur Vorführung von burgward; die Gemeinde ist erfunden.</p>
</body>
</html>
`;

function servePage(_request: unknown, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}

function servePageWithHsts(request: unknown, response: ServerResponse): void {
  response.setHeader('strict-transport-security', `max-age=${oneYearSeconds}; includeSubDomains`);
  servePage(request, response);
}

function redirectTo(tlsPort: number): RequestListener {
  return (_request, response) => {
    response.writeHead(308, { location: `https://${address}:${tlsPort}/` }).end();
  };
}
