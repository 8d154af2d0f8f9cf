/** Findings for other programs: whatever a server writes into its banner, every format stays one that others can read. */
import { describe, expect, it } from 'vitest';
import { findingResults } from '../../src/domain/finding.ts';
import { readCsv } from '../../src/exchange/csv.ts';
import { findingsCsv } from '../../src/exchange/findings-csv.ts';
import {
  type ExportedFinding,
  type FindingsDocument,
  monitoringState,
  worstState,
} from '../../src/exchange/findings-document.ts';
import { checkmkLines, nagiosOutput } from '../../src/exchange/monitoring.ts';
import { prometheusText } from '../../src/exchange/prometheus.ts';
import { sarifLog } from '../../src/exchange/sarif.ts';

function found(changes: Partial<ExportedFinding> = {}): ExportedFinding {
  return {
    check: 'tls-protocol-version',
    titel: 'Angebotene TLS-Versionen',
    ziel: 'www.beispielhain.de (192.0.2.7):443',
    blickwinkel: 'internet',
    zielobjekt: 'WEB',
    ergebnis: 'not-met',
    schwere: 'hoch',
    text: 'Der Dienst nimmt auch veraltete Versionen an: TLS 1.0.',
    controls: ['WEB-01.03'],
    gesehenAm: '2026-11-20T10:00:00.000Z',
    alterTage: 2,
    lauf: 'L1',
    erklaerung: null,
    ...changes,
  };
}

const explained = {
  stand: 'gilt',
  bis: '2027-03-31',
  begruendung: 'Altes Fachverfahren',
  verantwortlich: 'Jan Krause',
  text: 'erklärt bis 31.03.2027 (Jan Krause: Altes Fachverfahren)',
} as const;

function documentOf(befunde: readonly ExportedFinding[], changes: Partial<FindingsDocument> = {}): FindingsDocument {
  return {
    kommune: 'beispielhain',
    stand: '2026-11-22',
    programmVersion: '0.1.0',
    katalog: { id: 'burgward', edition: '2026.1' },
    lauf: { id: 'L1', beendet: '2026-11-20T10:00:05.000Z', vollstaendig: true, alterTage: 2 },
    befunde,
    checks: [
      { id: 'tls-protocol-version', titel: 'Angebotene TLS-Versionen', frage: 'Nur freigegebene?', abhilfe: 'Abschalten.' },
    ],
    ...changes,
  };
}

describe('the state for a monitoring', () => {
  it.each<[string, Partial<ExportedFinding>, number]>([
    ['not in order and grave', {}, 2],
    ['not in order, less grave', { schwere: 'mittel' }, 1],
    ['not in order, explained', { erklaerung: explained }, 1],
    ['explained once, lapsed', { erklaerung: { ...explained, stand: 'abgelaufen' } }, 2],
    ['running out', { ergebnis: 'phase-out' }, 1],
    ['undetermined', { ergebnis: 'undetermined' }, 3],
    ['in order', { ergebnis: 'met' }, 0],
    ['in order, but seen 91 days ago', { ergebnis: 'met', alterTage: 91 }, 3],
  ])('%s', (_name, changes, state) => {
    expect(monitoringState(found(changes))).toBe(state);
  });

  it('of several is the worst, of nothing it is unknown', () => {
    expect([worstState([0, 3]), worstState([3, 1]), worstState([1, 2]), worstState([0]), worstState([])]).toEqual([
      3, 1, 2, 0, 3,
    ]);
  });

  it('nothing found and nothing checked is never OK', () => {
    for (const empty of [documentOf([]), documentOf([], { lauf: null })]) {
      expect(nagiosOutput(empty).state).toBe(3);
      expect(nagiosOutput(empty).text).toMatch(/^NETZ UNKNOWN - /);
    }
    expect(checkmkLines(documentOf([], { lauf: null }))).toMatch(/^3 "Netz beispielhain Pruefstand" - /);
  });
});

it('Checkmk gets one service per target, with metrics, and details behind an escaped line break', () => {
  const text = checkmkLines(
    documentOf([
      found(),
      found({ ergebnis: 'undetermined', check: 'http-hsts' }),
      found({ ziel: '192.0.2.9:22', ergebnis: 'met' }),
    ]),
  );
  const lines = text.trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toBe('0 "Netz beispielhain Pruefstand" alter_tage=2;90 L1 vom 20.11.2026');
  expect(lines[1]).toMatch(
    /^2 "Netz beispielhain www\.beispielhain\.de \(192\.0\.2\.7\):443 internet" in_ordnung=0\|nicht_in_ordnung=1\|auslaufend=0\|unbestimmt=1 1 nicht in Ordnung, 1 unbestimmt\\nnicht in Ordnung \(hoch\): /,
  );
  expect(lines[2]).toMatch(/^0 "Netz beispielhain 192\.0\.2\.9:22 internet" in_ordnung=1/);
});

