import { type ExactShare, reachOfShare } from './exact-share.ts';
import type { MetricRange } from './metric-range.ts';
import type { Estimate } from './metric-row.ts';

const ROUNDING = 1e-12;

/** An interval and what was done to it beside the bootstrap, in words; undefined for nothing. */
export interface BoundEstimate extends Estimate {
  readonly note: string | undefined;
}

/** What a metric can not be is in no interval of it: noise between seeds knows no such bound. */
export function clipInterval({ value, low, high }: Estimate, range: MetricRange): BoundEstimate {
  const ends = [...(low < range.low ? [range.low] : []), ...(high > range.high ? [range.high] : [])];
  const note = ends.length === 0 ? undefined : `cut at ${ends.join(' and ')}`;
  return { value, low: Math.max(low, range.low), high: Math.min(high, range.high), note };
}

/** But for rounding: sums of equal losses in another order differ in their last digit. */
export function hasNoWidth({ value, low, high }: Estimate): boolean {
  return high - low <= ROUNDING * Math.abs(value);
}

/**
 * All rows right, or none: every draw of them says the same, and the bootstrap has no width. A share of rows gets the exact
 * interval of a proportion instead; where there is none, the note says that this interval is none.
 */
export function openInterval(estimate: Estimate, exact: ExactShare | undefined, confidence: number): BoundEstimate {
  const { value } = estimate;
  if (!hasNoWidth(estimate)) return { ...estimate, note: undefined };
  if (!exact || (value !== 0 && value !== 1)) return { ...estimate, note: 'no width: all replicates are equal' };
  const reach = reachOfShare((1 - confidence) / 2, exact.rows);
  const end = exact.valueOf(value === 0 ? reach : 1 - reach);
  const rows = Math.round(exact.rows);
  const note = `Clopper-Pearson, ${value === 0 ? 0 : rows} of ${rows}`;
  return value === 0 ? { value, low: 0, high: end, note } : { value, low: end, high: 1, note };
}
