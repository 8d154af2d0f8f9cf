/** What a web service is asked beyond its start page, and what it is not. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { maxHttpConnections, maxLeftoverConnections, observeHttp } from '../../src/collect/http/observe-http.ts';
import { createPace, runPaced } from '../../src/collect/pace.ts';
import { type DemoCertificate, makeDemoCertificate } from '../../src/demo/certificate.ts';
import { AuthorizedTarget, type FreigabeDetails } from '../../src/domain/freigabe.ts';
import type { HttpObservation, Vantage } from '../../src/domain/observation.ts';
import { closeAll, fixedNow, freigabeFor, listen, onCloseAll } from './loopback.ts';

let certificate: DemoCertificate;
beforeAll(async () => {
  certificate = await makeDemoCertificate({
    commonName: 'www.beispielhain.example',
    key: 'ec-p256',
    notBefore: new Date('2026-06-01T00:00:00Z'),
    notAfter: new Date('2027-06-01T00:00:00Z'),
  });
});
afterEach(closeAll);

const name = 'www.beispielhain.example';

function target(vantage: Vantage = 'internet', details: Partial<FreigabeDetails> = {}): AuthorizedTarget {
  const freigabe = { ...freigabeFor(['127.0.0.1'], null, vantage), ...details };
  return AuthorizedTarget.authorize({ name, address: '127.0.0.1' }, [freigabe], '2026-06-15');
}

interface WebServer {
  port: number;
  /** `GET /`, in order. */
  asked: string[];
  requests: IncomingMessage[];
}

async function serve(scheme: 'http' | 'https', answer: RequestListener): Promise<WebServer> {
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(request);
    answer(request, response);
  };
  const server = scheme === 'https' ? createTlsServer(certificate, listener) : createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCloseAll(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    requests,
    get asked() {
      return requests.map(({ method, url }) => `${method} ${url?.replace(/-[0-9a-f]{16}$/, '-ZUFALL')}`);
    },
  };
}

async function seen(port: number, scheme: 'http' | 'https', who = target(), timeoutMs = 3000): Promise<HttpObservation> {
  const { outcome } = await observeHttp(who, port, scheme, { now: fixedNow, timeoutMs });
  if (!outcome.seen) throw new Error(outcome.reason);
  return outcome.data;
}

function send(response: ServerResponse, status: number, contentType: string, text: string): void {
  response.writeHead(status, { 'content-type': contentType }).end(text);
}

const startPage = '<!doctype html><title>Beispielhain</title><form><input type=password></form>';

/** A website with a bit of everything. */
const website: RequestListener = ({ method, url, headers }, response) => {
  if (headers.origin !== undefined) {
    response.setHeader('access-control-allow-origin', headers.origin);
    response.setHeader('access-control-allow-credentials', 'true');
  }
  if (method === 'OPTIONS') return void response.writeHead(204, { allow: 'GET, HEAD, put, <b>' }).end();
  if (method === 'TRACE')
    return send(response, 200, 'message/http', `TRACE / HTTP/1.1\r\nx-burgward: ${headers['x-burgward']}\r\n`);
  switch (url) {
    case '/':
      response.setHeader('set-cookie', ['PHPSESSID=geheim; Path=/; HttpOnly', 'lang=de']);
      return send(response, 200, 'text/html; charset=utf-8', startPage);
    case '/.well-known/security.txt':
      return send(
        response,
        200,
        'text/plain',
        'Contact: mailto:sicherheit@beispielhain.example\nExpires: 2027-01-01T00:00:00Z\n',
      );
    case '/typo3/':
      return send(response, 200, 'text/html', '<form><input type="password" name="p_field"></form>');
    case '/administrator/':
      return void response.writeHead(302, { location: '/' }).end();
    case '/.git/HEAD':
      return send(response, 200, 'text/plain', 'ref: refs/heads/main\n');
    case '/.env':
      return send(response, 200, 'text/html', '<!doctype html><title>Nicht gefunden</title>');
    case '/backup.zip':
      return send(response, 200, 'application/zip', 'PK\u0003\u0004inhalt');
    default:
      return send(response, 404, 'text/html', 'Fatal error: Uncaught Exception in /var/www/html/index.php');
  }
};

