import cdfOfNormal from '@stdlib/stats-base-dists-normal-cdf';
import quantileOfNormal from '@stdlib/stats-base-dists-normal-quantile';
import { rankedOf } from '../prepare-area.ts';

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
  const own = sharesBeaten(labels, candidate);
  const other = sharesBeaten(labels, baseline);
  const positives = meanAndVariance(labels, 1, own, other);
  const negatives = meanAndVariance(labels, 0, own, other);
  const difference = positives.mean;
  const variance = positives.variance / positives.rows + negatives.variance / negatives.rows;
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
function sharesBeaten(labels: Uint8Array, scores: Float64Array): Float64Array {
  const { order, positives, endsTie } = rankedOf(labels, scores);
  const shares = new Float64Array(order.length);
  const all = countPositives(positives, 0, order.length);
  const [allPositives, allNegatives] = [all, order.length - all];
  let [first, positivesAbove, negativesAbove] = [0, 0, 0];
  for (let last = 0; last < order.length; last += 1) {
    if (endsTie[last] === 0) continue;
    const tiedPositives = first === last ? (positives[last] as number) : countPositives(positives, first, last + 1);
    const tiedNegatives = last + 1 - first - tiedPositives;
    const ofPositive = allNegatives - negativesAbove - tiedNegatives / 2;
    const ofNegative = allPositives - positivesAbove - tiedPositives / 2;
    for (; first <= last; first += 1)
      shares[order[first] as number] =
        positives[first] === 1 ? ofPositive / allNegatives : 1 - ofNegative / allPositives;
    positivesAbove += tiedPositives;
    negativesAbove += tiedNegatives;
  }
  return shares;
}

function countPositives(positives: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let rank = from; rank < to; rank += 1) count += positives[rank] as number;
  return count;
}

/** Of the differences between two shares, over the rows of one class. */
function meanAndVariance(labels: Uint8Array, label: number, own: Float64Array, other: Float64Array) {
  let rows = 0;
  let mean = 0;
  let squares = 0;
  for (let row = 0; row < labels.length; row += 1) {
    if (labels[row] !== label) continue;
    rows += 1;
    const difference = (own[row] as number) - (other[row] as number);
    const step = difference - mean;
    mean += step / rows;
    squares += step * (difference - mean);
  }
  return { rows, mean, variance: rows < 2 ? Number.NaN : squares / (rows - 1) };
}
