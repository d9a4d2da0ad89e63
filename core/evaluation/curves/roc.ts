import type { RankedRows } from '../prepare-area.ts';
import type { Point } from './thin-curve.ts';

/** [false positive rate, true positive rate] at every distinct score, from [0, 0] to [1, 1]. sklearn.metrics.roc_curve */
export function rocCurve(ranked: RankedRows, weights: Float64Array): readonly Point[] {
  const { positive, negative } = sumSides(ranked, weights);
  const points: Point[] = [[0, 0]];
  let [above, below] = [0, 0];
  for (let rank = 0; rank < ranked.order.length; rank += 1) {
    const weight = weights[ranked.order[rank] as number] as number;
    if (ranked.positives[rank] === 1) above += weight;
    else below += weight;
    if (ranked.endsTie[rank] === 1) points.push([Math.min(1, below / negative), Math.min(1, above / positive)]);
  }
  return points;
}

/** Weight of the positive and of the negative rows. */
export function sumSides(
  { order, positives }: RankedRows,
  weights: Float64Array,
): { readonly positive: number; readonly negative: number } {
  let [positive, negative] = [0, 0];
  for (let rank = 0; rank < order.length; rank += 1) {
    const weight = weights[order[rank] as number] as number;
    if (positives[rank] === 1) positive += weight;
    else negative += weight;
  }
  return { positive, negative };
}
