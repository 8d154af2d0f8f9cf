import type { HttpLeftover } from '../../domain/observation.ts';

/** Enough to recognise what it is. */
export const leftoverBytes = 4096;

interface LeftoverPath {
  path: string;
  what: HttpLeftover['what'];
  /** The content itself must say so: many servers answer any address with a page and status 200. */
  sign: RegExp | FirstBytes;
}

/** How a file begins, one character for each byte. */
interface FirstBytes {
  begins: string;
}

const settings = /^(?:export )?[A-Z][A-Z0-9_]{1,60}=/m;
const dump = /^(?:-- (?:MySQL|MariaDB|PostgreSQL|phpMyAdmin)|(?:CREATE TABLE|INSERT INTO|DROP TABLE) )/m;
const zip: FirstBytes = { begins: 'PK\u0003\u0004' };
const gzip: FirstBytes = { begins: '\u001f\u008b' };

/** What is left behind most often. Read as Latin-1, so that bytes can be compared. */
export const leftoverPaths: readonly LeftoverPath[] = [
  { path: '/.git/HEAD', what: 'git', sign: /^(?:ref: refs\/[\w./-]{1,200}|[0-9a-f]{40}|[0-9a-f]{64})\s*$/ },
  { path: '/.env', what: 'settings', sign: settings },
  { path: '/.env.bak', what: 'settings', sign: settings },
  { path: '/wp-config.php.bak', what: 'settings', sign: /DB_PASSWORD/ },
  { path: '/configuration.php.bak', what: 'settings', sign: /class JConfig/ },
  { path: '/.htpasswd', what: 'passwords', sign: /^[^:\s<]{1,80}:(?:\$(?:apr1|2[aby]|5|6)\$|\{SHA\})/m },
  { path: '/backup.zip', what: 'archive', sign: zip },
  { path: '/backup.tar.gz', what: 'archive', sign: gzip },
  { path: '/backup.sql', what: 'database', sign: dump },
  { path: '/dump.sql', what: 'database', sign: dump },
  { path: '/phpinfo.php', what: 'php-info', sign: /<title>(?:PHP [\d.]+[^<]{0,40} - )?phpinfo\(\)<\/title>/i },
  { path: '/info.php', what: 'php-info', sign: /<title>(?:PHP [\d.]+[^<]{0,40} - )?phpinfo\(\)<\/title>/i },
  { path: '/server-status', what: 'server-status', sign: /Apache Server Status for/ },
];

/** @param content the beginning of the answer */
export function isLeftover({ sign }: LeftoverPath, content: Buffer): boolean {
  const text = content.toString('latin1');
  return sign instanceof RegExp ? sign.test(text) : text.startsWith(sign.begins);
}
