import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ErrorJson } from '../../src/cli/report-error.ts';
import { type CliOptions, runCli } from '../run-cli.ts';

const probe = (args: readonly string[], options: CliOptions = {}) =>
  runCli(args, { script: 'test/cli/fixtures/run.ts', ...options });

describe('every class of error ends with its exit code, with and without --json', () => {
  it.each([
    ['aufruf', 2, 'AUFRUF', 'Falscher Aufruf.'],
    ['ungueltig', 3, 'UNGUELTIG', 'AGS 123 hat drei Ziffern.'],
    ['unbekannt', 3, 'UNBEKANNT', 'Die Kommune beispielheim gibt es nicht.'],
    ['vorhanden', 3, 'VORHANDEN', 'Die Kommune beispielhain gibt es schon.'],
    ['katalog', 3, 'KATALOG', 'WEB-01.yaml, Zeile 14, level: erwartet basis'],
    ['datei', 3, 'DATEI', 'Die Datei ist beschädigt.'],
    ['umgebung', 4, 'UMGEBUNG', 'Die Datenbank ist gesperrt.'],
    ['rechte', 4, 'UMGEBUNG', 'Kein Zugriff: /gesperrt'],
    ['freigabe', 5, 'KEINE_FREIGABE', 'Für 192.0.2.1 liegt keine Freigabe vor.'],
    ['abbruch', 130, 'ABBRUCH', 'Abgebrochen.'],
    ['eingabe', 130, 'ABBRUCH', 'Abgebrochen.'],
  ])('%s: %i', async (kind, exitCode, code, message) => {
    const plain = await probe(['probe', 'werfen', kind]);
    expect(plain).toMatchObject({ exitCode, stdout: '' });
    expect(plain.stderr).toMatch(/^Fehler: [\s\S]+\nHinweis: .+\n$/);
    expect(plain.stderr).toContain(message);

    const json = await probe(['probe', 'werfen', kind, '--json']);
    expect(json).toMatchObject({ exitCode, stderr: '' });
    const { error } = json.json<ErrorJson>();
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    expect(Object.keys(error)).toEqual(['code', 'message', 'hint']);
  });

  it('a bug: 70, with its stack on standard error', async () => {
    const plain = await probe(['probe', 'werfen', 'fehler']);
    expect(plain).toMatchObject({ exitCode: 70, stdout: '' });
    expect(plain.stderr).toMatch(/^Unerwarteter Fehler im Programm\.[\s\S]+TypeError: x is not a function\n +at .*werfen\.ts/);

    const json = await probe(['probe', 'werfen', 'fehler', '--json']);
    expect(json.exitCode).toBe(70);
    expect(json.json<ErrorJson>().error.code).toBe('PROGRAMMFEHLER');
    expect(json.stderr).toContain('werfen.ts');
  });
});

describe('success', () => {
  it('prints for people, or exactly one JSON value', async () => {
    const plain = await probe(['probe', 'zahlen']);
    expect(plain).toMatchObject({ exitCode: 0, stdout: 'Zeile 0\nZeile 1\nZeile 2\n' });
    const json = await probe(['probe', 'zahlen', '--json']);
    expect(json.exitCode).toBe(0);
    expect(json.json()).toEqual([0, 1, 2]);
    expect((await probe(['probe', 'zahlen', '--viele', '0', '--json'])).json()).toEqual([]);
  });

  it('keeps hints out of the JSON value', async () => {
    const { json, stderr } = await probe(['probe', 'alles', 'x', '--kommune', 'beispielhain', '--json']);
    expect(json()).toMatchObject({ name: 'x', kommune: 'beispielhain' });
    expect(stderr).toBe('Ein Hinweis.\n');
  });

  it('ends with 1 only when gaps were asked for, and still prints the result', async () => {
    const gaps = await probe(['probe', 'zahlen', '--fehler-bei', 'offen', '--json']);
    expect(gaps.exitCode).toBe(1);
    expect(gaps.json()).toEqual([0, 1, 2]);
  });

  it('takes the Kommune from the environment, and checks it the same way', async () => {
    const named = await probe(['probe', 'alles', 'x', '--json'], { env: { BURGWARD_KOMMUNE: 'beispielhain' } });
    expect(named.json()).toMatchObject({ kommune: 'beispielhain' });
    const wrong = await probe(['probe', 'alles', 'x', '--json'], { env: { BURGWARD_KOMMUNE: 'Beispiel Hain' } });
    expect(wrong.exitCode).toBe(3);
    expect(wrong.json<ErrorJson>().error.message).toBe('„Beispiel Hain“ ist kein Kurzname.');
  });
});

describe('being stopped', () => {
  const stop = (signal: NodeJS.Signals, ...flags: string[]) =>
    probe(['probe', 'warten', ...flags], { signalAt: { text: 'bereit', signal } });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends with %i, whether or not the command listens', async (signal, exitCode) => {
    for (const flags of [[], ['--taub'], ['--ordentlich']]) expect((await stop(signal, ...flags)).exitCode).toBe(exitCode);
  });

  it('says so under --json too', async () => {
    for (const flags of [['--json'], ['--json', '--taub']]) {
      const stopped = await stop('SIGTERM', ...flags);
      expect(stopped.exitCode).toBe(143);
      expect(stopped.json<ErrorJson>().error.code).toBe('ABBRUCH');
    }
  });

  it('prints what was finished if the command gives it back', async () => {
    const stopped = await stop('SIGINT', '--json', '--ordentlich');
    expect(stopped.exitCode).toBe(130);
    expect(stopped.json()).toEqual({ fertig: false });
  });
});

describe('text from outside', () => {
  it('cannot control the terminal', async () => {
    const { stderr } = await probe(['probe', 'werfen', 'feindlich']);
    expect(stderr).toBe('Fehler: Kommune rot verkehrt\nHinweis: Kein Ton.\n');
  });
});

describe('a reader that goes away', () => {
  it('is no error', async () => {
    const script = fileURLToPath(new URL('fixtures/run.ts', import.meta.url));
    // More than a pipe holds, so that the program still writes when nobody reads any more.
    const child = spawn(process.execPath, [script, 'probe', 'zahlen', '--viele', '20000'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.once('data', () => child.stdout.destroy());
    let errors = '';
    child.stderr.on('data', (text) => {
      errors += text;
    });
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
  });
});
