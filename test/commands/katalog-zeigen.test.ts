import { expect, it } from 'vitest';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { showControl } from '../../src/usecases/list-controls.ts';
import { changedCatalogue, webBaustein } from '../catalogue/changed-catalogue.ts';
import { runCli } from '../run-cli.ts';
import { runJson } from './schema.ts';

it('shows roles, effort and interval in words, and the place in every profile with its reason', async () => {
  const { exitCode, stdout } = await runCli(['katalog', 'zeigen', 'bak-01.05']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Zuständig\s+IT-Betrieb$/m);
  expect(stdout).toMatch(/^Aufwand\s+Klasse 2 von 5: ein bis drei Tage \(Schätzung\)$/m);
  expect(stdout).toMatch(/^Prüfen alle\s+6 Monate$/m);
  expect(stdout).toMatch(/sofort, Platz \d+: Größte Wirkung/);
});

it('the JSON names the profiles with place and reason', async () => {
  const { profile } = await runJson<CommandJson['katalog zeigen']>('katalog zeigen', ['BAK-01.05']);
  expect(profile.map(({ id }) => id)).toEqual(['basis', 'einstieg', 'sofort', 'standard']);
  expect(profile.every(({ platz, grund }) => platz > 0 && grund !== null)).toBe(true);
});

it('a list by profile says why each question stands where it does, and which facts belong to it', async () => {
  const listed = await runJson<CommandJson['katalog liste']>('katalog liste', ['--profil', 'einstieg']);
  expect(listed).toHaveLength(140);
  expect(listed.every(({ grund }) => grund !== null && /Wirkung/.test(grund))).toBe(true);
  const { stdout } = await runCli(['katalog', 'liste', '--profil', 'sofort']);
  expect(stdout).toContain('Dazu 12 Angaben');
  expect(stdout).toMatch(/An das KDN angeschlossen\s+kdn_angeschlossen\s+Entscheidet/);
  expect(stdout.indexOf('WEB-01.03')).toBeLessThan(stdout.indexOf('Dazu 12 Angaben'));
  expect((await runCli(['katalog', 'liste', '--profil', 'sofort', '--thema', 'backup'])).stdout).not.toContain('Angaben');
  const [first] = await runJson<CommandJson['katalog liste']>('katalog liste', []);
  expect(first?.grund).toBeNull();
});

it('the id of a Baustein leads to its list', async () => {
  const { exitCode, stderr } = await runCli(['katalog', 'zeigen', 'web-01']);
  expect(exitCode).toBe(3);
  expect(stderr).toContain('burgward katalog liste --baustein WEB-01');
});

it('a withdrawn control says so, with the reason and what replaces it', async () => {
  using catalogue = changedCatalogue();
  catalogue.replace(
    webBaustein,
    'review_after: P2Y',
    'retired: { in: "2026.1", reason: Geht auf, replaced_by: WEB-01.01 }\n    review_after: P2Y',
  );
  catalogue.replace('frameworks/saechsisichg.yaml', 'WEB-01.02', 'WEB-01.01');
  catalogue.replace('profiles/basis.yaml', '  - { id: WEB-01.02, reason: "Kostet wenig." }\n', '');
  const shown = showControl(await loadCatalogue(catalogue.folder), 'web-01.02');
  expect(shown.zurueckgezogen).toEqual({ in: '2026.1', grund: 'Geht auf', ersetztDurch: 'WEB-01.01' });
});
