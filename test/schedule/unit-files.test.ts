/** The texts that make a system run the schedule, held against systemd itself where it is installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { installationTexts } from '../../src/schedule/unit-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'burgward-einheiten-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = { node: process.execPath, program: '/opt/burgward/bin/run.js', benutzer: 'root', schreibtNach: ['/srv/berichte'] };
const texts = (datenbank: string) =>
  new Map(installationTexts({ ...place, datenbank }).map(({ name, inhalt }) => [name, inhalt]));
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

describe.each(['/var/lib/burgward/burgward.db', '/srv/Amt 24/100% $sicher/burgward.db'])('for %s', (datenbank) => {
  it('systemd finds nothing wrong with its units', () => {
    if (!hasSystemd) {
      if (process.env['CI'] === 'true')
        throw new Error('systemd-analyze is missing, so the units could not be verified: install systemd.');
      console.info('not tested, systemd-analyze is missing: systemd finds nothing wrong with its units');
      return;
    }
    const units = [...texts(datenbank)].filter(([name]) => /\.(?:service|timer)$/.test(name));
    expect(units).toHaveLength(3);
    for (const [name, content] of units) writeFileSync(join(folder, name), content);
    const paths = units.map(([name]) => join(folder, name));
    const result = spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], { encoding: 'utf8' });
    const about = result.stderr.split('\n').filter((line) => line.includes('burgward'));
    expect(about).toEqual([]);
  });

  it('they may write to the database and to the folders of the jobs, and to nothing else', () => {
    const unit = texts(datenbank).get('burgward-zeitplan-dienst.service') ?? '';
    expect(unit).toContain('ProtectSystem=strict');
    expect(unit.match(/^ReadWritePaths=.*$/gm)).toHaveLength(2);
    expect(unit).toContain('ReadWritePaths=-/srv/berichte');
  });
});

it('cron gets a line its shell and its own percent sign leave alone', () => {
  const line = texts("/srv/Amt 24/100%/o'k.db").get('burgward-zeitplan.cron')?.split('\n').at(-2) ?? '';
  expect(line).toMatch(/^\*\/5 \* \* \* \* root /);
  expect(line).toContain(`'/srv/Amt 24/100\\%/o'\\''k.db'`);
});

it('the task of Windows is one XML text in which nothing of a path breaks out', () => {
  const task = texts('C:\\Amt & Co\\burgward.db').get('burgward-zeitplan-windows.xml') ?? '';
  expect(task).toContain('"C:\\Amt &amp; Co\\burgward.db"');
  expect(task).toContain('<MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>');
});
