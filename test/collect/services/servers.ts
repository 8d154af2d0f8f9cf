/** Servers for the tests of this folder: they greet, answer one piece after the other, and end as told. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { AuthorizedTarget } from '../../../src/domain/freigabe.ts';
import { freigabeFor, type Listener, listen, onCloseAll } from '../loopback.ts';

/** With the written consent to tests of access. */
export function permittedAccess(): AuthorizedTarget {
  const freigabe = { ...freigabeFor(['127.0.0.1']), zugriffstests: true, kontakt: 'it@beispielhain.example' };
  return AuthorizedTarget.authorize({ name: null, address: '127.0.0.1' }, [freigabe], '2026-06-15');
}

export interface Talk {
  greeting?: string | Buffer;
  /** To each piece the client sends, in this order. */
  replies?: readonly (string | Buffer)[];
}

export interface Talker extends Listener {
  /** All that clients sent. */
  received(): string;
}

export async function talker({ greeting, replies = [] }: Talk): Promise<Talker> {
  const received: Buffer[] = [];
  const listener = await listen((socket) => {
    const waiting = [...replies];
    if (greeting !== undefined) socket.write(greeting);
    socket.on('data', (chunk) => {
      received.push(chunk);
      const reply = waiting.shift();
      if (reply !== undefined) socket.write(reply);
    });
  });
  return { ...listener, received: () => Buffer.concat(received).toString('latin1') };
}

/** A UDP server that answers each datagram with what `answer` gives. */
export async function datagramServer(answer: (question: Buffer) => readonly Buffer[]): Promise<number> {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => {
    for (const each of answer(question)) socket.send(each, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onCloseAll(() => void socket.close());
  return socket.address().port;
}

/** Answers by what the question contains. */
export function byContent(...pairs: readonly (readonly [string, Buffer])[]): (question: Buffer) => Buffer[] {
  return (question) => pairs.flatMap(([part, reply]) => (question.includes(part, 0, 'latin1') ? [reply] : []));
}
