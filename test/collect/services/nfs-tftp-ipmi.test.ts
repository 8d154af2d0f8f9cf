/** NFS, TFTP and IPMI: what a stranger is told, with recorded answers; servers lie, fall silent and break off. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { observeOpenAccess } from '../../../src/collect/services/open-access.ts';
import { AuthorizedTarget } from '../../../src/domain/freigabe.ts';
import type { AccessService } from '../../../src/domain/service-observation.ts';
import { NotAuthorisedError } from '../../../src/errors.ts';
import { closeAll, fixedNow, freigabeFor, listen, onCloseAll, permitted } from '../loopback.ts';
import { datagramServer, permittedAccess, talker } from './servers.ts';

afterEach(closeAll);

const look = (service: AccessService, port: number, timeoutMs = 500, target = permittedAccess()) =>
  observeOpenAccess(service, target, port, { now: fixedNow, timeoutMs });
const seen = (data: object) => ({ outcome: { seen: true, data } });
const unseen = (reason: string) => ({ outcome: { seen: false, reason: expect.stringContaining(reason) } });

function numbers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => void bytes.writeUInt32BE(value >>> 0, index * 4));
  return bytes;
}
const text = (value: string) =>
  Buffer.concat([numbers(value.length), Buffer.from(value.padEnd(Math.ceil(value.length / 4) * 4, '\0'))]);
/** An answer as RPC frames it. */
function answer(id: number, ...parts: Buffer[]): Buffer {
  const message = Buffer.concat([numbers(id, 1, 0, 0, 0, 0), ...parts]);
  return Buffer.concat([numbers(0x8000_0000 + message.length), message]);
}
const ids = { port: 0x62770001, list: 0x62770002 };
const exported = (folder: string, ...groups: string[]) =>
  Buffer.concat([numbers(1), text(folder), ...groups.flatMap((group) => [numbers(1), text(group)]), numbers(0)]);
const list = (...folders: Buffer[]) => answer(ids.list, ...folders, numbers(0));

async function nfs(mountd: Parameters<typeof talker>[0], target = permittedAccess()) {
  const list_ = await talker(mountd);
  const mapper = await talker({ replies: [answer(ids.port, numbers(list_.port))] });
  return { observation: await look('nfs', mapper.port, 500, target), mapper, mountd: list_ };
}

describe('NFS', () => {
  it('folders for everybody are counted, and nothing is mounted', async () => {
    const replies = [list(exported('/daten'), exported('/archiv', '192.0.2.7'), exported('/alle', 'rathaus', '*'))];
    const { observation, mountd } = await nfs({ replies });
    expect(observation).toMatchObject(seen({ service: 'nfs', access: 'open', count: 2, detail: null }));
    // One call: program 100005, version 3, procedure 5.
    const [sent] = [Buffer.from(mountd.received(), 'latin1')];
    expect(sent.length).toBe(44);
    expect([16, 20, 24].map((at) => sent.readUInt32BE(at))).toEqual([100_005, 3, 5]);
  });

  it.each([
    ['only for named hosts', list(exported('/daten', '192.0.2.0/24')), { access: 'needs-login', count: null }],
    ['nothing at all', list(), { access: 'needs-login', count: null }],
  ])('%s', async (_, reply, expected) => {
    expect((await nfs({ replies: [reply] })).observation).toMatchObject(seen(expected));
  });

  it('a host with a port mapper and without NFS says nothing', async () => {
    const mapper = await talker({ replies: [answer(ids.port, numbers(0))] });
    expect(await look('nfs', mapper.port)).toBeNull();
  });

  it('the port of the list is asked only where the Freigabe permits it', async () => {
    const mountd = await talker({ replies: [list(exported('/daten'))] });
    const mapper = await talker({ replies: [answer(ids.port, numbers(mountd.port))] });
    const freigabe = { ...freigabeFor(['127.0.0.1'], `${mapper.port}`), zugriffstests: true };
    const target = AuthorizedTarget.authorize({ name: null, address: '127.0.0.1' }, [freigabe], '2026-06-15');
    expect(await look('nfs', mapper.port, 500, target)).toMatchObject(unseen(`Port ${mountd.port}`));
    expect(mountd.connections()).toBe(0);
  });

  it.each<[string, string | Buffer]>([
    ['another number', answer(7, numbers(2049))],
    ['a refused call', Buffer.concat([numbers(0x8000_0000 + 24), numbers(ids.port, 1, 1, 1, 0, 0)])],
    ['an unknown program', answer(ids.port).fill(1, 24, 28)],
    ['a greeting', '220 mail.beispielhain.example ESMTP\r\n'],
    ['a port beyond all ports', answer(ids.port, numbers(70_000))],
    ['an answer without end', answer(ids.port, Buffer.alloc(100_000)).subarray(0, 50_000)],
  ])('%s proves nothing', async (_, reply) => {
    const mapper = await talker({ replies: [reply] });
    const observation = await look('nfs', mapper.port, 300);
    expect(observation?.outcome.seen ?? false).toBe(false);
  });

  it('cut at any byte, a list proves nothing good', async () => {
    const whole = list(exported('/daten'), exported('/archiv', 'rathaus'));
    for (let length = 0; length < whole.length; length += 7) {
      const { observation } = await nfs({ replies: [whole.subarray(0, length)] }, permittedAccess());
      expect(observation?.outcome.seen ?? false).toBe(false);
    }
  }, 20_000);

  it('lists that lie about their length end in time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 60 }), async (noise) => {
        const { observation } = await nfs({ replies: [answer(ids.list, numbers(1), Buffer.from(noise))] });
        if (observation?.outcome.seen === true) expect(observation.outcome.data.service).toBe('nfs');
      }),
      { seed: 11, numRuns: 12 },
    );
  }, 20_000);

  it('without consent to tests of access nothing is sent', async () => {
    const mapper = await listen();
    await expect(look('nfs', mapper.port, 500, permitted())).rejects.toThrow(NotAuthorisedError);
    expect(mapper.connections()).toBe(0);
  });
});

