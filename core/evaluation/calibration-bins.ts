import type { Measure } from './metric.ts';
import { rankedOf } from './prepare-area.ts';
import type { BinarySample } from './sample.ts';

/** Places scores in so many bins; shape [rows]. */
export type PlaceInBins = (scores: Float64Array, bins: number, labels: Uint8Array) => Uint8Array | Int32Array;

/** Bin of each score: [0, 1/bins), …, the last one closed. */
export const equalWidthBins: PlaceInBins = (scores, bins) => {
  const bin = createBins(scores.length, bins);
  for (let row = 0; row < bin.length; row += 1) {
    bin[row] = Math.min(bins - 1, Math.max(0, Math.floor((scores[row] as number) * bins)));
  }
  return bin;
};

/** Bin of each score when every bin takes as many rows; rows with one score go where the first of them belongs. */
export const equalMassBins: PlaceInBins = (scores, bins, labels) => {
  const { order } = rankedOf(labels, scores); // which area and curves have need of too
  const ascending = (rank: number) => scores[order[order.length - 1 - rank] ?? -1];
  const bin = createBins(order.length, bins);
  let from = 0;
  for (let index = 0; index < bins; index += 1) {
    let to = Math.ceil(((index + 1) * order.length) / bins);
    while (to < order.length && ascending(to) === ascending(to - 1)) to += 1;
    for (let rank = from; rank < to; rank += 1) bin[order[order.length - 1 - rank] as number] = index;
    from = Math.max(from, to);
  }
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

/** A byte a row where that is enough: rows are placed in no order of memory. */
function createBins(rows: number, bins: number): Uint8Array | Int32Array {
  return bins <= 256 ? new Uint8Array(rows) : new Int32Array(rows);
}
