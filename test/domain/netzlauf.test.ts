import { describe, expect, it } from 'vitest';
import {
  currentFindings,
  findingsEndedBy,
  portSeen,
  type RecordedFinding,
  type RecordedScan,
  scansNeeded,
} from '../../src/domain/netzlauf.ts';
import type { PortScan } from '../../src/domain/observation.ts';
import { finding } from './fixture.ts';

/** `L1 443 not-met`, with a name `L1 443 not-met www.beispielhain.de`; port `-` is the whole host. */
function recorded(line: string): RecordedFinding {
  const [lauf = '', port, result, name = null] = line.split(' ');
  const target = { name, address: '192.0.2.7', port: port === '-' ? null : Number(port) };
  return { ...finding(result as RecordedFinding['result'], { target }), lauf };
}

function inShort({ lauf, target, result }: RecordedFinding): string {
  return `${lauf} ${target.port ?? '-'} ${result}${target.name === null ? '' : ` ${target.name}`}`;
}

describe('findings that count', () => {
  it.each<[string, string[], string[]]>([
    ['the newer conclusion', ['L1 443 not-met', 'L2 443 met'], ['L2 443 met']],
    [
      'the older conclusion of a port the newer run says nothing of',
      ['L1 443 not-met', 'L1 80 met', 'L2 80 met'],
      ['L1 443 not-met', 'L2 80 met'],
    ],
    [
      'the older conclusion beside a newer look that told nothing',
      ['L1 443 not-met', 'L2 443 undetermined'],
      ['L1 443 not-met', 'L2 443 undetermined'],
    ],
    [
      'the same for „läuft aus“ and for „in Ordnung“',
      ['L1 443 phase-out', 'L1 80 met', 'L2 443 undetermined', 'L2 80 undetermined'],
      ['L1 443 phase-out', 'L1 80 met', 'L2 443 undetermined', 'L2 80 undetermined'],
    ],
    [
      'the older conclusions when the host did not answer',
      ['L1 443 not-met', 'L1 80 met', 'L2 - undetermined'],
      ['L1 443 not-met', 'L1 80 met', 'L2 - undetermined'],
    ],
    [
      'the older conclusion of a port that could not be told, while another one could',
      ['L1 443 not-met', 'L1 80 not-met', 'L2 443 undetermined', 'L2 80 met'],
      ['L1 443 not-met', 'L2 443 undetermined', 'L2 80 met'],
    ],
    [
      'the newest of several looks that told nothing',
      ['L1 443 not-met', 'L2 443 undetermined', 'L3 443 undetermined'],
      ['L1 443 not-met', 'L3 443 undetermined'],
    ],
    ['a conclusion after a look that told nothing', ['L1 443 undetermined', 'L2 443 met'], ['L2 443 met']],
    ['a conclusion after both', ['L1 443 not-met', 'L2 443 undetermined', 'L3 443 met'], ['L3 443 met']],
    [
      'each name of an address for itself',
      ['L1 443 not-met www.example', 'L2 443 met alt.example', 'L3 443 met'],
      ['L1 443 not-met www.example', 'L2 443 met alt.example', 'L3 443 met'],
    ],
  ])('%s', (_name, all, counting) => {
    expect(currentFindings(all.map(recorded)).map(inShort)).toEqual(counting);
  });
});

/** `L2 443 closed, 80 open`: a complete scan that asked for exactly these ports; `unfinished` in front: it was stopped. */
function scan(line: string, more: { address?: string; at?: string } = {}): RecordedScan {
  const [, unfinished, lauf = '', ports = ''] = /^(unfinished )?(L\d+) (.*)$/.exec(line) ?? [];
  const found = ports.split(', ').map((each) => {
    const [port, state = ''] = each.split(' ');
    return { port: Number(port), protocol: 'tcp' as const, state, reason: null, service: null };
  });
  const data: PortScan = {
    tool: 'connect',
    toolVersion: null,
    requested: found.map(({ port }) => port),
    ports: found,
    complete: unfinished === undefined,
  };
  const { address = '192.0.2.7', at = '2026-12-01T08:00:00.000Z' } = more;
  const target = { name: null, address, port: null };
  return { lauf, scan: { kind: 'port-scan', target, vantage: 'host', at, outcome: { seen: true, data } } };
}

