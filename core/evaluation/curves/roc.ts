import type { Curve } from './thin-curve.ts';
import type { WeightAbove } from './weight-above.ts';

/**
 * False positive rate (x) and true positive rate (y) at the distinct scores, from [0, 0] to [1, 1]; undefined where a class is absent.
 * sklearn.metrics.roc_curve
 */
export function rocCurve({ positive, negative }: WeightAbove): Curve | undefined {
  const positives = positive.at(-1) ?? 0;
  const negatives = negative.at(-1) ?? 0;
  if (positives === 0 || negatives === 0) return undefined;
  const x = new Float64Array(positive.length);
  const y = new Float64Array(positive.length);
  for (let at = 0; at < x.length; at += 1) {
    x[at] = (negative[at] as number) / negatives;
    y[at] = (positive[at] as number) / positives;
  }
  return { x, y };
}
