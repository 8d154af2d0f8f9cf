/** From the wire to the verdict: what the checks of certificates conclude from servers as they are. */
import { afterEach, describe, expect, it } from 'vitest';
import { judge } from '../../../src/checks/judge.ts';
import { observeTls } from '../../../src/collect/tls/observe-tls.ts';
import type { Observation, Vantage } from '../../../src/domain/observation.ts';
import { shippedCatalogue } from '../../shipped-catalogue.ts';
import { closeAll, closedPort, listen, permitted, silentPorts } from '../loopback.ts';
import { der, extension, makeCertificate, mustStaple, type Shown, showing } from './certificates.ts';
import { scriptedTls, serverHello } from './scripted-server.ts';

afterEach(closeAll);

const { checks, tables } = await shippedCatalogue();
const name = 'www.beispielhain.example';
const names = [{ type: 'dns' as const, value: name }];

async function verdictsOn(port: number, vantage: Vantage, timeoutMs = 2000): Promise<Record<string, string>> {
  const observation: Observation = await observeTls(permitted('127.0.0.1', null, name, vantage), port, {
    now: () => new Date(),
    timeoutMs,
  });
  const today = new Date().toISOString().slice(0, 10);
  const findings = judge([observation], { checks, tables }, [], today).filter(({ check }) =>
    check.startsWith('tls-certificate-'),
  );
  return Object.fromEntries(
    findings.map(({ check, result, severity }) => [check.replace('tls-certificate-', ''), `${result} ${severity}`]),
  );
}

const verdictsFor = async (shown: Shown, vantage: Vantage) => verdictsOn(await showing(shown), vantage);

it('a device that signed its own certificate is a matter of risk on the Internet and a small one inside', async () => {
  const leaf = await makeCertificate({ subject: `CN=${name}`, names });
  expect(await verdictsFor({ leaf }, 'internet')).toEqual({
    chain: 'not-met hoch',
    key: 'met hinweis',
    name: 'met hinweis',
    signature: 'met hinweis',
    validity: 'met hinweis',
  });
  expect(await verdictsFor({ leaf }, 'lan')).toMatchObject({ chain: 'not-met niedrig' });
});

it('an authority of one’s own stays open inside, and its chain, name, signature and staple are judged', async () => {
  const root = await makeCertificate({ subject: 'CN=Eigene Wurzel', isAuthority: true, signing: 'sha1' });
  const old = await makeCertificate({ subject: 'CN=Alte Stelle', issuer: root, isAuthority: true, signing: 'sha1' });
  const leaf = await makeCertificate({
    subject: `CN=${name}`,
    issuer: old,
    names: [{ type: 'dns', value: 'anderer.beispielhain.example' }],
    extensions: [mustStaple(), extension('1.3.6.1.5.5.7.1.1', der(0x30))],
  });
  expect(await verdictsFor({ leaf, chain: [old, root] }, 'lan')).toEqual({
    chain: 'undetermined hinweis',
    key: 'met hinweis',
    name: 'not-met hoch',
    revocation: 'not-met hoch',
    signature: 'not-met hoch',
    validity: 'met hinweis',
  });
});

describe('nothing is passed when nothing was seen', () => {
  const script = (...answers: Buffer[]) => {
    return async () => (await scriptedTls((socket) => void socket.write(Buffer.concat(answers)))).port;
  };
  it.each<[string, () => Promise<number>]>([
    ['refused', closedPort],
    ['filtered', async () => (await silentPorts(1))[0] ?? 0],
    ['silent', async () => (await listen(() => undefined)).port],
    ['closing', async () => (await listen((socket) => socket.end())).port],
    ['resetting', async () => (await listen((socket) => socket.resetAndDestroy())).port],
    ['garbage', script(Buffer.alloc(2000, 0x16))],
    ['another protocol', script(Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'))],
    ['half a handshake', script(serverHello('TLSv1.2', 0xc02f))],
    ['half a handshake and garbage', script(serverHello('TLSv1.2', 0xc02f), Buffer.from([22, 3, 3, 0, 4, 11, 0, 0, 9]))],
  ])('%s', async (_name, start) => {
    const verdicts = await verdictsOn(await start(), 'internet', 200);
    expect(Object.keys(verdicts)).toHaveLength(8);
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['undetermined hinweis']));
  });
});
