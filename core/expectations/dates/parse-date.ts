import { DateParts, daysIn, NotADate } from './date-parts.ts';
import { halfOfDay, isJump, isUtc, isWeekday, monthOf } from './date-words.ts';
import { type DateFields, readNumber, toTwelve } from './read-number.ts';
import { splitDate } from './split-date.ts';

const NUMBER = /^[+-]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(e[+-]?\d+)?$/i;
const NOT_FINITE = /^(nan|inf|infinity)$/i;

/**
 * Whether python-dateutil's `parse` reads a text as a date. It fills what the text leaves out from today, so that "31" is a date in
 * some months only. After python-dateutil 4.0 (BSD-3-Clause and Apache-2.0, © Gustavo Niemeyer and contributors).
 */
export function isDate(text: string, now: Date): boolean {
  try {
    return isReal(readDate(text, now), now);
  } catch (error) {
    if (error instanceof NotADate) return false;
    throw error;
  }
}

function readDate(text: string, now: Date): DateFields {
  const tokens = splitDate(text);
  const parts = new DateParts();
  const fields: DateFields = {};
  const at = (place: number): string => {
    const token = tokens[place];
    if (token === undefined) throw new NotADate();
    return token;
  };
  for (let i = 0; i < tokens.length; i += 1) {
    const token = at(i);
    const month = monthOf(token);
    const half = halfOfDay(token);
    if (NUMBER.test(token) || NOT_FINITE.test(token)) i = readNumber(tokens, i, parts, fields);
    else if (isWeekday(token)) fields.hasWeekday = true;
    else if (month !== undefined) i = readMonth(tokens, i, month, parts, now);
    else if (half !== undefined) {
      if (fields.hour === undefined || fields.hour > 12) throw new NotADate();
      fields.hour = toTwelve(fields.hour, half);
    } else if (couldBeZone(token, fields)) {
      fields.zone = token;
      fields.offset = isUtc(token) && /^(UTC|GMT|Z|z)$/.test(token) ? 0 : undefined;
      const sign = tokens[i + 1];
      if (sign === '+' || sign === '-') {
        // "GMT+3" is three hours before Greenwich; only that there is an offset matters here.
        fields.offset = undefined;
        if (isUtc(token)) fields.zone = undefined;
      }
    } else if (fields.hour !== undefined && (token === '+' || token === '-')) i = readOffset(tokens, i, fields);
    else if (!isJump(token)) throw new NotADate();
  }
  const { year, month, day } = parts.resolve();
  if (year !== undefined) fields.year = parts.centuryIsGiven || year >= 100 ? year : fullYear(year, now);
  if (month !== undefined) fields.month = month;
  if (day !== undefined) fields.day = day;
  return fields;
}

/** A month by name, with what stands around it: `Jan-01-99`, `Jan of 01`. */
function readMonth(tokens: readonly string[], i: number, month: number, parts: DateParts, now: Date): number {
  parts.push(month, 'M');
  const [first, second, third, fourth] = tokens.slice(i + 1, i + 5);
  if (first === '-' || first === '/') {
    if (second === undefined) throw new NotADate();
    parts.push(second);
    if (third !== first) return i + 2;
    if (fourth === undefined) throw new NotADate();
    parts.push(fourth);
    return i + 4;
  }
  const isYearOf = first === ' ' && third === ' ' && second?.toLowerCase() === 'of' && fourth !== undefined;
  if (!isYearOf) return i;
  if (/^\d+$/.test(fourth)) parts.push(String(fullYear(Number(fourth), now)), 'Y');
  return i + 4;
}

function couldBeZone(token: string, { hour, zone, offset }: DateFields): boolean {
  const looksLikeOne = [...token].length <= 5 && (/^[A-Z]*$/.test(token) || token === 'z');
  return hour !== undefined && zone === undefined && offset === undefined && looksLikeOne;
}

/** `+03`, `+0300`, `+03:00` and a name in brackets behind it. */
function readOffset(tokens: readonly string[], i: number, fields: DateFields): number {
  const digits = tokens[i + 1];
  if (digits === undefined) throw new NotADate();
  let next = i;
  let [hours, minutes] = [digits.slice(0, 2), '0'];
  if (digits.length === 4) minutes = digits.slice(2);
  else if (tokens[i + 2] === ':' && i + 2 < tokens.length) {
    [hours, minutes] = [digits, tokens[i + 3] ?? ''];
    next += 2;
  } else if (digits.length > 2) throw new NotADate();
  if (!/^\d+$/.test(hours) || !/^\d+$/.test(minutes)) throw new NotADate();
  fields.offset = (tokens[i] === '+' ? 1 : -1) * (Number(hours) * 3600 + Number(minutes) * 60);
  const name = tokens[next + 4] ?? '';
  const hasName =
    isJump(tokens[next + 2] ?? '?') && tokens[next + 3] === '(' && tokens[next + 5] === ')' && name.length >= 3;
  if (hasName && couldBeZone(name, { ...fields, offset: undefined })) {
    fields.zone = name;
    next += 4;
  }
  return next + 1;
}

/** Two digits mean the year that is less than 50 years away. */
function fullYear(year: number, now: Date): number {
  if (year >= 100) return year;
  const today = now.getUTCFullYear();
  const near = year + Math.floor(today / 100) * 100;
  return near >= today + 50 ? near - 100 : near < today - 50 ? near + 100 : near;
}

/** Python's time spans end at a billion days. */
const LARGEST_OFFSET = 86_399_999_999_999;

function isReal(fields: DateFields, now: Date): boolean {
  if (Object.values(fields).every((value) => value === undefined)) return false;
  const { hour = 0, minute = 0, second = 0, offset = 0, hasWeekday = false } = fields;
  const year = fields.year ?? now.getUTCFullYear();
  const month = fields.month ?? now.getUTCMonth() + 1;
  if (year < 1 || year > 9999) return false;
  const most = daysIn(year, month);
  // A day that the text leaves out is today's, or the month's last one.
  const day = fields.day ?? Math.min(now.getUTCDate(), most);
  const isInDay = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  if (day < 1 || day > most || !isInDay) return false;
  const isLastDay = year === 9999 && month === 12 && day > 25;
  return Math.abs(offset) < LARGEST_OFFSET && !(hasWeekday && fields.day === undefined && isLastDay);
}
