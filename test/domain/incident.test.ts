/** Periods of incidents on real days of 2024 to 2028: clock changes, holidays, weekends. */
import { describe, expect, it } from 'vitest';
import { addDuration, formatDay, readInstant } from '../../src/domain/calendar.ts';
import { incidentDeadlines, incidentTimeline } from '../../src/domain/incident.ts';
import { suggestKind } from '../../src/domain/incident-classification.ts';
import { dueMoment, formatDue, formatMoment, isInTime, readMoment } from '../../src/domain/incident-clock.ts';
import { dueText, sourceText } from '../../src/domain/incident-words.ts';
import type { EntryValues, RegisterEntry } from '../../src/domain/register.ts';
import { readEntry } from '../../src/domain/register.ts';
import { vorfall } from '../../src/domain/registers/vorfall.ts';
import { saxonHolidays } from '../../src/usecases/catalogue-lookup.ts';
import { incidentPeriods } from '../../src/usecases/incident-state.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';

const catalogue = await shippedCatalogue();
const holidays = saxonHolidays(catalogue);
const periods = incidentPeriods(catalogue);

/** Saxon clock time as an instant. */
const at = (text: string): string => readInstant(text) ?? `${text} is no moment`;

describe('hours run by the clock', () => {
  it.each([
    // An ordinary weekend.
    ['2026-11-20 18:05', 'PT24H', 'Samstag, 21.11.2026, 18:05 Uhr'],
    ['2026-11-20 18:05', 'PT72H', 'Montag, 23.11.2026, 18:05 Uhr'],
    // Spring: an hour is missing, so the clock shows one more.
    ['2024-03-30 18:05', 'PT24H', 'Sonntag, 31.03.2024, 19:05 Uhr'],
    ['2025-03-28 18:05', 'PT72H', 'Montag, 31.03.2025, 19:05 Uhr'],
    ['2026-03-28 18:05', 'PT24H', 'Sonntag, 29.03.2026, 19:05 Uhr'],
    ['2027-03-26 18:05', 'PT72H', 'Montag, 29.03.2027, 19:05 Uhr'],
    ['2028-03-25 01:59', 'PT24H', 'Sonntag, 26.03.2028, 01:59 Uhr'],
    ['2028-03-25 02:00', 'PT24H', 'Sonntag, 26.03.2028, 03:00 Uhr'],
    // Autumn: an hour is there twice, so the clock shows one less.
    ['2024-10-26 18:05', 'PT24H', 'Sonntag, 27.10.2024, 17:05 Uhr'],
    ['2025-10-24 18:05', 'PT72H', 'Montag, 27.10.2025, 17:05 Uhr'],
    ['2026-10-24 18:05', 'PT24H', 'Sonntag, 25.10.2026, 17:05 Uhr'],
    ['2027-10-30 02:30', 'PT24H', 'Sonntag, 31.10.2027, 02:30 Uhr (Sommerzeit)'],
    ['2027-10-30 03:30', 'PT24H', 'Sonntag, 31.10.2027, 02:30 Uhr (Winterzeit)'],
    ['2028-10-28 18:05', 'PT24H', 'Sonntag, 29.10.2028, 17:05 Uhr'],
    // Holidays do not stop the clock: New Year, the leap day.
    ['2027-12-31 23:30', 'PT24H', 'Samstag, 01.01.2028, 23:30 Uhr'],
    ['2028-02-28 12:00', 'PT24H', 'Dienstag, 29.02.2028, 12:00 Uhr'],
  ])('%s and %s end on %s', (start, duration, end) => {
    expect(formatDue(dueMoment(at(start), duration, holidays))).toBe(end);
  });

  // Both days of every year on which the clock changes, all of them Sundays.
  it.each([
    ['2024-03-31', '2024-10-27'],
    ['2025-03-30', '2025-10-26'],
    ['2026-03-29', '2026-10-25'],
    ['2027-03-28', '2027-10-31'],
    ['2028-03-26', '2028-10-29'],
  ])('across the changes on %s and %s', (spring, autumn) => {
    const end = (change: string, daysBack: number, duration: string) =>
      formatDue(dueMoment(at(`${addDuration(change, `-P${daysBack}D`)} 18:05`), duration, holidays));
    const monday = (change: string) => formatDay(addDuration(change, 'P1D'));
    expect(end(spring, 1, 'PT24H')).toBe(`Sonntag, ${formatDay(spring)}, 19:05 Uhr`);
    expect(end(spring, 2, 'PT72H')).toBe(`Montag, ${monday(spring)}, 19:05 Uhr`);
    expect(end(autumn, 1, 'PT24H')).toBe(`Sonntag, ${formatDay(autumn)}, 17:05 Uhr`);
    expect(end(autumn, 2, 'PT72H')).toBe(`Montag, ${monday(autumn)}, 17:05 Uhr`);
  });
});

