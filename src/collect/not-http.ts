/** Where HTTP has no business: „GET /“ is a command to some services, an attack in the log of others. */
import type { ScannedPort } from '../domain/observation.ts';

/**
 * TCP ports whose usual service is no web server: greetings and logins (FTP, SSH, Telnet, mail), names and directories (DNS, Kerberos, LDAP),
 * Windows and Unix (RPC, NetBIOS, SMB, RDP, VNC, NFS, rsync, printing of old, X11), databases and stores, messages, telephony and cameras.
 * After the table of exposed services and IANA's registry. Ports where test and administration pages are usual do not stand here.
 */
const otherServicePorts: ReadonlySet<number> = new Set([
  21, 22, 23, 25, 53, 88, 110, 111, 135, 139, 143, 389, 445, 465, 512, 513, 514, 554, 587, 593, 636, 853, 873, 989, 990, 993, 995,
  1433, 1521, 1883, 2049, 2121, 2323, 3050, 3268, 3269, 3306, 3389, 5060, 5061, 5432, 5672, 5900, 5901, 5902, 5903, 5904, 5905,
  5906, 6000, 6001, 6002, 6003, 6004, 6005, 6006, 6007, 6008, 6009, 6379, 8554, 8883, 9042, 9300, 11211, 20048, 27017, 50000,
  61616,
]);

/** What nmap calls a service it could not name. */
const unnamed: ReadonlySet<string> = new Set(['', 'unknown', 'tcpwrapped', 'ssl', 'tls']);

/** What the scan detected decides; where it detected nothing, the usual service of the port. */
export function mayBeWebServer({ port, service }: Pick<ScannedPort, 'port' | 'service'>): boolean {
  const detected = service?.method === 'probed' ? service.name.toLowerCase() : '';
  if (unnamed.has(detected)) return !otherServicePorts.has(port);
  return /http|soap|upnp|ipp|www/.test(detected);
}
