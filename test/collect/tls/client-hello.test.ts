import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildClientHello, readServerAnswer, suitePortions } from '../../../src/collect/tls/client-hello.ts';
import { tlsVersions } from '../../../src/domain/observation.ts';

const alert = (level: number, description: number) => Buffer.from([21, 3, 3, 0, 2, level, description]);

/** ServerHello with version, random, empty session id, one cipher suite, no compression. */
function serverHello(version: number, extensions = Buffer.alloc(0), random = Buffer.alloc(32, 7)): Buffer {
  const body = Buffer.concat([Buffer.from([version >> 8, version & 255]), random, Buffer.from([0, 0xc0, 0x2f, 0]), extensions]);
  const handshake = Buffer.concat([Buffer.from([2, 0, 0, body.length]), body]);
  return Buffer.concat([Buffer.from([22, 3, 1, 0, handshake.length]), handshake]);
}

describe('buildClientHello', () => {
  it.each(tlsVersions)('%s: lengths fit, and the name is only in versions that know extensions', (version) => {
    const hello = buildClientHello(version, 'www.beispielhain.example');
    expect(hello[0]).toBe(22);
    expect(hello.readUInt16BE(3)).toBe(hello.length - 5);
    expect(hello.readUIntBE(6, 3)).toBe(hello.length - 9);
    expect(hello.includes('www.beispielhain.example')).toBe(version !== 'SSLv3');
  });

  it('leaves the name out when there is none', () => {
    const withName = buildClientHello('TLSv1.2', 'a.example');
    expect(withName.length - buildClientHello('TLSv1.2', null).length).toBe(4 + 5 + 'a.example'.length);
  });

  it('avoids the lengths at which old load balancers hang', () => {
    for (const version of tlsVersions) {
      const { length } = buildClientHello(version, 'x'.repeat(60));
      expect(length - 5 < 256 || length - 5 > 511, `${version}: ${length}`).toBe(true);
    }
  });
});

describe('suitePortions', () => {
  it.each(tlsVersions)('%s: everything once, in hellos every server reads', (version) => {
    const portions = suitePortions(version);
    const all = portions.flat();
    expect(new Set(all).size).toBe(all.length);
    for (const portion of portions) {
      expect(portion.length).toBeLessThan(256);
      for (const length of [portion.length, 60, 40, 20, 1]) {
        const hello = buildClientHello(version, 'www.beispielhain.example', portion.slice(0, length));
        expect(hello.readUInt16BE(3)).toBe(hello.length - 5);
        if (version !== 'SSLv3') expect(hello.length - 5 < 256 || hello.length - 5 > 511, `${length}`).toBe(true);
      }
    }
  });
});

describe('readServerAnswer', () => {
  it('reads the version of a ServerHello', () => {
    expect(readServerAnswer(serverHello(0x0300))).toEqual({ kind: 'server-hello', version: 'SSLv3', suite: 0xc02f });
    expect(readServerAnswer(serverHello(0x0303))).toEqual({ kind: 'server-hello', version: 'TLSv1.2', suite: 0xc02f });
    expect(readServerAnswer(serverHello(0x0305))).toEqual({ kind: 'server-hello', version: null, suite: 0xc02f });
  });

  it('reads TLS 1.3 from the extension that decides', () => {
    const supportedVersions = Buffer.from([0, 6, 0, 43, 0, 2, 3, 4]);
    expect(readServerAnswer(serverHello(0x0303, supportedVersions))).toEqual({
      kind: 'server-hello',
      version: 'TLSv1.3',
      suite: 0xc02f,
    });
  });

  it('passes over warnings, but not over fatal alerts', () => {
    expect(readServerAnswer(Buffer.concat([alert(1, 112), serverHello(0x0302)]))).toMatchObject({ version: 'TLSv1.1' });
    expect(readServerAnswer(alert(2, 70))).toEqual({ kind: 'alert', fatal: true, description: 70 });
  });

  it('waits for the rest of an answer in pieces', () => {
    const whole = serverHello(0x0303);
    for (let length = 0; length < whole.length; length++) expect(readServerAnswer(whole.subarray(0, length))).toBeNull();
    expect(readServerAnswer(whole)).not.toBeNull();
  });

  it.each(['HTTP/1.1 400 Bad Request', 'SSH-2.0-OpenSSH_9.2', '220 mail.example ESMTP', '\u0016\u0009xx'])(
    'knows that %j is no TLS',
    (text) => {
      expect(readServerAnswer(Buffer.from(text))).toEqual({ kind: 'not-tls', isSsh: text.startsWith('SSH-') });
    },
  );

  it('survives any bytes', () => {
    const anyBytes = fc.uint8Array({ maxLength: 300 });
    const likeTls = anyBytes.map((bytes) => Buffer.concat([Buffer.from([22, 3, 3, 0, 90, 2, 0, 0, 86]), bytes]));
    fc.assert(
      fc.property(fc.oneof(anyBytes.map(Buffer.from), likeTls), (bytes) => {
        const answer = readServerAnswer(bytes);
        return answer === null || typeof answer.kind === 'string';
      }),
      { numRuns: 500 },
    );
  });
});
