import { describe, expect, it } from 'vitest';
import { currentFindings, type RecordedFinding } from '../../src/domain/netzlauf.ts';
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
