/**
 * Whether a stranger is answered where only those known should be: one harmless question per service. Only with the written consent
 * to tests of access; nothing is written, and of what comes back only what proves it is kept.
 */
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import type { OpenAccessEndpointObservation } from '../../domain/observation.ts';
import type { AccessService } from '../../domain/service-observation.ts';
import { NotAuthorisedError } from '../../errors.ts';
import { requirePermittedPort } from '../permitted-port.ts';
import { printable } from '../printable.ts';
import { explainProblem } from './conversation.ts';
import type { Attempt } from './open-access/attempt.ts';
import { tryElasticsearch } from './open-access/elasticsearch.ts';
import { tryFtp } from './open-access/ftp.ts';
import { tryIpmi } from './open-access/ipmi.ts';
import { tryLdap } from './open-access/ldap.ts';
import { tryMemcached } from './open-access/memcached.ts';
import { tryMongodb } from './open-access/mongodb.ts';
import { tryNfs } from './open-access/nfs.ts';
import { tryNtp } from './open-access/ntp.ts';
import { tryRedis } from './open-access/redis.ts';
import { tryRsync } from './open-access/rsync.ts';
import { trySnmp } from './open-access/snmp.ts';
import { tryTftp } from './open-access/tftp.ts';
import type { ServiceOptions } from './service-options.ts';

interface AccessTest {
  attempt: Attempt;
  transport: 'tcp' | 'udp';
  /** Connections or datagrams at most. */
  connections: number;
  timeoutMs: number;
}

const tcp = (attempt: Attempt, timeoutMs = 6000): AccessTest => ({ attempt, transport: 'tcp', connections: 1, timeoutMs });
/** An answer comes at once or never. */
const udp = (attempt: Attempt, connections: number): AccessTest => ({ attempt, transport: 'udp', connections, timeoutMs: 2000 });

export const accessTests: Readonly<Record<AccessService, AccessTest>> = {
  redis: tcp(tryRedis),
  memcached: tcp(tryMemcached),
  mongodb: tcp(tryMongodb),
  elasticsearch: tcp(tryElasticsearch),
  ldap: tcp(tryLdap),
  // Servers wait some seconds before they refuse a login.
  ftp: tcp(tryFtp, 12_000),
  rsync: tcp(tryRsync),
  snmp: udp(trySnmp, 3),
  ntp: udp(tryNtp, 3),
  ipmi: udp(tryIpmi, 2),
  // Two conversations: one to learn the port, one with what listens there.
  nfs: { ...tcp(tryNfs), connections: 2 },
  tftp: udp(tryTftp, 1),
};

/**
 * @returns null where another service answers, and where silence proves nothing
 * @throws NotAuthorisedError without consent to tests of access or for a port outside the Freigabe, before anything is sent; the
 *   signal's reason when aborted
 */
export async function observeOpenAccess(
  service: AccessService,
  target: AuthorizedTarget,
  port: number,
  options: ServiceOptions,
): Promise<OpenAccessEndpointObservation | null> {
  requirePermittedPort(target, port);
  requireAccessTests(target, port);
  const { attempt, transport, timeoutMs } = accessTests[service];
  const endpoint = { address: target.address, port, timeoutMs: options.timeoutMs ?? timeoutMs, signal: options.signal };
  const permitsPort = (other: number) => target.permitsPort(other) && target.permitsAccessTestsAt(other);
  const result = await attempt(endpoint, target.contact, permitsPort);
  if (result === 'nothing' || ('problem' in result && result.problem.kind === 'other' && transport === 'tcp')) return null;
  return {
    kind: 'open-access',
    target: { name: target.name, address: target.address, port },
    vantage: target.vantage,
    at: options.now().toISOString(),
    outcome: 'problem' in result ? { seen: false, reason: explainProblem(result.problem) } : describe(service, result),
  };
}

function describe(
  service: AccessService,
  { found }: Extract<Awaited<ReturnType<Attempt>>, { found: unknown }>,
): OpenAccessEndpointObservation['outcome'] {
  const { access, detail = null, count = null, answered = [] } = found;
  const cleaned = detail === null ? null : printable(detail, 80);
  return { seen: true, data: { service, access, detail: cleaned === '' ? null : cleaned, count, answered } };
}

function requireAccessTests(target: AuthorizedTarget, port: number): void {
  if (target.permitsAccessTestsAt(port)) return;
  throw new NotAuthorisedError(
    `Zugriffstests an ${target.name ?? target.address}, Port ${port}, sind nicht freigegeben. Es wurde nichts gesendet.`,
    'Eine Freigabe einholen, die Zugriffstests ausdrücklich erlaubt.',
  );
}
