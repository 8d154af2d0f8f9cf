/** The list of parts of one delivered file, as CycloneDX 1.6 (ECMA-424). */
import { createHash } from 'node:crypto';
import type { RuntimePackage } from './runtimes.ts';
import { licenceIds, type ShippedPackage } from './shipped-packages.ts';

/** The part of package-lock.json (version 3) that is read here. */
export interface PackageLock {
  packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  integrity?: string;
  dependencies?: Readonly<Record<string, string>>;
  optionalDependencies?: Readonly<Record<string, string>>;
}

export interface SbomContent {
  version: string;
  /** Name of the file the list belongs to. */
  subject: string;
  packages: readonly ShippedPackage[];
  lock: PackageLock;
  runtime: RuntimePackage | null;
  /** Parts inside a native package that npm does not know, by its name. */
  inside: Readonly<Record<string, readonly InnerPart[]>>;
  secondsSinceEpoch: number;
}

/** A part compiled into a binary. */
export interface InnerPart {
  name: string;
  version: string;
  purl: string;
  /** SPDX id; absent where the binary does not tell. */
  license?: string;
}

interface Component {
  type: 'application' | 'library' | 'platform';
  'bom-ref': string;
  group?: string;
  name: string;
  version: string;
  purl?: string;
  cpe?: string;
  hashes?: { alg: 'SHA-512'; content: string }[];
  licenses?: ({ license: { id: string } } | { expression: string })[];
  components?: Component[];
}

export function sbomOf(content: SbomContent): string {
  const { version, subject, packages, lock, runtime, secondsSinceEpoch } = content;
  const main: Component = {
    type: 'application',
    'bom-ref': `pkg:npm/burgward@${version}`,
    name: 'burgward',
    version,
    purl: `pkg:npm/burgward@${version}`,
    licenses: [{ license: { id: 'EUPL-1.2' } }],
  };
  const components = [
    ...packages.map((each) => packageComponent(each, lock, content.inside[each.name] ?? [])),
    ...(runtime === null ? [] : [runtimeComponent(runtime)]),
  ].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1));
  const body = {
    metadata: {
      timestamp: new Date(secondsSinceEpoch * 1000).toISOString(),
      component: main,
      properties: [{ name: 'burgward:datei', value: subject }],
    },
    components,
    dependencies: dependenciesOf(main, packages, lock, runtime),
  };
  const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: serialNumber(body), version: 1, ...body };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/** A UUID of version 8 from the content (RFC 9562, section 5.8): the same list has the same number. */
function serialNumber(body: unknown): string {
  const hex = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function purlOf({ name, version }: Pick<ShippedPackage, 'name' | 'version'>): string {
  return `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
}

function packageComponent(shipped: ShippedPackage, { packages }: PackageLock, inside: readonly InnerPart[]): Component {
  const { name, version, license, folder } = shipped;
  const [scope, ownName] = name.startsWith('@') ? name.split('/', 2) : [undefined, name];
  const purl = purlOf(shipped);
  const hashes = hashesOf(packages[folder]?.integrity);
  return {
    type: 'library',
    'bom-ref': purl,
    ...(scope === undefined ? {} : { group: scope }),
    name: ownName ?? name,
    version,
    purl,
    ...(hashes.length === 0 ? {} : { hashes }),
    licenses: licencesOf(license),
    ...(inside.length === 0 ? {} : { components: inside.map((part) => innerComponent(part, purl)) }),
  };
}

function innerComponent({ name, version, purl, license }: InnerPart, within: string): Component {
  const licenses = license === undefined ? {} : { licenses: licencesOf(license) };
  return { type: 'library', 'bom-ref': `${within}#${name}@${version}`, name, version, purl, ...licenses };
}

function runtimeComponent({ name, version, integrity }: RuntimePackage): Component {
  return {
    type: 'platform',
    'bom-ref': purlOf({ name, version }),
    name: 'node',
    version,
    purl: purlOf({ name, version }),
    cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*`,
    hashes: hashesOf(integrity),
    licenses: [{ license: { id: 'MIT' } }],
  };
}

function licencesOf(expression: string): NonNullable<Component['licenses']> {
  return licenceIds(expression).length === 1 ? [{ license: { id: expression } }] : [{ expression }];
}

/** npm writes base64, CycloneDX wants hexadecimal digits. */
function hashesOf(integrity: string | undefined): { alg: 'SHA-512'; content: string }[] {
  if (integrity === undefined || !integrity.startsWith('sha512-')) return [];
  return [{ alg: 'SHA-512', content: Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex') }];
}

/** Who needs whom, among what is shipped. */
function dependenciesOf(
  main: Component,
  shipped: readonly ShippedPackage[],
  { packages }: PackageLock,
  runtime: RuntimePackage | null,
): { ref: string; dependsOn: string[] }[] {
  const references = new Map(shipped.map((each) => [each.name, purlOf(each)]));
  const needs = (folder: string) => {
    const locked = packages[folder];
    const names = Object.keys({ ...locked?.dependencies, ...locked?.optionalDependencies });
    return names.flatMap((name) => references.get(name) ?? []).sort();
  };
  const own = [...needs(''), ...(runtime === null ? [] : [purlOf(runtime)])].sort();
  return [
    { ref: main['bom-ref'], dependsOn: own },
    ...shipped.map((each) => ({ ref: purlOf(each), dependsOn: needs(each.folder) })),
  ];
}

/** Rust libraries whose source paths stand in a compiled file: at least these are inside. */
export function cratesIn(binary: Buffer): InnerPart[] {
  const text = binary.toString('latin1');
  const found = text.matchAll(/\/registry\/src\/[^/\s]+\/([A-Za-z0-9_-]+)-(\d+\.\d+\.\d+(?:[-+][A-Za-z0-9.+-]+)?)\//g);
  const crates = [...found].map(([, name = '', version = '']) => ({ name, version, purl: `pkg:cargo/${name}@${version}` }));
  return [...new Map(crates.map((crate) => [crate.purl, crate])).values()].sort((a, b) => (a.purl < b.purl ? -1 : 1));
}