describe('a later scan of the ports', () => {
  it.each<[string, string[], RecordedScan[], string[]]>([
    ['ends what is closed since', ['L1 443 not-met'], [scan('L2 443 closed, 80 open')], []],
    [
      'ends nothing that was silent, although another port answered: a filter that shuts us out looks the same',
      ['L1 443 not-met'],
      [scan('L2 443 filtered, 80 open')],
      ['L1 443 not-met'],
    ],
    [
      'that met silence on one port does not let the other one displace its finding',
      ['L1 443 not-met', 'L1 80 not-met', 'L2 80 met'],
      [scan('L2 443 filtered, 80 open')],
      ['L1 443 not-met', 'L2 80 met'],
    ],
    ['ends an unsettled one, too', ['L1 443 undetermined'], [scan('L2 443 closed')], []],
    ['ends nothing where no port answered', ['L1 443 not-met'], [scan('L2 443 filtered')], ['L1 443 not-met']],
    ['ends nothing it did not ask for', ['L1 443 not-met'], [scan('L2 80 closed')], ['L1 443 not-met']],
    ['ends nothing when it was stopped', ['L1 443 not-met'], [scan('unfinished L2 443 closed')], ['L1 443 not-met']],
    ['ends nothing of an open port', ['L1 443 not-met'], [scan('L2 443 open')], ['L1 443 not-met']],
    [
      'of another address ends nothing',
      ['L1 443 not-met'],
      [scan('L2 443 closed', { address: '192.0.2.8' })],
      ['L1 443 not-met'],
    ],
    [
      'that was made before the finding ends nothing, even if recorded later',
      ['L1 443 not-met'],
      [scan('L2 443 closed', { at: '2020-01-01T08:00:00.000Z' })],
      ['L1 443 not-met'],
    ],
    ['of TCP says nothing about a service of UDP', ['L1 161 not-met'], [scan('L2 161 closed')], ['L1 161 not-met']],
    ['says nothing about the whole host', ['L1 - not-met'], [scan('L2 443 closed')], ['L1 - not-met']],
    [
      'that left a port out keeps its finding beside the new ones',
      ['L1 8443 not-met', 'L1 443 met', 'L2 443 met'],
      [scan('L2 443 open')],
      ['L1 8443 not-met', 'L2 443 met'],
    ],
  ])('%s', (_name, all, scans, counting) => {
    expect(currentFindings(all.map(recorded), scans).map(inShort)).toEqual(counting);
  });

  it('before: the finding about the last TLS port stayed for ever', () => {
    expect(currentFindings(['L1 443 not-met'].map(recorded)).map(inShort)).toEqual(['L1 443 not-met']);
  });

  it('is loaded only for addresses with a port, and only from runs after the one that judged it', () => {
    const needed = scansNeeded(['L1 443 not-met', 'L2 443 met', 'L2 80 undetermined', 'L1 - met'].map(recorded));
    expect([...needed.values()].map(({ lauf }) => lauf)).toEqual(['L2']);
    expect(scansNeeded(['L1 443 met', 'L2 443 undetermined'].map(recorded)).get('192.0.2.7')?.lauf).toBe('L1');
    expect(scansNeeded(['L1 - met'].map(recorded)).size).toBe(0);
  });
});

