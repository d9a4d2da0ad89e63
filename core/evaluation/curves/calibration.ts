import { equalMassBins, type PlaceInBins } from '../calibration-bins.ts';

export interface CalibrationPoint {
  /** Mean score, by weight. */
  readonly predicted: number;
  /** Share of positives, by weight. */
  readonly observed: number;
  /** Rows that are drawn, whatever their weight. */
  readonly n: number;
}

/**
 * Mean score and share of positives, bin by bin; empty bins are left out. Bins hold as many rows each, or are equally wide with
 * `equalWidthBins`. sklearn.calibration.calibration_curve (strategy 'quantile', 'uniform')
 */
export function calibrationCurve(
  labels: Uint8Array,
  scores: Float64Array,
  weights: Float64Array,
  bins: number,
  placeInBins: PlaceInBins = equalMassBins,
): readonly CalibrationPoint[] {
  const sums = Array.from({ length: bins }, () => ({ weight: 0, score: 0, positive: 0, n: 0 }));
  const bin = placeInBins(scores, bins, labels);
  for (let row = 0; row < bin.length; row += 1) {
    const sum = sums[bin[row] as number];
    const weight = weights[row] as number;
    if (!sum || weight === 0) continue;
    sum.weight += weight;
    sum.score += weight * (scores[row] as number);
    sum.positive += weight * (labels[row] as number);
    sum.n += 1;
  }
  return sums
    .filter(({ n }) => n > 0)
    .map(({ weight, score, positive, n }) => ({
      predicted: Math.min(1, score / weight), // a sum of shares may round to above their number
      observed: positive / weight,
      n,
    }));
}
