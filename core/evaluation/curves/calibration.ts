import { equalMassBins } from '../calibration-bins.ts';

export interface CalibrationPoint {
  readonly predicted: number;
  readonly observed: number;
  readonly n: number;
}

/** Mean score and share of positives in bins that hold as many rows each. sklearn.calibration.calibration_curve(strategy='quantile') */
export function calibrationCurve(
  labels: Uint8Array,
  scores: Float64Array,
  weights: Float64Array,
  bins: number,
): readonly CalibrationPoint[] {
  const sums = Array.from({ length: bins }, () => ({ weight: 0, score: 0, positive: 0, n: 0 }));
  equalMassBins(scores, bins).forEach((bin, row) => {
    const sum = sums[bin];
    const weight = weights[row] as number;
    if (!sum || weight === 0) return;
    sum.weight += weight;
    sum.score += weight * (scores[row] as number);
    sum.positive += weight * (labels[row] as number);
    sum.n += 1;
  });
  return sums
    .filter(({ weight }) => weight > 0)
    .map(({ weight, score, positive, n }) => ({ predicted: score / weight, observed: positive / weight, n }));
}
