import { gunzipSync } from 'node:zlib';
import { type FindingResult, findingResults } from '../domain/finding.ts';
import { InvalidDataError } from '../errors.ts';
import { selectKommune } from '../store/kommunen.ts';
import { selectNetzbasen } from '../store/netzbasen.ts';
import {
  countObservations,
  selectBelege,
  selectFindings,
  selectNetzlaeufe,
  selectNeubewertungen,
  selectVantages,
} from '../store/netzlaeufe.ts';
import { type Context, stateAt } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { findRun } from './list-findings.ts';
import { type WrittenFile, writeFiles } from './write-files.ts';

type Listed = CommandJson['netz laeufe']['laeufe'][number];

/**
 * Runs of network checks with what they found, oldest first; with `lauf` only that one.
 * @throws NotFoundError for an unknown run
 */
export async function listRuns(context: Context, slug: string, lauf?: string): Promise<CommandJson['netz laeufe']> {
  const { store } = context;
  const at = stateAt(context);
  await selectKommune(store, slug, at);
  const all = await selectNetzlaeufe(store, slug, at);
  const runs = lauf === undefined ? all : [findRun(all, lauf)];
  const findings = Map.groupBy(await selectFindings(store, slug, at), (finding) => finding.lauf);
  const judgements = new Map((await selectNeubewertungen(store, slug, at)).map((each) => [each.lauf, each]));
  const vantages = await selectVantages(store, slug);
  const baselines = await selectNetzbasen(store, slug, at);
  const laeufe: Listed[] = [];
  for (const run of runs) {
    const judgement = judgements.get(run.id);
    const evidence = await selectBelege(store, slug, run.id, at);
    laeufe.push({
      lauf: run.id,
      begonnen: run.begonnen,
      beendet: run.beendet,
      werkzeug: run.werkzeug,
      blickwinkel: vantages.get(run.id) ?? [],
      freigaben: [...run.freigaben],
      vollstaendig: run.vollstaendig,
      setztFort: run.setztFort ?? null,
      gefragt: run.gefragt === undefined ? null : { profil: run.gefragt.profil, checks: [...run.gefragt.checks] },
      beobachtungen: await countObservations(store, slug, run.id),
      ergebnisse: countByResult((findings.get(run.id) ?? []).map(({ result }) => result)),
      neuBewertet:
        judgement === undefined
          ? null
          : { nr: judgement.nr, stand: judgement.stand, profil: judgement.profil, edition: judgement.katalogEdition },
      basis: baselines.filter((each) => each.lauf === run.id).map(({ name }) => name),
      aufruf: [...run.argv],
      namen: [...run.namen],
      hinweise: [...run.hinweise],
      belege: evidence.map(({ art, werkzeug, argv, sha256, bytes }, index) => ({
        nr: index + 1,
        art,
        werkzeug,
        aufruf: [...argv],
        sha256,
        bytes,
      })),
    });
  }
  return { kommune: slug, laeufe };
}

function countByResult(results: readonly FindingResult[]): Listed['ergebnisse'] {
  const entries = findingResults.map((result) => [result, results.filter((each) => each === result).length]);
  return Object.fromEntries(entries) as Listed['ergebnisse'];
}

/**
 * Writes what the tools wrote during a run, byte for byte.
 * @throws InvalidDataError when the run has none, as one without nmap
 */
export async function writeEvidence(context: Context, slug: string, lauf: string, folder: string): Promise<WrittenFile[]> {
  const at = stateAt(context);
  const run = findRun(await selectNetzlaeufe(context.store, slug, at), lauf);
  const evidence = await selectBelege(context.store, slug, run.id, at);
  const files = evidence.flatMap(({ art, gzip }, index) => {
    const name = `${slug}-${run.id}-${index + 1}.${art.endsWith('xml') ? 'xml' : 'txt'}`;
    return gzip === null ? [] : [{ name, format: art, bytes: gunzipSync(gzip) }];
  });
  if (files.length > 0) return writeFiles(folder, files);
  throw new InvalidDataError(
    `Zu ${run.id} ist keine Ausgabe eines Werkzeugs gespeichert.`,
    'Gespeichert wird die Ausgabe von nmap, wenn sie nicht zu groß ist; der eigene Verbindungstest hat keine.',
  );
}
