/**
 * When a job is due: a cron expression, or plain German words that become one. Everything is Saxon wall-clock time; how it becomes
 * instants stands in occurrences.ts.
 */
import { Cron } from 'croner';
import { InvalidDataError } from '../errors.ts';

export interface When {
  /** As written by the user, blanks tidied. */
  text: string;
  /** Cron expressions of five fields; the job is due whenever one of them is. */
  expressions: readonly string[];
  /** Public holidays in Saxony do not count. */
  skipsHolidays: boolean;
}

const timeOfDay = String.raw`(?:\d{1,2}[:.]\d{2}(?: uhr)?|\d{1,2} uhr)`;
const endsWithTimes = new RegExp(`^(.*?) ?(?:um |jeweils )*(${timeOfDay}(?:(?: ?, ?| und )${timeOfDay})*)$`);

const weekdays: Readonly<Record<string, number>> = {
  montag: 1,
  dienstag: 2,
  mittwoch: 3,
  donnerstag: 4,
  freitag: 5,
  samstag: 6,
  sonnabend: 6,
  sonntag: 7,
  mo: 1,
  di: 2,
  mi: 3,
  do: 4,
  fr: 5,
  sa: 6,
  so: 7,
};
const months = [
  'januar',
  'februar',
  'maerz',
  'april',
  'mai',
  'juni',
  'juli',
  'august',
  'september',
  'oktober',
  'november',
  'dezember',
];
const places: Readonly<Record<string, string>> = {
  ersten: '1',
  zweiten: '2',
  dritten: '3',
  vierten: '4',
  letzten: 'L',
};

const examples =
  'Zum Beispiel „täglich 18:30“, „jeden Montag 6:00“, „werktags 6:00“, „am 1. jedes Monats 7:00“, „am letzten Freitag im Monat 14:00“, „stündlich“ oder ein cron-Ausdruck wie „0 6 * * 1“.';

/**
 * Reads `jeden Montag 6:00`, `werktags 6:00` (Monday to Friday without public holidays), `0 6 * * 1` and the like.
 * @throws InvalidDataError when it is neither, or names a time that never comes
 */
export function parseWhen(text: string): When {
  const tidy = text.trim().replace(/\s+/g, ' ');
  const when = looksLikeCron(tidy) ? cronWhen(tidy) : germanWhen(tidy);
  for (const expression of when.expressions) checkExpression(expression, tidy);
  return when;
}