/** Answers from another port, as TFTP does. */
async function tftp(
  reply: (question: Buffer) => Buffer | null,
): Promise<{ port: number; questions: Buffer[]; acknowledged: () => number }> {
  const [server, transfer] = [createSocket('udp4'), createSocket('udp4')];
  const questions: Buffer[] = [];
  let acknowledged = 0;
  server.on('message', (question, { port, address }) => {
    questions.push(question);
    const bytes = reply(question);
    if (bytes !== null) transfer.send(bytes, port, address);
  });
  transfer.on('message', () => acknowledged++);
  for (const socket of [server, transfer]) {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    onCloseAll(() => void socket.close());
  }
  return { port: server.address().port, questions, acknowledged: () => acknowledged };
}

const tftpError = (code: number, message = '') => Buffer.concat([Buffer.from([0, 5, 0, code]), Buffer.from(`${message}\0`)]);

describe('TFTP', () => {
  it('looks for a file of anybody: it answers strangers', async () => {
    const server = await tftp(() => tftpError(1, 'File not found'));
    expect(await look('tftp', server.port)).toMatchObject(seen({ service: 'tftp', access: 'open', detail: null }));
    const [question = Buffer.alloc(0)] = server.questions;
    // Opcode 1, then name and mode.
    expect([server.questions.length, question.readUInt16BE(0)]).toEqual([1, 1]);
    expect(question.subarray(2).toString('latin1').split('\0')).toEqual([
      expect.stringMatching(/^burgward-[0-9a-f]{16}$/),
      'octet',
      '',
    ]);
  });

  it('gives something for any name; it is not fetched on', async () => {
    const server = await tftp(() => Buffer.concat([Buffer.from([0, 3, 0, 1]), Buffer.alloc(512, 65)]));
    expect(await look('tftp', server.port)).toMatchObject(seen({ access: 'open', detail: null }));
    expect(server.acknowledged()).toBe(0);
  });

  it.each<[string, Buffer, object]>([
    ['an error of its own that means the same', tftpError(0, 'No such file'), seen({ access: 'open' })],
    ['refuses', tftpError(2, 'Access violation'), seen({ access: 'refused' })],
    ['an error of its own', tftpError(0, 'Kein Zugriff'), unseen('lehnt das Gespräch ab')],
    ['another protocol', Buffer.from('nonsense'), unseen('nicht das Protokoll')],
    ['too short', Buffer.from([0, 5]), unseen('nicht das Protokoll')],
    ['too long', Buffer.concat([Buffer.from([0, 3, 0, 1]), Buffer.alloc(1000)]), unseen('nicht das Protokoll')],
  ])('%s', async (_, reply, expected) => {
    expect(await look('tftp', (await tftp(() => reply)).port)).toMatchObject(expected);
  });

  it('silence proves nothing', async () => {
    expect(await look('tftp', (await tftp(() => null)).port, 150)).toBeNull();
  });
});

/** An Open Session Response (IPMI 2.0, 13.18) to the request. */
function sessionResponse(question: Buffer, status: number): Buffer {
  const payload = Buffer.concat([
    Buffer.from([0, status, 4, 0]),
    question.subarray(20, 24),
    Buffer.from([1, 2, 3, 4]),
    Buffer.alloc(24),
  ]);
  return Buffer.concat([Buffer.from([6, 0, 0xff, 7, 6, 0x11, 0, 0, 0, 0, 0, 0, 0, 0, payload.length, 0]), payload]);
}
const isOpenSession = (question: Buffer) => question[4] === 6 && question[5] === 0x10;

describe('IPMI', () => {
  it('a session without any check of the password is open to everybody', async () => {
    const port = await datagramServer((question) => (isOpenSession(question) ? [sessionResponse(question, 0)] : []));
    expect(await look('ipmi', port)).toMatchObject(seen({ access: 'open', answered: ['cipher-zero'], detail: '2.0' }));
  });

  it.each([
    ['that is refused', (question: Buffer) => sessionResponse(question, 0x11)],
    ['for somebody else', (question: Buffer) => sessionResponse(Buffer.alloc(question.length, 1), 0)],
    ['that is cut', (question: Buffer) => sessionResponse(question, 0).subarray(0, 20)],
  ])('one %s opens nothing', async (_, respond) => {
    const port = await datagramServer((question) => (isOpenSession(question) ? [respond(question)] : []));
    const observation = await look('ipmi', port, 300);
    expect(observation).toMatchObject(unseen('nicht das Protokoll'));
  });
});
