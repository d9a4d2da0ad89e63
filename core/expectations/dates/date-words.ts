// The words of python-dateutil 4.0 (BSD-3-Clause and Apache-2.0, © Gustavo Niemeyer and contributors), in lower case.
const JUMP = new Set(" |.|,|;|-|/|'|at|on|and|ad|m|t|of|st|nd|rd|th".split('|'));
const WEEKDAYS = /^(mon|monday|tue|tuesday|wed|wednesday|thu|thursday|fri|friday|sat|saturday|sun|sunday)$/;
const MONTHS = [
  'jan|january',
  'feb|february',
  'mar|march',
  'apr|april',
  'may',
  'jun|june',
  'jul|july',
  'aug|august',
  'sep|sept|september',
  'oct|october',
  'nov|november',
  'dec|december',
].map((names) => new RegExp(`^(${names})$`));
const UNITS = [/^(h|hour|hours)$/, /^(m|minute|minutes)$/, /^(s|second|seconds)$/];

export function isJump(word: string): boolean {
  return JUMP.has(word.toLowerCase());
}

export function isWeekday(word: string): boolean {
  return WEEKDAYS.test(word.toLowerCase());
}

/** From 1. */
export function monthOf(word: string): number | undefined {
  const place = MONTHS.findIndex((names) => names.test(word.toLowerCase()));
  return place < 0 ? undefined : place + 1;
}

/** 0 for hours, 1 for minutes, 2 for seconds. */
export function unitOf(word: string | undefined): number | undefined {
  const place = UNITS.findIndex((names) => word !== undefined && names.test(word.toLowerCase()));
  return place < 0 ? undefined : place;
}

/** 0 before noon, 1 after it. */
export function halfOfDay(word: string | undefined): 0 | 1 | undefined {
  const half = /^(?:(am|a)|(pm|p))$/i.exec(word ?? '');
  return half ? (half[1] === undefined ? 1 : 0) : undefined;
}

export function isUtc(word: string): boolean {
  return /^(utc|gmt|z)$/i.test(word);
}
