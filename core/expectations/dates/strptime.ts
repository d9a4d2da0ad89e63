import { daysIn } from './date-parts.ts';

const DAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTH_NAMES = 'january february march april may june july august september october november december'.split(' ');
const short = (names: readonly string[]) => names.map((name) => name.slice(0, 3));

// As CPython's _strptime in the C locale.
const DIRECTIVES: Readonly<Record<string, string>> = {
  d: '(?<d>3[01]|[12]\\d|0[1-9]|[1-9]| [1-9])',
  f: '(?<f>[0-9]{1,6})',
  H: '(?<H>2[0-3]|[01]\\d|\\d)',
  I: '(?<I>1[0-2]|0[1-9]|[1-9]| [1-9])',
  G: '(?<G>\\d\\d\\d\\d)',
  j: '(?<j>36[0-6]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9])',
  m: '(?<m>1[0-2]|0[1-9]|[1-9])',
  M: '(?<M>[0-5]\\d|\\d)',
  S: '(?<S>6[01]|[0-5]\\d|\\d)',
  U: '(?<U>5[0-3]|[0-4]\\d|\\d)',
  W: '(?<W>5[0-3]|[0-4]\\d|\\d)',
  V: '(?<V>5[0-3]|0[1-9]|[1-4]\\d|\\d)',
  w: '(?<w>[0-6])',
  u: '(?<u>[1-7])',
  y: '(?<y>\\d\\d)',
  Y: '(?<Y>\\d\\d\\d\\d)',
  z: '(?<z>[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|Z)',
  A: `(?<A>${DAY_NAMES.join('|')})`,
  a: `(?<a>${short(DAY_NAMES).join('|')})`,
  B: `(?<B>${MONTH_NAMES.join('|')})`,
  b: `(?<b>${short(MONTH_NAMES).join('|')})`,
  p: '(?<p>am|pm)',
  Z: '(?<Z>utc|gmt)',
  '%': '%',
};
const LONG: Readonly<Record<string, string>> = { c: '%a %b %d %H:%M:%S %Y', x: '%m/%d/%y', X: '%H:%M:%S' };

/** A test of texts by a strptime format; undefined for a format that Python refuses, or that it reads in its locale. */
export function strptimeTest(format: string): ((text: string) => boolean) | undefined {
  const whole = format.replace(/%([cxX])/g, (_, letter: string) => LONG[letter] ?? '');
  const parts = whole.match(/%[\s\S]?|\s+|[^%\s]+/g) ?? [];
  const letters = parts.filter((part) => part.startsWith('%') && part !== '%%').map((part) => part.slice(1));
  if (new Set(letters).size < letters.length) return undefined;
  if (parts.some((part) => part.startsWith('%') && DIRECTIVES[part.slice(1)] === undefined)) return undefined;
  // A week says nothing without a weekday and its own kind of year.
  const has = (letter: string) => letters.includes(letter);
  const hasWeekday = ['A', 'a', 'w', 'u'].some(has);
  if (has('G') ? !has('V') || !hasWeekday || has('j') : has('V')) return undefined;
  const pattern = parts.map((part) => {
    if (part.startsWith('%')) return DIRECTIVES[part.slice(1)];
    return /^\s/.test(part) ? '\\s+' : part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  const expression = new RegExp(`^${pattern.join('')}$(?![\\s\\S])`, 'iu');
  return (text) => {
    const groups = expression.exec(text)?.groups;
    return groups !== undefined && isRealDate(groups);
  };
}

type Groups = Readonly<Record<string, string | undefined>>;

function isRealDate(groups: Groups): boolean {
  const year = yearOf(groups);
  const month = monthOf(groups) ?? 1;
  const day = Number(groups['d'] ?? 1);
  if (year < 1 || groups['S']?.match(/^6[01]$/)) return false;
  return day <= daysIn(year, month);
}

function yearOf({ Y, y, G }: Groups): number {
  if (Y !== undefined) return Number(Y);
  if (y !== undefined) return Number(y) + (Number(y) <= 68 ? 2000 : 1900);
  // Without a year it is 1900, which has no 29 February: Python refuses that day too.
  return Number(G ?? 1900);
}

function monthOf({ m, B, b }: Groups): number | undefined {
  if (m !== undefined) return Number(m);
  const name = (B ?? b)?.toLowerCase();
  return name === undefined ? undefined : MONTH_NAMES.findIndex((one) => one.startsWith(name)) + 1;
}
