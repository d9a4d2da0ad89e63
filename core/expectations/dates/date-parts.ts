/** Days of a month; throws for what is no month, as Python's calendar does. */
export function daysIn(year: number, month: number): number {
  if (month < 1 || month > 12) throw new NotADate();
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The text holds no date. */
export class NotADate extends Error {
  override readonly name = 'NotADate';
}

type Label = 'Y' | 'M' | 'D';

/** Numbers of which it is not known yet which is the year, the month and the day; python-dateutil's rules. */
export class DateParts {
  readonly values: number[] = [];
  centuryIsGiven = false;
  #places: Partial<Record<Label, number>> = {};

  get length(): number {
    return this.values.length;
  }

  couldBeDay(value: number): boolean {
    const { Y, M, D } = this.#places;
    if (D !== undefined) return false;
    const most = M === undefined ? 31 : daysIn(Y === undefined ? 2000 : (this.values[Y] ?? 0), this.values[M] ?? 0);
    return value >= 1 && value <= most;
  }

  /** A text of more than two digits, or a number above 100, is a year. */
  push(value: number | string, given?: Label): void {
    const isYear = typeof value === 'string' ? /^[0-9]{3,}$/.test(value) : value > 100;
    if (isYear && given !== undefined && given !== 'Y') throw new NotADate();
    if (isYear) this.centuryIsGiven = true;
    const label = isYear ? 'Y' : given;
    if (typeof value === 'string' && !/^\s*[+-]?[0-9]+\s*$/.test(value)) throw new NotADate();
    this.values.push(Math.trunc(Number(value)));
    if (label === undefined) return;
    if (this.#places[label] !== undefined) throw new NotADate();
    this.#places[label] = this.values.length - 1;
  }

  /** Year, month and day; undefined where nothing says. */
  resolve(): { year: number | undefined; month: number | undefined; day: number | undefined } {
    const { length } = this;
    const places = { ...this.#places };
    const known = Object.keys(places).length;
    if ((length === known && length > 0) || (length === 3 && known === 2)) {
      const rest = [0, 1, 2].find((place) => !Object.values(places).includes(place));
      const label = (['Y', 'M', 'D'] as const).find((one) => places[one] === undefined);
      if (length !== known && label !== undefined && rest !== undefined) places[label] = rest;
      const at = (place: number | undefined) => (place === undefined ? undefined : this.values[place]);
      return { year: at(places.Y), month: at(places.M), day: at(places.D) };
    }
    if (length > 3) throw new NotADate();
    const order = this.#order();
    const valueAt = (label: Label) => (order.includes(label) ? this.values[order.indexOf(label)] : undefined);
    return { year: valueAt('Y'), month: valueAt('M'), day: valueAt('D') };
  }

  /** What the numbers are, in their order, by their size and by where the month is. */
  #order(): string {
    const [first = 0, second = 0] = this.values;
    const { M: month, Y: year } = this.#places;
    if (this.length === 1) return month === 0 ? 'M' : first > 31 ? 'Y' : 'D';
    if (this.length === 2) {
      if (month !== undefined) {
        const other = (this.values[month === 0 ? 1 : 0] ?? 0) > 31 ? 'Y' : 'D';
        return month === 0 ? `M${other}` : `${other}M`;
      }
      return first > 31 ? 'YM' : second > 31 ? 'MY' : 'MD';
    }
    if (this.length < 3) return '';
    if (month === 0) return second > 31 ? 'MYD' : 'MDY';
    if (month === 1) return first > 31 ? 'YMD' : 'DMY';
    if (month === 2) return second > 31 ? 'DYM' : 'YDM';
    if (first > 31 || year === 0) return 'YMD';
    return first > 12 ? 'DMY' : 'MDY';
  }
}