function looksLikeCron(text: string): boolean {
  return text.startsWith('@') || /^[\d*][\d*/,-]*(?: [\w*/,\-#?+]+){4}$/.test(text);
}

function cronWhen(text: string): When {
  return { text, expressions: [text], skipsHolidays: false };
}

/** The library's own errors are English and its parser is the rule, so it is asked and its words are not shown. */
function checkExpression(expression: string, text: string): void {
  let next: Date | null;
  try {
    next = new Cron(expression, { mode: '5-part', utcOffset: 0 }).nextRun(new Date('2000-01-01T00:00:00Z'));
  } catch {
    throw new InvalidDataError(
      `„${text}“ ist kein cron-Ausdruck.`,
      'Fünf Felder: Minute, Stunde, Tag, Monat, Wochentag (0 und 7 sind Sonntag), zum Beispiel „0 6 * * 1“.',
    );
  }
  if (next === null) throw new InvalidDataError(`„${text}“ kommt nie vor.`, 'Tag und Monat prüfen.');
}

function germanWhen(text: string): When {
  const words = plain(text);
  const often = repeated(words, text);
  if (often !== null) return { text, expressions: [often], skipsHolidays: false };
  const [, days = '', times = ''] = endsWithTimes.exec(words) ?? [];
  if (times === '') {
    if (dayFields(words, text) === null) throw unreadable(text);
    throw new InvalidDataError(`„${text}“: Es fehlt die Uhrzeit.`, `Zum Beispiel „${text} 6:00“.`);
  }
  const fields = dayFields(days.replace(/ (?:um|jeweils)$/, ''), text);
  if (fields === null) throw unreadable(text);
  const expressions = times.split(/ ?, ?| und /).map((time) => `${clockFields(time, text)} ${fields.fields}`);
  return { text, expressions, skipsHolidays: fields.skipsHolidays };
}

function unreadable(text: string): InvalidDataError {
  return new InvalidDataError(`„${text}“ ist kein Zeitpunkt, den burgward versteht.`, examples);
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replace(/ ?, ?/g, ', ');
}

/** `stündlich`, `alle 15 Minuten`, `alle 2 Stunden`: only what divides the hour or the day, else the last step would be shorter. */
function repeated(words: string, text: string): string | null {
  if (words === 'stuendlich' || words === 'jede stunde') return '0 * * * *';
  const [, number, unit] = /^alle (\d{1,3}) (minuten|stunden)$/.exec(words) ?? [];
  if (number === undefined) return null;
  const step = Number(number);
  const whole = unit === 'minuten' ? 60 : 24;
  if (step < 1 || step > whole / 2 || whole % step !== 0) {
    throw new InvalidDataError(
      `„${text}“ geht nicht auf.`,
      unit === 'minuten'
        ? 'Möglich sind alle 5, 10, 15, 20 oder 30 Minuten.'
        : 'Möglich sind alle 2, 3, 4, 6, 8 oder 12 Stunden.',
    );
  }
  return unit === 'minuten' ? `*/${step} * * * *` : `0 */${step} * * *`;
}

function clockFields(time: string, text: string): string {
  const [hour = 99, minute = 0] = time.replace(' uhr', '').split(/[:.]/).map(Number);
  if (hour <= 23 && minute <= 59) return `${minute} ${hour}`;
  throw new InvalidDataError(`„${text}“: ${time} ist keine Uhrzeit.`, 'Erlaubt ist 0:00 bis 23:59.');
}

interface DayFields {
  /** Day of month, month, weekday. */
  fields: string;
  skipsHolidays: boolean;
}

function dayFields(words: string, text: string): DayFields | null {
  if (/^(?:taeglich|jeden tag)$/.test(words)) return withoutHolidayRule('* * *');
  if (/^(?:werktags|werktaeglich|jeden werktag|an werktagen|an arbeitstagen|arbeitstags)$/.test(words))
    return { fields: '* * 1-5', skipsHolidays: true };
  if (/^(?:am wochenende|wochenends)$/.test(words)) return withoutHolidayRule('* * 6,7');
  const fields = weekdayFields(words) ?? monthFields(words, text) ?? yearFields(words, text);
  return fields === null ? null : withoutHolidayRule(fields);
}

function withoutHolidayRule(fields: string): DayFields {
  return { fields, skipsHolidays: false };
}

/** `jeden Montag und Donnerstag`, `montags bis freitags`, `Mo-Fr`, `Mo,Do`. */
function weekdayFields(words: string): string | null {
  const list = words.replace(/^(?:jeden|jede woche|woechentlich|immer) (?:am )?/, '').replace(/^am /, '');
  const range = /^([a-z]+)(?: bis | ?- ?)([a-z]+)$/.exec(list);
  if (range !== null) {
    const [from, to] = [weekday(range[1] ?? ''), weekday(range[2] ?? '')];
    return from === null || to === null || to <= from ? null : `* * ${from}-${to}`;
  }
  const days = list.split(/, ?| und /).map(weekday);
  return days.includes(null) ? null : `* * ${[...new Set(days)].join(',')}`;
}

function weekday(word: string): number | null {
  return weekdays[word] ?? weekdays[word.replace(/s$/, '')] ?? null;
}

const everyMonth = '(?:jedes monats|des monats|jeden monat|im monat|monatlich)';

/** `am 1. jedes Monats`, `am 1. und 15. jedes Monats`, `am letzten Tag im Monat`, `am ersten Montag im Monat`, `vierteljährlich am 1.` */
function monthFields(words: string, text: string): string | null {
  const step = monthStep(words);
  const rest = step === null ? words : words.replace(step.word, '').trim();
  const [, list] =
    new RegExp(`^(?:${everyMonth} )?am (\\d{1,2}\\.(?:(?:, | und )\\d{1,2}\\.)*)(?: ${everyMonth})?$`).exec(rest) ?? [];
  const isMonthly = step !== null || new RegExp(everyMonth).test(words);
  if (list !== undefined && isMonthly) return `${daysOfMonth(list, text)} ${step?.months ?? '*'} *`;
  const [, place = '', day = ''] = new RegExp(`^am ([a-z]+) ([a-z]+)(?: ${everyMonth})?$`).exec(rest) ?? [];
  if (!isMonthly || places[place] === undefined) return null;
  if (day === 'tag')
    return place === 'letzten' ? `L ${step?.months ?? '*'} *` : place === 'ersten' ? `1 ${step?.months ?? '*'} *` : null;
  const number = weekday(day);
  return number === null ? null : `* ${step?.months ?? '*'} ${number % 7}#${places[place]}`;
}

/** Which months, for what is less frequent than monthly. */
function monthStep(words: string): { word: RegExp; months: string } | null {
  const steps = [
    { word: /^(?:vierteljaehrlich|jedes quartal|quartalsweise) ?/, months: '1,4,7,10' },
    { word: /^(?:halbjaehrlich|jedes halbjahr) ?/, months: '1,7' },
  ];
  return steps.find(({ word }) => word.test(words)) ?? null;
}

function daysOfMonth(list: string, text: string): string {
  const days = list.split(/, | und /).map((day) => Number.parseInt(day, 10));
  const late = days.find((day) => day > 28 || day < 1);
  if (late === undefined) return [...new Set(days)].join(',');
  throw new InvalidDataError(
    `„${text}“: Nicht jeder Monat hat einen ${late}.`,
    'Einen Tag bis zum 28. nennen, oder „am letzten Tag jedes Monats 7:00“ schreiben.',
  );
}

/** `jährlich am 15.03.`, `jedes Jahr am 15. März`, `am 15. März jedes Jahres`. */
function yearFields(words: string, text: string): string | null {
  const rest = words.replace(/^(?:jaehrlich|jedes jahr) /, '').replace(/ (?:jedes jahres|jedes jahr|jaehrlich)$/, '');
  if (rest === words) return null;
  const [, day, named, numbered] = /^am (\d{1,2})\. ?(?:([a-z]+)|(\d{1,2})\.?)$/.exec(rest) ?? [];
  if (day === undefined) return null;
  const month = named === undefined ? Number(numbered) : months.indexOf(named) + 1;
  if (month < 1 || month > 12) return null;
  if (Number(day) === 29 && month === 2)
    throw new InvalidDataError(`„${text}“: Nicht jedes Jahr hat einen 29. Februar.`, 'Den 28. Februar oder den 1. März nennen.');
  return `${day} ${month} *`;
}
