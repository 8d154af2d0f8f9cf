import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { formatDay } from '../domain/calendar.ts';
import { type Evidence, type EvidenceReference, evidenceState } from '../domain/evidence.ts';
import { type ArchiveEntry, archiveStream } from '../exchange/archive.ts';
import { writeCsv } from '../exchange/csv.ts';
import { evidencePath, hashEvidenceFile } from '../store/evidence-files.ts';
import { chainOf, selectKommune } from '../store/kommunen.ts';
import { selectEvidence, selectEvidenceReferences } from '../store/nachweise.ts';
import { selectChainHash } from '../store/protokoll.ts';
import { type Context, stateAt } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { writeStreamedFile } from './write-files.ts';

/** A piece of evidence with its place in the bundle. */
interface Bundled {
  evidence: Evidence;
  references: readonly EvidenceReference[];
  /** Name in the archive, null for a link. */
  name: string | null;
  /** Null when all is well with its file. */
  problem: string | null;
}

/**
 * Writes all evidence of a Kommune as one ZIP for an auditor: the files, a table of contents and checksums. What is missing
 * or was changed is listed, not left out in silence.
 */
export async function bundleEvidence(context: Context, slug: string, folder: string): Promise<CommandJson['nachweis buendeln']> {
  const at = stateAt(context);
  const kommune = await selectKommune(context.store, slug, at);
  const references = Map.groupBy(await selectEvidenceReferences(context.store, at, kommune.slug), ({ nachweis }) => nachweis);
  const evidence = (await selectEvidence(context.store, at)).filter(({ id }) => references.has(id));
  const bundled = await Promise.all(evidence.map((each) => bundle(context, each, references.get(each.id) ?? [])));
  const manifest = new TextEncoder().encode(writeCsv(contentsSheet(bundled, context.asOf)));
  const missing = bundled.flatMap(({ evidence: { id }, problem }) => (problem === null ? [] : [`${id}: ${problem}`]));
  const chainHash = await selectChainHash(context.store, chainOf(kommune.slug), at.before);
  const entries: ArchiveEntry[] = [
    { name: 'LIESMICH.txt', bytes: encode(readMe(context, kommune.name, bundled.length, missing, chainHash)) },
    { name: 'INHALT.csv', bytes: manifest },
    { name: 'PRUEFSUMMEN.txt', bytes: encode(checksums(bundled, manifest)) },
    ...bundled.flatMap(({ evidence: { content }, name, problem }): ArchiveEntry[] =>
      content.kind === 'datei' && name !== null && problem === null
        ? [{ name, path: evidencePath(context.store, content.sha256) }]
        : [],
    ),
  ];
  const file = await writeStreamedFile(folder, `nachweise-${kommune.slug}-${context.asOf}.zip`, 'zip', archiveStream(entries));
  return { nachweise: bundled.length, fehlend: missing, dateien: [file] };
}

const encode = (text: string) => new TextEncoder().encode(text);

async function bundle({ store }: Context, evidence: Evidence, references: readonly EvidenceReference[]): Promise<Bundled> {
  const { content, id } = evidence;
  if (content.kind === 'verweis') return { evidence, references, name: null, problem: null };
  const name = `dateien/${id}-${content.dateiname}`;
  if (!existsSync(evidencePath(store, content.sha256))) return { evidence, references, name, problem: 'Die Datei fehlt.' };
  const isWhole = (await hashEvidenceFile(store, content.sha256)) === content.sha256;
  return { evidence, references, name, problem: isWhole ? null : 'Die Datei wurde nach der Aufnahme verändert.' };
}

function contentsSheet(bundled: readonly Bundled[], asOf: string) {
  const headers = [
    'Nachweis',
    'Fassung',
    'Titel',
    'Datei oder Fundstelle',
    'Vom',
    'Gültig bis',
    'Zustand',
    'Anforderungen',
    'SHA-256',
    'Hinweis',
  ];
  return {
    name: 'Inhalt',
    columns: headers.map((header) => ({ header, width: 20 })),
    rows: bundled.map(({ evidence, references, name, problem }) => [
      evidence.id,
      evidence.fassung,
      evidence.titel,
      evidence.content.kind === 'datei' ? name : evidence.content.verweis,
      evidence.datum,
      evidence.gueltigBis,
      evidenceState(evidence, asOf),
      [...new Set(references.map(({ control }) => control))].join(', '),
      evidence.content.kind === 'datei' ? evidence.content.sha256 : null,
      problem,
    ]),
  };
}

/** In the form that `sha256sum --check` reads. */
function checksums(bundled: readonly Bundled[], manifest: Uint8Array): string {
  const lines = bundled.flatMap(({ evidence: { content }, name, problem }) =>
    content.kind === 'datei' && problem === null ? [`${content.sha256}  ${name}`] : [],
  );
  return [`${createHash('sha256').update(manifest).digest('hex')}  INHALT.csv`, ...lines, ''].join('\n');
}

function readMe(
  { asOf, catalogue }: Context,
  name: string,
  count: number,
  missing: readonly string[],
  chainHash: string | null,
): string {
  return [
    `Nachweise zur Informationssicherheit: ${name}`,
    '',
    `Stand ${formatDay(asOf)}, Katalog ${catalogue.id} ${catalogue.edition}, ${count === 1 ? '1 Nachweis' : `${count} Nachweise`}.`,
    `Prüfsumme des Protokolls: ${chainHash ?? 'noch kein Eintrag'}`,
    '',
    'INHALT.csv nennt jeden Nachweis mit Datum, Ablauf und den Anforderungen, für die er steht.',
    'PRUEFSUMMEN.txt lässt sich mit „sha256sum --check PRUEFSUMMEN.txt“ nachrechnen.',
    ...(missing.length === 0 ? [] : ['', 'Nicht enthalten:', ...missing.map((line) => `- ${line}`)]),
    '',
  ].join('\r\n');
}