describe('a month runs by the calendar and ends on a working day', () => {
  it.each([
    ['2026-11-20 18:05', 'Montag, 21.12.2026', '2026-12-20'],
    ['2026-10-19 09:00', 'Donnerstag, 19.11.2026', null],
    // Buß- und Bettag, the day of unity, 1 May, Karfreitag with Easter, Christmas.
    ['2026-10-18 09:00', 'Donnerstag, 19.11.2026', '2026-11-18'],
    ['2024-09-03 09:00', 'Freitag, 04.10.2024', '2024-10-03'],
    ['2025-04-01 09:00', 'Freitag, 02.05.2025', '2025-05-01'],
    ['2024-10-01 00:10', 'Freitag, 01.11.2024', null],
    ['2025-09-30 09:00', 'Donnerstag, 30.10.2025', null],
    ['2025-03-18 09:00', 'Dienstag, 22.04.2025', '2025-04-18'],
    ['2027-11-25 09:00', 'Montag, 27.12.2027', '2027-12-25'],
    ['2028-01-31 23:59', 'Dienstag, 29.02.2028', null],
    // Known in the first minutes of a day: the day counts in Saxony, not in UTC.
    ['2026-07-01 00:30', 'Montag, 03.08.2026', '2026-08-01'],
  ])('from %s until %s', (start, end, unmoved) => {
    const due = dueMoment(at(start), 'P1M', holidays);
    expect(formatDue(due)).toBe(`${end}, bis Ende des Tages`);
    expect(due.kind === 'tag' && due.unmoved).toBe(unmoved);
  });

  it('the last minute of the day is in time, the next is not', () => {
    const due = dueMoment(at('2026-11-20 18:05'), 'P1M', holidays);
    expect(isInTime(at('2026-12-21 23:59'), due)).toBe(true);
    expect(isInTime(at('2026-12-22 00:00'), due)).toBe(false);
  });
});

const values = (more: EntryValues = {}): EntryValues => ({
  titel: 'Dateien verschlüsselt',
  kenntnis: at('2026-11-20 18:05'),
  art: 'erheblicher-vorfall',
  status: 'offen',
  ...more,
});

const connected = { kdn_angeschlossen: 'ja' } as const;
const states = (
  more: EntryValues,
  now: string,
  merkmale: Readonly<Record<string, 'ja' | 'nein' | 'unbekannt'>> = connected,
): Record<string, string> =>
  Object.fromEntries(
    incidentDeadlines(values(more), periods, { merkmale, holidays, now: at(now) }).map(({ id, binding, state }) => [
      id.replace('vorfall-', ''),
      `${binding} ${state}`,
    ]),
  );

