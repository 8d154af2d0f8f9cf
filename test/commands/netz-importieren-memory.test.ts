/** Of a file with very many ports little stays in memory, and nothing of it is lost. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { readNmapDocuments } from '../../src/collect/nmap/read-documents.ts';
import { ImportedHosts } from '../../src/usecases/imported-hosts.ts';

const hosts = 60;
const ports = 1000;
const start = Date.UTC(2026, 10, 20, 10) / 1000;

function hostXml(host: number): string {
  const lines = Array.from({ length: ports }, (_, index) => {
    const service = `<service name="http" product="Apache httpd ${host}.${index} for testing" version="2.4.${host}" method="probed"/>`;
    return `<port protocol="tcp" portid="${index + 1}"><state state="open" reason="syn-ack" reason_ttl="0"/>${service}</port>`;
  });
  return `<host><status state="up"/><address addr="10.0.0.${host}" addrtype="ipv4"/><ports>${lines.join('\n')}</ports></host>\n`;
}

/** Fresh bytes each time: a piece that is still held shows. */
async function* pieces(count = hosts): AsyncGenerator<Uint8Array> {
  yield Buffer.from(
    `<?xml version="1.0"?><nmaprun scanner="nmap" start="${start}" version="7.95"><scaninfo type="connect" protocol="tcp" numservices="${ports}" services="1-${ports}"/>`,
  );
  for (let host = 1; host <= count; host++) yield Buffer.from(hostXml(host));
  yield Buffer.from(`<runstats><finished time="${start}" exit="success"/></runstats></nmaprun>`);
}

it('a fifth of the file stays at most, and every port comes back', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const used = () => {
    collectGarbage();
    // What buffers held outside of the heap goes with the next one.
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const fileBytes = hosts * hostXml(1).length;
  const collector = () => new ImportedHosts('x.xml', 'lan', new Date('2026-11-22T12:00:00Z'), [], new Set());
  const first = collector();
  // What the program itself takes is there from now on.
  await readNmapDocuments(pieces(10), (host, document) => first.take(host, document));
  const kept = collector();
  const before = used();
  await readNmapDocuments(pieces(), (host, document) => kept.take(host, document));
  expect((used() - before) / fileBytes).toBeLessThan(0.2);

  const observations = kept.observations();
  const lengths = observations.map(({ outcome }) => (outcome.seen ? outcome.data.ports.length : 0));
  const products = observations.map(({ outcome }) => (outcome.seen ? outcome.data.ports[499]?.service?.product : null));
  // Looking at all of them, one after the other, keeps at most one.
  expect((used() - before) / fileBytes).toBeLessThan(0.25);
  expect(lengths).toEqual(Array.from({ length: hosts }, () => ports));
  expect(products).toEqual(Array.from({ length: hosts }, (_, index) => `Apache httpd ${index + 1}.499 for testing`));
});
