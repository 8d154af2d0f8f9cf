/** Real servers and permissions on loopback for the tests of this folder. Everything started here ends with `closeAll`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, Socket } from 'node:net';
import { AuthorizedTarget, type Freigabe, parsePorts, parseZiel, withoutDetails } from '../../src/domain/freigabe.ts';
import type { Vantage } from '../../src/domain/observation.ts';

const day = '2026-06-15';

export function freigabeFor(ziele: readonly string[], ports: string | null = null, blickwinkel: Vantage = 'lan'): Freigabe {
  return {
    id: 'freigabe-1',
    kommune: 'beispielhain',
    ziele: ziele.map(parseZiel),
    ports: ports === null ? null : parsePorts(ports),
    von: '2026-06-01',
    bis: '2026-06-30',
    durch: 'Erika Muster',
    blickwinkel,
    ...withoutDetails,
    widerrufenAm: null,
  };
}

/** A target on loopback that may be looked at; `ports` as in the Freigabe, null for all. */
export function permitted(
  address = '127.0.0.1',
  ports: string | null = null,
  name: string | null = null,
  vantage: Vantage = 'lan',
): AuthorizedTarget {
  return AuthorizedTarget.authorize({ name, address }, [freigabeFor([address], ports, vantage)], day);
}

/** The loopback addresses 127.0.0.1, 127.0.0.2 and so on. */
export function permittedHosts(count: number): AuthorizedTarget[] {
  const freigabe = freigabeFor(['127.0.0.0/24']);
  return Array.from({ length: count }, (_, index) =>
    AuthorizedTarget.authorize({ name: null, address: `127.0.0.${index + 1}` }, [freigabe], day),
  );
}

export const fixedNow = () => new Date(`${day}T12:00:00Z`);

const toClose: (() => Promise<void> | void)[] = [];

export function onCloseAll(close: () => Promise<void> | void): void {
  toClose.push(close);
}

export async function closeAll(): Promise<void> {
  await Promise.all(toClose.splice(0).map((close) => close()));
}

export interface Listener {
  port: number;
  /** Connections accepted so far. */
  connections(): number;
  /** Connections still open. */
  open(): number;
}

/** A TCP server that hands every connection to `serve`, on a port nobody else has unless one is given. */
export async function listen(
  serve: (socket: Socket) => void = (socket) => socket.end(),
  address = '127.0.0.1',
  fixedPort = 0,
): Promise<Listener> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    serve(socket);
  });
  server.listen(fixedPort, address);
  await once(server, 'listening');
  onCloseAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections, open: () => sockets.size };
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const listenAndTellPorts = `
const { createServer } = require('node:net');
const servers = Array.from({ length: Number(process.argv[1]) }, () => createServer());
let left = servers.length;
for (const server of servers) server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  if (--left === 0) process.stdout.write(JSON.stringify(servers.map((s) => s.address().port)) + '\\n');
});`;

/**
 * Ports that swallow every connection attempt, as behind a packet filter: a stopped process holds them, and its queues of waiting
 * connections are full. Linux drops further attempts without an answer.
 */
export async function silentPorts(count: number): Promise<number[]> {
  const child: ChildProcess = spawn(process.execPath, ['-e', listenAndTellPorts, `${count}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const fillers: Socket[] = [];
  onCloseAll(async () => {
    for (const socket of fillers) socket.destroy();
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  });
  const [line] = child.stdout === null ? [''] : await once(child.stdout, 'data');
  const ports: number[] = JSON.parse(String(line));
  child.kill('SIGSTOP');
  for (const port of ports) {
    for (let i = 0; i < 3; i++) {
      const filler = new Socket();
      filler.on('error', () => filler.destroy());
      filler.connect(port, '127.0.0.1');
      fillers.push(filler);
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  return ports;
}

/** False for processes that are gone or only wait to be collected by their parent. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
