import quantileOfNormal from '@stdlib/stats-base-dists-normal-quantile';
import type { Estimate } from './metric-row.ts';

/** Percentile interval of bootstrap replicates (Efron & Tibshirani 1993, ch. 13); type-7 quantiles as in NumPy. */
export function percentileInterval(value: number, replicates: Float64Array, confidence: number): Estimate {
  const sorted = replicates.filter((replicate) => !Number.isNaN(replicate)).sort();
  if (sorted.length === 0) return { value, low: value, high: value };
  const tail = (1 - confidence) / 2;
  return { value, low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) };
}

/**
 * Two-sided p that the difference is zero: twice the smaller share of replicates on the far side of zero, counted with the
 * observation itself so that it is never 0 (Davison & Hinkley 1997, §4.2).
 */
export function bootstrapP(differences: Float64Array): number {
  let below = 0;
  let above = 0;
  for (const difference of differences) {
    if (difference <= 0) below += 1;
    if (difference >= 0) above += 1;
  }
  return Math.min(1, (2 * (Math.min(below, above) + 1)) / (differences.length + 1));
}

/** Smallest true difference that this many rows would find with 80 % power: (z of the level + z of 0.8) standard errors. */
export function minimumDetectableEffect(differences: Float64Array, confidence: number): number {
  const level = quantileOfNormal(1 - (1 - confidence) / 2, 0, 1);
  return (level + quantileOfNormal(0.8, 0, 1)) * standardDeviation(differences);
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}

function quantile(sorted: Float64Array, probability: number): number {
  const position = (sorted.length - 1) * probability;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
