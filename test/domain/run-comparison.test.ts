import { describe, expect, it } from 'vitest';
import type { FindingResult } from '../../src/domain/finding.ts';
import type { PortScanObservation, ScannedPort } from '../../src/domain/observation.ts';
import { type ComparedLook, compareLooks } from '../../src/domain/run-comparison.ts';
import { finding } from './fixture.ts';

const target = { name: null, address: '192.0.2.7' };

/** `443 not-met` or `443 not-met hoch`. */
function look(findings: readonly string[], ports: Record<number, string> | null = null, complete = true): ComparedLook {
  return {
    findings: findings.map((line) => {
      const [port, result, severity = 'mittel'] = line.split(' ');
      return finding(result as FindingResult, {
        target: { ...target, port: Number(port) },
        vantage: 'internet',
        severity: severity as 'mittel',
      });
    }),
    scans: ports === null ? [] : [scan(ports, complete)],
  };
}

function scan(states: Record<number, string>, complete = true, service: ScannedPort['service'] = null): PortScanObservation {
  const ports = Object.entries(states).map(([port, state]) => ({
    port: Number(port),
    protocol: 'tcp' as const,
    state,
    reason: null,
    service,
  }));
  const data = { tool: 'nmap' as const, toolVersion: '7.93', requested: ports.map(({ port }) => port), ports, complete };
  const at = '2026-11-10T08:00:00.000Z';
  return { kind: 'port-scan', target: { ...target, port: null }, vantage: 'internet', at, outcome: { seen: true, data } };
}

const gone = {
  kind: 'port-scan',
  target: { ...target, port: null },
  vantage: 'internet',
  at: '2026-11-10T08:00:00.000Z',
} as const;
const silent: PortScanObservation = { ...gone, outcome: { seen: false, reason: 'Der Rechner hat nicht geantwortet.' } };

describe('findings', () => {
  it.each<[string, ComparedLook, ComparedLook, string[]]>([
    ['a gap where nothing was', look([]), look(['443 not-met']), ['neu']],
    ['a gap where it was in order', look(['443 met']), look(['443 phase-out']), ['neu']],
    ['a gap where it was not known', look(['443 undetermined']), look(['443 not-met']), ['neu']],
    ['in order now', look(['443 not-met']), look(['443 met']), ['weg']],
    ['the port is closed', look(['443 not-met']), look([], { 443: 'closed' }), ['weg']],
    ['no longer only running out', look(['443 phase-out']), look(['443 not-met']), ['geaendert']],
    ['more severe', look(['443 not-met']), look(['443 not-met hoch']), ['geaendert']],
    ['as it was', look(['443 not-met']), look(['443 not-met']), []],
    [
      'the port is silent, although another one answers',
      look(['443 not-met']),
      look([], { 443: 'filtered', 80: 'open' }),
      ['nicht-mehr-gesehen'],
    ],
    ['not looked at', look(['443 not-met']), look([]), ['nicht-mehr-gesehen']],
    ['looked at in vain', look(['443 not-met']), look(['443 undetermined']), ['nicht-mehr-gesehen']],
    ['the port was not asked for', look(['443 not-met']), look([], { 80: 'closed' }), ['nicht-mehr-gesehen']],
    ['the scan was stopped', look(['443 not-met']), look([], { 443: 'closed' }, false), ['nicht-mehr-gesehen']],
    ['the host is silent', look(['443 not-met']), { findings: [], scans: [silent] }, ['nicht-mehr-gesehen']],
    ['the port is open but speaks something else', look(['443 not-met']), look([], { 443: 'open' }), ['nicht-mehr-gesehen']],
    ['in order, twice', look(['443 met']), look(['443 met']), []],
  ])('%s', (_name, before, after, kinds) => {
    expect(compareLooks(before, after).findings.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('what a run looked at again and found to be something else is gone', () => {
    const before = look(['443 not-met']);
    const ended = before.findings.map(({ check, target: at, vantage }) => ({
      check,
      target: at,
      vantage,
      am: '2026-12-01T08:00:00.000Z',
    }));
    const after = { ...look([], { 443: 'open' }), ended };
    expect(compareLooks(before, after).findings.map(({ kind }) => kind)).toEqual(['weg']);
    const earlier = { ...after, ended: ended.map((each) => ({ ...each, am: '2020-01-01T08:00:00.000Z' })) };
    expect(compareLooks(before, earlier).findings.map(({ kind }) => kind)).toEqual(['nicht-mehr-gesehen']);
  });

  it('counts what was in order and could not be seen this time', () => {
    expect(compareLooks(look(['443 met', '80 met']), look(['80 met'])).inOrderNotSeen).toBe(1);
    expect(compareLooks(look(['443 met']), look([], { 443: 'closed' })).inOrderNotSeen).toBe(0);
  });
});

describe('open ports', () => {
  const ports = (before: PortScanObservation[], after: PortScanObservation[]) =>
    compareLooks({ findings: [], scans: before }, { findings: [], scans: after }).ports.map(
      ({ kind, port }) => `${kind} ${port}`,
    );

  it.each<[string, PortScanObservation[], PortScanObservation[], string[]]>([
    ['opened', [scan({ 22: 'closed', 443: 'open' })], [scan({ 22: 'open', 443: 'open' })], ['neu 22']],
    ['asked for the first time', [scan({ 443: 'open' })], [scan({ 22: 'open', 443: 'open' })], ['neu 22']],
    ['at an address nobody had looked at', [], [scan({ 22: 'open' })], ['neu 22']],
    ['closed', [scan({ 22: 'open' })], [scan({ 22: 'closed' })], ['weg 22']],
    [
      'silent, although another one answers',
      [scan({ 22: 'open', 80: 'open' })],
      [scan({ 22: 'filtered', 80: 'open' })],
      ['nicht-mehr-gesehen 22'],
    ],
    ['not asked for any more', [scan({ 22: 'open' })], [scan({ 443: 'closed' })], ['nicht-mehr-gesehen 22']],
    ['of a silent host', [scan({ 22: 'open' })], [silent], ['nicht-mehr-gesehen 22']],
    ['behind a filter, nothing answers', [scan({ 22: 'open' })], [scan({ 22: 'filtered' })], ['nicht-mehr-gesehen 22']],
    ['of a scan that was stopped', [scan({ 22: 'open' })], [scan({ 22: 'closed' }, false)], ['nicht-mehr-gesehen 22']],
    [
      'two names of one address are one host',
      [scan({ 22: 'open' }), scan({ 80: 'open' })],
      [scan({ 22: 'open', 80: 'open' })],
      [],
    ],
  ])('%s', (_name, before, after, drift) => {
    expect(ports(before, after)).toEqual(drift);
  });

  it('another detected service on the same port', () => {
    const detected = (version: string) =>
      scan({ 80: 'open' }, true, { name: 'http', method: 'probed', product: 'nginx', version });
    expect(ports([detected('1.18')], [detected('1.22')])).toEqual(['geaendert 80']);
    expect(ports([detected('1.18')], [scan({ 80: 'open' })])).toEqual([]);
  });
});
