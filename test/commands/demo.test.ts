import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { itWithNmap } from '../collect/needs-nmap.ts';
import { runCli } from '../run-cli.ts';
import { runJson } from './schema.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-demo-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function demo(name: string, env: Record<string, string> = {}) {
  const ausgabe = join(folder, name);
  const result = await runJson<CommandJson['demo']>('demo', ['--ausgabe', ausgabe], { env });
  const html = result.dateien.find((file) => file.bericht === 'leitung' && file.format === 'html');
  return { result, page: readFileSync(html?.pfad ?? '', 'utf8'), env: { BURGWARD_DB: result.datenbank } };
}

describe('burgward demo', () => {
  itWithNmap(
    'goes the whole way with a real nmap and real handshakes',
    async () => {
      const { result, page, env } = await demo('mit');
      expect(result.nmap).toMatch(/^\d+\.\d+/);
      expect(result.dateien.map((file) => `${file.bericht} ${file.format}`)).toEqual(
        ['leitung', 'saechsisichg', 'kdn'].flatMap((art) => [`${art} html`, `${art} pdf`]),
      );
      for (const file of result.dateien) expect(statSync(file.pfad).size).toBe(file.bytes);
      expect(page.includes('Gemeinde Beispielhain')).toBe(true);

      const kommune = ['--kommune', 'beispielhain'];
      const findings = await runJson<CommandJson['netz befunde']>('netz befunde', kommune, { env });
      const bad = findings.befunde.filter((f) => f.ergebnis === 'not-met').map((f) => f.check);
      expect(bad).toEqual(
        expect.arrayContaining([
          'tls-protocol-version',
          'tls-certificate-key',
          'tls-certificate-validity',
          'http-hsts',
          'http-redirect',
          'undeclared-service',
        ]),
      );
      const good = findings.befunde.filter((f) => f.ergebnis === 'met').map((f) => f.check);
      expect(good).toEqual(
        expect.arrayContaining(['tls-protocol-version', 'tls-certificate-validity', 'http-hsts', 'http-redirect']),
      );
      const contradictions = await runJson<CommandJson['netz widersprueche']>('netz widersprueche', kommune, { env });
      expect(contradictions.length).toBe(result.widersprueche);
      expect(contradictions).toContainEqual(
        expect.objectContaining({ control: 'WEB-01.03', zielobjekt: 'WEB2', antwort: 'ja', befund: 'not-met' }),
      );
      const shown = await runJson<CommandJson['kommune zeigen']>('kommune zeigen', ['beispielhain'], { env });
      expect(shown.erhebungen.map((round) => round.abgeschlossen === null)).toEqual([false, true]);
      const checked = await runJson<CommandJson['protokoll pruefen']>('protokoll pruefen', ['--gegen', result.protokoll], {
        env,
      });
      expect(checked.inOrdnung).toBe(true);
    },
    90_000,
  );

  it('says plainly what could not be seen without nmap', async () => {
    const { result, page } = await demo('ohne', { PATH: join(folder, 'leer') });
    expect(result.nmap).toBeNull();
    expect(result.widersprueche).toBeGreaterThan(0);
    expect(page.includes('Prüfprogramm'), 'the page says that nmap was missing').toBe(true);
  }, 90_000);

  it('runs twice into the same folder and prints what to look at first', async () => {
    const ausgabe = join(folder, 'zweimal');
    for (const _time of [1, 2]) {
      const result = await runCli(['demo', '--ausgabe', ausgabe]);
      expect(result.exitCode, result.stderr).toBe(0);
      expect(result.stdout).toContain('Zuerst ansehen');
      expect(result.stdout).toContain('Widerspruch');
    }
  }, 120_000);
});
