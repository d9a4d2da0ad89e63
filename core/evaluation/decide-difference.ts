import type { Decision, Estimate } from './metric-row.ts';

/**
 * Better or worse only where interval and p agree: the interval excludes zero and p, corrected where several metrics decide, is below
 * the level. Not worse where the whole interval of the gain lies within the margin.
 */
export function decideDifference(measured: {
  readonly difference: Estimate | null;
  readonly higherIsBetter: boolean;
  readonly p: number | null;
  readonly margin: number | undefined;
  readonly confidence: number;
}): Decision {
  const { difference, higherIsBetter, p, margin, confidence } = measured;
  if (difference === null || p === null) return 'no-baseline';
  const gain = higherIsBetter
    ? { low: difference.low, high: difference.high }
    : { low: 0 - difference.high, high: 0 - difference.low };
  const isSignificant = p < 1 - confidence;
  if (isSignificant && gain.low > 0) return 'better';
  if (isSignificant && gain.high < 0) return 'worse';
  // Equal answers give an interval of no width at zero: that is known to be not worse.
  if (gain.low === 0 && gain.high === 0) return 'not-worse';
  return margin !== undefined && gain.low >= -margin ? 'not-worse' : 'cannot-tell';
}
