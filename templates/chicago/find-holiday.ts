const DAY_MS = 86_400_000;
const FIXED: Readonly<Record<string, string>> = {
  '01-01': 'new-year',
  '07-04': 'independence-day',
  '12-24': 'christmas-eve',
  '12-25': 'christmas',
};
/** Month, weekday (0 is Sunday) and which one in the month; -1 is the last. */
const FLOATING = [
  [1, 1, 3, 'office-holiday'],
  [2, 1, 3, 'office-holiday'],
  [5, 1, -1, 'memorial-day'],
  [9, 1, 1, 'labor-day'],
  [10, 1, 2, 'office-holiday'],
  [11, 4, 4, 'thanksgiving'],
] as const;

/** Name of the holiday of the United States on which the offices around Clark/Lake are closed or half empty; else `none`. */
export function findHoliday(day: Date): string {
  const dayBefore = new Date(day.getTime() - DAY_MS);
  if (findFloating(dayBefore) === 'thanksgiving') return 'after-thanksgiving';
  // A holiday on a Sunday is kept on the Monday after it.
  const kept = day.getUTCDay() === 1 ? findFixed(dayBefore) : undefined;
  const isYearEnd = day.getUTCMonth() === 11 && day.getUTCDate() > 25;
  return findFixed(day) ?? findFloating(day) ?? kept ?? (isYearEnd ? 'year-end' : 'none');
}

function findFixed(day: Date): string | undefined {
  return FIXED[day.toISOString().slice(5, 10)];
}

function findFloating(day: Date): string | undefined {
  const place = Math.ceil(day.getUTCDate() / 7);
  const isLast = new Date(day.getTime() + 7 * DAY_MS).getUTCMonth() !== day.getUTCMonth();
  return FLOATING.find(
    ([month, weekday, wanted]) =>
      month === day.getUTCMonth() + 1 && weekday === day.getUTCDay() && (wanted === place || (wanted === -1 && isLast)),
  )?.[3];
}
