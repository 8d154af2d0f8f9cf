/** Files of nmap XML made elsewhere: old versions, cut ones, several in one, and what is no such file at all. */
import { describe, expect, it } from 'vitest';
import { ProgressMender } from '../../../src/collect/nmap/progress-mender.ts';
import { type ReadFile, readNmapDocuments } from '../../../src/collect/nmap/read-documents.ts';
import type { ScriptData, ScriptOutput } from '../../../src/collect/nmap/script-output.ts';
import { type NmapHost, type NmapProgress, NmapXmlReader } from '../../../src/collect/nmap/xml-reader.ts';
import { closedHost, nmapXml } from './fake-nmap.ts';

interface Read extends ReadFile {
  hosts: NmapHost[];
}

async function read(content: string | Uint8Array, pieceBytes = 7): Promise<Read> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  const hosts: NmapHost[] = [];
  return { ...(await readNmapDocuments(pieces(), (host) => hosts.push(host))), hosts };
}

const addressesOf = ({ hosts }: Read) => hosts.map(({ address }) => address);
const problemsOf = ({ documents }: Read) => documents.map(({ problem }) => problem?.kind ?? null);

describe('documents', () => {
  const first = nmapXml(closedHost('192.0.2.1', '80', 1));
  const second = nmapXml(closedHost('192.0.2.2', '80', 1));

  it.each([1, 2, 7, 64, 100_000])('two in one file are read one after the other, in pieces of %i bytes', async (size) => {
    const both = await read(`${first}\n\n${second}\n`, size);
    expect(addressesOf(both)).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(problemsOf(both)).toEqual([null, null]);
  });

  it('the second follows without the first having ended', async () => {
    const cut = first.slice(0, first.indexOf('<runstats>'));
    const middleOfTag = `${cut}<host><address addr="192.0.2.9`;
    for (const broken of [cut, middleOfTag]) {
      const both = await read(`${broken}${second}`);
      expect(addressesOf(both)).toEqual(['192.0.2.1', '192.0.2.2']);
      expect(problemsOf(both)).toEqual(['cut', null]);
    }
  });

  it('a comment and white space behind the last change nothing', async () => {
    expect(problemsOf(await read(`${first}\n<!-- Nmap run completed -->\n`))).toEqual([null]);
  });

  it('cut at any byte: finished hosts are kept, the end is noticed', async () => {
    const whole = nmapXml(`${closedHost('192.0.2.1', '80', 1)}${closedHost('192.0.2.2', '80', 1)}`);
    const firstEnds = whole.indexOf('</host>') + '</host>'.length;
    for (let length = 1; length < whole.length; length += 3) {
      const cut = await read(whole.slice(0, length), 64);
      expect(problemsOf(cut)).toEqual(['cut']);
      if (length >= firstEnds) expect(addressesOf(cut)[0]).toBe('192.0.2.1');
      else expect(cut.hosts).toEqual([]);
    }
  });

  it('problems are named with the line of the file', async () => {
    const broken = `${first}\n${second.replace('<ports>', '\n<ports <')}`;
    const { documents } = await read(broken);
    const line = broken.slice(0, broken.indexOf('<ports <')).split('\n').length;
    expect(documents[1]?.problem).toMatchObject({ kind: 'malformed', line });
  });

  it('PowerShell’s UTF-16 and a byte order mark are read, too', async () => {
    const utf16 = Buffer.from(`\ufeff${first}`, 'utf16le');
    expect(addressesOf(await read(utf16))).toEqual(['192.0.2.1']);
    expect(addressesOf(await read(utf16.swap16()))).toEqual(['192.0.2.1']);
    expect(addressesOf(await read(`\ufeff${first}`))).toEqual(['192.0.2.1']);
  });

  it.each([
    ['nothing', '', []],
    ['a text', 'Nmap scan report for 192.0.2.1\n', ['malformed']],
    ['another XML', '<html><body/></html>', ['foreign']],
    ['an entity bomb', '<!DOCTYPE a [<!ENTITY b "c">]><nmaprun/>', ['hostile']],
    ['an entity', '<nmaprun args="&b;"/>', ['malformed']],
    ['depth', `<nmaprun>${'<a>'.repeat(100)}`, ['hostile']],
    ['a giant attribute', `<nmaprun><host comment="${'a'.repeat(1_200_000)}"/></nmaprun>`, ['hostile']],
    ['a giant text', `<nmaprun>${'a'.repeat(1_200_000)}</nmaprun>`, ['hostile']],
    ['a host without end', `<nmaprun><host>${'<smurf responses="9"/>'.repeat(500_000)}`, ['hostile']],
  ])('%s', async (_name, content, problems) => {
    const result = await read(content, 65_536);
    expect(result.hosts).toEqual([]);
    expect(problemsOf(result)).toEqual(problems);
  });
});

