import type { Check } from '../domain/check.ts';
import { type DatagramPortState, datagramServicePorts, type UdpServicesObservation } from '../domain/service-observation.ts';
import { insideNote, readExposedRows, reasonsOf, worstSeverity } from './exposed-services.ts';
import { germanList, germanNumber } from './german.ts';
import { isInside } from './open-access-observations.ts';
import { namePorts } from './scanned-ports.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Does no internal service answer by UDP? The table names ports with the risk seen from the internet; after BSI NET.3.2.A3. Any
 * answer in the protocol of the port shows that it is reached. Silence proves nothing by UDP: a service that does not like the question
 * and a packet filter look the same. Met only where every port was refused. Inside (`lan`, `host`) such services are normal, as in
 * `remote-administration-exposed`. Rows of the table without a port that may be asked are left to other checks.
 *
 * Parameter: `table`, name of the table.
 */
export const udpServicesExposed: Check = (observation, context) => {
  if (observation.kind !== 'udp-services') return null;
  const rows = readExposedRows(context);
  const total = Object.values(datagramServicePorts).filter((port) => rows.some(({ udp }) => udp.includes(port))).length;
  const none = { ports: 'keine', checked: '0', total: germanNumber(total), reason: '' };
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, none);
  const asked = observation.outcome.data.ports.flatMap(({ port, state }) => {
    const row = rows.find(({ udp }) => udp.includes(port));
    return row === undefined ? [] : [{ port, state, row }];
  });
  const answered = asked.filter(({ state }) => state === 'answered');
  const ports = namePorts(answered.map(({ port, row }) => ({ port, protocol: 'udp', label: row.service })));
  const values = { ...none, checked: germanNumber(asked.length) };

  if (answered.length > 0 && !isInside(observation.vantage)) {
    const found = answered.map(({ row }) => row);
    const severity = worstSeverity(found, observation.vantage, context.definition.severity);
    return verdict(context, 'not-met', severity, { ...values, ports, reason: reasonsOf(found) });
  }
  const usual = answered.length > 0 ? [`von hier erreichbar und im eigenen Netz üblich: ${ports}`] : [];
  const gaps = [...whyUnknown(asked), ...whyIncomplete(asked.length, total)];
  // All of it our own words, and a list of ports may be long.
  if (gaps.length > 0) return verdict(context, 'undetermined', 'hinweis', { ...values, reason: [...gaps, ...usual].join('; ') });
  return answered.length > 0 ? insideNote(ports) : verdict(context, 'met', 'hinweis', values);
};

function whyUnknown(asked: UdpServicesObservation['ports']): string[] {
  const of = (state: DatagramPortState) => asked.filter((each) => each.state === state).map(({ port }) => `${port}`);
  const [silent, other] = [of('silent'), of('other')];
  return [
    ...(silent.length > 0
      ? [
          `auf ${howMany(silent.length, asked.length)} kam keine Antwort (${germanList(silent)}): das kann offen oder gefiltert heißen`,
        ]
      : []),
    ...(other.length > 0 ? [`auf ${howMany(other.length, asked.length)} kam etwas Unverständliches (${germanList(other)})`] : []),
  ];
}

function howMany(count: number, asked: number): string {
  return asked === 1 ? 'dem einen gefragten UDP-Port' : `${germanNumber(count)} von ${germanNumber(asked)} UDP-Ports`;
}

function whyIncomplete(asked: number, total: number): string[] {
  return asked < total ? [`nur ${germanNumber(asked)} von ${germanNumber(total)} UDP-Ports waren freigegeben`] : [];
}
