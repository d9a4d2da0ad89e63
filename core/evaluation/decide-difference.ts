import type { Decision, Estimate } from './metric-row.ts';

/**
 * Better or worse only where interval and p agree: the interval excludes zero by more than the chance of its replicates, and p,
 * corrected where several metrics decide, is below the level. Not worse where the whole interval of the gain lies within the margin.
 */
export function decideDifference(measured: {
  readonly difference: Estimate | null;
  /** The difference with an interval that another seed of the bootstrap would not move past zero. */
  readonly settled: Estimate | null;
  readonly higherIsBetter: boolean;
  readonly p: number | null;
  readonly margin: number | undefined;
  readonly confidence: number;
}): Decision {
  const { difference, settled, higherIsBetter, p, margin, confidence } = measured;
  if (difference === null || settled === null || p === null) return 'no-baseline';
  const gain = gainOf(difference, higherIsBetter);
  const sure = gainOf(settled, higherIsBetter);
  const isSignificant = p < 1 - confidence;
  if (isSignificant && sure.low > 0) return 'better';
  if (isSignificant && sure.high < 0) return 'worse';
  // Equal answers give an interval of no width at zero: that is known to be not worse.
  if (gain.low === 0 && gain.high === 0) return 'not-worse';
  return margin !== undefined && gain.low >= -margin ? 'not-worse' : 'cannot-tell';
}

function gainOf({ low, high }: Estimate, higherIsBetter: boolean): Pick<Estimate, 'low' | 'high'> {
  return higherIsBetter ? { low, high } : { low: 0 - high, high: 0 - low };
}
