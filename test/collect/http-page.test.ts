import { describe, expect, it } from 'vitest';
import { readCookies } from '../../src/collect/http/cookies.ts';
import { leaksIn } from '../../src/collect/http/error-page.ts';
import { decodeBody, readPage } from '../../src/collect/http/page.ts';
import { readSecurityTxt } from '../../src/collect/http/security-txt.ts';

const at = (html: string, url = 'https://www.beispielhain.de/') => readPage(html, url, true);

describe('a page', () => {
  it('tells its title, its software and its policies', () => {
    const page = at(`<!doctype html><html><head><title>Stadt &amp;
      Land</title><META NAME="Generator" content='TYPO3 CMS'><meta http-equiv="Content-Security-Policy" content="default-src 'self'">
      <meta name=referrer content=unsafe-url></head><body><svg><title>Wappen</title></svg></body>`);
    expect(page).toMatchObject({
      title: 'Stadt & Land',
      generator: 'TYPO3 CMS',
      contentSecurityPolicy: "default-src 'self'",
      referrerPolicy: 'unsafe-url',
      complete: true,
    });
  });

  it.each([
    ['a search field', '<form><input name=q></form>', true, false],
    ['a login', '<form><input type=Password></form>', true, true],
    ['a login in a comment', '<!-- <form><input type=password></form> -->', false, false],
    ['a login in a script', '<script>"<form><input type=password>"</script>', false, false],
    ['a login in a text field', '<textarea><input type=password></textarea>', false, false],
    ['a login in a template', '<template><form><input type=password></form></template>', false, false],
  ])('%s', (_name, html, hasForm, hasLoginForm) => {
    expect(at(html)).toMatchObject({ hasForm, hasLoginForm });
  });

  it.each([
    ['a script', '<script src="http://www.beispielhain.de/a.js?sitzung=1"></script>', 'http://www.beispielhain.de/a.js'],
    ['a style', '<link rel="Stylesheet" href="http://cdn.example/a.css">', 'http://cdn.example/a.css'],
    ['a frame', '<iframe src="http://karte.example/"></iframe>', 'http://karte.example/'],
    ['a form', '<form action=http://www.beispielhain.de/senden></form>', 'http://www.beispielhain.de/senden'],
    ['a button of a form', '<button formaction="http://a.example/x">', 'http://a.example/x'],
    ['an object', '<object data="http://a.example/x.swf">', 'http://a.example/x.swf'],
    ['everything, by its base', '<base href="http://a.example/"><script src=b.js></script>', 'http://a.example/b.js'],
    ['an address with entities', '<script src="&#104;ttp://a.example/&#x62;.js"></script>', 'http://a.example/b.js'],
    [
      'an unfinished tag before',
      '<div <script src="http://a.example/b.js"></script><script src="http://a.example/c.js"></script>',
      'http://a.example/c.js',
    ],
  ])('actively unencrypted: %s', (_name, html, address) => {
    expect(at(html).activeMixedContent).toEqual([address]);
    expect(at(html, 'http://www.beispielhain.de/').activeMixedContent).toEqual([]);
  });

  it.each([
    [
      'pictures',
      '<img src="http://a.example/b.png" srcset="http://a.example/c.png 2x, d.png">',
      ['http://a.example/b.png', 'http://a.example/c.png'],
    ],
    [
      'film',
      '<video poster="http://a.example/p.jpg"><source src="http://a.example/f.mp4"></video>',
      ['http://a.example/p.jpg', 'http://a.example/f.mp4'],
    ],
    ['an icon', '<link rel="shortcut icon" href="http://a.example/i.ico">', ['http://a.example/i.ico']],
  ])('passively unencrypted: %s', (_name, html, addresses) => {
    expect(at(html)).toMatchObject({ passiveMixedContent: addresses, activeMixedContent: [] });
  });

  it('takes links, data, and what waits for consent for no loading', () => {
    const page =
      at(`<a href="http://a.example/">x</a><img src="data:image/png;base64,AA"><script type="text/plain" src="http://a.example/t.js"></script>
      <iframe data-src="http://a.example/"></iframe><script type=application/json src="http://a.example/x"></script><img src="//www.beispielhain.de/a.png">`);
    expect(page).toMatchObject({ activeMixedContent: [], passiveMixedContent: [], thirdPartyHosts: [] });
  });

  it('names other hosts and their unchecked scripts', () => {
    const page =
      at(`<script src="https://cdn.example/a.js"></script><script src="https://fest.example/b.js" integrity="sha384-x"></script>
      <script src="https://static.beispielhain.de/c.js"></script><link rel=preconnect href="https://schriften.example">
      <img src="https://zaehler.example/1.gif"><form action="https://ziel.example/"></form>`);
    expect(page.thirdPartyHosts).toEqual(['cdn.example', 'fest.example', 'schriften.example', 'zaehler.example']);
    expect(page.scriptsWithoutIntegrity).toEqual(['https://cdn.example/a.js']);
  });

  it('keeps lists short', () => {
    const page = at(
      Array.from({ length: 5000 }, (_, i) => `<script src="http://h${i}.example/${'x'.repeat(500)}"></script>`).join(''),
    );
    expect(page.activeMixedContent).toHaveLength(20);
    expect(page.thirdPartyHosts).toHaveLength(50);
    expect(page.activeMixedContent[0]).toHaveLength(300);
  });

  it('knows a list of files', () => {
    expect(at('<title>Index of /</title>').isDirectoryListing).toBe(true);
    expect(at('<title>Index of things</title>').isDirectoryListing).toBe(false);
  });

  it.each([
    ['nesting', '<div>'.repeat(200_000)],
    ['closing', `${'<a>'.repeat(120_000)}${'</b>'.repeat(150_000)}`],
    ['attributes', `<a ${'b '.repeat(400_000)}>`],
    ['entities', `<a b="${'&amp;'.repeat(200_000)}">`],
    ['brackets', '<'.repeat(1_000_000)],
    ['comments', '<!--'.repeat(250_000)],
    ['titles', '<title>'.repeat(140_000)],
  ])('a megabyte of %s is read in a moment', (_name, html) => {
    const started = performance.now();
    at(html);
    expect(performance.now() - started).toBeLessThan(1500);
  });
});

