/** A DNS server on loopback whose answers are data, over UDP and TCP on one port. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Answer, type DecodedPacket, decode, encode, type Packet, type RecordType } from 'dns-packet';
import { AuthorizedDomain, parseDomain } from '../../../src/domain/freigabe.ts';
import type { Vantage } from '../../../src/domain/observation.ts';
import { freigabeFor, listen, onCloseAll } from '../loopback.ts';

const rcodes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

export interface ScriptedAnswer {
  code?: keyof typeof rcodes;
  answers?: Answer[];
  authorities?: Answer[];
  /** AD. */
  authenticated?: boolean;
  /** AA. */
  authoritative?: boolean;
  recursionAvailable?: boolean;
  truncated?: boolean;
}

export interface Asked {
  name: string;
  type: RecordType;
  transport: 'udp' | 'tcp';
  checkingDisabled: boolean;
  wantsSignatures: boolean;
  packet: DecodedPacket;
}

/** Null: silence. A Buffer is sent as it is. */
export type Script = (asked: Asked) => ScriptedAnswer | Buffer | null;

export interface ScriptedDns {
  port: number;
  /** As `--resolver` takes it. */
  address: string;
  asked: Asked[];
}

export function respond(packet: DecodedPacket, answer: ScriptedAnswer): Buffer {
  const flags =
    rcodes[answer.code ?? 'NOERROR'] |
    (answer.authenticated === true ? 0x20 : 0) |
    (answer.authoritative === true ? 0x400 : 0) |
    (answer.recursionAvailable === false ? 0 : 0x80) |
    (answer.truncated === true ? 0x200 : 0);
  const response: Packet = {
    type: 'response',
    id: packet.id ?? 0,
    flags,
    questions: packet.questions ?? [],
    answers: answer.answers ?? [],
    authorities: answer.authorities ?? [],
  };
  return encode(response);
}

export async function startDns(script: Script): Promise<ScriptedDns> {
  const asked: Asked[] = [];
  const answerTo = (bytes: Buffer, transport: Asked['transport']): Buffer | null => {
    const packet = decode(bytes);
    const question = packet.questions?.[0];
    if (question === undefined) return null;
    const wantsSignatures = (packet.additionals ?? []).some((each) => each.type === 'OPT' && each.flag_do);
    const one: Asked = {
      name: question.name.toLowerCase(),
      type: question.type,
      transport,
      checkingDisabled: packet.flag_cd,
      wantsSignatures,
      packet,
    };
    asked.push(one);
    const scripted = script(one);
    return scripted === null || Buffer.isBuffer(scripted) ? scripted : respond(packet, scripted);
  };
  const tcp = await listen((socket) => {
    socket.on('data', (chunk) => {
      const answer = answerTo(chunk.subarray(2), 'tcp');
      if (answer === null) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length);
      socket.write(Buffer.concat([length, answer]));
    });
  });
  const udp = createSocket('udp4');
  udp.on('message', (bytes, from) => {
    const answer = answerTo(bytes, 'udp');
    if (answer !== null) udp.send(answer, from.port, from.address);
  });
  udp.bind(tcp.port, '127.0.0.1');
  await once(udp, 'listening');
  onCloseAll(() => void udp.close());
  return { port: tcp.port, address: `127.0.0.1:${tcp.port}`, asked };
}

/** Data of the records by `name TYPE`; a text is an answer code, null is silence. */
export type Zone = Readonly<Record<string, readonly unknown[] | keyof typeof rcodes | null>>;

/**
 * Answers from a zone as a resolver does: follows aliases, knows „no such name“ and „no such record“, adds the SOA record to both.
 * A key `*.name TYPE` stands for every name below that is not listed.
 */
export function zoneScript(zone: Zone, apex = 'beispielhain.de'): Script {
  const names = new Set(Object.keys(zone).map((key) => key.split(' ')[0] ?? ''));
  const exists = (name: string) =>
    names.has(name) || [...names].some((each) => each.endsWith(`.${name}`) && !each.startsWith('*'));
  const records = (name: string, type: string): Answer[] => {
    const data = zone[`${name} ${type}`];
    return Array.isArray(data) ? data.map((each) => ({ name, type, ttl: 3600, class: 'IN', data: each }) as Answer) : [];
  };
  const soa = records(apex, 'SOA');
  return ({ name, type }) => {
    const answers: Answer[] = [];
    let current = name;
    for (let step = 0; step < 10; step++) {
      const special = zone[`${current} ${type}`];
      if (special === null) return null;
      if (typeof special === 'string') return { code: special as keyof typeof rcodes };
      const star = exists(current) ? current : `*.${current.split('.').slice(1).join('.')}`;
      const found = records(star, type).map((each) => ({ ...each, name: current }));
      const signatures = records(star, 'RRSIG').filter((each) => each.type === 'RRSIG' && each.data.typeCovered === type);
      if (found.length > 0) return { answers: [...answers, ...found, ...signatures] };
      const [alias] = type === 'CNAME' ? [] : records(star, 'CNAME');
      if (alias?.type !== 'CNAME') {
        const authorities = current === apex || current.endsWith(`.${apex}`) ? soa : [];
        return { code: exists(star) ? 'NOERROR' : 'NXDOMAIN', answers, authorities };
      }
      answers.push({ ...alias, name: current });
      current = alias.data.toLowerCase();
    }
    return { code: 'SERVFAIL' };
  };
}

export function permittedDomain(
  name = 'beispielhain.de',
  selectors: readonly string[] = [],
  vantage: Vantage = 'internet',
): AuthorizedDomain {
  const freigabe = { ...freigabeFor([], null, vantage), ziele: [parseDomain(name)], dkimSelektoren: selectors };
  return AuthorizedDomain.authorize(name, [freigabe], '2026-06-15');
}
