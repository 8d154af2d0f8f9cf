/**
 * Tests against the real nmap. Where it is missing, such a test is listed and passes on a developer's machine, and fails with one
 * clear sentence in continuous integration.
 */
import { it } from 'vitest';
import { findNmap, type NmapInstallation } from '../../src/collect/nmap/installation.ts';

const installed = await findNmap().catch(() => null);

export function itWithNmap(name: string, test: (nmap: NmapInstallation) => Promise<void>, timeoutMs = 15_000): void {
  it(name, { timeout: timeoutMs }, async () => {
    if (installed !== null) return test(installed);
    if (process.env['CI'] === 'true')
      throw new Error(`nmap is not installed, so „${name}“ could not be tested: install nmap first.`);
    console.info(`not tested, nmap is not installed: ${name}`);
  });
}