describe('a website seen from the Internet', () => {
  it('is asked few short questions, one after the other', async () => {
    const server = await serve('https', website);
    const data = await seen(server.port, 'https');
    expect(server.asked).toEqual([
      'GET /',
      'GET /',
      'OPTIONS /',
      'GET /.well-known/security.txt',
      'GET /burgward-pruefung-ZUFALL',
      'GET /wp-login.php',
      'GET /typo3/',
      'GET /administrator/',
      'TRACE /',
    ]);
    expect(server.asked.length).toBeLessThanOrEqual(maxHttpConnections);
    expect(data).toMatchObject({
      page: { title: 'Beispielhain', hasLoginForm: true, complete: true },
      cookies: [
        { name: 'PHPSESSID', httpOnly: true, secure: false },
        { name: 'lang', httpOnly: false },
      ],
      cors: { allowOrigin: 'https://burgward-pruefung.invalid', allowCredentials: true, reflectsOrigin: true },
      options: { allow: ['GET', 'HEAD', 'PUT'], trace: true },
      errorPage: { status: 404, reveals: ['stack-trace', 'path'] },
      securityTxt: {
        found: 'well-known',
        contact: ['mailto:sicherheit@beispielhain.example'],
        expires: ['2027-01-01T00:00:00Z'],
      },
      loginPages: [
        { path: '/wp-login.php', status: 404, location: null, hasLoginForm: false },
        { path: '/typo3/', status: 200, location: null, hasLoginForm: true },
        { path: '/administrator/', status: 302, location: '/', hasLoginForm: false },
      ],
    });
    expect(data).not.toHaveProperty('leftovers');
    expect(data).not.toHaveProperty('unseen');
    expect(JSON.stringify(data)).not.toContain('geheim');
  });

  it('is asked for leftovers only with consent; what they hold is not kept', async () => {
    const server = await serve('https', website);
    const data = await seen(server.port, 'https', target('internet', { zugriffstests: true }));
    expect(data.leftovers).toEqual([
      { path: '/.git/HEAD', what: 'git' },
      { path: '/backup.zip', what: 'archive' },
    ]);
    expect(server.asked).toHaveLength(9 + maxLeftoverConnections);
    expect(JSON.stringify(data)).not.toContain('refs/heads');
  });

  it('is asked by name, without compression, by somebody who can be called', async () => {
    const server = await serve('https', website);
    await seen(server.port, 'https', target('internet', { kontakt: 'IT Beispielhain (Tel. 035000-1)' }));
    for (const { headers } of server.requests) {
      expect(headers.host).toBe(`${name}:${server.port}`);
      expect(headers['accept-encoding']).toBe('identity');
      expect(headers['user-agent']).toMatch(
        /^burgward\/\d+\.\d+\.\d+ \(Sicherheitspruefung; Kontakt: IT Beispielhain {2}Tel\. 035000-1\)$/,
      );
      expect(headers.cookie ?? headers.authorization).toBeUndefined();
    }
  });

  it('is asked no faster than its turns come', async () => {
    const server = await serve('https', website);
    const started = performance.now();
    await runPaced(createPace(50), () => seen(server.port, 'https', target('internet')));
    expect(performance.now() - started).toBeGreaterThan(8 * 20);
  });

  it('that names its software is asked for that login only', async () => {
    const server = await serve('https', (_request, response) =>
      send(response, 200, 'text/html', '<meta name=generator content="TYPO3 CMS">'),
    );
    const data = await seen(server.port, 'https', target('lan'));
    expect(server.asked.filter((line) => /login|typo3|administrator/.test(line))).toEqual(['GET /typo3/']);
    expect(data.loginPages).toHaveLength(1);
  });

  it('that answers everything with the same page has neither contact nor leftovers', async () => {
    const server = await serve('https', (_request, response) => send(response, 200, 'text/html', startPage));
    const data = await seen(server.port, 'https', target('internet', { zugriffstests: true }));
    expect(data.securityTxt).toMatchObject({ found: null, location: null });
    expect(data.leftovers).toEqual([]);
    expect(data.unseen).toEqual({ loginPages: 'Der Server antwortet auf jede Adresse mit einer Anmeldung.' });
    expect(data.options?.trace).toBe(false);
  });

  it('has its contact at the old place', async () => {
    const server = await serve('https', ({ url }, response) => {
      if (url === '/security.txt') return send(response, 200, 'text/plain', 'Contact: mailto:a@beispielhain.example\n');
      return send(response, 404, 'text/plain', 'nichts');
    });
    expect((await seen(server.port, 'https')).securityTxt).toMatchObject({ found: 'top-level', expires: [] });
  });
});

