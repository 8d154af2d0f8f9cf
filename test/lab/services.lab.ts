/** Mail, file, directory and database services: the doors of each once shut, once open. */
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import {
  startBind,
  startDnsmasq,
  startDovecot,
  startFtp,
  startLdap,
  startPostfix,
  startPostgres,
  startRedis,
  startSamba,
  startSnmp,
  zone,
} from './daemons.ts';
import { dataOf, observe, verdictsAt, verdictsOn } from './look.ts';
import { stopDaemons } from './processes.ts';

afterEach(stopDaemons);
afterAll(stopDaemons);

const wellKeptTls = {
  'tls-protocol-version': 'met',
  'tls-cipher-suites': 'met',
  'tls-key-exchange-groups': 'met',
  'tls-suite-order': 'met',
  'tls-certificate-key': 'met',
  'tls-certificate-validity': 'met',
};
const noTls = {
  'tls-protocol-version': 'undetermined',
  'tls-cipher-suites': 'undetermined',
  'tls-certificate-key': 'undetermined',
};

describe('Postfix', () => {
  test('with STARTTLS and the password only behind it', async () => {
    const { authSocket } = await startDovecot({ tls: true, passwordsInClear: false });
    const observations = await observe(await startPostfix({ starttls: true, auth: 'after-tls', authSocket }), ['login', 'tls']);
    expect(dataOf(observations, 'login')).toMatchObject({ protocol: 'smtp', starttlsOffered: true, loginWithoutTls: [] });
    expect(dataOf(observations, 'tls')).toMatchObject({
      starttls: 'smtp',
      certificate: { names: [`mail.${zone}`, '127.0.0.1'] },
    });
    expect(await verdictsOn(observations)).toMatchObject({ 'smtp-starttls': 'met', 'smtp-login': 'met', ...wellKeptTls });
  });

  test('that takes passwords in the clear', async () => {
    const { authSocket } = await startDovecot({ tls: true, passwordsInClear: true });
    const observations = await observe(await startPostfix({ starttls: true, auth: 'in-clear', authSocket }), ['login']);
    expect(dataOf(observations, 'login').loginWithoutTls).toEqual(['PLAIN', 'LOGIN']);
    expect(await verdictsOn(observations)).toMatchObject({ 'smtp-starttls': 'met', 'smtp-login': 'not-met' });
  });

  test('without any TLS', async () => {
    const verdicts = await verdictsAt(await startPostfix({ starttls: false, auth: 'none' }), ['login', 'tls']);
    expect(verdicts).toMatchObject({ 'smtp-starttls': 'not-met', ...noTls });
  });
});

describe('Dovecot', () => {
  test('keeps passwords for TLS', async () => {
    const { imap, pop3 } = await startDovecot({ tls: true, passwordsInClear: false });
    for (const daemon of [imap, pop3]) {
      expect(await verdictsAt(daemon, ['login', 'tls'])).toMatchObject({ 'login-starttls': 'met', ...wellKeptTls });
    }
  });

  test('with old TLS and passwords in the clear', async () => {
    const { imap, pop3 } = await startDovecot({ tls: true, passwordsInClear: true, minimum: 'TLSv1' });
    for (const daemon of [imap, pop3]) {
      expect(await verdictsAt(daemon, ['login', 'tls'])).toMatchObject({
        'login-starttls': 'not-met',
        'tls-protocol-version': 'not-met',
        'tls-cipher-suites': 'not-met',
      });
    }
  });

  test('without TLS', async () => {
    const { imap, pop3 } = await startDovecot({ tls: false, passwordsInClear: true });
    for (const daemon of [imap, pop3]) {
      expect(await verdictsAt(daemon, ['login', 'tls'])).toMatchObject({ 'login-starttls': 'not-met', ...noTls });
    }
  });
});

describe('Samba', () => {
  test('with SMB 1, and signatures as one likes', async () => {
    const observations = await observe(await startSamba({ smb1: true, signing: 'optional' }), ['smb']);
    expect(dataOf(observations, 'smb')).toMatchObject({ smb1: { accepted: true }, dialect: '3.1.1', signing: 'enabled' });
    expect(await verdictsOn(observations)).toEqual({ 'smb-version': 'not-met', 'smb-signing': 'not-met' });
  });

  test('without SMB 1, with signatures', async () => {
    const observations = await observe(await startSamba({ smb1: false, signing: 'required' }), ['smb']);
    expect(dataOf(observations, 'smb')).toMatchObject({ smb1: { accepted: false }, dialect: '3.1.1', signing: 'required' });
    expect(await verdictsOn(observations)).toEqual({ 'smb-version': 'met', 'smb-signing': 'met' });
  });
});

