import { describe, expect, it } from 'vitest';
import { AuthorizedTarget, expandZiel, type Freigabe, parsePorts, parseZiel, withoutDetails } from '../../src/domain/freigabe.ts';
import { NotAuthorisedError } from '../../src/errors.ts';

const freigabe = (changes: Partial<Freigabe> = {}): Freigabe => ({
  id: 'F1',
  kommune: 'beispielhain',
  ziele: [parseZiel('127.0.0.1'), parseZiel('192.0.2.0/30')],
  ports: parsePorts('80,8000-8010'),
  von: '2026-11-01',
  bis: '2026-11-30',
  durch: 'Jana Muster, Bürgermeisterin',
  blickwinkel: 'host',
  ...withoutDetails,
  widerrufenAm: null,
  ...changes,
});

const authorize = (address: string, day: string, freigaben = [freigabe()]) =>
  AuthorizedTarget.authorize({ name: null, address }, freigaben, day);

describe('targets somebody can permit', () => {
  it.each(['127.0.0.1', '::1', '192.0.2.0/30', 'www.beispielhain.de', 'localhost', '2001:db8::7', '10.1.2.3'])('%s', (text) => {
    expect(parseZiel(text).angabe).toBe(text);
  });

  it.each([
    '127.1',
    '0x7f000001',
    '2130706433',
    '0177.0.0.1',
    '127.0.0.*',
    '127.0.0.1-5',
    '127.0.0.1,2',
    'localhost/30',
    '127.0.0.1/33',
    '127.0.0.1/-1',
    '-iR',
    '--script=x',
    '-oN',
    '; rm -rf /',
    '$(id)',
    'a b',
    '',
    ' ',
    '127.0.0.1 ::1',
    'fe80::1%eth0',
    '169.254.169.254',
    '224.0.0.1',
    '255.255.255.255',
    '0.0.0.0',
    '10.0.0.0/8',
    '::/0',
    'ff02::1',
    '::ffff:127.0.0.1',
    'http://www.beispielhain.de',
    'www.beispielhain.de:443',
    '../etc/passwd',
    'a\nb',
    'ä.de',
    '-a.de',
    `${'a'.repeat(64)}.de`,
  ])('refuses „%s“', (text) => {
    expect(() => parseZiel(text)).toThrow();
  });

  it('expands a range to its addresses', () => {
    expect(expandZiel(parseZiel('192.0.2.5/30'))).toEqual(['192.0.2.4', '192.0.2.5', '192.0.2.6', '192.0.2.7']);
    expect(expandZiel(parseZiel('2001:db8::/126'))).toHaveLength(4);
  });

  it.each(['0', '70000', '80-20', 'http', '80,,443', '1-', '80;443', '-p'])('refuses the ports „%s“', (text) => {
    expect(() => parsePorts(text)).toThrow('keine Portangabe');
  });
});

