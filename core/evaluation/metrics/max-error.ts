import type { MetricFamily } from '../metric.ts';
import { rowLosses } from '../row-losses.ts';
import type { RegressionSample } from '../sample.ts';

/** Largest |e| of the rows that were drawn, in the unit of the target (scikit-learn's max_error); how much a row weighs is nothing to it. */
export const maxError: MetricFamily<RegressionSample> = {
  name: 'max_error',
  summary: 'Largest |e|, in the unit of the target; weights do not count.',
  sklearn: 'max_error(y, predicted)',
  needs: 'predictions',
  prepare: (sample) => {
    const errors = rowLosses(sample, (label, prediction) => Math.abs(prediction - label));
    return ({ weights }) => {
      let largest = -1;
      for (let row = 0; row < errors.length; row += 1) {
        const error = errors[row] as number;
        if (error > largest && (weights[row] as number) > 0) largest = error;
      }
      return largest < 0 ? Number.NaN : largest;
    };
  },
};
