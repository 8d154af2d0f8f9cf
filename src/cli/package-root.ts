import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let found: string | undefined;

/**
 * The folder of the installed program: the one with package.json, controls/ and reports/.
 * The same from the sources (src/cli) and from the bundle (dist/chunks), which lie at different depths.
 */
export function packageRoot(): string {
  found ??= folderWithPackageJson(dirname(fileURLToPath(import.meta.url)));
  return found;
}

function folderWithPackageJson(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('package.json of burgward not found above this module');
  return folderWithPackageJson(parent);
}
