import { afterEach, describe, expect, it } from 'vitest';
import { observeRdp } from '../../../src/collect/services/rdp.ts';
import { observeSmb } from '../../../src/collect/services/smb.ts';
import type { RdpOutcome } from '../../../src/domain/service-observation.ts';
import { closeAll, closedPort, fixedNow, listen, permitted } from '../loopback.ts';
import { smb1Accepted, smb1Refused, smb2Enabled, smb2Required } from './recorded.ts';

afterEach(closeAll);

const options = { now: fixedNow, timeoutMs: 10_000 };

/** Answers by the version in the question; null hangs up, `silence` keeps quiet. */
async function smbServer(smb1: Buffer | null | 'silence', smb2: Buffer | null | 'silence') {
  return listen((socket) =>
    socket.once('data', (question) => {
      const answer = question[4] === 0xff ? smb1 : smb2;
      if (answer === null) socket.resetAndDestroy();
      else if (answer !== 'silence') socket.write(answer);
    }),
  );
}

describe('SMB', () => {
  it.each<[string, Buffer | null, Buffer | null, object]>([
    ['modern', smb1Refused, smb2Required, { smb1: { accepted: false }, dialect: '3.1.1', signing: 'required', encryption: true }],
    ['with the old version', smb1Accepted, smb2Enabled, { smb1: { accepted: true }, dialect: '3.1.1', signing: 'enabled' }],
    ['that hangs up on the old version', null, smb2Enabled, { smb1: { accepted: false }, signing: 'enabled' }],
    ['that only knows the old version', smb1Accepted, null, { smb1: { accepted: true }, dialect: null, encryption: false }],
  ])('%s', async (_name, smb1, smb2, expected) => {
    const { port, connections } = await smbServer(smb1, smb2);
    expect((await observeSmb(permitted(), port, options)).outcome).toMatchObject({ seen: true, data: expected });
    expect(connections()).toBe(2);
  });

  it('2.1 has no encryption', async () => {
    const older = Buffer.from(smb2Enabled);
    older.writeUInt16LE(0x0210, 72);
    older.writeUInt32LE(7, 92);
    const { port } = await smbServer(smb1Refused, older);
    expect((await observeSmb(permitted(), port, options)).outcome).toMatchObject({ data: { dialect: '2.1', encryption: false } });
  });

  it('that is silent to the old version leaves that open', async () => {
    const { port } = await smbServer('silence', smb2Required);
    expect((await observeSmb(permitted(), port, { ...options, timeoutMs: 400 })).outcome).toMatchObject({
      data: { smb1: { accepted: null, reason: 'Keine Antwort innerhalb der Zeitgrenze.' }, signing: 'required' },
    });
  });

  it('that is silent to the newer versions: only the old one is certain', async () => {
    const { port } = await smbServer(smb1Accepted, 'silence');
    expect((await observeSmb(permitted(), port, { ...options, timeoutMs: 400 })).outcome).toMatchObject({
      data: { smb1: { accepted: true }, dialect: null, signing: null, encryption: null },
    });
  });

  it.each<[string, () => Promise<number>]>([
    ['closed', closedPort],
    ['hanging up on everything', async () => (await smbServer(null, null)).port],
    ['refusing all versions', async () => (await smbServer(smb1Refused, null)).port],
    ['a web server', async () => (await listen((socket) => socket.end('HTTP/1.0 400 Bad Request\r\n\r\n'))).port],
  ])('not seen: %s', async (_name, start) => {
    expect((await observeSmb(permitted(), await start(), options)).outcome.seen).toBe(false);
  });
});

const confirm = (type: number, value: number) =>
  Buffer.from([3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0, type, 0, 8, 0, value, 0, 0, 0]);
const selected = (protocol: number) => confirm(2, protocol);
const failure = (code: number) => confirm(3, code);
const bareConfirm = Buffer.from([3, 0, 0, 11, 6, 0xd0, 0, 0, 0x12, 0x34, 0]);
const no = (code: number | null): RdpOutcome => ({ accepted: false, code });
const yes: RdpOutcome = { accepted: true };

describe('RDP', () => {
  async function rdpServer(answer: (protocols: number) => Buffer) {
    const received: Buffer[] = [];
    const listener = await listen((socket) =>
      socket.once('data', (question) => {
        received.push(question);
        socket.write(answer(question.readUInt32LE(question.length - 4)));
      }),
    );
    return { ...listener, received: () => Buffer.concat(received).toString('latin1') };
  }

  it.each<[string, (protocols: number) => Buffer, RdpOutcome[]]>([
    ['with login first', (asked) => (asked >= 2 ? selected(2) : failure(5)), [no(5), no(5), yes]],
    ['with its newer form', (asked) => (asked >= 2 ? selected(8) : failure(5)), [no(5), no(5), yes]],
    ['with TLS and no login first', (asked) => (asked === 0 ? failure(1) : selected(asked === 1 ? 1 : 2)), [no(1), yes, yes]],
    ['with everything', (asked) => selected(asked >= 2 ? 2 : asked), [yes, yes, yes]],
    ['of old', () => bareConfirm, [yes, no(null), no(null)]],
  ])('%s', async (_name, answer, [rdp, tls, nla]) => {
    const server = await rdpServer(answer);
    expect((await observeRdp(permitted(), server.port, options)).outcome).toEqual({
      seen: true,
      data: { protections: { rdp, tls, nla } },
    });
    expect(server.connections()).toBe(3);
    expect(server.received()).toContain('mstshash=burgward');
  });

  it('keeps open what got no answer', async () => {
    const { port } = await rdpServer((asked) => (asked === 1 ? Buffer.alloc(0) : asked === 0 ? failure(5) : selected(2)));
    expect((await observeRdp(permitted(), port, { ...options, timeoutMs: 900 })).outcome).toMatchObject({
      data: { protections: { tls: { accepted: null, reason: 'Keine Antwort innerhalb der Zeitgrenze.' }, nla: yes } },
    });
  });

  it('not seen: closed', async () => {
    expect((await observeRdp(permitted(), await closedPort(), options)).outcome).toEqual({
      seen: false,
      reason: 'Die Verbindung wurde abgelehnt.',
    });
  });
});
