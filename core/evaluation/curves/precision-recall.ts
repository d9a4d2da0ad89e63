import type { RankedRows } from '../prepare-area.ts';
import { sumSides } from './roc.ts';
import type { Curve } from './thin-curve.ts';

/**
 * Recall (x) and precision (y) at every distinct score, from [0, 1]; undefined where nothing is positive.
 * sklearn.metrics.precision_recall_curve, turned round
 */
export function precisionRecallCurve(ranked: RankedRows, weights: Float64Array): Curve | undefined {
  const { order, positives, endsTie } = ranked;
  const { positive } = sumSides(ranked, weights);
  if (positive === 0) return undefined;
  const x = new Float64Array(order.length + 1);
  const y = new Float64Array(order.length + 1);
  y[0] = 1;
  let above = 0;
  let all = 0;
  let points = 1;
  for (let rank = 0; rank < order.length; rank += 1) {
    const weight = weights[order[rank] as number] as number;
    if (positives[rank] === 1) above += weight;
    all += weight;
    x[points] = Math.min(1, above / positive);
    y[points] = above / all;
    // Rows of no weight before the first that has some say nothing about precision.
    if (all > 0) points += endsTie[rank] as number;
  }
  return { x: x.subarray(0, points), y: y.subarray(0, points) };
}
