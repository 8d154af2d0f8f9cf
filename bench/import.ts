/**
 * Peak memory of `netz importieren` for files of about 100 MB with very many ports, by the built program in a process of its own.
 * Run: npm run build && node bench/import.ts
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Shape {
  name: string;
  hosts: number;
  ports: number;
  /** One port in so many is open, with a product of its own. */
  openEvery: number;
}

const shapes: readonly Shape[] = [
  { name: '700 Rechner mit 1.000 Ports, die meisten geschlossen', hosts: 700, ports: 1000, openEvery: 50 },
  { name: '500 Rechner mit 1.000 offenen Ports', hosts: 500, ports: 1000, openEvery: 1 },
  { name: '10 Rechner mit allen Ports', hosts: 10, ports: 65_535, openEvery: 50 },
];

const program = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const tellPeak =
  "data:text/javascript,process.on('exit',()=>process.stderr.write('\\nPEAK '+process.resourceUsage().maxRSS+'\\n'))";

async function writeFile(path: string, { hosts, ports, openEvery }: Shape): Promise<void> {
  const start = Math.floor(Date.now() / 1000) - 3600;
  const file = createWriteStream(path);
  file.write(
    `<?xml version="1.0"?>\n<nmaprun scanner="nmap" args="nmap -sT -d" start="${start}" version="7.95">\n<scaninfo type="connect" protocol="tcp" numservices="${ports}" services="1-${ports}"/>\n`,
  );
  for (let host = 0; host < hosts; host++) {
    const lines = Array.from({ length: ports }, (_, index) => portLine(host, index + 1, (index + 1) % openEvery === 0));
    const address = `10.0.${host >> 8}.${host & 255}`;
    const text = `<host starttime="${start}"><status state="up" reason="user-set"/><address addr="${address}" addrtype="ipv4"/><ports>${lines.join('\n')}</ports></host>\n`;
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end(
    `<runstats><finished time="${start + 60}" exit="success"/><hosts up="${hosts}" down="0" total="${hosts}"/></runstats></nmaprun>\n`,
  );
  await once(file, 'finish');
}

function portLine(host: number, port: number, isOpen: boolean): string {
  const state = isOpen
    ? '<state state="open" reason="syn-ack"/>'
    : '<state state="closed" reason="conn-refused" reason_ttl="0"/>';
  const service = isOpen
    ? `<service name="http" product="Apache httpd ${host}.${port} for testing" version="2.4.${host % 100}" method="probed" conf="10"/>`
    : `<service name="service-${port}" method="table" conf="3"/>`;
  return `<port protocol="tcp" portid="${port}">${state}${service}</port>`;
}

const folder = mkdtempSync(join(tmpdir(), 'burgward-bench-import-'));
try {
  const database = join(folder, 'b.db');
  const run = (...args: string[]) => {
    const started = performance.now();
    const { stderr } = spawnSync(process.execPath, ['--import', tellPeak, program, ...args, '--datenbank', database], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    // A run with findings ends with a code of its own; only an error has a sentence.
    if (!stderr.includes('PEAK') || stderr.includes('Fehler:')) throw new Error(stderr);
    const peakMb = Number(/PEAK (\d+)/.exec(stderr)?.[1]) / 1024;
    return { peakMb: Math.round(peakMb), seconds: ((performance.now() - started) / 1000).toFixed(1) };
  };
  const { peakMb } = run('kommune', 'anlegen', 'beispielhain', '--name', 'Gemeinde Beispielhain');
  process.stdout.write(`ohne Datei: ${peakMb} MB\n`);
  for (const shape of shapes) {
    const path = join(folder, 'scan.xml');
    await writeFile(path, shape);
    const megabytes = Math.round(statSync(path).size / 1e6);
    const result = run('netz', 'importieren', path, '--kommune', 'beispielhain', '--blickwinkel', 'lan');
    process.stdout.write(`${shape.name} (${megabytes} MB): ${result.peakMb} MB, ${result.seconds} s\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
