import { describe, expect, it } from 'vitest';
import { formatPortList, parsePortList } from '../../../src/collect/nmap/port-list.ts';
import { toPortScan } from '../../../src/collect/nmap/port-scan.ts';
import { defaultLimits, type NmapHost, NmapXmlReader } from '../../../src/collect/nmap/xml-reader.ts';

function readHost(inner: string, attributes = ''): NmapHost {
  const hosts: NmapHost[] = [];
  const reader = new NmapXmlReader({ onHost: (host) => hosts.push(host) });
  reader.write(
    `<nmaprun version="7.80"><host${attributes}><status state="up"/><address addr="127.0.0.1" addrtype="ipv4"/>${inner}</host></nmaprun>`,
  );
  const [host] = hosts;
  if (host === undefined) throw new Error(`no host: ${JSON.stringify(reader.problem)}`);
  return host;
}

const tcp = (ports: readonly number[]) => ({ tcp: ports, udp: [] });
const openPort = (port: number) => `<port protocol="tcp" portid="${port}"><state state="open" reason="syn-ack"/></port>`;

describe('ports that nmap sums up', () => {
  it('get the state of the group that names them', () => {
    const host = readHost(`<ports>
      <extraports state="closed" count="2"><extrareasons reason="conn-refused" count="2" proto="tcp" ports="80-81"/></extraports>
      <extraports state="filtered" count="2"><extrareasons reason="no-response" count="1" proto="tcp" ports="22"/><extrareasons reason="host-prohibited" count="1" proto="tcp" ports="23"/></extraports>
      ${openPort(443)}</ports>`);
    const outcome = toPortScan(host, tcp([22, 23, 80, 81, 443]), '7.93');
    expect(outcome).toMatchObject({ seen: true, data: { complete: true } });
    const ports = outcome.seen ? outcome.data.ports.map(({ port, state, reason }) => `${port} ${state} ${reason}`) : [];
    expect(ports).toEqual([
      '22 filtered no-response',
      '23 filtered host-prohibited',
      '80 closed conn-refused',
      '81 closed conn-refused',
      '443 open syn-ack',
    ]);
  });

  it('are known without a list when one group counts exactly the rest', () => {
    const host = readHost(
      `<ports><extraports state="filtered" count="2"><extrareasons reason="no-responses" count="2"/></extraports>${openPort(443)}</ports>`,
    );
    expect(toPortScan(host, tcp([22, 80, 443]), '7.80')).toMatchObject({
      seen: true,
      data: {
        complete: true,
        ports: [
          { port: 22, state: 'filtered' },
          { port: 80, state: 'filtered' },
          { port: 443, state: 'open' },
        ],
      },
    });
  });

  it('stay unknown without a list when there are several groups', () => {
    const host = readHost(
      `<ports><extraports state="filtered" count="1"/><extraports state="closed" count="1"/>${openPort(443)}</ports>`,
    );
    expect(toPortScan(host, tcp([22, 80, 443]), '7.80')).toMatchObject({
      seen: true,
      data: { complete: false, ports: [{ port: 443, state: 'open' }] },
    });
  });
});

it('a host that timed out, is down or has no ports was not checked', () => {
  expect(toPortScan(readHost('', ' timedout="true"'), tcp([80]), null)).toMatchObject({
    seen: false,
    reason: expect.stringMatching(/^Nicht geprüft/),
  });
  expect(toPortScan({ ...readHost(''), status: 'down' }, tcp([80]), null)).toMatchObject({ seen: false });
  expect(toPortScan(readHost('<ports></ports>'), tcp([80]), null)).toMatchObject({ seen: false });
});

it('ports nobody asked for are left out', () => {
  const outcome = toPortScan(readHost(`<ports>${openPort(443)}${openPort(22)}</ports>`), tcp([443]), null);
  expect(outcome.seen && outcome.data.ports.map(({ port }) => port)).toEqual([443]);
});

it('port lists are written short and read back', () => {
  expect(formatPortList([443, 80, 81, 82, 80])).toBe('80-82,443');
  expect(parsePortList('80-82,443')).toEqual([
    [80, 82],
    [443, 443],
  ]);
  expect(parsePortList('80;443')).toBeNull();
});

describe('reading XML piece by piece', () => {
  const text = `<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun version="7.93"><host><status state="up"/><address addr="127.0.0.1" addrtype="ipv4"/><ports>${openPort(80)}</ports></host></nmaprun>`;

  it('does not depend on where the pieces end', () => {
    const addresses: string[] = [];
    const reader = new NmapXmlReader({ onHost: ({ address }) => addresses.push(address) });
    for (const character of text) expect(reader.write(character)).toBe(true);
    expect(reader.close()).toBe(true);
    expect(addresses).toEqual(['127.0.0.1']);
  });

  it.each([
    ['depth', `<nmaprun>${'<a>'.repeat(100)}`],
    ['length of a token', `<nmaprun args="${'a'.repeat(600)}`],
    ['total length', `<nmaprun>${'<a/>'.repeat(600)}`],
  ])('refuses too much %s', (_name, hostile) => {
    const reader = new NmapXmlReader({ onHost: () => undefined }, { ...defaultLimits, totalChars: 2000, tokenChars: 500 });
    expect(reader.write(hostile)).toBe(false);
    expect(reader.problem?.kind).toBe('hostile');
  });

  it('does not know entities', () => {
    const reader = new NmapXmlReader({ onHost: () => undefined });
    expect(reader.write('<nmaprun args="&xxe;"/>')).toBe(false);
  });
});