describe('doors without a lock', () => {
  test('Redis', async () => {
    expect(await verdictsAt(await startRedis(null), ['open-access'])).toEqual({ 'open-databases': 'not-met' });
    expect(await verdictsAt(await startRedis('nicht-erraten-4711'), ['open-access'])).toEqual({ 'open-databases': 'met' });
  });

  test('SNMP', async () => {
    const community = 'snmp-default-community';
    expect(await verdictsAt(await startSnmp('public'), ['open-access'])).toEqual({ [community]: 'not-met' });
    expect(await verdictsAt(await startSnmp('Beispielhain-4711'), ['open-access'])).toEqual({ [community]: 'met' });
  });

  test('OpenLDAP', async () => {
    const open = await startLdap({ anonymous: 'reads-everything', starttls: true });
    expect(await verdictsAt(open, ['open-access'])).toEqual({ 'open-directory': 'not-met' });
    const shut = await startLdap({ anonymous: 'refused', starttls: false });
    expect(await verdictsAt(shut, ['open-access'])).toEqual({ 'open-directory': 'met' });
  });

  test('vsftpd', async () => {
    const open = await startFtp({ anonymous: true, tls: 'off' });
    expect(await verdictsAt(open, ['open-access', 'login'])).toMatchObject({
      'open-files': 'not-met',
      'login-starttls': 'not-met',
    });
    const shut = await startFtp({ anonymous: false, tls: 'enforced' });
    expect(await verdictsAt(shut, ['open-access'])).toEqual({ 'open-files': 'met' });
  });
});

describe('TLS that begins in the middle', () => {
  test('OpenLDAP', async () => {
    const observations = await observe(await startLdap({ anonymous: 'refused', starttls: true }), ['tls']);
    expect(dataOf(observations, 'tls')).toMatchObject({ starttls: 'ldap', versions: { 'TLSv1.3': { offered: true } } });
    expect(await verdictsAt(await startLdap({ anonymous: 'refused', starttls: false }), ['tls'])).toMatchObject(noTls);
  });

  test('PostgreSQL', async () => {
    const observations = await observe(await startPostgres(true), ['tls']);
    expect(dataOf(observations, 'tls')).toMatchObject({
      starttls: 'postgresql',
      certificate: { names: [`db.${zone}`, '127.0.0.1'] },
    });
    expect(await verdictsOn(observations)).toMatchObject({ 'tls-protocol-version': 'met', 'tls-certificate-key': 'met' });
    expect(await verdictsAt(await startPostgres(false), ['tls'])).toMatchObject(noTls);
  });

  test('vsftpd', async () => {
    const observations = await observe(await startFtp({ anonymous: false, tls: 'enforced' }), ['tls', 'login']);
    expect(dataOf(observations, 'tls')).toMatchObject({ starttls: 'ftp', versions: { 'TLSv1.2': { offered: true } } });
    expect(dataOf(observations, 'login')).toMatchObject({ protocol: 'ftp', starttlsOffered: true });
  });
});

describe('name servers', () => {
  const fromOutside = { name: `ns1.${zone}`, vantage: 'internet' } as const;

  test('BIND that only answers for its own zone', async () => {
    const bind = await startBind({ signed: true, transfer: 'nobody', recursion: 'nobody' });
    expect(await verdictsAt(bind, ['dns-server'], fromOutside)).toEqual({
      'dns-open-resolver': 'met',
      'dns-zone-transfer': 'met',
      'dns-server-version': 'met',
    });
  });

  test('BIND that hands out its zone and looks up everything', async () => {
    const bind = await startBind({ signed: false, transfer: 'anybody', recursion: 'anybody' });
    expect(await verdictsAt(bind, ['dns-server'], fromOutside)).toMatchObject({
      'dns-open-resolver': 'not-met',
      'dns-zone-transfer': 'not-met',
    });
  });

  test('dnsmasq of a router that anybody may ask', async () => {
    const upstream = await startBind({ signed: false, transfer: 'nobody', recursion: 'anybody' });
    expect(await verdictsAt(await startDnsmasq(upstream), ['dns-server'], { vantage: 'internet' })).toMatchObject({
      'dns-open-resolver': 'not-met',
      'dns-server-version': 'not-met',
    });
  });
});
