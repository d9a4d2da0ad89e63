import type { Decision, DecisionReason, Estimate, MetricRow } from './metric-row.ts';

/**
 * Better or worse only where interval and p agree: the interval excludes zero by more than the chance of its replicates, and p,
 * corrected where several metrics decide, is below the level. Not worse where the whole interval of the gain lies within the margin.
 */
export function decideDifference(measured: {
  readonly difference: Estimate | null;
  /** The difference's interval that another seed of the bootstrap would not move past zero. */
  readonly settled: MetricRow['settled'];
  readonly higherIsBetter: boolean;
  readonly p: number | null;
  readonly margin: number | null;
  readonly confidence: number;
}): { readonly decision: Decision; readonly reason: DecisionReason } {
  const { difference, settled, higherIsBetter, p, margin, confidence } = measured;
  if (difference === null || settled === null || p === null) return { decision: 'no-baseline', reason: 'no-baseline' };
  const gain = gainOf(difference, higherIsBetter);
  const sure = gainOf(settled, higherIsBetter);
  const isSignificant = p < 1 - confidence;
  if (isSignificant && sure.low > 0) return { decision: 'better', reason: 'proven' };
  if (isSignificant && sure.high < 0) return { decision: 'worse', reason: 'proven' };
  // Equal answers give an interval of no width at zero: that is known to be not worse.
  if (gain.low === 0 && gain.high === 0) return { decision: 'not-worse', reason: 'equal-answers' };
  if (margin !== null && gain.low >= -margin) return { decision: 'not-worse', reason: 'within-margin' };
  return { decision: 'cannot-tell', reason: whyOpen(gain, isSignificant) };
}

function whyOpen({ low, high }: Ends, isSignificant: boolean): DecisionReason {
  if (Number.isNaN(low + high)) return 'not-defined';
  if (low <= 0 && high >= 0) return 'interval-holds-zero';
  return isSignificant ? 'too-close-to-zero' : 'p-too-large';
}

type Ends = Pick<Estimate, 'low' | 'high'>;

function gainOf({ low, high }: Ends, higherIsBetter: boolean): Ends {
  return higherIsBetter ? { low, high } : { low: 0 - high, high: 0 - low };
}
