import type { MetricRow } from '../evaluation/metric-row.ts';

const USUAL = 4;
const MOST = 8;
const LEVEL = 0.05;
const ROUNDING = 1e-12;

/** Metrics to four decimals: enough to tell models apart on a few thousand rows, short enough to scan. */
export function metric(value: number, decimals = USUAL): string {
  if (!Number.isFinite(value)) return '—';
  const size = Math.abs(value);
  // 1e-17 beside 0.85 is rounding; among numbers that all need eight decimals it is a value.
  const isFar = size >= 1e12 || (decimals === MOST && size > 0 && size < 10 ** -MOST);
  const text = isFar
    ? value.toExponential(3)
    : value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return text.replace(/^-/, isZero(text) ? '' : '−');
}

/** A difference, always with its sign. */
export function signed(value: number, decimals = USUAL): string {
  const text = metric(value, decimals);
  return value > 0 && Number.isFinite(value) && !isZero(text) ? `+${text}` : text;
}

export function interval(low: number, high: number, decimals = USUAL): string {
  const digits = digitsBesideZero(low, high, decimals);
  return `${signed(low, digits)} … ${signed(high, digits)}`;
}

/** An end that is not zero must not look like zero where the whole interval lies on one side: the decision turns on it. */
function digitsBesideZero(low: number, high: number, decimals: number): number {
  const near = low * high > 0 ? Math.min(Math.abs(low), Math.abs(high)) : 0;
  const needed = near > 0 ? Math.ceil(-Math.log10(near)) : 0;
  return Math.min(MOST, Math.max(decimals, needed));
}

/** A value, its interval behind it. */
export function estimate({ value, low, high }: MetricRow['candidate'], decimals = USUAL): string {
  return `${metric(value, decimals)} (${metric(low, decimals)} … ${metric(high, decimals)})`;
}

/**
 * Decimals for all numbers of a row: four below ten, fewer for what is counted in thousands, and always enough for two digits of
 * half an interval, since a difference that is rounded away cannot be judged.
 */
export function decimalsOf({
  candidate,
  baseline,
  difference,
}: Pick<MetricRow, 'candidate' | 'baseline' | 'difference'>) {
  const size = Math.max(Math.abs(candidate.value), Math.abs(baseline?.value ?? 0));
  const { low, high } = difference ?? candidate;
  const half = (high - low) / 2;
  const bySize = USUAL - Math.max(0, Math.floor(Math.log10(size || 1)));
  // Replicates that are equal but for rounding are no noise.
  const byNoise = half > ROUNDING * size ? 1 - Math.floor(Math.log10(half)) : 0;
  const decimals = Math.max(bySize, byNoise);
  return Number.isFinite(decimals) ? Math.min(MOST, Math.max(0, decimals)) : USUAL;
}

/** A p-value: three decimals, or that it is smaller; more where rounding would put it on the other side of the usual level. */
export function probability(p: number): string {
  if (p < 0.001) return '< 0.001';
  const rounded = Number(p.toFixed(3));
  return rounded < LEVEL === p < LEVEL ? p.toFixed(3) : p.toFixed(5);
}

export function percent(share: number, decimals = 1): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(decimals)} %` : '—';
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  return count < 1024 ** 2 ? `${(count / 1024).toFixed(1)} KB` : `${(count / 1024 ** 2).toFixed(1)} MB`;
}

/** 1,250 rather than 1250. */
export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

function isZero(text: string): boolean {
  return !/[1-9]/.test(text);
}
