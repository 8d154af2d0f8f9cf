/**
 * One harmless question for each service by UDP that answers strangers by design. None of them names a user, tries a password, reads data or
 * changes anything; of the answers only that they came is kept.
 */
import { randomUUID } from 'node:crypto';
import { type DatagramService, datagramServicePorts } from '../../domain/service-observation.ts';
import { userAgent } from '../http/exchange.ts';
import { answersVersionQuestion, versionQuestion } from './open-access/ldap.ts';
import { answersDiscovery, discovery } from './open-access/snmp.ts';

export interface DatagramQuestion {
  port: number;
  /** @param contact whom the operator can ask, for protocols with a place for it */
  make(address: string, contact: string | null): Buffer;
  /** Whether a datagram from the port speaks its protocol and answers the question. */
  isAnswer(datagram: Buffer, question: Buffer): boolean;
}

type Protocol = Omit<DatagramQuestion, 'port'>;

/** „bw“: the number of each question that has one; it tells answers from chance. */
const ours = [0x62, 0x77] as const;

/** RFC 865 and RFC 864: the answer to whatever comes. */
const anyText: Protocol = {
  make: () => Buffer.from('\r\n'),
  isAnswer: (datagram) => datagram.length > 0 && datagram.every((byte) => byte >= 0x20 || [0x09, 0x0a, 0x0d].includes(byte)),
};

/** Procedure 0 of the port mapper (RFC 1833, 3), which does nothing: a call without credentials (RFC 5531, 9). */
const portMapper: Protocol = {
  make: () => numbers(0x62770001, 0, 2, 100_000, 2, 0, 0, 0, 0, 0),
  isAnswer: (datagram, question) =>
    datagram.length >= 12 && datagram.readUInt32BE(0) === question.readUInt32BE(0) && datagram.readUInt32BE(4) === 1,
};

/** Node status request for the name `*` (RFC 1002, 4.2.17). */
const netbiosNames: Protocol = {
  make: () =>
    Buffer.concat([
      Buffer.from([...ours, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 32]),
      Buffer.from(`CK${'A'.repeat(30)}`, 'latin1'),
      Buffer.from([0, 0, 0x21, 0, 1]),
    ]),
  isAnswer: isDnsAnswer,
};

/** Of the Alert Standard Forum among the enterprise numbers of the IANA: 4542. */
const asfNumber = [0x00, 0x00, 0x11, 0xbe] as const;

/** Presence ping and pong of ASF 2.0 (DSP0136, 3.2.4), with which a console finds management controllers. */
const serverHardware: Protocol = {
  make: () => Buffer.from([0x06, 0, 0xff, 0x06, ...asfNumber, 0x80, 0, 0, 0]),
  isAnswer: (datagram) =>
    datagram.length >= 12 &&
    datagram[0] === 0x06 &&
    datagram[3] === 0x06 &&
    datagram.subarray(4, 8).equals(Buffer.from(asfNumber)) &&
    datagram[8] === 0x40,
};

/** What a client sends that wants to know the port of a database server (MC-SQLR, 2.2.2 and 2.2.5). */
const sqlBrowser: Protocol = {
  make: () => Buffer.from([0x03]),
  isAnswer: (datagram) => datagram.length > 3 && datagram[0] === 0x05 && datagram.readUInt16LE(1) >= datagram.length - 3,
};

/** UPnP Device Architecture 1.1, 1.3.2. Devices of version 1.0 want to know how long one waits. */
const ssdp: Protocol = {
  make: (address, contact) =>
    lines(
      'M-SEARCH * HTTP/1.1',
      `HOST: ${hostOf(address)}:${datagramServicePorts.ssdp}`,
      'MAN: "ssdp:discover"',
      'MX: 1',
      'ST: upnp:rootdevice',
      `USER-AGENT: ${userAgent(contact)}`,
    ),
  isAnswer: startsWith('HTTP/1.'),
};

