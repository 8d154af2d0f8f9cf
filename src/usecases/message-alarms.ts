/** Everything there is to tell a recipient, whether it was told or not. Texts become one line each: they come from many hands. */

import { severities } from '../domain/catalogue.ts';
import { formatTarget } from '../domain/finding.ts';
import { findingKey, isOpenGap } from '../domain/finding-explanations.ts';
import type { Alarm, MessageKind, Recipient } from '../domain/messages.ts';
import { resultWords } from '../exchange/findings-document.ts';
import { plainLine } from '../exchange/plain-line.ts';
import { selectKommunen } from '../store/kommunen.ts';
import { type Context, stateAt, stateNow } from './context.ts';
import { listDue } from './due.ts';
import type { CommandJson } from './json-schemas.ts';
import { controlsOf, selectListedFindings } from './list-findings.ts';
import { type FailedJob, failedJobs } from './message-failed-jobs.ts';

type DueItem = CommandJson['faellig']['punkte'][number];

export interface AlarmSource {
  /** @param kinds those of the recipient that are asked for */
  alarmsFor(recipient: Recipient, kinds: readonly MessageKind[]): Promise<Alarm[]>;
}

/** Looks up everything once, however many recipients are told. */
export function alarmSource(context: Context): AlarmSource {
  const findings = remembered((slug: string) => findingAlarms(context, slug));
  const due = remembered((key: string) => {
    const [kommune, days] = JSON.parse(key) as [string | null, number];
    return listDue(context, { kommune: kommune ?? undefined, days }).then(({ punkte }) => punkte);
  });
  const failed = remembered((_all: string) => failedJobs(context.store, stateNow(context)));
  const present = remembered(async (_all: string) =>
    (await selectKommunen(context.store, stateAt(context))).map(({ slug }) => slug),
  );

  const alarmsFor: AlarmSource['alarmsFor'] = async (recipient, kinds) => {
    const slugs = (await present('')).filter((slug) => recipient.kommunen === null || recipient.kommunen.includes(slug));
    const alarms: Alarm[] = [];
    if (kinds.includes('befunde')) for (const slug of slugs) alarms.push(...(await findings(slug)));
    if (kinds.includes('fristen') || kinds.includes('massnahmen')) {
      const scopes = recipient.kommunen === null ? [null] : slugs;
      const items: DueItem[] = [];
      for (const scope of scopes) items.push(...(await due(JSON.stringify([scope, recipient.tage]))));
      // That it does not get its messages is of no use in a message that gets through.
      const others = items.filter(({ art, id }) => art !== 'nachricht' || id !== recipient.id);
      alarms.push(...dueAlarms(others, kinds));
    }
    if (kinds.includes('sicherung') || kinds.includes('zeitplan')) alarms.push(...jobAlarms(await failed(''), recipient, kinds));
    return [...new Map(alarms.map((alarm) => [alarm.key, alarm])).values()];
  };
  return { alarmsFor };
}

function remembered<R>(look: (key: string) => Promise<R>): (key: string) => Promise<R> {
  const known = new Map<string, Promise<R>>();
  return (key) => {
    const found = known.get(key) ?? look(key);
    known.set(key, found);
    return found;
  };
}

async function findingAlarms(context: Context, kommune: string): Promise<Alarm[]> {
  const { catalogue } = context;
  const { findings } = await selectListedFindings(context, kommune);
  const checks = new Map(catalogue.checks.map((check) => [check.id, check.title]));
  const controls = new Map(catalogue.controls.map((control) => [control.id, control.role]));
  const roles = new Map(catalogue.vocabulary.roles.map(({ id, title }) => [id, title]));
  return findings.filter(isOpenGap).map(({ finding, explanation }): Alarm => {
    const { check, result, severity, target } = finding;
    const [control] = controlsOf(catalogue, check);
    const role = control === undefined ? null : (controls.get(control) ?? null);
    const who = explanation?.verantwortlich ?? (role === null ? null : (roles.get(role) ?? role));
    const weight = severities.length - severities.indexOf(severity);
    return {
      kind: 'befunde',
      key: `befunde:${kommune}:${findingKey(finding)}`,
      state: `${result} ${severity}`,
      rank: weight + (result === 'not-met' ? severities.length : 0),
      text: plainLine(`${checks.get(check) ?? check}: ${resultWords[result]} (${severity})`),
      place: plainLine(formatTarget(target)),
      kommune,
      who: who === null ? null : plainLine(who),
      day: null,
      isLate: false,
      times: 1,
    };
  });
}

/** A measure, or a gap somebody was to close by a day, that is late; where nobody asks for those, it is a deadline like others. */
function dueAlarms(items: readonly DueItem[], kinds: readonly MessageKind[]): Alarm[] {
  return items.flatMap((item): Alarm[] => {
    const { tag, art, kommune, id, text, wer, ueberfaellig, regel } = item;
    const isLateMeasure = ueberfaellig && (art === 'massnahme' || art === 'luecke');
    const kind = isLateMeasure && kinds.includes('massnahmen') ? 'massnahmen' : 'fristen';
    if (!kinds.includes(kind)) return [];
    const which = art === 'bestaetigung' ? tag.slice(0, 7) : (regel ?? '');
    return [
      {
        kind,
        key: `${kind}:${kommune ?? ''}:${art}:${id}:${which}`,
        state: `${tag} ${ueberfaellig ? 'ueberfaellig' : 'faellig'}`,
        rank: ueberfaellig ? 1 : 0,
        text: plainLine(`${text} (${id})`),
        place: null,
        kommune,
        who: wer === null ? null : plainLine(wer),
        day: tag,
        isLate: ueberfaellig,
        times: 1,
      },
    ];
  });
}

/** Who is told about some Kommunen learns nothing of others: what a job for many says is left out. */
function jobAlarms(failed: readonly FailedJob[], { kommunen }: Recipient, kinds: readonly MessageKind[]): Alarm[] {
  return failed.flatMap(({ job, last, times }): Alarm[] => {
    const kind = job.art === 'sicherung' ? 'sicherung' : 'zeitplan';
    if (!kinds.includes(kind)) return [];
    const isOwn = kommunen === null || (job.kommune !== null && kommunen.includes(job.kommune));
    if (!isOwn && kind === 'zeitplan') return [];
    const said = isOwn && last.text !== null ? `: ${last.text}` : '';
    return [
      {
        kind,
        key: `${kind}:${job.id}`,
        state: String(last.nr),
        rank: 0,
        text: plainLine(`Auftrag ${job.id} (${job.art}) ${last.stand}${said}`),
        place: null,
        kommune: job.kommune,
        who: null,
        day: null,
        isLate: false,
        times,
      },
    ];
  });
}