describe('a target needs a valid Freigabe', () => {
  it.each([
    ['127.0.0.1', '2026-11-01'],
    ['127.0.0.1', '2026-11-30'],
    ['192.0.2.3', '2026-11-15'],
  ])('%s on %s', (address, day) => {
    const target = authorize(address, day);
    expect([80, 81, 8000, 8010, 8011].filter((port) => target.permitsPort(port))).toEqual([80, 8000, 8010]);
  });

  it.each([
    ['an address nobody named', '127.0.0.2', '2026-11-15', {}],
    ['outside the range', '192.0.2.4', '2026-11-15', {}],
    ['the other family', '::1', '2026-11-15', {}],
    ['the day before', '127.0.0.1', '2026-10-31', {}],
    ['the day after', '127.0.0.1', '2026-12-01', {}],
    ['withdrawn today', '127.0.0.1', '2026-11-15', { widerrufenAm: '2026-11-15' }],
  ] as const)('refuses %s', (_name, address, day, changes) => {
    expect(() => authorize(address, day, [freigabe(changes)])).toThrow(NotAuthorisedError);
  });

  it('holds until the day it is withdrawn', () => {
    expect(authorize('127.0.0.1', '2026-11-14', [freigabe({ widerrufenAm: '2026-11-15' })]).freigabeId).toBe('F1');
  });

  it('a name counts only at the addresses it had when it was permitted', () => {
    const named = freigabe({ ziele: [{ angabe: 'www.beispielhain.de', kind: 'name', addresses: ['192.0.2.7'] }] });
    const target = (address: string) =>
      AuthorizedTarget.authorize({ name: 'www.beispielhain.de', address }, [named], '2026-11-15');
    expect(target('192.0.2.7').name).toBe('www.beispielhain.de');
    expect(() => target('198.51.100.9')).toThrow('liegt in keiner Freigabe');
  });

  it.each([
    ['the same name', 'name', 'www.beispielhain.de', true],
    ['another name at its address', 'name', 'www.nachbarort.de', false],
    ['its bare address', 'name', null, true],
    ['any name at a permitted address', 'address', 'www.beispielhain.de', true],
    ['any name in a permitted range', 'range', 'www.beispielhain.de', true],
  ] as const)('%s, permitted by %s', (_case, kind, name, permitted) => {
    const ziele = {
      name: { angabe: 'www.beispielhain.de', kind, addresses: ['192.0.2.7'] },
      address: parseZiel('192.0.2.7'),
      range: parseZiel('192.0.2.0/28'),
    };
    const authorizeIt = () =>
      AuthorizedTarget.authorize({ name, address: '192.0.2.7' }, [freigabe({ ziele: [ziele[kind]] })], '2026-11-15');
    if (permitted) expect(authorizeIt().name).toBe(name);
    else expect(authorizeIt).toThrow('www.nachbarort.de (192.0.2.7) liegt in keiner Freigabe');
  });

  describe('several for one address', () => {
    const of = (...changes: Partial<Freigabe>[]) => {
      const freigaben = changes.map((each, index) => freigabe({ id: `F${index + 1}`, ...each }));
      const target = authorize('127.0.0.1', '2026-11-15', freigaben);
      return { freigabe: target.freigabeId, vantage: target.vantage, ports: target.permittedPorts([22, 80, 443]) };
    };

    it.each<[string, Partial<Freigabe>[], ReturnType<typeof of>]>([
      [
        'add up',
        [{ ports: parsePorts('80') }, { ports: parsePorts('443') }],
        { freigabe: 'F1, F2', vantage: 'host', ports: [80, 443] },
      ],
      [
        'permit all if one does',
        [{ ports: parsePorts('80') }, { ports: null }],
        { freigabe: 'F1, F2', vantage: 'host', ports: [22, 80, 443] },
      ],
      [
        'do not add up with an expired one',
        [{ ports: parsePorts('80'), bis: '2026-11-10' }, { ports: parsePorts('443') }],
        { freigabe: 'F2', vantage: 'host', ports: [443] },
      ],
      [
        'do not add up with one from elsewhere',
        [{ ports: parsePorts('80') }, { ports: parsePorts('443'), blickwinkel: 'internet' }],
        { freigabe: 'F1', vantage: 'host', ports: [80] },
      ],
    ])('%s', (_name, changes, expected) => {
      expect(of(...changes)).toEqual(expected);
    });
  });

  it.each<[string, Partial<Freigabe>[], number]>([
    ['in the own house usually 300', [{ blickwinkel: 'lan' }], 300],
    ['in the own house as many as named, more than usual too', [{ blickwinkel: 'lan', proSekunde: 900 }], 900],
    ['across the KDN usually 100', [{ blickwinkel: 'kdn' }], 100],
    ['across the Internet fewer, if named', [{ blickwinkel: 'internet', proSekunde: 20 }], 20],
    [
      'across the Internet never more than usual, whatever was once recorded',
      [{ blickwinkel: 'internet', proSekunde: 900 }],
      100,
    ],
    ['of several, what each of them permits', [{ blickwinkel: 'lan', proSekunde: 900 }, { blickwinkel: 'lan' }], 300],
  ])('permits so many new connections in a second: %s', (_name, changes, perSecond) => {
    const freigaben = changes.map((each, index) => freigabe({ id: `F${index + 1}`, ...each }));
    expect(authorize('127.0.0.1', '2026-11-15', freigaben).maxPerSecond).toBe(perSecond);
  });
});
