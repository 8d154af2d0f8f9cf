import { addDuration, formatDay } from '../domain/calendar.ts';
import type { Severity } from '../domain/catalogue.ts';
import type { Check, CheckContext } from '../domain/check.ts';
import type { Verdict } from '../domain/finding.ts';
import type { Observation } from '../domain/observation.ts';
import { germanList } from './german.ts';
import { textParameter, undetermined, verdict } from './verdict.ts';

/**
 * Does the software a service names still get security updates? After BSI OPS.1.1.3.A15. What a service says of itself is only an
 * indication: distributions correct old version numbers, so a row recognises releases of distributions where it can, and one
 * nobody has looked up (`verified: false`) weighs no more than a hinweis. A release older than the oldest of its product in the table is
 * out of care once that one is. Null where nothing of the table is named.
 *
 * Parameters: `table`, its name; `notice`, the ISO 8601 period before the end in which it is already said.
 */
export const softwareEndOfLife: Check = (observation, context) => {
  const text = saidOfItself(observation);
  if (text === null) return null;
  const { products, entries } = readTable(context);
  const found = entries.filter(({ seen_as: marks = [] }) => marks.some((mark) => text.includes(mark)));
  const older = olderThanAll(text, entries).filter(({ support_until: until }) => until < context.asOf);
  const known = [...found, ...older];
  const named = products.filter((product) => product.seen_as.some((mark) => text.includes(mark)));
  const unknown = named.filter(({ name }) => !known.some(({ product }) => product === name));
  if (known.length > 0) return judgeReleases(known, context, observation.vantage === 'internet');
  if (unknown.length === 0) return null;
  const names = germanList(unknown.map(({ name }) => name));
  return undetermined(context, `${names}; die Ausgabe ist nicht erkennbar oder steht nicht in der Übersicht`, blank);
};

/** A service that no longer says what it is may still be what it was. */
export function namesNoSoftware(observation: Observation): boolean {
  return (saidOfItself(observation) ?? '').trim() === '';
}

const blank = { releases: 'nichts', by: '', until: 'unbekannt', reason: '' };

/** The release whose care ends first decides. */
function judgeReleases(found: readonly (Release | OlderRelease)[], context: CheckContext, isOnTheInternet: boolean): Verdict {
  const [first] = found.toSorted((a, b) => (a.support_until < b.support_until ? -1 : 1));
  if (first === undefined) throw new Error('no release to judge');
  const values = {
    releases: isOlder(first) ? `eine Ausgabe von ${first.product} vor ${first.release}` : `${first.product} ${first.release}`,
    by: isOlder(first) ? 'spätestens ' : '',
    until: formatDay(first.support_until),
    reason: [first.note === undefined ? '' : `${first.note}.`, first.verified ? '' : 'Der Tag ist nicht nachgeprüft.']
      .join(' ')
      .trim(),
  };
  const isOver = first.support_until < context.asOf;
  if (isOver) return verdict(context, 'not-met', severityOf(first, context, isOnTheInternet), values);
  const noticed = addDuration(context.asOf, textParameter(context.definition, 'notice'));
  return verdict(context, first.support_until <= noticed ? 'phase-out' : 'met', 'hinweis', values);
}

function severityOf({ verified }: Release, { definition }: CheckContext, isOnTheInternet: boolean): Severity {
  if (!verified) return 'hinweis';
  return isOnTheInternet ? 'hoch' : definition.severity;
}

/** Stands for every release before the oldest of its product in the table, whose row it carries. */
type OlderRelease = Release & { isOlder: true };

function isOlder(release: Release | OlderRelease): release is OlderRelease {
  return 'isOlder' in release;
}

/** Of each product whose marks have the same form, the oldest row, where the text names a lower number. */
function olderThanAll(text: string, entries: readonly Release[]): OlderRelease[] {
  const marked = entries.flatMap((row) => (row.seen_as ?? []).flatMap((mark) => readMark(mark, row) ?? []));
  const alike = Map.groupBy(marked, ({ row, form }) => `${row.product} ${form}`);
  return [...alike.values()].flatMap((group): OlderRelease[] => {
    const [oldest] = group.toSorted((a, b) => inNumericOrder.compare(a.number, b.number));
    const number = oldest === undefined ? undefined : new RegExp(oldest.form).exec(text)?.[1];
    if (oldest === undefined || number === undefined || inNumericOrder.compare(number, oldest.number) >= 0) return [];
    // The number in the text may go into more detail: 7.4.33 is no release before 7.4.
    return `${number}.`.startsWith(`${oldest.number}.`) ? [] : [{ ...withoutNote(oldest.row), isOlder: true }];
  });
}

/** A note is about that release alone. */
function withoutNote({ note: _, ...row }: Release): Release {
  return row;
}

const inNumericOrder = new Intl.Collator('en', { numeric: true });

/** A mark as a number within a form that other releases share: `PHP/7.4.` is 7.4 in `PHP/(…)`. Null for one without number. */
function readMark(mark: string, row: Release): { row: Release; number: string; form: string } | null {
  const number = /\d+(?:\.\d+)*/.exec(mark)?.[0];
  if (number === undefined) return null;
  const [before = '', ...after] = mark
    .replace(/\.$/, '')
    .split(/\d+(?:\.\d+)*/)
    .map((part) => part.replace(/\W/g, '\\$&'));
  return { row, number, form: `${before}(\\d+(?:\\.\\d+)*)${after.join('[\\d.]+')}` };
}

/** Everything the observation says about programs, in one text; null when it says nothing. */
function saidOfItself({ kind, outcome }: Observation): string | null {
  if (!outcome.seen) return null;
  switch (kind) {
    case 'ssh':
      return `${outcome.data.software} ${outcome.data.comments ?? ''}`;
    case 'http':
      return ['server', 'x-powered-by', 'x-generator'].map((name) => outcome.data.headers[name] ?? '').join(' ');
    case 'login':
      return outcome.data.banner;
    case 'port-scan':
      return outcome.data.ports
        .flatMap(({ service }) => (service?.method === 'probed' ? [`${service.product ?? ''}/${service.version ?? ''}`] : []))
        .join(' ');
    default:
      return null;
  }
}

interface Release {
  product: string;
  release: string;
  /** Last day with free updates, YYYY-MM-DD. */
  support_until: string;
  seen_as?: readonly string[];
  note?: string;
  verified: boolean;
}

interface ReleaseTable {
  products: readonly { name: string; seen_as: readonly string[] }[];
  entries: readonly Release[];
}

/** Its shape is checked when the catalogue is loaded. */
function readTable({ definition, tables }: CheckContext): ReleaseTable {
  const name = textParameter(definition, 'table');
  const table = tables[name];
  if (typeof table !== 'object' || table === null || !('products' in table) || !('entries' in table))
    throw new Error(`Check ${definition.id}: table ${name} lists no releases`);
  return table as ReleaseTable;
}
