import type { RankedRows } from '../prepare-area.ts';
import type { Curve } from './thin-curve.ts';

/**
 * False positive rate (x) and true positive rate (y) at every distinct score, from [0, 0] to [1, 1]; undefined where a class is absent.
 * sklearn.metrics.roc_curve
 */
export function rocCurve(ranked: RankedRows, weights: Float64Array): Curve | undefined {
  const { order, positives, endsTie } = ranked;
  const { positive, negative } = sumSides(ranked, weights);
  if (positive === 0 || negative === 0) return undefined;
  const x = new Float64Array(order.length + 1);
  const y = new Float64Array(order.length + 1);
  let above = 0;
  let below = 0;
  let points = 1;
  for (let rank = 0; rank < order.length; rank += 1) {
    const weight = weights[order[rank] as number] as number;
    if (positives[rank] === 1) above += weight;
    else below += weight;
    x[points] = Math.min(1, below / negative);
    y[points] = Math.min(1, above / positive);
    points += endsTie[rank] as number;
  }
  return { x: x.subarray(0, points), y: y.subarray(0, points) };
}

/** Weight of the positive and of the negative rows. */
export function sumSides(
  { order, positives }: RankedRows,
  weights: Float64Array,
): { readonly positive: number; readonly negative: number } {
  let positive = 0;
  let negative = 0;
  for (let rank = 0; rank < order.length; rank += 1) {
    const weight = weights[order[rank] as number] as number;
    if (positives[rank] === 1) positive += weight;
    else negative += weight;
  }
  return { positive, negative };
}
