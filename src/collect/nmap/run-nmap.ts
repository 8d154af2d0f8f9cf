/** One start of nmap: its output goes to a reader as it comes, and it ends by itself, at the time limit, or when told to. */
import { StringDecoder } from 'node:string_decoder';
import { endProcessGroup, endWithUs, type StartProcess } from './child-process.ts';
import { NmapMissingError } from './errors.ts';
import { EvidenceCollector, type XmlEvidence } from './evidence.ts';
import type { NmapXmlReader } from './xml-reader.ts';

export interface ProcessRun {
  path: string;
  argv: readonly string[];
  start: StartProcess;
  reader: NmapXmlReader;
  /** Null: no limit. */
  remainingMs: number | null;
  signal: AbortSignal | undefined;
  /** Handlers of the caller that are still at work; nmap's output waits for them. */
  takeWaiting(): readonly Promise<unknown>[];
}

export interface FinishedProcess {
  exitCode: number | null;
  signal: string | null;
  stoppedBy: 'abort' | 'timeout' | null;
  xml: XmlEvidence;
  stderr: string;
}

const maxStderrChars = 64 * 1024;

/**
 * Runs nmap to its end, whatever that is; judging it is the caller's business.
 * @throws NmapMissingError when it cannot be started; whatever a handler of the caller throws
 */
export function runNmap({ path, argv, start, reader, remainingMs, signal, takeWaiting }: ProcessRun): Promise<FinishedProcess> {
  return new Promise((resolve, reject) => {
    const child = start(path, argv);
    const releaseGuard = endWithUs(child);
    const evidence = new EvidenceCollector();
    const decoder = new StringDecoder('utf8');
    let stderr = '';
    let stoppedBy: FinishedProcess['stoppedBy'] = null;
    let unusable = false;
    let handlerError: { error: unknown } | null = null;
    const stop = (why: 'abort' | 'timeout') => {
      stoppedBy ??= why;
      endProcessGroup(child);
    };
    const failBy = (error: unknown) => {
      handlerError ??= { error };
      unusable = true;
      endProcessGroup(child);
    };
    const onAbort = () => stop('abort');
    const timer = remainingMs === null ? undefined : setTimeout(() => stop('timeout'), remainingMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      releaseGuard();
    };
    child.stdout.on('data', (chunk: Buffer) => {
      const compressing = evidence.add(chunk);
      if (unusable) return;
      try {
        unusable = !reader.write(decoder.write(chunk));
      } catch (error) {
        failBy(error);
      }
      if (unusable) endProcessGroup(child);
      const waiting = [...takeWaiting(), ...(evidence.isBehind ? [compressing] : [])];
      if (waiting.length === 0) return;
      child.stdout.pause();
      Promise.all(waiting).then(() => child.stdout.resume(), failBy);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < maxStderrChars) stderr += chunk.toString('utf8');
    });
    child.once('error', () => {
      tidy();
      reject(
        new NmapMissingError('Prüfen, ob die Datei noch da und ausführbar ist.', `nmap unter ${path} lässt sich nicht starten.`),
      );
    });
    child.once('close', (exitCode, exitSignal) => {
      tidy();
      if (handlerError !== null) return reject(handlerError.error);
      reader.close();
      // Ended by us because of what it wrote: then the text is the matter, not the signal.
      const endedBy = unusable ? null : exitSignal;
      evidence.finish().then((xml) => resolve({ exitCode, signal: endedBy, stoppedBy, xml, stderr }), reject);
    });
  });
}
