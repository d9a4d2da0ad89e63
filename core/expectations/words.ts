const LONGEST = 60;

/** 1,250 rather than 1250. */
export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

/** 1 row, 2 rows. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A share as percent with as many digits as tell it from 0 and from 100. */
export function share(value: number): string {
  const percent = value * 100;
  if (percent > 0 && percent < 0.01) return 'under 0.01 %';
  return `${Number(percent.toFixed(2))} %`;
}

/** A number for a sentence: six digits are enough to see why it is outside. An infinite one as suites write it. */
export function number(value: number): string {
  if (Math.abs(value) === Number.POSITIVE_INFINITY) return value > 0 ? 'inf' : '-inf';
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(6)));
}

/** A word of the suite inside a sentence, no longer than people read. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** The first of many words of the suite. */
export function listed(values: readonly unknown[], most = 5): string {
  const shown = values.slice(0, most).map(quoted).join(', ');
  return values.length > most ? `${shown} and ${values.length - most} more` : shown;
}
