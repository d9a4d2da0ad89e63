const SLACK = 0.1;
const DIGITS = 3;

/** A range that is wider than what was seen, and ends in round numbers; what was never below 0 stays so. */
export function widen(
  { min, max }: { readonly min: number; readonly max: number },
  isInteger: boolean,
): { readonly min_value: number; readonly max_value: number } {
  // Of halves: the difference of two finite numbers may be none.
  const room = (max / 2 - min / 2) * 2 * SLACK || Math.max(Math.abs(min), 1) * SLACK;
  const low = roundOut(min - room, -1, isInteger);
  const high = roundOut(max + room, 1, isInteger);
  return {
    min_value: clamp(min >= 0 ? Math.max(0, low) : low),
    max_value: clamp(max <= 0 && min < 0 ? Math.min(0, high) : high),
  };
}

/** Away from the middle, to three digits. */
function roundOut(value: number, sign: 1 | -1, isInteger: boolean): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const unit = 10 ** Math.max(isInteger ? 0 : -300, Math.floor(Math.log10(Math.abs(value))) + 1 - DIGITS);
  // 2.1 is 210.00000000000003 hundredths.
  const steps = sign > 0 ? Math.ceil(value / unit - 1e-9) : Math.floor(value / unit + 1e-9);
  // 0.1 * 3 is no three tenths: the decimal is written and read.
  return Number((steps * unit).toPrecision(DIGITS + 12));
}

function clamp(value: number): number {
  const finite = Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  return finite === 0 ? 0 : finite;
}

/** The share that must be there: three deviations, or one in a hundred, below what was seen. */
export function presentShare(present: number, rows: number): number {
  const seen = present / rows;
  const noise = 3 * Math.sqrt((seen * (1 - seen)) / rows);
  return Math.max(0, Math.floor((seen - Math.max(0.01, noise)) * 1000) / 1000);
}
