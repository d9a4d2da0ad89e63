import { findHoliday } from './find-holiday.ts';

const DAY_MS = 86_400_000;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const SEASONS = ['winter', 'spring', 'summer', 'autumn'] as const;

/** What the calendar says of a day, as columns: those of the prepared files, and what a caller of the server sends. */
export function describeDay(date: string) {
  const day = new Date(`${date}T00:00:00Z`);
  const weekday = day.getUTCDay();
  const month = day.getUTCMonth();
  const year = day.getUTCFullYear();
  const monday = new Date(day.getTime() - ((weekday + 6) % 7) * DAY_MS);
  return {
    year,
    day_of_year: (day.getTime() - Date.UTC(year, 0, 1)) / DAY_MS + 1,
    month: MONTHS[month],
    day_of_week: WEEKDAYS[weekday],
    holiday: findHoliday(day),
    // For slices and groups of the evaluation; the model does not read them.
    day_kind: weekday % 6 === 0 ? 'weekend' : 'working day',
    season: SEASONS[Math.floor(((month + 1) % 12) / 3)],
    week: monday.toISOString().slice(0, 10),
  };
}
