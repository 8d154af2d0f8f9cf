/**
 * Temporary files of the tests lie in memory where there is room: every answer recorded waits for the disk, thousands of times, which
 * made half of a run. They lie in one folder, which is gone afterwards.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

const prefix = 'burgward-test-';
/** A file system in memory every Linux has; in containers it is often too small. */
const memory = '/dev/shm';
/** Several times what a run leaves lying until its end. */
const roomBytes = 1024 ** 3;

/** For reports that several files look at; empty at the beginning of every run. Null where this was not called. */
export function renderedFolder(): string | null {
  const folder = process.env['BURGWARD_TEST_FOLDER'];
  return folder === undefined ? null : join(folder, 'berichte');
}

/** Called once for each project; they share the folder of the first. */
export default function setup(project: TestProject): (() => void) | undefined {
  if (process.env['BURGWARD_TEST_FOLDER'] !== undefined) return undefined;
  const parent = hasRoom() ? memory : tmpdir();
  removeLeftovers(parent);
  const folder = mkdtempSync(join(parent, prefix));
  process.env['BURGWARD_TEST_FOLDER'] = folder;
  process.env['TMPDIR'] = folder;
  project.onTestsRerun(() => rmSync(join(folder, 'berichte'), { recursive: true, force: true }));
  return () => rmSync(folder, { recursive: true, force: true });
}

function hasRoom(): boolean {
  if (!existsSync(memory)) return false;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize >= roomBytes;
}

/** What runs that were killed left a day ago and before. */
function removeLeftovers(parent: string): void {
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  for (const name of readdirSync(parent).filter((each) => each.startsWith(prefix))) {
    const folder = join(parent, name);
    if (statSync(folder).mtimeMs < yesterday) rmSync(folder, { recursive: true, force: true });
  }
}