it('Nagios gets a first line with metrics and the worst findings below, not all of a thousand', () => {
  const { text, state } = nagiosOutput(
    documentOf([found({ ergebnis: 'undetermined' }), found({ erklaerung: explained }), found()]),
  );
  const [first, worst] = text.split('\n');
  expect(state).toBe(2);
  expect(first).toBe(
    'NETZ CRITICAL - beispielhain: 2 nicht in Ordnung, 1 unbestimmt, davon 1 erklärt (L1 vom 20.11.2026) | in_ordnung=0 nicht_in_ordnung=2 auslaufend=0 unbestimmt=1',
  );
  expect(worst).not.toContain('erklärt bis');
  const many = nagiosOutput(documentOf(Array.from({ length: 1000 }, () => found({ text: 'x'.repeat(5000) })))).text;
  expect(Buffer.byteLength(many)).toBeLessThan(8192);
  expect(many).toContain('… und 975 weitere');
});

it('SARIF has the fields the standard demands, and says what is explained or not known', () => {
  const log = JSON.parse(
    sarifLog(
      documentOf([
        found(),
        found({ erklaerung: explained }),
        ...findingResults.map((ergebnis) => found({ ergebnis, check: 'weg' })),
      ]),
    ),
  );
  expect(log.version).toBe('2.1.0');
  const [run] = log.runs;
  expect(run.tool.driver).toMatchObject({ name: 'burgward', rules: [{ id: 'tls-protocol-version' }] });
  expect(run.results.map(({ kind, level }: { kind: string; level: string }) => `${kind} ${level}`)).toEqual([
    'fail error',
    'fail error',
    'pass none',
    'fail error',
    'fail warning',
    'open none',
  ]);
  for (const each of run.results) {
    expect(typeof each.message.text).toBe('string');
    expect(each.locations[0].logicalLocations[0].fullyQualifiedName).toContain('192.0.2.7');
  }
  expect(run.results[0]).toMatchObject({ ruleIndex: 0 });
  expect(run.results[0].suppressions).toBeUndefined();
  expect(run.results[1].suppressions).toMatchObject([{ kind: 'external', status: 'accepted' }]);
  // A check the catalogue no longer has: no index into the rules.
  expect(run.results[2].ruleIndex).toBeUndefined();
});

describe('hostile text', () => {
  const hostile: readonly (readonly [string, string])[] = [
    ['line breaks', 'SSH\r\n0 "Netz alles gut" - OK\n# TYPE x counter\nx 1'],
    ['line separators', 'SSH\u2028NETZ OK\u2029\u0085OK\v\f'],
    ['pipes', 'nginx | nicht_in_ordnung=0;;;'],
    ['quotes and backslashes', 'a"} 1\\nOK\\" \\'],
    ['escape sequences', '\u001b[2J\u001b]0;gut\u0007\u009b1A'],
    ['formulas', '=HYPERLINK("http://böse")'],
    ['formulas behind a blank', ' @SUM(A1)'],
    ['reversed text', 'gut\u202Etug\u2066'],
    ['state markers', 'Dienst (!!) (?) (.)'],
    ['half a character', 'x\uD800y'],
    ['nothing', ''],
  ];

  it.each(hostile)('%s', (_name, evil) => {
    const document = documentOf([
      found({ text: evil, titel: evil, ziel: `${evil}:443` }),
      found({
        text: evil,
        ergebnis: 'undetermined',
        ziel: `${evil}:443`,
        erklaerung: { ...explained, text: evil, verantwortlich: evil },
      }),
    ]);
    const formats = {
      checkmk: checkmkLines(document),
      nagios: nagiosOutput(document).text,
      prometheus: prometheusText(document),
      sarif: sarifLog(document),
      csv: findingsCsv(document).replace(/^\ufeff/, ''),
    };
    for (const [format, text] of Object.entries(formats)) {
      expect(text, format).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|[^\P{Cc}\r\n]/u);
      expect(Buffer.from(text, 'utf8').toString('utf8'), format).toBe(text);
    }
    const services = formats.checkmk.trimEnd().split('\n');
    expect(services).toHaveLength(2);
    expect(services[1]).toMatch(/^2 "[^"|\\]*" in_ordnung=0\|nicht_in_ordnung=1\|auslaufend=0\|unbestimmt=1 [^|]*$/);

    const plugin = formats.nagios.trimEnd().split('\n');
    expect(plugin).toHaveLength(3);
    expect(plugin[0]).toMatch(/^NETZ CRITICAL - [^|]* \| in_ordnung=0 nicht_in_ordnung=1 auslaufend=0 unbestimmt=1$/);
    expect(plugin.slice(1).join('')).not.toContain('|');

    const sample = /^[a-z_]+\{(?:[a-z]+="(?:[^"\\\n]|\\["\\n])*",?)*\} \d+$/;
    const lines = formats.prometheus.trimEnd().split('\n');
    expect(lines.filter((line) => !line.startsWith('# ') && !sample.test(line))).toEqual([]);
    const names = lines.filter((line) => !line.startsWith('#')).map((line) => line.slice(0, line.lastIndexOf(' ')));
    expect(new Set(names).size).toBe(names.length);

    expect(JSON.parse(formats.sarif).runs[0].results).toHaveLength(2);

    const cells = readCsv(Buffer.from(findingsCsv(document)), 'befunde.csv');
    expect(cells.map((row) => row.length)).toEqual([13, 13, 13]);
    expect(cells.flat().filter((cell) => /^[=+\-@\t]/.test(cell))).toEqual([]);
  });

  it('the same findings give the same bytes', () => {
    const once = documentOf(hostile.map(([, text]) => found({ text })));
    for (const format of [checkmkLines, prometheusText, sarifLog, findingsCsv]) expect(format(once)).toBe(format(once));
  });
});
