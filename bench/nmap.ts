/**
 * What the typed wrapper costs on top of nmap itself: from the start of the process to the last typed host inside ours, against the
 * same command line with its output thrown away. Loopback only; alternating pairs, so that other load hits both alike.
 * Run: node bench/nmap.ts
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { findNmap, type NmapInstallation } from '../src/collect/nmap/installation.ts';
import { scanWithNmap } from '../src/collect/nmap/scan.ts';
import { AuthorizedTarget, type Freigabe, parseZiel, withoutDetails } from '../src/domain/freigabe.ts';

export interface NmapBenchResult {
  nmapVersion: string;
  hosts: number;
  portsPerHost: number;
  pairs: number;
  plainMedianMs: number;
  wrapperMedianMs: number;
  /** Wrapper divided by plain; the aim is at most 1.05. */
  ratio: number;
  plainMs: number[];
  wrapperMs: number[];
}

export interface NmapBenchOptions {
  pairs?: number;
  hosts?: number;
  ports?: number;
}

const day = '2026-06-15';
const openServices = 200;

const freigabe: Freigabe = {
  id: 'messung',
  kommune: 'beispielhain',
  ziele: [parseZiel('127.0.0.0/24')],
  ports: null,
  von: day,
  bis: day,
  durch: 'Messung',
  blickwinkel: 'host',
  ...withoutDetails,
  widerrufenAm: null,
};

/** Measures `pairs` alternating pairs. The defaults keep nmap busy for more than five seconds per run on two cores. */
export async function benchNmap({ pairs = 7, hosts = 8, ports = 65_535 }: NmapBenchOptions = {}): Promise<NmapBenchResult> {
  const nmap = await findNmap();
  const targets = Array.from({ length: hosts }, (_, index) =>
    AuthorizedTarget.authorize({ name: null, address: `127.0.0.${index + 1}` }, [freigabe], day),
  );
  const wanted = Array.from({ length: ports }, (_, index) => index + 1);
  const services = await startServices();
  const plainMs: number[] = [];
  const wrapperMs: number[] = [];
  try {
    const { argv } = await runWrapper(nmap, targets, wanted);
    for (let pair = 0; pair < pairs; pair++) {
      const plainFirst = pair % 2 === 0;
      if (plainFirst) plainMs.push(await runPlain(argv));
      wrapperMs.push((await runWrapper(nmap, targets, wanted)).ms);
      if (!plainFirst) plainMs.push(await runPlain(argv));
    }
  } finally {
    for (const service of services) service.close();
  }
  const plainMedianMs = median(plainMs);
  const wrapperMedianMs = median(wrapperMs);
  const ratio = Number((wrapperMedianMs / plainMedianMs).toFixed(4));
  return {
    nmapVersion: nmap.version,
    hosts,
    portsPerHost: ports,
    pairs,
    plainMedianMs,
    wrapperMedianMs,
    ratio,
    plainMs,
    wrapperMs,
  };
}

/** Some open ports, so that the report has more to say than one sum. */
async function startServices() {
  const services = Array.from({ length: openServices }, () =>
    createServer((socket) => socket.on('error', () => undefined).destroy()),
  );
  for (const service of services) {
    service.listen(0, '127.0.0.1');
    await once(service, 'listening');
  }
  return services;
}

async function runWrapper(
  nmap: NmapInstallation,
  targets: readonly AuthorizedTarget[],
  ports: readonly number[],
): Promise<{ ms: number; argv: readonly string[] }> {
  const started = performance.now();
  let lastHostAt = started;
  const scan = await scanWithNmap(nmap, targets, ports, {
    now: () => new Date(),
    pace: { maxRetries: 1 },
    onHost: () => {
      lastHostAt = performance.now();
    },
  });
  if (!scan.complete) throw new Error(`The scan is not complete: ${scan.reason}`);
  return { ms: Math.round(lastHostAt - started), argv: scan.runs[0]?.argv ?? [] };
}

async function runPlain([file = '', ...args]: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(file, args, { stdio: 'ignore', detached: true });
  await once(child, 'close');
  return Math.round(performance.now() - started);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(await benchNmap(), null, 2));