/** A probe for devices of any kind (WS-Discovery 1.0 of 2005, 5.2, which printers and Windows speak). */
const webServicesDiscovery: Protocol = {
  make: () =>
    Buffer.from(
      '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"' +
        ' xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery">' +
        '<s:Header><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action>' +
        `<a:MessageID>urn:uuid:${randomUUID()}</a:MessageID><a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To></s:Header>` +
        '<s:Body><d:Probe/></s:Body></s:Envelope>',
    ),
  isAnswer: (datagram) => datagram.includes('Envelope', 0, 'latin1') && datagram.includes('ProbeMatches', 0, 'latin1'),
};

/** RFC 3261, 11: rings nowhere. With no forward left, a proxy answers itself instead of passing the question on. */
const sip: Protocol = {
  make: (address, contact) => {
    const id = randomUUID();
    return lines(
      `OPTIONS sip:${hostOf(address)} SIP/2.0`,
      `Via: SIP/2.0/UDP burgward.invalid;branch=z9hG4bK${id};rport`,
      'Max-Forwards: 0',
      `From: <sip:burgward@burgward.invalid>;tag=${id}`,
      `To: <sip:${hostOf(address)}>`,
      `Call-ID: ${id}`,
      'CSeq: 1 OPTIONS',
      `User-Agent: ${userAgent(contact)}`,
      'Content-Length: 0',
    );
  },
  isAnswer: startsWith('SIP/2.0 '),
};

/** Which kinds of service there are (RFC 6763, 9), asked of one host (RFC 6762, 5.5). */
const multicastDns: Protocol = {
  make: () => {
    const labels = ['_services', '_dns-sd', '_udp', 'local'].map((label) => `${String.fromCharCode(label.length)}${label}`);
    const header = Buffer.from([...ours, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    return Buffer.concat([header, Buffer.from(labels.join(''), 'latin1'), Buffer.from([0, 0, 12, 0, 1])]);
  },
  isAnswer: isDnsAnswer,
};

/** An empty confirmable message, which the other side has to reset (RFC 7252: „CoAP ping“). */
const coap: Protocol = {
  make: () => Buffer.from([0x40, 0, ...ours]),
  isAnswer: (datagram, question) =>
    datagram.length >= 4 &&
    [0x60, 0x70].includes((datagram[0] ?? 0) & 0xf0) &&
    datagram.subarray(2, 4).equals(question.subarray(2, 4)),
};

const protocols: Readonly<Record<DatagramService, Protocol>> = {
  quoteOfTheDay: anyText,
  characterGenerator: anyText,
  portMapper,
  netbiosNames,
  snmp: { make: discovery, isAnswer: answersDiscovery },
  connectionlessLdap: { make: versionQuestion, isAnswer: answersVersionQuestion },
  serverHardware,
  sqlBrowser,
  ssdp,
  webServicesDiscovery,
  sip,
  multicastDns,
  coap,
};

export const datagramQuestions: readonly DatagramQuestion[] = (Object.keys(protocols) as DatagramService[]).map((service) => ({
  ...protocols[service],
  port: datagramServicePorts[service],
}));

/** NetBIOS names and multicast DNS have the header of the DNS (RFC 1035, 4.1.1). */
function isDnsAnswer(datagram: Buffer, question: Buffer): boolean {
  return datagram.length >= 12 && datagram.readUInt16BE(0) === question.readUInt16BE(0) && (datagram[2] ?? 0) >= 0x80;
}

function startsWith(beginning: string): Protocol['isAnswer'] {
  return (datagram) => datagram.subarray(0, beginning.length).toString('latin1') === beginning;
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => void bytes.writeUInt32BE(value, 4 * index));
  return bytes;
}

function lines(...parts: readonly string[]): Buffer {
  return Buffer.from(`${parts.join('\r\n')}\r\n\r\n`, 'latin1');
}

function hostOf(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
