import type { Draw } from './metric.ts';
import { sumRegression } from './regression-sums.ts';
import type { RegressionSample } from './sample.ts';

/** Below this share of what is subtracted from, Σwx² − (Σwx)²/Σw keeps too few digits and is counted again around the mean. */
const TRUSTED_SHARE = 0.01;

/** Σw(y − ȳ)² over a draw; exactly 0 where the drawn targets are all equal. */
export function targetSpread(sample: RegressionSample, draw: Draw): number {
  const { weight, target, targetSquares } = sumRegression(sample, draw);
  const spread = targetSquares - (target * target) / weight;
  if (spread > TRUSTED_SHARE * targetSquares) return spread;
  return spreadAroundMean(draw.weights, (row) => sample.labels[row] as number);
}

/** Σw(e − ē)² over a draw; exactly 0 where the drawn errors are all equal. */
export function errorSpread(sample: RegressionSample, draw: Draw): number {
  const { weight, error, errorSquares } = sumRegression(sample, draw);
  const spread = errorSquares - (error * error) / weight;
  if (spread > TRUSTED_SHARE * errorSquares) return spread;
  const { labels, predictions } = sample;
  return spreadAroundMean(draw.weights, (row) => (predictions[row] as number) - (labels[row] as number));
}

/** 1 − unexplained/total, scikit-learn's `force_finite` where the total is 0: 1 for no error at all, else 0. */
export function explainedShare(unexplained: number, total: number): number {
  if (unexplained === 0) return 1;
  return total === 0 ? 0 : 1 - unexplained / total;
}

function spreadAroundMean(weights: Float64Array, valueAt: (row: number) => number): number {
  const first = weights.findIndex((weight) => weight > 0);
  if (first < 0) return Number.NaN;
  // Counted from a drawn value, so that a constant gives 0 and not the rounding of its mean.
  const origin = valueAt(first);
  let weight = 0;
  let shift = 0;
  for (let row = first; row < weights.length; row += 1) {
    const each = weights[row] as number;
    weight += each;
    if (each !== 0) shift += each * (valueAt(row) - origin);
  }
  const mean = shift / weight;
  let spread = 0;
  for (let row = first; row < weights.length; row += 1) {
    const each = weights[row] as number;
    if (each !== 0) spread += each * (valueAt(row) - origin - mean) ** 2;
  }
  return spread;
}
