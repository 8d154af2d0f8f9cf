import type { HolidayRules } from '../../src/domain/calendar.ts';

/** As in controls/tables/feiertage-sachsen. */
export const saxonHolidays: HolidayRules = {
  fixed: ['01-01', '05-01', '10-03', '10-31', '12-25', '12-26'].map((date) => ({ date, name: date })),
  easter: [-2, 1, 39, 50].map((offset) => ({ offset, name: String(offset) })),
  bussUndBettag: true,
};
