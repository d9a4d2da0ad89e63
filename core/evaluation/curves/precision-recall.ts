import type { Curve } from './thin-curve.ts';
import type { WeightAbove } from './weight-above.ts';

/**
 * Recall (x) and precision (y) at the distinct scores, from [0, 1]; undefined where nothing is positive.
 * sklearn.metrics.precision_recall_curve, turned round
 */
export function precisionRecallCurve({ positive, negative }: WeightAbove): Curve | undefined {
  const positives = positive.at(-1) ?? 0;
  if (positives === 0) return undefined;
  const x = new Float64Array(positive.length);
  const y = new Float64Array(positive.length);
  y[0] = 1;
  let points = 1;
  for (let at = 1; at < positive.length; at += 1) {
    const above = positive[at] as number;
    const all = above + (negative[at] as number);
    x[points] = above / positives;
    y[points] = above / all;
    // Rows of no weight before the first that has some say nothing about precision.
    if (all > 0) points += 1;
  }
  return { x: x.subarray(0, points), y: y.subarray(0, points) };
}
