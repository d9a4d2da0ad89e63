import { confusionOf } from './confusion.ts';
import { calibrationCurve } from './curves/calibration.ts';
import { precisionRecallCurve } from './curves/precision-recall.ts';
import { rocCurve } from './curves/roc.ts';
import { type Curve, thinCurve } from './curves/thin-curve.ts';
import { sumWeightAbove } from './curves/weight-above.ts';
import type { ConfusionMatrix, Curves, ModelCurves } from './curves.ts';
import { rankedOf } from './prepare-area.ts';
import type { BinarySample, Sample } from './sample.ts';

const MOST_POINTS = 200;
const CALIBRATION_BINS = 10;
const HISTOGRAM_BINS = 20;
const MOST_CLASSES = 100;

/** Curves of both models; null for other tasks than binary classification, and where there are no scores. */
export function computeCurves(
  candidate: Sample,
  baseline: Sample | undefined,
  weights: Float64Array | undefined,
): Curves | null {
  const of = (sample: Sample | undefined) =>
    sample?.task === 'binary-classification' && sample.scores
      ? curvesOf(sample, sample.scores, weights ?? new Float64Array(sample.rows).fill(1))
      : null;
  const first = of(candidate);
  return first && { candidate: first, baseline: of(baseline) };
}

/** Confusion matrices of both models; null for other tasks, and for more classes than anybody reads. */
export function computeConfusion(
  candidate: Sample,
  baseline: Sample | undefined,
  weights: Float64Array | undefined,
  classes: readonly string[],
): ConfusionMatrix | null {
  const of = (sample: Sample | undefined) =>
    sample?.task === 'binary-classification' || sample?.task === 'multiclass-classification'
      ? toRows(confusionOf(sample, { weights: weights ?? new Float64Array(sample.rows).fill(1) }), classes.length)
      : null;
  const first = classes.length > MOST_CLASSES ? null : of(candidate);
  return first && { classes: [...classes], candidate: first, baseline: of(baseline) };
}

function curvesOf({ labels }: BinarySample, scores: Float64Array, weights: Float64Array): ModelCurves {
  const above = sumWeightAbove(rankedOf(labels, scores), weights);
  return {
    roc: thin(rocCurve(above)),
    precisionRecall: thin(precisionRecallCurve(above)),
    calibration: [...calibrationCurve(labels, scores, weights, CALIBRATION_BINS)],
    histogram: histogramOf(labels, scores, weights),
  };
}

function histogramOf(labels: Uint8Array, scores: Float64Array, weights: Float64Array): ModelCurves['histogram'] {
  const counts = new Float64Array(2 * HISTOGRAM_BINS);
  for (let row = 0; row < scores.length; row += 1) {
    const bin = Math.min(HISTOGRAM_BINS - 1, Math.max(0, Math.floor((scores[row] as number) * HISTOGRAM_BINS)));
    const at = (labels[row] as number) * HISTOGRAM_BINS + bin;
    counts[at] = (counts[at] as number) + (weights[row] as number);
  }
  return { negative: [...counts.subarray(0, HISTOGRAM_BINS)], positive: [...counts.subarray(HISTOGRAM_BINS)] };
}

/** No points where the curve is not defined. */
function thin(curve: Curve | undefined): [number, number][] {
  return curve ? thinCurve(curve, MOST_POINTS).map(([x, y]) => [x, y]) : [];
}

function toRows(cells: Float64Array, width: number): number[][] {
  return Array.from({ length: width }, (_, row) => [...cells.subarray(row * width, (row + 1) * width)]);
}
