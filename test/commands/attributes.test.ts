/** Switches and values that were once taken silently although they meant nothing, or nothing sensible. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorJson } from '../../src/cli/report-error.ts';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { runCli } from '../run-cli.ts';
import { checkedJson, runJson } from './schema.ts';

const kommune = ['--kommune', 'beispielhain'];
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-angaben-'));
  env = { BURGWARD_DB: join(folder, 'b.db'), BURGWARD_PERSON: 'Ines Sorbe' };
  await runJson('kommune anlegen', ['beispielhain', '--name', 'Gemeinde Beispielhain'], { env });
}, 30_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function refused(args: readonly string[]): Promise<{ exitCode: number | null; text: string }> {
  const result = await runCli([...args, '--json'], { env });
  if (result.exitCode === 0) return { exitCode: 0, text: result.stdout };
  checkedJson('fehler', result);
  const { error } = result.json<ErrorJson>();
  return { exitCode: result.exitCode, text: `${error.message} ${error.hint}` };
}

describe('--stand on a command that records', () => {
  it.each<[string[], string]>([
    [['kommune', 'anlegen', 'neu', '--name', 'Neu'], 'heutigen Tag'],
    [['kommune', 'aendern', 'beispielhain', '--einwohner', '4100'], 'heutigen Tag'],
    [['rolle', 'vergeben', 'leitung', ...kommune, '--person', 'Jana Muster', '--ab', '2025-01-01'], '--ab'],
    [['rolle', 'beenden', 'R1', ...kommune, '--bis', '2025-01-01'], '--bis'],
    [['zielobjekt', 'anlegen', 'WEB1', ...kommune, '--typ', 'webserver', '--name', 'Webauftritt'], 'heutigen Tag'],
    [['erhebung', 'beginnen', ...kommune, '--profil', 'sofort'], 'heutigen Tag'],
    [['erhebung', 'antworten', 'BAK-01.01', ...kommune, '--status', 'ja'], '--gueltig-ab'],
    [['erhebung', 'abschliessen', ...kommune, '--ja'], 'heutigen Tag'],
    [
      [
        ...['freigabe', 'erteilen', ...kommune, '--ziel', '127.0.0.1', '--durch', 'Jana Muster'],
        ...['--von', '2026-01-01', '--bis', '2026-01-31'],
      ],
      'heutigen Tag',
    ],
    [['freigabe', 'widerrufen', 'F1', ...kommune, '--ja'], 'heutigen Tag'],
    [['netz', 'pruefen', ...kommune], 'heutigen Tag'],
    [['katalog', 'importieren', './regeln.csv'], '--ab'],
    [['katalog', 'zuruecknehmen', 'kdn'], '--ab'],
    [['demo'], 'heutigen Tag'],
  ])('%j is refused with a hint', async (args, hint) => {
    const { exitCode, text } = await refused([...args, '--stand', '2025-12-31']);
    expect(exitCode, text).toBe(2);
    expect(text).toContain('--stand');
    expect(text).toContain(hint);
    const help = await runCli([...args.slice(0, 2).filter((word) => !word.startsWith('-')), '--help'], { env });
    expect(help.stdout).not.toContain('--stand JJJJ');
    expect(help.stdout).toContain('--json');
  });

  it('still works where it means something', async () => {
    const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
    expect(await runJson('kommune liste', ['--stand', today], { env })).toHaveLength(1);
  });
});

it('--datenbank is refused by the demo, the variable of the other commands is not', async () => {
  const { exitCode, text } = await refused(['demo', '--datenbank', 'x.db', '--ausgabe', join(folder, 'nichts')]);
  expect(exitCode, text).toBe(2);
  expect(text).toContain('--ausgabe');
  expect((await runCli(['demo', '--help'])).stdout).not.toContain('--datenbank');
});

describe('names and values', () => {
  const anlegen = (slug: string, ...args: string[]) => ['kommune', 'anlegen', slug, ...args];
  const vergeben = (...args: string[]) => ['rolle', 'vergeben', 'bfis', ...kommune, '--ab', '2025-01-01', ...args];
  const antworten = (...args: string[]) => ['erhebung', 'antworten', 'BAK-01.01', ...kommune, ...args];
  it.each<[string, string[], string]>([
    ['a blank name', anlegen('leer', '--name', '  '), 'Name der Kommune'],
    ['a name changed to nothing', ['kommune', 'aendern', 'beispielhain', '--name', ''], 'Name der Kommune'],
    [
      'a Zielobjekt without name',
      ['zielobjekt', 'anlegen', 'WEB1', ...kommune, '--typ', 'webserver', '--name', ''],
      'Name des Zielobjekts',
    ],
    ['a role without person', vergeben('--person', ' '), 'Name der Person'],
    ['a slug of 61 letters', anlegen('a'.repeat(61), '--name', 'A'), 'höchstens 60'],
    [
      'a Merkmal with two values',
      anlegen('zwei', '--name', 'Zwei', '--merkmal', 'schultraeger=ja', '--merkmal', 'schultraeger=nein'),
      'zweimal',
    ],
    ['an unknown Landkreis', anlegen('kreis', '--name', 'Kreis', '--landkreis', 'atlantis'), 'saechsische-schweiz-osterzgebirge'],
    ['a change to an unknown Landkreis', ['kommune', 'aendern', 'beispielhain', '--landkreis', 'atlantis'], 'mittelsachsen'],
    ['a Kommune that is no Landkreis', ['kommune', 'aendern', 'beispielhain', '--landkreis', 'beispielhain'], 'Landkreis'],
    ['an appointment in the future', vergeben('--person', 'Ines Sorbe', '--bestellt', '2099-01-01'), 'Zukunft'],
    [
      'a notice in the future',
      vergeben('--person', 'Ines Sorbe', '--bestellt', '2025-01-01', '--gemeldet', '2099-01-01'),
      'Zukunft',
    ],
    ['a day for what is done', antworten('--status', 'ja', '--bis', '2026-12-31'), 'Lücke'],
    ['a person for what is done', antworten('--status', 'ja', '--verantwortlich', 'Jan Krause'), 'Lücke'],
  ])('%s ends with 3', async (_name, args, words) => {
    const { exitCode, text } = await refused(args);
    expect(exitCode, text).toBe(3);
    expect(text).toContain(words);
    expect(text).not.toContain('--inhaber');
  });

  it('takes a Landkreis by its name in ASCII or as a recorded Kommune, and a Merkmal said twice alike', async () => {
    await runJson('kommune anlegen', ['landkreis-beispiel', '--name', 'Landkreis Beispiel', '--art', 'landkreis'], { env });
    for (const landkreis of ['goerlitz', 'meissen', 'landkreis-beispiel']) {
      const args = ['beispielhain', '--landkreis', landkreis, '--merkmal', 'schultraeger=ja', '--merkmal', 'schultraeger=ja'];
      const changed = await runJson<CommandJson['kommune aendern']>('kommune aendern', args, { env });
      expect(changed.landkreis).toBe(landkreis);
    }
    const long = 'a'.repeat(60);
    expect((await runJson<CommandJson['kommune anlegen']>('kommune anlegen', [long, '--name', ' Lang '], { env })).name).toBe(
      'Lang',
    );
  }, 30_000);
});

it('the demo names who spoke for the provider, and measures at least one „ja“', async () => {
  const demo = await runJson<CommandJson['demo']>('demo', ['--ausgabe', join(folder, 'demo')], { env });
  const html = demo.dateien.find((file) => file.bericht === 'leitung' && file.format === 'html');
  const page = readFileSync(html?.pfad ?? '', 'utf8');
  expect(page).toContain('Udo Kern (Webdienstleister)');
  expect(page).not.toContain('laut Telefonat');
  const measured = /(\d+), bei de(?:r|nen) die Netzprüfung keinen Widerspruch fand/.exec(page)?.[1];
  expect(Number(measured)).toBeGreaterThan(0);
}, 90_000);
