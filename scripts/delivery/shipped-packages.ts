/** The npm packages that leave the house with burgward, each with its licence and the texts the licence wants to go along. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ShippedPackage {
  name: string;
  version: string;
  /** SPDX expression as the package states it. */
  license: string;
  /** Folder below the checkout, for example `node_modules/zod`. */
  folder: string;
  /** Name and text of every licence and notice file; where a package has none, the standard text of its licence. */
  texts: readonly { file: string; text: string }[];
}

/** SPDX ids under which a package may go along with a program under EUPL-1.2. A new one is looked at by a person first. */
const permittedLicences = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
]);

/** Licences whose text holds for everybody; those that name the copyright holder inside have to come with the package. */
const standardTexts: Readonly<Record<string, string>> = { 'Apache-2.0': 'Apache-2.0.txt', ISC: 'ISC.txt' };

const noticeFile = /^(licen[cs]e|copying|notice|copyright)/i;

/** Folders of the packages that files of a bundle come from, sorted. @param inputs paths relative to the checkout */
export function packageFolders(inputs: readonly string[]): string[] {
  const folders = inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []);
  return [...new Set(folders)].sort();
}

/** @throws Error naming the package, when it states no licence, one nobody looked at, or when no text of it is to be had */
export function readShippedPackage(root: string, folder: string): ShippedPackage {
  const place = join(root, folder);
  const stated: unknown = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
  const { name, version, license, author } = stated as Record<string, unknown>;
  const title = `${String(name)} ${String(version)}`;
  if (typeof name !== 'string' || typeof version !== 'string') throw new Error(`${folder}: package.json ohne Namen oder Version`);
  if (typeof license !== 'string' || license === '') throw new Error(`${title}: keine Lizenz angegeben`);
  const unknown = licenceIds(license).filter((id) => !permittedLicences.has(id));
  if (unknown.length > 0) throw new Error(`${title}: Lizenz ${unknown.join(', ')} ist noch nicht geprüft`);
  const own = readdirSync(place)
    .filter((file) => noticeFile.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(place, file), 'utf8') }));
  const texts = own.length > 0 ? own : standardText(license, authorOf(author), title);
  return { name, version, license, folder, texts };
}

/** The ids in an SPDX expression such as `(MIT OR Apache-2.0)`. */
export function licenceIds(expression: string): string[] {
  return expression.split(/[()\s]+/).filter((word) => word !== '' && word !== 'AND' && word !== 'OR');
}

function standardText(license: string, author: string, title: string): ShippedPackage['texts'] {
  const file = standardTexts[license];
  if (file === undefined) throw new Error(`${title}: kein Lizenztext im Paket, und für ${license} gibt es keinen allgemeinen`);
  const text = readFileSync(new URL(`licences/${file}`, import.meta.url), 'utf8');
  return [{ file: `${license} (dem Paket liegt kein Text bei)`, text: author === '' ? text : `Copyright ${author}\n\n${text}` }];
}

function authorOf(author: unknown): string {
  if (typeof author === 'string') return author;
  const name = typeof author === 'object' && author !== null ? (author as Record<string, unknown>)['name'] : undefined;
  return typeof name === 'string' ? name : '';
}

/** What stands in dist/packages.json: the packages inside the bundle. */
export function packageList(packages: readonly ShippedPackage[]): string {
  return `${JSON.stringify(
    packages.map(({ name, version, license, folder }) => ({ name, version, license, folder })),
    null,
    2,
  )}\n`;
}

const ruler = '='.repeat(78);

/** One file with the licences of others. @param further sections without a package, such as Node itself */
export function licenceNotices(
  packages: readonly ShippedPackage[],
  further: readonly { title: string; text: string }[] = [],
): string {
  const sections = [
    ...further,
    ...packages.flatMap(({ name, version, license, texts }) =>
      texts.map(({ file, text }) => ({ title: `${name} ${version}\nLizenz: ${license}; ${file}`, text })),
    ),
  ];
  const head = [
    'Lizenzen Dritter',
    '',
    'burgward enthält die folgenden Werke anderer. Sie stehen unter ihren eigenen Lizenzen, deren Texte hier folgen.',
    'burgward selbst: EUPL-1.2 (LICENSE), Inhalte in controls/: CC BY 4.0 (controls/LICENSE).',
  ].join('\n');
  const bodies = sections.map(({ title, text }) => `${ruler}\n${title}\n${ruler}\n\n${text.replaceAll('\r\n', '\n').trim()}\n`);
  return `${head}\n\n${bodies.join('\n')}`;
}
