import type { Measure } from './metric.ts';
import { rankedOf } from './prepare-area.ts';
import type { BinarySample } from './sample.ts';

/** Places scores in so many bins; shape [rows]. */
export type PlaceInBins = (scores: Float64Array, bins: number, labels: Uint8Array) => Int32Array;

/** Bin of each score: [0, 1/bins), …, the last one closed. */
export const equalWidthBins: PlaceInBins = (scores, bins) => {
  const bin = new Int32Array(scores.length);
  for (let row = 0; row < bin.length; row += 1) {
    bin[row] = Math.min(bins - 1, Math.max(0, Math.floor((scores[row] as number) * bins)));
  }
  return bin;
};

/** Bin of each score when every bin takes as many rows; rows with one score go where the first of them belongs. */
export const equalMassBins: PlaceInBins = (scores, bins, labels) => {
  const { order } = rankedOf(labels, scores); // which area and curves have need of too
  const ascending = (rank: number) => scores[order[order.length - 1 - rank] ?? -1];
  const starts = Float64Array.from({ length: bins - 1 }, (_, index) => {
    let rank = Math.ceil(((index + 1) * order.length) / bins);
    while (rank < order.length && ascending(rank) === ascending(rank - 1)) rank += 1;
    return ascending(rank) ?? Number.POSITIVE_INFINITY;
  });
  const bin = new Int32Array(scores.length);
  for (let row = 0; row < bin.length; row += 1) bin[row] = countUpTo(starts, scores[row] as number);
  return bin;
};

/** Σ over bins of weight × |mean score − share of positives|, by the weight of all. */
export function prepareCalibrationError(sample: BinarySample, bins: number, placeInBins: PlaceInBins): Measure {
  const { labels, rows, scores = new Float64Array(rows).fill(Number.NaN) } = sample;
  const bin = placeInBins(scores, bins, labels);
  const residuals = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) residuals[row] = (scores[row] as number) - (labels[row] as number);
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