describe('what real files hold', () => {
  it('nmap 3.75: no reasons, no exit, no XML version of today', async () => {
    const old = `<?xml version="1.0" ?>
<!-- nmap 3.75 scan initiated Tue Nov  9 12:33:20 2004 as: nmap -oX x 192.0.2.1 -->
<nmaprun scanner="nmap" args="nmap -oX x 192.0.2.1" start="1100000000" startstr="x" version="3.75" xmloutputversion="1.01">
<scaninfo type="connect" protocol="tcp" numservices="3" services="22-23,80" />
<verbose level="0" />
<debugging level="0" />
<host><status state="up" />
<address addr="192.0.2.1" addrtype="ipv4" />
<hostnames><hostname name="alt.beispielhain.de" type="PTR" /></hostnames>
<ports><extraports state="closed" count="2" />
<port protocol="tcp" portid="23"><state state="open" /><service name="telnet" method="table" conf="3" /></port>
</ports>
</host>
<runstats><finished time="1100000010" timestr="x"/><hosts up="1" down="0" total="1" />
<!-- Nmap run completed at x; 1 IP address (1 host up) scanned in 0.3 seconds -->
</runstats></nmaprun>`;
    const { documents, hosts } = await read(old);
    expect(documents[0]).toMatchObject({
      problem: null,
      document: {
        scanner: 'nmap',
        version: '3.75',
        startedAt: 1_100_000_000,
        finishedAt: 1_100_000_010,
        finished: true,
        exit: null,
        asked: [
          {
            protocol: 'tcp',
            ports: [
              [22, 23],
              [80, 80],
            ],
          },
        ],
      },
    });
    expect(hosts[0]).toMatchObject({
      status: 'up',
      ports: [{ port: 23, state: 'open', reason: null, service: { method: 'table' } }],
      summed: [{ state: 'closed', count: 2, parts: [] }],
    });
  });

  it('states, kinds of names and elements nobody has heard of pass', async () => {
    const host = `<host starttime="1795344398" comment="x"><status state="probably"/><address addr="00:11:22:33:44:55" addrtype="mac" vendor="X"/>
      <address addr="2001:db8::7" addrtype="ipv6"/><hostnames><hostname name="www.beispielhain.de" type="user"/><hostname name="x" type="custom"/></hostnames>
      <ports><extraports state="unfiltered" count="3"><extrareasons reason="reset" count="3" proto="tcp" ports="1-3"/></extraports>
      <port protocol="udp" portid="53"><state state="open|filtered" reason="no-response"/><service name="domain" conf="?" method="guess"/></port>
      <port protocol="sctp" portid="9"><state state="open"/></port><port protocol="tcp" portid="x"/><port/></ports>
      <neuheit wert="1"/><os><osmatch name="x"><osclass accuracy="?"/></osmatch></os></host>`;
    const { hosts } = await read(nmapXml(host));
    expect(hosts[0]).toMatchObject({
      address: '2001:db8::7',
      status: 'probably',
      startedAt: 1_795_344_398,
      names: [
        { name: 'www.beispielhain.de', type: 'user' },
        { name: 'x', type: 'custom' },
      ],
      ports: [{ port: 53, protocol: 'udp', state: 'open|filtered', service: { method: 'table' } }],
      summed: [{ state: 'unfiltered', parts: [{ protocol: 'tcp' }] }],
      extra: ['neuheit'],
    });
  });
});

