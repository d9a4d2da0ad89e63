import { type DateParts, NotADate } from './date-parts.ts';
import { halfOfDay, isJump, monthOf, unitOf } from './date-words.ts';

export interface DateFields {
  year?: number;
  month?: number;
  day?: number;
  hasWeekday?: true;
  hour?: number;
  minute?: number;
  second?: number | undefined;
  zone?: string | undefined;
  /** Seconds east of Greenwich. */
  offset?: number | undefined;
}

/** Reads a number and what stands around it; gives the place of the last token that it used. */
export function readNumber(tokens: readonly string[], i: number, parts: DateParts, fields: DateFields): number {
  const token = tokens[i] ?? '';
  const value = numberOf(token);
  const next = tokens[i + 1];
  const { length } = token;
  const isPlain = next !== ':' && unitOf(next) === undefined;
  if (parts.length === 3 && (length === 2 || length === 4) && fields.hour === undefined && isPlain) {
    fields.hour = whole(token.slice(0, 2));
    if (length === 4) fields.minute = whole(token.slice(2));
    return i;
  }
  if (length === 6 || (length > 6 && token.indexOf('.') === 6)) {
    if (parts.length === 0 && !token.includes('.')) {
      for (const part of [token.slice(0, 2), token.slice(2, 4), token.slice(4)]) parts.push(part);
    } else {
      fields.hour = whole(token.slice(0, 2));
      fields.minute = whole(token.slice(2, 4));
      fields.second = secondsOf(token.slice(4));
    }
    return i;
  }
  if (length === 8 || length === 12 || length === 14) {
    parts.push(token.slice(0, 4), 'Y');
    parts.push(token.slice(4, 6));
    parts.push(token.slice(6, 8));
    if (length > 8) {
      fields.hour = whole(token.slice(8, 10));
      fields.minute = whole(token.slice(10, 12));
    }
    if (length > 12) fields.second = whole(token.slice(12));
    return i;
  }
  const unitAt = findUnit(tokens, i);
  if (unitAt !== undefined) return readUnit(tokens, i, unitAt, fields);
  if (next === ':' && tokens[i + 2] !== undefined) return readClock(tokens, i, value, fields);
  if (next === '-' || next === '/' || next === '.') return readSeparated(tokens, i, parts);
  if (next === undefined || isJump(next)) {
    const half = halfOfDay(tokens[i + 2]);
    if (half === undefined) {
      parts.push(value);
      return i + 1;
    }
    fields.hour = toTwelve(Math.trunc(value), half);
    return i + 2;
  }
  const half = halfOfDay(next);
  if (half !== undefined && value >= 0 && value < 24) {
    fields.hour = toTwelve(Math.trunc(value), half);
    return i + 1;
  }
  if (!parts.couldBeDay(value)) throw new NotADate();
  parts.push(value);
  return i;
}

/** An hour after noon, or midnight as twelve. */
export function toTwelve(hour: number, half: 0 | 1): number {
  if (half === 1) return hour < 12 ? hour + 12 : hour;
  return hour === 12 ? 0 : hour;
}

/** The word for hours, minutes or seconds that belongs to a number: behind it, or before it. */
function findUnit(tokens: readonly string[], i: number): number | undefined {
  if (unitOf(tokens[i + 1]) !== undefined) return i + 1;
  if (tokens[i + 1] === ' ' && unitOf(tokens[i + 2]) !== undefined) return i + 2;
  if (i > 0 && unitOf(tokens[i - 1]) !== undefined) return i - 1;
  const isLast = i > 1 && i === tokens.length - 1 && tokens[i - 1] === ' ';
  return isLast && unitOf(tokens[i - 2]) !== undefined ? i - 2 : undefined;
}

function readUnit(tokens: readonly string[], i: number, unitAt: number, fields: DateFields): number {
  const token = tokens[i] ?? '';
  // Behind hours stand minutes, behind minutes seconds.
  const unit = (unitOf(tokens[unitAt]) ?? 0) + (unitAt < i ? 1 : 0);
  const value = numberOf(token);
  if (unit === 0) {
    fields.hour = Math.trunc(value);
    if (value % 1 !== 0) fields.minute = Math.trunc(60 * (value % 1));
  } else if (unit === 1) setMinutes(fields, value);
  else if (unit === 2) fields.second = secondsOf(token);
  return Math.max(i, unitAt);
}

function readClock(tokens: readonly string[], i: number, hours: number, fields: DateFields): number {
  fields.hour = Math.trunc(hours);
  setMinutes(fields, numberOf(tokens[i + 2] ?? ''));
  if (tokens[i + 3] !== ':' || tokens[i + 4] === undefined) return i + 2;
  fields.second = secondsOf(tokens[i + 4] ?? '');
  return i + 4;
}

/** `01-02-2003`, `01/Feb/2003`, `2003.01.02`. */
function readSeparated(tokens: readonly string[], i: number, parts: DateParts): number {
  const [token = '', separator = '', second, third, fourth] = tokens.slice(i, i + 5);
  parts.push(token);
  if (second === undefined || isJump(second)) return i + 1;
  const month = monthOf(second);
  if (/^\d+$/.test(second)) parts.push(second);
  else if (month !== undefined) parts.push(month, 'M');
  else throw new NotADate();
  if (third !== separator) return i + 2;
  if (fourth === undefined) throw new NotADate();
  const last = monthOf(fourth);
  if (last === undefined) parts.push(fourth);
  else parts.push(last, 'M');
  return i + 4;
}

function setMinutes(fields: DateFields, value: number): void {
  fields.minute = Math.trunc(value);
  fields.second = value % 1 === 0 ? undefined : Math.trunc(60 * (value % 1));
}

function secondsOf(text: string): number {
  if (!text.includes('.')) return whole(text);
  const [seconds = '', fraction = '', ...others] = text.split('.');
  if (others.length > 0) throw new NotADate();
  whole(fraction.padEnd(6, '0').slice(0, 6));
  return whole(seconds);
}

function whole(text: string): number {
  if (!/^\s*[+-]?\d+(_\d+)*\s*$/.test(text)) throw new NotADate();
  return Number(text.replaceAll('_', ''));
}

function numberOf(text: string): number {
  const value = /\d/.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
  if (!Number.isFinite(value)) throw new NotADate();
  return value;
}
