import type { Measure } from './metric.ts';
import type { BinarySample } from './sample.ts';

/** Bin of each score: [0, 1/bins), …, the last one closed; shape [rows]. */
export function equalWidthBins(scores: Float64Array, bins: number): Int32Array {
  return Int32Array.from(scores, (score) => Math.min(bins - 1, Math.max(0, Math.floor(score * bins))));
}

/** Bin of each score when every bin takes as many rows; rows with one score go where the first of them belongs; shape [rows]. */
export function equalMassBins(scores: Float64Array, bins: number): Int32Array {
  const sorted = Float64Array.from(scores).sort();
  const binOf = new Map<number, number>();
  sorted.forEach((score, rank) => {
    if (!binOf.has(score)) binOf.set(score, Math.floor((rank * bins) / sorted.length));
  });
  return Int32Array.from(scores, (score) => binOf.get(score) ?? 0);
}

/** Σ over bins of weight × |mean score − share of positives|, by the weight of all. */
export function calibrationError({ labels, scores, rows }: BinarySample, bin: Int32Array, bins: number): Measure {
  const residuals = Float64Array.from(labels, (label, row) => (scores?.[row] ?? Number.NaN) - label);
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
