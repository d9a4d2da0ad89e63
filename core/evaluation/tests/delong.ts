import cdfOfNormal from '@stdlib/stats-base-dists-normal-cdf';
import quantileOfNormal from '@stdlib/stats-base-dists-normal-quantile';

export interface DeLong {
  /** Candidate's area under the ROC curve minus the baseline's. */
  readonly difference: number;
  readonly variance: number;
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Paired test of two areas under ROC curves on the same rows (DeLong, DeLong & Clarke-Pearson 1988), in O(n log n) by ranks as
 * Sun & Xu 2014 (IEEE Signal Processing Letters 21). NaN where a class has fewer than two rows.
 *
 * @param labels 1 is positive; shape [rows], as both scores
 */
export function deLong(
  labels: Uint8Array,
  candidate: Float64Array,
  baseline: Float64Array,
  confidence: number,
): DeLong {
  const own = place(labels, candidate);
  const other = place(labels, baseline);
  const positives = meanAndVariance(own.ofPositives, other.ofPositives);
  const negatives = meanAndVariance(own.ofNegatives, other.ofNegatives);
  const difference = positives.mean;
  const variance = positives.variance / own.ofPositives.length + negatives.variance / own.ofNegatives.length;
  const reach = quantileOfNormal(1 - (1 - confidence) / 2, 0, 1) * Math.sqrt(variance);
  // Two models that rank alike have no variance: nothing speaks for a difference.
  const z = difference === 0 ? 0 : difference / Math.sqrt(variance);
  return {
    difference,
    variance,
    z,
    p: Number.isNaN(variance) ? Number.NaN : Math.min(1, 2 * cdfOfNormal(-Math.abs(z), 0, 1)),
    low: difference - reach,
    high: difference + reach,
  };
}

/** For each row the share of rows of the other class that it is on the right side of; ties count half. */
function place(labels: Uint8Array, scores: Float64Array) {
  const positives = scores.filter((_, row) => labels[row] === 1);
  const negatives = scores.filter((_, row) => labels[row] !== 1);
  const sortedPositives = positives.slice().sort();
  const sortedNegatives = negatives.slice().sort();
  return {
    ofPositives: positives.map((score) => rankIn(sortedNegatives, score)),
    ofNegatives: negatives.map((score) => 1 - rankIn(sortedPositives, score)),
  };
}

function rankIn(sorted: Float64Array, score: number): number {
  const below = countUnder(sorted, score, false);
  // Most scores are alone: a second search is for ties only.
  const upTo = sorted[below] === score ? countUnder(sorted, score, true) : below;
  return (below + upTo) / 2 / sorted.length;
}

function countUnder(sorted: Float64Array, score: number, orEqual: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle] as number;
    if (value < score || (orEqual && value === score)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function meanAndVariance(left: Float64Array, right: Float64Array) {
  let mean = 0;
  let squares = 0;
  for (let row = 0; row < left.length; row += 1) {
    const difference = (left[row] as number) - (right[row] as number);
    const step = difference - mean;
    mean += step / (row + 1);
    squares += step * (difference - mean);
  }
  return { mean, variance: left.length < 2 ? Number.NaN : squares / (left.length - 1) };
}