describe('the encoding of a body', () => {
  it.each([
    ['as told', 'text/html; charset=ISO-8859-1', Buffer.from('Stra\xdfe', 'latin1'), 'Straße'],
    ['told wrongly', 'text/html; charset=erfunden', Buffer.from('Straße'), 'Straße'],
    ['not told, UTF-8', 'text/html', Buffer.from('Straße'), 'Straße'],
    ['not told, not UTF-8', 'text/html', Buffer.from('Stra\xdfe', 'latin1'), 'Straße'],
    ['cut in the middle of a character', 'text/html', Buffer.from('Straß').subarray(0, -1), 'Stra'],
  ])('%s', (_name, contentType, body, text) => {
    expect(decodeBody({ body, headers: { 'content-type': contentType } })).toBe(text);
  });
});

describe('cookies', () => {
  it('keep their protection and lose their value', () => {
    expect(
      readCookies(['a=geheim=1; Secure; HTTPONLY; SameSite=Lax; Domain=beispielhain.de; Path=/', 'b', '\u001b[2J<b>=1;secure']),
    ).toEqual([
      { name: 'a', secure: true, httpOnly: true, sameSite: 'Lax', domain: 'beispielhain.de', path: '/' },
      { name: 'b', secure: false, httpOnly: false, sameSite: null, domain: null, path: null },
      { name: '[2J<b>', secure: true, httpOnly: false, sameSite: null, domain: null, path: null },
    ]);
  });
});

describe('error pages', () => {
  it.each([
    ['Java', 'java.lang.NullPointerException\n\tat de.beispielhain.Antrag.lies(Antrag.java:12)', ['stack-trace']],
    ['Python', 'Traceback (most recent call last):\n File "/srv/www/app/views.py", line 3', ['stack-trace', 'path']],
    [
      'PHP',
      '<b>Fatal error</b>: Uncaught PDOException: SQLSTATE[42S02] in /var/www/html/index.php:12',
      ['stack-trace', 'path', 'sql'],
    ],
    ['Node', 'TypeError: x\n    at lies (/srv/www/app/server.js:10:5)', ['stack-trace', 'path']],
    ['ASP.NET', '[HttpException (0x80004005): Datei fehlt] c:\\inetpub\\wwwroot\\a.aspx', ['stack-trace', 'path']],
    ['Apache', '<address>Apache/2.4.57 (Debian) Server at www.beispielhain.de Port 443</address>', ['version']],
    [
      'a town',
      '<h1>Nicht gefunden</h1><p>Öffnungszeiten 9/12 Uhr, Weg zum /home der Feuerwehr, SQL-Kurs der Volkshochschule</p>',
      [],
    ],
  ])('%s', (_name, text, leaks) => {
    expect(leaksIn(text)).toEqual(leaks);
  });

  it('are searched in a moment, whatever they hold', () => {
    for (const piece of ['at a.b.c(', '[Exception ', 'Stack trace: ', 'C:\\inetpub\\', '/var/www/a/', 'Uncaught a\\']) {
      const started = performance.now();
      leaksIn(piece.repeat(65_536 / piece.length));
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });
});

describe('security.txt', () => {
  it('gives its fields, signed or not', () => {
    const text =
      '# Hinweise bitte hierher\r\nContact: mailto:sicherheit@beispielhain.de\r\nexpires: 2027-06-30T00:00:00Z\r\nCanonical: https://www.beispielhain.de/.well-known/security.txt\r\n';
    const fields = {
      contact: ['mailto:sicherheit@beispielhain.de'],
      expires: ['2027-06-30T00:00:00Z'],
      canonical: ['https://www.beispielhain.de/.well-known/security.txt'],
    };
    expect(readSecurityTxt(text)).toEqual({ ...fields, signed: false });
    expect(readSecurityTxt(`-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${text}`)).toEqual({ ...fields, signed: true });
  });

  it.each([
    ['a page', '<!DOCTYPE html><html><body>Contact: mailto:a@b.de</body>'],
    ['a page without beginning', '<p>\nContact: mailto:a@b.de\n</p>'],
    ['any text', 'Hallo\nWelt'],
    ['nothing', ''],
  ])('%s is none', (_name, text) => {
    expect(readSecurityTxt(text)).toBeNull();
  });
});
