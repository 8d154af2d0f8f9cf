/** What a greeting tells of the program behind it. Only what the service itself says; nothing is looked up. */
import type { LoginProtocol } from '../../domain/service-observation.ts';

interface NamedSoftware {
  software: string | null;
  version: string | null;
}

/** Names of programs as they greet. The first group is the version, where they tell it. */
const greetings: readonly (readonly [string, RegExp])[] = [
  ['Postfix', /\bPostfix\b(?:[ (/]+v?(\d[\w.+-]*))?/i],
  ['Exim', /\bExim (\d[\w.+-]*)/i],
  ['Sendmail', /\bSendmail (\d[\w.+-]*)?/i],
  ['Microsoft ESMTP', /\bMicrosoft ESMTP MAIL Service(?:, Version: (\d[\w.]*))?/i],
  ['Microsoft Exchange', /\bMicrosoft Exchange(?: Server)?(?: \d{4})? (?:IMAP4|POP3)/i],
  ['hMailServer', /\bhMailServer(?: (\d[\w.]*))?/i],
  ['Kerio Connect', /\bKerio Connect (\d[\w. ]*\d)?/i],
  ['MDaemon', /\bMDaemon(?: (\d[\w.]*))?/i],
  ['Zimbra', /\bZimbra\b(?: (\d[\w.]*))?/i],
  ['Dovecot', /\bDovecot\b/i],
  ['Courier', /\bCourier-(?:IMAP|POP3|MTA)\b/i],
  ['Cyrus', /\bCyrus (?:IMAP|POP3)\S*(?: v?(\d[\w.+-]*))?/i],
  ['vsFTPd', /\bvsFTPd (\d[\w.]*)/i],
  ['ProFTPD', /\bProFTPD(?: (\d[\w.]*))?/i],
  ['Pure-FTPd', /\bPure-FTPd\b/i],
  ['FileZilla Server', /\bFileZilla Server(?: (?:version )?(\d[\w.]*))?/i],
  ['Microsoft FTP Service', /\bMicrosoft FTP Service\b(?: \(Version (\d[\w.]*)\))?/i],
  ['Serv-U', /\bServ-U FTP Server(?: v?(\d[\w.]*))?/i],
];

/** Systems that name themselves at a prompt of Telnet. */
const systems: readonly (readonly [string, RegExp])[] = [
  ['BusyBox', /\bBusyBox v?(\d[\w.]*)/i],
  ['Debian', /\bDebian GNU\/Linux (\d[\w.]*)/i],
  ['Ubuntu', /\bUbuntu (\d[\w.]*)/i],
  ['Cisco IOS', /\bCisco IOS\b.*?\bVersion (\d[\w.()]*)/i],
];

/** @param banner cleaned */
export function namedSoftware(protocol: LoginProtocol, banner: string): NamedSoftware {
  for (const [software, pattern] of protocol === 'telnet' ? systems : greetings) {
    const found = pattern.exec(banner);
    if (found !== null) return { software, version: found[1] ?? null };
  }
  return { software: null, version: null };
}