describe('progress written into another tag (nmap 7.70)', () => {
  const progress = '<taskprogress task="Connect Scan" time="1" percent="9.84" remaining="10" etc="2"/>\n';
  const xml = nmapXml(closedHost('192.0.2.1', '80', 1));

  it('is cut out, wherever it stands and however the pieces fall', () => {
    for (let at = xml.indexOf('<host>') + 1; at < xml.indexOf('</host>'); at += 5) {
      const torn = xml.slice(0, at) + progress + xml.slice(at);
      for (const size of [1, 13, torn.length]) {
        const addresses: string[] = [];
        const reader = new NmapXmlReader({ onHost: ({ address }) => addresses.push(address) });
        for (let from = 0; from < torn.length; from += size) reader.write(torn.slice(from, from + size));
        expect(reader.close(), `cut at ${at}: ${reader.problem?.text}`).toBe(true);
        expect(addresses).toEqual(['192.0.2.1']);
      }
    }
  });

  it('stays where it belongs', () => {
    const seen: NmapProgress[] = [];
    const reader = new NmapXmlReader({ onHost: () => undefined, onProgress: (step) => seen.push(step) });
    reader.write(`<nmaprun>${progress}${progress.replace('remaining="10" ', '')}`);
    expect(seen).toEqual([
      { task: 'Connect Scan', percent: 9.84, remainingSeconds: 10 },
      { task: 'Connect Scan', percent: 9.84, remainingSeconds: null },
    ]);
  });

  it('without end is left to the parser, which refuses it', () => {
    const mender = new ProgressMender();
    const torn = `<host <taskprogress ${'a'.repeat(5000)}`;
    expect(mender.write(torn)).toBe(torn);
  });
});

describe('what scripts wrote', () => {
  function script(inner: string, attributes = 'id="x" output="y"'): ScriptOutput | undefined {
    const hosts: NmapHost[] = [];
    const reader = new NmapXmlReader({ onHost: (host) => hosts.push(host), keepScripts: true });
    reader.write(
      `<nmaprun><host><address addr="192.0.2.1" addrtype="ipv4"/><ports><port protocol="tcp" portid="443"><state state="open"/><script ${attributes}>${inner}</script></port></ports></host>`,
    );
    return hosts[0]?.ports[0]?.scripts[0];
  }

  it.each<[string, string, ScriptData | null]>([
    ['nothing but text', '', null],
    ['keys', '<elem key="a">1</elem><elem key="b">2</elem>', { a: '1', b: '2' }],
    ['no keys', '<elem>1</elem><elem>2</elem>', ['1', '2']],
    ['one key twice', '<elem key="a">1</elem><elem key="a">2</elem><elem key="b">3</elem>', { a: ['1', '2'], b: '3' }],
    ['mixed, in order', '<elem>1</elem><elem key="a">2</elem><elem>3</elem>', ['1', { a: '2' }, '3']],
    [
      'tables in tables',
      '<table key="t"><table><elem key="n">1</elem></table><table><elem key="n">2</elem></table></table>',
      { t: [{ n: '1' }, { n: '2' }] },
    ],
    ['an empty table', '<table key="t"></table>', { t: [] }],
    ['entities and line feeds', '<elem key="a">x &lt; y&#xa;z</elem>', { a: 'x < y\nz' }],
    ['bytes that are no text', '<elem>\\xC3\\x28</elem>', ['\\xC3\\x28']],
  ])('%s', (_name, inner, data) => {
    expect(script(inner)).toEqual({ id: 'x', text: 'y', data });
  });

  it('a key cannot reach into our own objects', () => {
    const found = script('<table key="__proto__"><elem key="polluted">ja</elem></table>');
    expect(Object.keys(found?.data ?? {})).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('terminal control characters become blanks, line feeds stay', () => {
    expect(script('', 'id="x" output="eins&#xa;zwei&#x9b;31m&#x202e;drei"')?.text).toBe('eins\nzwei 31m drei');
  });

  it('of the host as a whole stand apart, and nothing is kept unasked', () => {
    const xml = nmapXml(
      '<host><address addr="192.0.2.1" addrtype="ipv4"/><ports><port protocol="tcp" portid="445"><state state="open"/><script id="p" output=""/></port></ports><hostscript><script id="h" output="x"><elem key="a">1</elem></script></hostscript></host>',
    );
    const read = (keepScripts: boolean) => {
      const hosts: NmapHost[] = [];
      const reader = new NmapXmlReader({ onHost: (host) => hosts.push(host), keepScripts });
      reader.write(xml);
      return hosts[0];
    };
    expect(read(true)).toMatchObject({
      hostScripts: [{ id: 'h', data: { a: '1' } }],
      ports: [{ scripts: [{ id: 'p' }] }],
      extra: [],
    });
    expect(read(false)).toMatchObject({ hostScripts: [], ports: [{ scripts: [] }] });
  });
});