describe('met, missed, open', () => {
  it('open until the last minute, then missed; done in time or late', () => {
    expect(states({}, '2026-11-21 18:05')).toMatchObject({ erstmeldung: 'pflicht offen' });
    expect(states({}, '2026-11-21 18:06')).toMatchObject({
      erstmeldung: 'pflicht ueberschritten',
      'ausfuehrliche-meldung': 'pflicht offen',
      // That a Kommune owes it is not proven.
      abschlussmeldung: 'unbekannt offen',
    });
    const later = '2027-01-10 12:00';
    expect(states({ saxcert: at('2026-11-21 18:05') }, later)).toMatchObject({ erstmeldung: 'pflicht eingehalten' });
    expect(states({ saxcert: at('2026-11-21 18:06') }, later)).toMatchObject({ erstmeldung: 'pflicht verspaetet' });
    expect(states({ 'saxcert-abschluss': at('2026-12-21 23:59') }, later)).toMatchObject({
      abschlussmeldung: 'unbekannt eingehalten',
    });
  });

  it('what is said to happen later has not happened', () => {
    expect(states({ saxcert: at('2026-11-20 20:00') }, '2026-11-20 19:00')).toMatchObject({ erstmeldung: 'pflicht offen' });
  });

  it('voluntary where not connected, unknown where nobody said', () => {
    const alone = { kdn_angeschlossen: 'nein', svn_alternative_schnittstelle: 'nein' } as const;
    expect(states({}, '2026-12-01 08:00', alone)).toMatchObject({ erstmeldung: 'freiwillig offen' });
    // Denied for the KDN only: another way is not denied.
    expect(states({}, '2026-11-20 19:00', { kdn_angeschlossen: 'nein' })).toMatchObject({ erstmeldung: 'unbekannt offen' });
    expect(states({}, '2026-12-01 08:00', {})).toMatchObject({ erstmeldung: 'unbekannt ueberschritten' });
    expect(states({}, '2026-11-20 19:00', { kdn_angeschlossen: 'nein', svn_alternative_schnittstelle: 'ja' })).toMatchObject({
      erstmeldung: 'pflicht offen',
    });
  });

  it('not classified yet counts as serious by precaution; a simple incident has no fixed hours', () => {
    const { art: _, ...open } = values();
    const [first] = incidentDeadlines(open, periods, { merkmale: connected, holidays, now: at('2026-11-20 19:00') }).filter(
      ({ id }) => id === 'vorfall-erstmeldung',
    );
    expect(first).toMatchObject({ binding: 'pflicht', reason: expect.stringContaining('vorsorglich') });
    expect(states({ art: 'vorfall' }, '2026-11-20 19:00')).toMatchObject({
      erstmeldung: 'entfaellt entfaellt',
      meldung: 'pflicht offen',
    });
  });

  it('the operator of the KDN and the data protection authority only where they are concerned', () => {
    const now = '2026-11-20 19:00';
    expect(states({}, now)).toMatchObject({ 'kdn-betreiber': 'unbekannt offen', datenschutz: 'unbekannt offen' });
    expect(states({ 'kdn-betroffen': 'ja', personendaten: 'nein' }, now)).toMatchObject({
      'kdn-betreiber': 'pflicht offen',
      datenschutz: 'entfaellt entfaellt',
    });
    expect(states({ 'kdn-betroffen': 'ja', 'kdn-bfis': at('2026-11-20 18:30') }, now)).toMatchObject({
      'kdn-betreiber': 'pflicht erledigt',
    });
    expect(states({ personendaten: 'ja' }, '2026-11-23 18:06')).toMatchObject({ datenschutz: 'pflicht ueberschritten' });
    expect(states({ personendaten: 'ja', 'datenschutz-ohne-meldung': 'kein Risiko, DSB 21.11.' }, now)).toMatchObject({
      datenschutz: 'entfaellt entfaellt',
    });
  });

  it('every period names its source and how sure it is', () => {
    const deadlines = incidentDeadlines(values(), periods, { merkmale: connected, holidays, now: at('2026-11-20 19:00') });
    const shown = new Map(deadlines.map((each) => [each.id, `${dueText(each)} – ${sourceText(each)}`]));
    expect(shown.get('vorfall-erstmeldung')).toMatch(/§ 17 mit § 16 SächsISichG.*\[S: aus zweiter Hand\]$/);
    expect(shown.get('vorfall-datenschutz')).toBe('Montag, 23.11.2026, 18:05 Uhr – Art. 33 DSGVO [M: aus beruflicher Kenntnis]');
    expect(shown.get('vorfall-abschlussmeldung')).toContain(
      'Montag, 21.12.2026, bis Ende des Tages, weil der 20.12.2026 ein Sonntag ist (§ 193 BGB°)',
    );
    expect(shown.get('vorfall-kdn-betreiber')).toMatch(/^sofort – § 17 Satz 2 SächsISichG/);
  });
});

