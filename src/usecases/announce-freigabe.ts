/** Letters that tell others of a check before it happens: SAX.CERT, the operator of the KDN, whoever runs the systems. */
import { formatDay } from '../domain/calendar.ts';
import { type Freigabe, formatPorts, permittedPerSecond } from '../domain/freigabe.ts';
import type { Vantage } from '../domain/observation.ts';
import { formatTimeWindow } from '../domain/time-window.ts';
import { NotFoundError } from '../errors.ts';
import { selectKommune } from '../store/kommunen.ts';
import { type Context, stateAt } from './context.ts';
import { selectUsableFreigaben } from './gruppen-shared.ts';
import type { CommandJson } from './json-schemas.ts';

export const announcementAudiences = ['saxcert', 'kdn', 'betreiber'] as const;
export type AnnouncementAudience = (typeof announcementAudiences)[number];

const opening: Record<AnnouncementAudience, string> = {
  saxcert: 'damit Sie die folgende Prüfung nicht für einen Angriff halten, kündigen wir sie an.',
  kdn: 'wir kündigen eine Prüfung an, die das Kommunale Datennetz berührt, und bitten um Rückmeldung, falls etwas dagegen spricht.',
  betreiber:
    'Sie betreiben Systeme für uns, die wir prüfen möchten. Wir bitten um Ihr schriftliches Einverständnis vor dem ersten Termin.',
};

const seenFrom: Record<Vantage, string> = {
  internet: 'aus dem Internet',
  kdn: 'aus dem Kommunalen Datennetz',
  lan: 'aus dem eigenen Netz',
  host: 'vom geprüften Rechner selbst',
};

/**
 * A text to be sent, in plain words; what burgward cannot know stands in square brackets.
 * @throws NotFoundError when there is no such Freigabe
 */
export async function announceFreigabe(
  context: Context,
  slug: string,
  id: string,
  audience: AnnouncementAudience,
): Promise<CommandJson['freigabe ankuendigen']> {
  const at = stateAt(context);
  const { name } = await selectKommune(context.store, slug, at);
  const freigaben = await selectUsableFreigaben(context, slug, at);
  const freigabe = freigaben.find((each) => each.id.toLowerCase() === id.toLowerCase());
  if (freigabe === undefined) {
    throw new NotFoundError(`Eine Freigabe „${id}“ gibt es in ${slug} nicht.`, `burgward freigabe liste --kommune ${slug}`);
  }
  return { freigabe: freigabe.id, an: audience, text: letter(name, freigabe, audience) };
}

function letter(kommune: string, freigabe: Freigabe, audience: AnnouncementAudience): string {
  const { von, bis, durch, zeitfenster, zugriffstests, kontakt, dokument, blickwinkel } = freigabe;
  const hours = zeitfenster.length === 0 ? 'keine Einschränkung' : zeitfenster.map(formatTimeWindow).join('; ');
  const rows = [
    ['Wer prüft', `${kommune}, mit dem Programm burgward`],
    ['Wer es erlaubt hat', `${durch}${dokument === null ? '' : ` (${dokument})`}`],
    ['Zeitraum', `${formatDay(von)} bis ${formatDay(bis)}`],
    ['Uhrzeiten', hours],
    ['Geprüft wird', freigabe.ziele.map(({ angabe, addresses }) => targetText(angabe, addresses)).join('; ')],
    ['Ports', formatPorts(freigabe.ports)],
    ['Blickwinkel', seenFrom[blickwinkel]],
    ['Absendende Adresse', '[öffentliche Adresse des prüfenden Rechners eintragen]'],
    [
      'Umfang',
      `höchstens ${permittedPerSecond(freigabe)} neue Verbindungen je Sekunde; keine Anmeldung, keine Veränderung, kein Ausnutzen von Schwachstellen`,
    ],
    ...(zugriffstests
      ? [
          [
            'Außerdem',
            'Zugriffstests: Standardkennwörter von Netzgeräten (SNMP), anonymes Lesen, Abruf der DNS-Zone; je Dienst ein Versuch',
          ],
        ]
      : []),
    ['Rückfragen', kontakt ?? '[Name, Telefon und E-Mail eintragen]'],
  ];
  const close =
    audience === 'betreiber'
      ? 'Bitte bestätigen Sie schriftlich, dass Sie einverstanden sind, oder nennen Sie uns andere Zeiten. Bei Störungen brechen wir sofort ab.'
      : 'Fällt Ihnen etwas auf, rufen Sie bitte an; wir brechen dann sofort ab. Befunde, die andere betreffen, geben wir weiter.';
  return [
    `Ankündigung einer Sicherheitsprüfung: ${kommune}`,
    '',
    'Guten Tag,',
    '',
    opening[audience],
    '',
    ...rows.map(([title, value]) => `${title}: ${value}`),
    '',
    close,
    '',
    'Mit freundlichen Grüßen',
    '[Name und Amt]',
  ].join('\n');
}

function targetText(angabe: string, addresses: readonly string[]): string {
  const isSame = addresses.length === 0 || (addresses.length === 1 && addresses[0] === angabe);
  return isSame ? angabe : `${angabe} (${addresses.join(', ')})`;
}
