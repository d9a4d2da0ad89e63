import type { MetricFamily } from '../metric.ts';
import { rowLosses } from '../row-losses.ts';
import type { RegressionSample } from '../sample.ts';

/**
 * Median of |e| by weight, in the unit of the target: the averaged inverted distribution function (Hyndman & Fan 1996,
 * type 2), as scikit-learn's median_absolute_error since 1.8; with whole weights the median of the repeated rows.
 */
export const medianAbsoluteError: MetricFamily<RegressionSample> = {
  name: 'median_absolute_error',
  summary: 'Median of |e|, in the unit of the target.',
  sklearn: 'median_absolute_error(y, predicted)',
  needs: 'predictions',
  prepare: (sample) => {
    const errors = rowLosses(sample, (label, prediction) => Math.abs(prediction - label));
    const order = Int32Array.from(errors.keys()).sort(
      (left, right) => (errors[left] as number) - (errors[right] as number),
    );
    const sorted = Float64Array.from(order, (row) => errors[row] as number);
    const cumulative = new Float64Array(order.length);
    return ({ weights }) => {
      let total = 0;
      for (let place = 0; place < order.length; place += 1) {
        total += weights[order[place] as number] as number;
        cumulative[place] = total;
      }
      if (!(total > 0)) return Number.NaN;
      const half = total / 2;
      const place = firstAbove(cumulative, half, true);
      const value = sorted[place] as number;
      // scikit-learn's tolerance: with fractional weights the sum may miss the exact half by its rounding.
      if ((cumulative[place] as number) - half > Number.EPSILON) return value;
      const next = firstAbove(cumulative, cumulative[place] as number, false);
      return (value + (sorted[Math.min(next, order.length - 1)] as number)) / 2;
    };
  },
};

/** First place whose cumulative weight is above the limit, or equal to it where that counts; the length where there is none. */
function firstAbove(cumulative: Float64Array, limit: number, orEqual: boolean): number {
  let low = 0;
  let high = cumulative.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = cumulative[middle] as number;
    if (value > limit || (orEqual && value === limit)) high = middle;
    else low = middle + 1;
  }
  return low;
}