describe('a run puts an end to older findings', () => {
  const later = '2026-12-01T08:00:00.000Z';
  const old = recorded('L1 443 not-met');
  const check = { id: old.check, observes: ['tls' as const] };
  const seen = { kind: 'tls', target: old.target, vantage: 'host', at: later, outcome: { seen: true, data: null } } as const;
  const asked = new Set([check.id]);
  const nothing = { observations: [], scans: [], asked, findings: [] };
  const ends = (run: Partial<Parameters<typeof findingsEndedBy>[0]>, checks = [check], current = [old]) =>
    findingsEndedBy({ ...nothing, ...run }, checks, current).map(({ am }) => am);

  it('where the check was asked again and has nothing to say', () => {
    expect(ends({ observations: [seen] } as never)).toEqual([later]);
  });

  it.each<[string, Parameters<typeof ends>]>([
    ['it was not asked', [{ observations: [seen], asked: new Set() } as never]],
    ['another kind of look was taken', [{ observations: [{ ...seen, kind: 'login' }] } as never]],
    ['another port was looked at', [{ observations: [{ ...seen, target: { ...old.target, port: 8443 } }] } as never]],
    ['it was seen from elsewhere', [{ observations: [{ ...seen, vantage: 'internet' }] } as never]],
    ['nothing was seen', [{ observations: [{ ...seen, outcome: { seen: false, reason: 'still' } }] } as never]],
    ['the look is older', [{ observations: [{ ...seen, at: '2020-01-01T00:00:00.000Z' }] } as never]],
    ['the check says something', [{ observations: [seen], findings: [old] } as never]],
    ['the port kept silent', [{ scans: [scan('L2 443 filtered, 80 open').scan] }]],
    [
      'it may be about UDP',
      [{ scans: [scan('L2 161 closed').scan] }, [{ ...check, observes: ['open-access'] as never }], [recorded('L1 161 not-met')]],
    ],
  ])('but not where %s', (_name, given) => {
    expect(ends(...given)).toEqual([]);
  });

  const inClear = { ...seen, kind: 'http', outcome: { seen: true, data: { scheme: 'http' } } };
  const greeting = { ...seen, kind: 'ssh', outcome: { seen: true, data: null } };
  const noTls = { ...seen, outcome: { seen: false, reason: 'Der Dienst spricht kein TLS.' } };
  const silent = { ...seen, outcome: { seen: false, reason: 'Keine Antwort innerhalb der Zeitgrenze.' } };

  it('where another protocol is spoken now, also if the check cannot say anything of it', () => {
    const open = recorded('L2 443 undetermined');
    expect(ends({ observations: [inClear] } as never)).toEqual([later]);
    expect(ends({ observations: [greeting] } as never)).toEqual([later]);
    expect(ends({ observations: [noTls, inClear], findings: [open] } as never)).toEqual([later]);
    expect(ends({ observations: [seen] } as never, [{ ...check, observes: ['ssh'] as never }])).toEqual([later]);
  });

  it('but what is said of the place now stays', () => {
    const open = { ...recorded('L2 443 undetermined'), seenAt: later };
    const [am = ''] = ends({
      observations: [noTls, { ...inClear, at: '2026-12-01T08:00:01.000Z' }],
      findings: [open],
    } as never);
    const ended = { check: old.check, target: old.target, vantage: old.vantage, am };
    expect(currentFindings([old, open], [], [ended])).toEqual([open]);
  });

  it('not where what the check needs was left out, or an error page stands in for the service', () => {
    const page = (status: number) => ({ ...seen, kind: 'http', outcome: { seen: true, data: { scheme: 'https', status } } });
    const web = [{ ...check, observes: ['http'] as never }];
    expect(ends({ observations: [page(200)] } as never, web)).toEqual([later]);
    expect(ends({ observations: [page(200)], leftOut: () => true } as never, web)).toEqual([]);
    expect([403, 503].flatMap((status) => ends({ observations: [page(status)] } as never, web))).toEqual([]);
  });

  it.each<[string, unknown[]]>([
    ['TLS was silent: a web server also answers in clear on its TLS port', [silent, inClear]],
    ['the web page came by TLS', [{ ...inClear, outcome: { seen: true, data: { scheme: 'https' } } }]],
    ['nothing was understood', [noTls]],
  ])('but not where %s', (_name, observations) => {
    expect(ends({ observations } as never)).toEqual([]);
  });

  it('where the port was closed, also if TLS is asked on a port that UDP has, too', () => {
    expect(ends({ scans: [scan('L2 443 closed').scan] })).toEqual([later]);
    expect(ends({ scans: [scan('L2 389 closed').scan] }, [check], [recorded('L1 389 not-met')])).toEqual([later]);
  });

  it('and what was found after that counts again', () => {
    const ended = { check: old.check, target: old.target, vantage: old.vantage, am: later };
    expect(currentFindings([old], [], [ended])).toEqual([]);
    const again = { ...old, lauf: 'L3', seenAt: '2026-12-02T08:00:00.000Z' };
    expect(currentFindings([old, again], [], [ended])).toEqual([again]);
  });
});

it('an old result that was read in late displaces nothing newer', () => {
  const [newer, older] = ['L1 443 met', 'L2 443 not-met'].map(recorded) as [RecordedFinding, RecordedFinding];
  expect(currentFindings([newer, { ...older, seenAt: '2020-01-01T08:00:00.000Z' }]).map(inShort)).toEqual(['L1 443 met']);
});

it('a port nobody asked for is unknown, not closed', () => {
  const { outcome } = scan('L1 80 closed').scan;
  if (!outcome.seen) throw new Error('seen');
  expect(portSeen(outcome.data, 80)).toBe('not-open');
  expect(portSeen(outcome.data, 443)).toBe('unknown');
});
