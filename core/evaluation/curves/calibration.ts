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
  const weightIn = new Float64Array(bins);
  const scoreIn = new Float64Array(bins);
  const positiveIn = new Float64Array(bins);
  const rowsIn = new Int32Array(bins);
  const bin = placeInBins(scores, bins, labels);
  for (let row = 0; row < bin.length; row += 1) {
    const at = bin[row] as number;
    const weight = weights[row] as number;
    if (weight === 0) continue;
    weightIn[at] = (weightIn[at] as number) + weight;
    scoreIn[at] = (scoreIn[at] as number) + weight * (scores[row] as number);
    positiveIn[at] = (positiveIn[at] as number) + weight * (labels[row] as number);
    rowsIn[at] = (rowsIn[at] as number) + 1;
  }
  return Array.from(rowsIn, (n, at) => ({
    // A sum of shares may round to above their number.
    predicted: Math.min(1, (scoreIn[at] as number) / (weightIn[at] as number)),
    observed: (positiveIn[at] as number) / (weightIn[at] as number),
    n,
  })).filter(({ n }) => n > 0);
}