describe('nobody is asked more than needed', () => {
  it('not a service that only leads to another', async () => {
    const server = await serve(
      'http',
      (_request, response) => void response.writeHead(301, { location: `https://${name}/` }).end(),
    );
    const data = await seen(server.port, 'http');
    expect(server.asked).toEqual(['GET /']);
    expect(data).toEqual({ scheme: 'http', status: 301, headers: expect.anything(), location: `https://${name}/` });
  });

  it('not in the house for what concerns the Internet', async () => {
    const server = await serve('https', website);
    const data = await seen(server.port, 'https', target('lan'));
    expect(server.asked).toEqual(['GET /', 'GET /', 'OPTIONS /', 'GET /burgward-pruefung-ZUFALL', 'TRACE /']);
    expect(data).not.toHaveProperty('securityTxt');
    expect(data.loginPages).toEqual([]);
  });

  it('not once it falls silent: the rest is told as not seen', async () => {
    const server = await serve('https', (_request, response) => {
      if (server.asked.length === 1) send(response, 200, 'text/html', startPage);
    });
    const data = await seen(server.port, 'https', target('internet', { zugriffstests: true }), 800);
    expect(server.asked).toEqual(['GET /', 'GET /']);
    const silent = 'Der Dienst antwortete zuletzt nicht mehr; weitere Anfragen unterblieben.';
    expect(data.unseen).toEqual({
      cors: 'Keine Antwort innerhalb der Zeitgrenze.',
      ...Object.fromEntries(
        ['options', 'securityTxt', 'errorPage', 'loginPages', 'leftovers', 'trace'].map((part) => [part, silent]),
      ),
    });
    for (const part of ['cors', 'options', 'errorPage', 'securityTxt', 'loginPages', 'leftovers'])
      expect(data).not.toHaveProperty(part);
  });

  it('not once it asks for fewer requests', async () => {
    const server = await serve('https', (_request, response) => {
      send(response, server.asked.length > 2 ? 429 : 200, 'text/html', startPage);
    });
    const data = await seen(server.port, 'https');
    expect(server.asked).toHaveLength(3);
    expect(data.unseen?.options).toBe('Der Server bat um weniger Anfragen; weitere unterblieben.');
  });

  it.each(['http', 'https'] as const)('least of all those a redirect names, over %s', async (scheme) => {
    const strangers = await Promise.all(['127.0.0.1', '127.0.0.9', '127.0.0.77'].map((address) => listen(undefined, address)));
    let turn = 0;
    const server = await serve(scheme, (_request, response) => {
      const stranger = strangers[turn % strangers.length];
      const address = ['127.0.0.1', '127.0.0.9', '127.0.0.77'][turn++ % strangers.length];
      // The start page leads back to the service itself, or everything would end there.
      const location = turn === 1 ? '/' : `http://${address}:${stranger?.port}/`;
      response.setHeader('refresh', `0; url=http://${address}:${stranger?.port}/`);
      response.setHeader('link', `<http://${address}:${stranger?.port}/a.css>; rel=preload`);
      response.writeHead(turn % 2 === 1 ? 302 : 308, { location }).end();
    });
    const data = await seen(server.port, scheme, target('internet', { zugriffstests: true }));
    expect(data.unseen?.page).toBe('Die Startseite leitet weiter (/), und burgward folgt keiner Umleitung.');
    expect(server.asked.length).toBeGreaterThan(5);
    expect(strangers.map((stranger) => stranger.connections())).toEqual([0, 0, 0]);
  });

  it('nor what a page would load', async () => {
    const stranger = await listen(undefined, '127.0.0.9');
    const server = await serve('http', (_request, response) =>
      send(response, 200, 'text/html', `<script src="http://127.0.0.9:${stranger.port}/a.js"></script><img src="/b.png">`),
    );
    expect((await seen(server.port, 'http')).page?.thirdPartyHosts).toEqual(['127.0.0.9']);
    expect(server.asked).not.toContain('GET /b.png');
    expect(stranger.connections()).toBe(0);
  });
});
