import type { Measure } from './metric.ts';
import type { BinarySample } from './sample.ts';

/** Places scores in so many bins; shape [rows]. */
export type PlaceInBins = (scores: Float64Array, bins: number) => Int32Array;

/** Bin of each score: [0, 1/bins), …, the last one closed. */
export const equalWidthBins: PlaceInBins = (scores, bins) => {
  const bin = new Int32Array(scores.length);
  for (let row = 0; row < bin.length; row += 1) {
    bin[row] = Math.min(bins - 1, Math.max(0, Math.floor((scores[row] as number) * bins)));
  }
  return bin;
};

/** Bin of each score when every bin takes as many rows; rows with one score go where the first of them belongs. */
export const equalMassBins: PlaceInBins = (scores, bins) => {
  const sorted = scores.toSorted();
  const starts = Float64Array.from({ length: bins - 1 }, (_, index) => {
    let rank = Math.ceil(((index + 1) * sorted.length) / bins);
    while (rank > 0 && sorted[rank] === sorted[rank - 1]) rank += 1;
    return sorted[rank] ?? Number.POSITIVE_INFINITY;
  });
  const bin = new Int32Array(scores.length);
  for (let row = 0; row < bin.length; row += 1) bin[row] = countUpTo(starts, scores[row] as number);
  return bin;
};

/** Σ over bins of weight × |mean score − share of positives|, by the weight of all. */
export function calibrationError({ labels, scores, rows }: BinarySample, bin: Int32Array, bins: number): Measure {
  const residuals = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) residuals[row] = (scores?.[row] ?? Number.NaN) - (labels[row] as number);
  return ({ weights }) => {
    const sums = new Float64Array(bins);
    let total = 0;
    for (let row = 0; row < rows; row += 1) {
      const weight = weights[row] as number;
      if (weight === 0) continue;
      const at = bin[row] as number;
      sums[at] = (sums[at] as number) + weight * (residuals[row] as number);
      total += weight;
    }
    return sums.reduce((sum, value) => sum + Math.abs(value), 0) / total;
  };
}

/** How many of ascending values are not above a limit. */
function countUpTo(ascending: Float64Array, limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
