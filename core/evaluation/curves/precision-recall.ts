import type { RankedRows } from '../prepare-area.ts';
import { sumSides } from './roc.ts';
import type { Point } from './thin-curve.ts';

/** [recall, precision] at every distinct score, from [0, 1]. sklearn.metrics.precision_recall_curve, turned round */
export function precisionRecallCurve(ranked: RankedRows, weights: Float64Array): readonly Point[] {
  const { positive } = sumSides(ranked, weights);
  const points: Point[] = [[0, 1]];
  let [above, all] = [0, 0];
  for (let rank = 0; rank < ranked.order.length; rank += 1) {
    const weight = weights[ranked.order[rank] as number] as number;
    if (ranked.positives[rank] === 1) above += weight;
    all += weight;
    if (ranked.endsTie[rank] === 1 && all > 0) points.push([Math.min(1, above / positive), above / all]);
  }
  return points;
}