describe('the classification', () => {
  it.each([
    [{}, null],
    [{ wirkung: 'nein', stoerung: 'nein', schaden: 'nein', dritte: 'nein' }, 'ereignis'],
    [{ wirkung: 'ja', stoerung: 'nein', schaden: 'nein', dritte: 'nein' }, 'vorfall'],
    [{ wirkung: 'nein', stoerung: 'ja' }, 'erheblicher-vorfall'],
    [{ wirkung: 'ja', dritte: 'ja' }, 'erheblicher-vorfall'],
    [{ wirkung: 'ja', stoerung: 'nein', schaden: 'unbekannt', dritte: 'nein' }, null],
    [{ stoerung: 'nein', schaden: 'nein', dritte: 'nein' }, null],
  ])('%j → %s', (answers, kind) => {
    expect(suggestKind(answers as EntryValues).kind).toBe(kind);
  });

  const problems = (typed: Record<string, string>) =>
    readEntry(vorfall, { titel: 'x', kenntnis: '2026-11-20 18:05', ...typed }, null).problems.map(({ text }) => text);

  it('another kind than the answers say needs a reason', () => {
    expect(problems({ art: 'vorfall', stoerung: 'ja' })).toEqual([expect.stringContaining('--art-grund')]);
    expect(problems({ art: 'vorfall', stoerung: 'ja', 'art-grund': 'nur ein Drucker' })).toEqual([]);
    expect(problems({ art: 'ereignis', wirkung: 'ja' })).toEqual([expect.stringContaining('--art-grund')]);
    expect(problems({ art: 'erheblicher-vorfall', stoerung: 'nein', schaden: 'nein', dritte: 'nein' })).toHaveLength(1);
  });

  it.each(['leitung', 'saxcert', 'kdn-bfis', 'datenschutzaufsicht', 'polizei', 'versicherung', 'ende'])(
    '%s before the knowledge is refused',
    (field) => {
      expect(problems({ [field]: '2026-11-20 18:04' })).toEqual([expect.stringContaining('liegt vor der Kenntnis')]);
      expect(problems({ [field]: '2026-11-20 18:05' })).toEqual([]);
    },
  );

  it('later reports do not lie before earlier ones', () => {
    const told = (stamps: Record<string, string>) =>
      readEntry(vorfall, { titel: 'x', kenntnis: '2026-11-10 08:00', ...stamps }, null).problems.map(({ text }) => text);
    expect(told({ saxcert: '2026-11-10 10:00', 'saxcert-ausfuehrlich': '2026-11-10 09:00' }).join()).toContain(
      'Die ausführliche Meldung liegt vor der ersten Meldung',
    );
    expect(told({ saxcert: '2026-11-10 10:00', 'saxcert-abschluss': '2026-11-10 09:59' })).toHaveLength(1);
    expect(told({ saxcert: '2026-11-10 10:00', 'saxcert-ausfuehrlich': '2026-11-10 10:00' })).toEqual([]);
  });

  it('closed needs an end and a kind', () => {
    expect(problems({ status: 'abgeschlossen' })).toEqual([expect.stringContaining('Abgeschlossen wird mit')]);
  });
});

describe('a moment as people say it', () => {
  const now = at('2026-11-20 18:10');
  it.each([
    ['jetzt', '2026-11-20 18:10'],
    ['18:05', '2026-11-20 18:05'],
    ['18.05 Uhr', '2026-11-20 18:05'],
    ['heute 7:30', '2026-11-20 07:30'],
    ['gestern um 17:30', '2026-11-19 17:30'],
    ['vorgestern 23:00', '2026-11-18 23:00'],
    ['20.11.2026 18:05', '2026-11-20 18:05'],
    ['2026-11-20 18:05', '2026-11-20 18:05'],
  ])('%s', (text, moment) => {
    expect(readMoment(text, now)).toBe(at(moment));
  });

  it.each(['', 'bald', '25:00', 'gestern', '2026-02-30 10:00'])('„%s“ is none', (text) => {
    expect(readMoment(text, now)).toBeNull();
  });

  it('is shown with weekday and Saxon time', () => {
    expect(formatMoment('2026-07-01T16:05:00.000Z')).toBe('Mittwoch, 01.07.2026, 18:05 Uhr');
  });
});

it('the time line keeps every note with its own time, and corrected stamps once', () => {
  const version = (recordedAt: string, more: EntryValues): RegisterEntry => ({
    register: 'vorfall',
    kommune: 'beispielhain',
    id: 'VF1',
    values: values(more),
    removed: null,
    validFrom: '2026-11-20',
    recordedAt,
    recordedBy: 'Ines Sorbe',
  });
  const note = { notiz: 'Server aus', 'notiz-am': at('2026-11-20 18:20') };
  const second = { notiz: 'Anruf', 'notiz-am': at('2026-11-20 18:10') };
  const timeline = incidentTimeline([
    version(at('2026-11-20 18:15'), {}),
    version(at('2026-11-20 18:21'), note),
    version(at('2026-11-20 19:05'), { ...note, saxcert: at('2026-11-20 19:00') }),
    version(at('2026-11-21 08:00'), { ...second, saxcert: at('2026-11-20 19:00') }),
    version(at('2026-11-21 08:05'), { ...second, saxcert: at('2026-11-20 19:02') }),
  ]);
  expect(timeline.map(({ at: when, text, isLate }) => [formatMoment(when).slice(-9), text, isLate])).toEqual([
    ['18:05 Uhr', 'Kenntnis', false],
    ['18:10 Uhr', 'Anruf', true],
    ['18:20 Uhr', 'Server aus', false],
    ['19:02 Uhr', 'SAX.CERT, erste Meldung', true],
  ]);
});
