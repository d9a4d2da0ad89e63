import type { Estimate } from '../evaluation/metric-row.ts';
import { subtractEstimates } from '../evaluation/subtract-estimates.ts';
import { widenInterval } from '../evaluation/widen-interval.ts';
import { type Finding, renderInterval, renderNumber } from './rule.ts';
import type { SliceValue } from './slice-values.ts';

type Check = Pick<Finding, 'status' | 'reason' | 'actual' | 'threshold' | 'message'>;

/** A number of each slice that must stay at or below a limit: a loss, or a metric where lower is better. */
interface Ceiling {
  /** At least one of them has an estimate. */
  readonly values: readonly SliceValue[];
  readonly estimateOf: (slice: SliceValue) => Estimate | undefined;
  readonly confidence: number;
  readonly limit: number;
  readonly sign: 1 | -1;
  readonly name: string;
  readonly reasons: { readonly met: string; readonly missed: string; readonly straddles: string };
}

/** The worst slice against a bound. Fails only where a whole interval, widened for the number of slices, is past it. */
export function checkWorst(ceiling: Ceiling): Check {
  const { values, confidence, limit, sign, reasons, name } = ceiling;
  // With sign -1 everything is turned: the worst is the smallest, and the bound is one from below.
  const past = (at: number) => sign * at > sign * limit;
  const found = values.flatMap((slice) => {
    const estimate = ceiling.estimateOf(slice);
    if (!estimate) return [];
    const widened = widenInterval(estimate, { confidence, comparisons: values.length, rows: slice.support });
    const interval = slice.isShare && estimate === slice.candidate ? clipShare(widened) : widened;
    return [{ slice, interval, isProven: past(interval.low) && past(interval.high) }];
  });
  const proven = found.filter(({ isProven }) => isProven);
  const worst = (proven.length > 0 ? proven : found).reduce((worst, other) =>
    sign * other.interval.value > sign * worst.interval.value ? other : worst,
  );
  const { value, low, high } = worst.interval;
  const row = { actual: value, threshold: limit };
  const of = `${name} ${renderNumber(value)} in ${worst.slice.label} (${worst.slice.n} rows; ${renderWidened(low, high, confidence, values.length)})`;
  const bound = `${sign === 1 ? '≤' : '≥'} ${renderNumber(limit)}`;
  if (worst.isProven) {
    const count = proven.length > 1 ? `, as do ${proven.length - 1} more of ${values.length} slices` : '';
    return { ...row, status: 'fail', reason: reasons.missed, message: `${of} misses ${bound}${count}.` };
  }
  if (past(value)) {
    const message = `${of} misses ${bound}, but noise alone could do that in the worst of ${values.length}.`;
    return { ...row, status: 'warn', reason: reasons.straddles, message };
  }
  const message = `${of} meets ${bound}; it is the worst of ${values.length}.`;
  return { ...row, status: 'pass', reason: reasons.met, message };
}

/** The largest gap between two slices. Fails only where the gap of a pair, widened for the number of pairs, is wholly beyond. */
export function checkGap(values: readonly SliceValue[], limit: number, confidence: number, name: string): Check {
  const pairs = (values.length * (values.length - 1)) / 2;
  const [first, second] = values;
  if (!first || !second) {
    const message = `Only ${first ? first.label : 'no slice'} has a value of ${name}, so there is no gap between slices.`;
    return { status: 'cannot-tell', reason: 'too-few-slices', actual: null, threshold: limit, message };
  }
  const widen = (slice: SliceValue): WidenedSlice => {
    const interval = widenInterval(slice.candidate, { confidence, comparisons: pairs, rows: slice.support });
    return { label: slice.label, at: slice.isShare ? clipShare(interval) : interval };
  };
  // Slices that share rows vary together: taken as independent, their gap gets too wide an interval, never too narrow a one.
  let largest = measureGap(widen(first), widen(second));
  let isProven = false;
  const widened = values.map(widen);
  widened.forEach((one, index) => {
    for (let next = index + 1; next < widened.length; next += 1) {
      const gap = measureGap(one, widened[next] ?? one);
      const counts = gap.gap.low > limit;
      if (counts === isProven ? gap.gap.value > largest.gap.value : counts) largest = gap;
      isProven ||= counts;
    }
  });
  const { value, low, high } = largest.gap;
  const row = { actual: value, threshold: limit };
  const between = `${renderNumber(largest.high.at.value)} in ${largest.high.label} and ${renderNumber(largest.low.at.value)} in ${largest.low.label}`;
  const text = `${name} has a gap of ${renderNumber(value)} between ${between} (${renderWidened(low, high, confidence, pairs, 'pairs')})`;
  const most = renderNumber(limit);
  if (isProven) return { ...row, status: 'fail', reason: 'slice-gap', message: `${text}, more than ${most}.` };
  if (value > limit) {
    const message = `${text}, more than ${most}, but noise alone could do that.`;
    return { ...row, status: 'warn', reason: 'interval-straddles-gap', message };
  }
  return { ...row, status: 'pass', reason: 'gap-met', message: `${text}, within ${most}.` };
}

interface WidenedSlice {
  readonly label: string;
  readonly at: Estimate;
}

function measureGap(one: WidenedSlice, other: WidenedSlice) {
  const [high, low] = one.at.value >= other.at.value ? [one, other] : [other, one];
  return { high, low, gap: subtractEstimates(high.at, low.at) };
}

function clipShare({ value, low, high }: Estimate): Estimate {
  return { value, low: Math.max(0, low), high: Math.min(1, high) };
}

function renderWidened(low: number, high: number, confidence: number, comparisons: number, of = 'slices'): string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return 'too few rows of a class for an interval';
  const interval = renderInterval(low, high, confidence);
  return comparisons === 1 ? interval : `${interval}, corrected for ${comparisons} ${of}`;
}
