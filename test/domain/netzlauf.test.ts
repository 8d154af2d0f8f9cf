import { describe, expect, it } from 'vitest';
import { currentFindings, portSeen, type RecordedFinding, type RecordedScan, scansNeeded } from '../../src/domain/netzlauf.ts';
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
    ['a port closed since', ['L1 443 not-met', 'L1 80 met', 'L2 80 met'], ['L2 80 met']],
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
    ['ends it although silent, if another port answered', ['L1 443 not-met'], [scan('L2 443 filtered, 80 open')], []],
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
