import cdfOfNormal from '@stdlib/stats-base-dists-normal-cdf';
import quantileOfNormal from '@stdlib/stats-base-dists-normal-quantile';
import cdfOfT from '@stdlib/stats-base-dists-t-cdf';
import quantileOfT from '@stdlib/stats-base-dists-t-quantile';
import type { Estimate } from './metric-row.ts';

/** Percentile interval of bootstrap replicates (Efron & Tibshirani 1993, ch. 13). Replicates that are NaN are left out. */
export function percentileInterval(value: number, replicates: Float64Array, confidence: number): Estimate {
  const sorted = sortDefined(replicates);
  if (sorted.length === 0) return { value, low: value, high: value };
  const tail = (1 - confidence) / 2;
  return { value, low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) };
}

/**
 * Bias-corrected and accelerated interval (Efron 1987): the bias from the share of replicates below the value (ties count half),
 * the acceleration from the skewness of jackknife values. Where all replicates are on one side of the value there is no
 * such correction, and the percentile interval is given.
 */
export function bcaInterval(
  value: number,
  replicates: Float64Array,
  jackknife: Float64Array,
  confidence: number,
): Estimate {
  const sorted = sortDefined(replicates);
  let below = 0;
  for (const replicate of sorted) below += replicate < value ? 1 : replicate === value ? 0.5 : 0;
  const bias = quantileOfNormal(below / sorted.length, 0, 1);
  if (!Number.isFinite(bias) || confidence >= 1) return percentileInterval(value, replicates, confidence);
  const acceleration = accelerationOf(jackknife);
  const end = (probability: number) => {
    const reach = bias + quantileOfNormal(probability, 0, 1);
    const scale = 1 - acceleration * reach;
    // So skewed that the correction has a pole before this end: the outermost replicate is as far as it goes.
    return quantile(sorted, scale > 0 ? cdfOfNormal(bias + reach / scale, 0, 1) : reach > 0 ? 1 : 0);
  };
  const tail = (1 - confidence) / 2;
  return { value, low: end(tail), high: end(1 - tail) };
}

/**
 * The level at which a percentile interval of n units covers what it promises: its tails are Φ(−√(n/(n−1)) t), t the quantile
 * of Student's distribution (expanded percentile interval, Hesterberg 2015, The American Statistician 69). 1 below 2 units.
 */
export function expandConfidence(confidence: number, units: number): number {
  if (units < 2) return 1;
  const t = quantileOfT(1 - (1 - confidence) / 2, units - 1);
  return 1 - 2 * cdfOfNormal(-Math.sqrt(units / (units - 1)) * t, 0, 1);
}

/**
 * The level at which the ends are two standard errors of their own farther out: of B replicates, B · tail are beyond an end, give or
 * take √(B · tail · (1 − tail)). A decision at this level is hardly ever undone by another seed of the bootstrap; with more
 * replicates the two levels meet.
 */
export function settleConfidence(confidence: number, replicates: number): number {
  const tail = (1 - confidence) / 2;
  return 1 - 2 * Math.max(0, tail - 2 * Math.sqrt((tail * (1 - tail)) / replicates));
}

/**
 * Stretches both halves to what noise with fewer degrees of freedom than units − 1 needs, as that of a few seeds: replicates do not
 * reach so far out that other percentiles could be taken.
 */
export function stretchInterval(
  { value, low, high }: Estimate,
  { confidence, degrees, units }: { readonly confidence: number; readonly degrees: number; readonly units: number },
): Estimate {
  const probability = 1 - (1 - confidence) / 2;
  const factor = units < 2 ? 1 : quantileOfT(probability, degrees) / quantileOfT(probability, units - 1);
  return { value, low: value - (value - low) * factor, high: value + (high - value) * factor };
}

/** Standard deviation of the replicates that are defined; NaN for fewer than two. */
export function standardErrorOf(replicates: Float64Array): number {
  const defined = replicates.filter((replicate) => !Number.isNaN(replicate));
  if (defined.length < 2) return Number.NaN;
  // Replicates that are all equal would get a mean that is off by rounding, and an error that is not 0.
  const [origin = 0] = defined;
  const mean = defined.reduce((sum, value) => sum + (value - origin), 0) / defined.length;
  const squares = defined.reduce((sum, value) => sum + (value - origin - mean) ** 2, 0);
  return Math.sqrt(squares / (defined.length - 1));
}

/**
 * Two-sided p that the difference is zero: difference ÷ its bootstrap standard error, by Student's distribution. Unlike the share
 * of replicates beyond zero it is not bound by their number, so that a correction for many metrics has something to work with.
 */
export function bootstrapP(difference: number, standardError: number, degreesOfFreedom: number): number {
  if (difference === 0 || !(degreesOfFreedom > 0) || Number.isNaN(standardError + difference)) return 1;
  return standardError === 0 ? 0 : Math.min(1, 2 * cdfOfT(-Math.abs(difference) / standardError, degreesOfFreedom));
}

/**
 * Keeps p from being smaller than n paired units can make it: swapping both models' answers in any of the 2^n subsets gives data
 * sets that are equally likely where the models are equal. Three rows without any spread prove nothing.
 */
export function boundP(p: number, units: number): number {
  return Math.min(1, Math.max(p, 2 ** (1 - units)));
}

/**
 * Smallest true difference that this many rows would find with 80 % power: (z of the level + z of 0.8) standard errors, or t of so
 * many degrees of freedom where few seeds tell little of their spread.
 */
export function minimumDetectableEffect(standardError: number, confidence: number, degrees?: number): number {
  const quantile = (share: number) =>
    degrees === undefined ? quantileOfNormal(share, 0, 1) : quantileOfT(share, degrees);
  return (quantile(1 - (1 - confidence) / 2) + quantile(0.8)) * standardError;
}

function accelerationOf(jackknife: Float64Array): number {
  const defined = jackknife.filter((value) => !Number.isNaN(value));
  const mean = defined.reduce((sum, value) => sum + value, 0) / defined.length;
  let squares = 0;
  let cubes = 0;
  for (const value of defined) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

function sortDefined(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value)).sort();
}

/**
 * Type 6 of Hyndman & Fan 1996 (`weibull` in NumPy): between the k-th and the next of B values at (B + 1) p, which covers what it
 * promises for any number of replicates (Davison & Hinkley 1997, § 2.4). The usual type 7 is too narrow for few.
 */
function quantile(sorted: Float64Array, probability: number): number {
  const position = Math.min(Math.max((sorted.length + 1) * probability - 1, 0), sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
