/**
 * Typst in its two forms: a native one where there is a package for the system, and a portable one (WebAssembly) for every other, among
 * them Windows. Both are of the same version and draw the same pages. The portable one takes about five times as long, can be told no
 * standard, and gives nothing it has laid out back to the system before its thread ends.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { EnvironmentError } from '../errors.ts';

/**
 * What a PDF says it keeps to: PDF/UA-1 or PDF/A-2a, checked by the native form while it writes; or nothing. All three are tagged and
 * made from the same pages.
 */
export type PdfKind = 'ua-1' | 'a-2a' | 'tagged';

export const pdfKindNames = { 'ua-1': 'PDF/UA-1', 'a-2a': 'PDF/A-2a' } as const;

/** The kind written on this system if nothing else is asked for; null where nothing is installed. */
export function usualPdfKind(): PdfKind | null {
  if (loadNative() !== null) return 'ua-1';
  return hasPortable() ? 'tagged' : null;
}

/** Whether this system writes such a PDF. */
export function canWritePdf(kind: PdfKind): boolean {
  return kind === 'tagged' ? hasPortable() : usualPdfKind() === 'ua-1';
}

export interface PdfEngine {
  /** @throws Error with what Typst says when the source cannot be drawn */
  draw(job: DrawJob): Uint8Array;
}

export interface DrawJob {
  kind: PdfKind;
  source: string;
  inputs: Readonly<Record<string, string>>;
  /** Files that exist in memory only, by name. */
  files: Readonly<Record<string, Buffer>>;
  /** Day the file says it was made, YYYY-MM-DD; the portable form takes that of the document. */
  day: string;
}

/** The part of the native compiler's interface that is used here; its packages carry no types. */
interface NativeModule {
  NodeCompiler: { create(options: { workspace: string; fontArgs: { fontBlobs: readonly Buffer[] }[] }): NativeCompiler };
}

interface NativeCompiler {
  compile(options: { mainFileContent: string; inputs: Readonly<Record<string, string>> }): {
    result: NativeDocument | null;
    takeDiagnostics(): unknown;
  };
  fetchDiagnostics(diagnostics: unknown): unknown;
  pdf(document: NativeDocument, options: { pdfStandard: string; creationTimestamp: number }): Buffer;
  mapShadow(path: string, content: Buffer): void;
  resetShadow(): void;
  evictCache(maxAge: number): void;
}

/** Laid out, not yet written. */
type NativeDocument = object;

const nativePackages: Readonly<Record<string, readonly string[]>> = {
  'linux-x64': ['linux-x64-gnu', 'linux-x64-musl'],
};

export const thisPlatform = `${process.platform}-${process.arch}`;

/** @returns null where there is no native engine for the system */
export function nativeEngine(fonts: readonly Buffer[]): PdfEngine | null {
  const module = loadNative();
  if (module === null) return null;
  const workspace = import.meta.dirname;
  const compiler = module.NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fonts }] });
  return {
    draw: ({ kind, source, inputs, files, day }) => {
      // The compiler is shared, and another report must not see these files.
      compiler.resetShadow();
      for (const [name, bytes] of Object.entries(files)) compiler.mapShadow(join(workspace, name), bytes);
      const compiled = compiler.compile({ mainFileContent: source, inputs });
      if (compiled.result === null) {
        const diagnostics = compiled.takeDiagnostics();
        throw refused(diagnostics === null ? null : compiler.fetchDiagnostics(diagnostics));
      }
      const creationTimestamp = Date.parse(`${day}T12:00:00Z`) / 1000;
      const pdf = compiler.pdf(compiled.result, { pdfStandard: kind, creationTimestamp });
      compiler.evictCache(0);
      return pdf;
    },
  };
}

function loadNative(): NativeModule | null {
  const require = createRequire(import.meta.url);
  for (const name of nativePackages[thisPlatform] ?? []) {
    try {
      return require(`@myriaddreamin/typst-ts-node-compiler-${name}`) as NativeModule;
    } catch (error) {
      if (!isMissingModule(error)) throw error;
    }
  }
  return null;
}

const portableModule = '@myriaddreamin/typst-ts-web-compiler/wasm';

/** Diagnostics as objects with their words; a number of the package's interface. */
const diagnosticsWithWords = 3;

/** @throws EnvironmentError where its package is not installed */
export async function portableEngine(fonts: readonly Buffer[]): Promise<PdfEngine> {
  const { initSync, TypstCompilerBuilder } = await loadPortable();
  initSync({ module: await readFile(createRequire(import.meta.url).resolve(portableModule)) });
  const builder = new TypstCompilerBuilder();
  builder.set_dummy_access_model();
  for (const font of fonts) await builder.add_raw_font(font);
  const compiler = await builder.build();
  return {
    draw: ({ source, inputs, files }) => {
      compiler.reset_shadow();
      for (const [name, bytes] of Object.entries(files)) compiler.map_shadow(`/${name}`, bytes);
      compiler.add_source('/main.typ', source);
      const { result, diagnostics } = compiler.compile('/main.typ', Object.entries(inputs), 'pdf', diagnosticsWithWords) as Drawn;
      if (result === undefined) throw refused(diagnostics);
      return result;
    },
  };
}

interface Drawn {
  result?: Uint8Array;
  diagnostics?: unknown;
}

function hasPortable(): boolean {
  try {
    createRequire(import.meta.url).resolve(portableModule);
    return true;
  } catch (error) {
    if (!isMissingModule(error)) throw error;
    return false;
  }
}

async function loadPortable() {
  try {
    return await import('@myriaddreamin/typst-ts-web-compiler');
  } catch (error) {
    if (!isMissingModule(error)) throw error;
    throw new EnvironmentError(
      `Für dieses System (${thisPlatform}) ist kein PDF-Erzeuger installiert.`,
      'Den Bericht mit „--format html“ erstellen und aus dem Browser drucken, oder burgward neu einrichten.',
    );
  }
}

function refused(diagnostics: unknown): Error {
  return new Error(`Typst: ${JSON.stringify(diagnostics)}`);
}

/** A package built for another C library fails to load in the same way as one that is not there. */
function isMissingModule(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED'].includes(String(error.code))
  );
}
