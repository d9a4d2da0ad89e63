import type { RegressionSample } from './sample.ts';

/** The loss of every row, for metrics that are a mean of them. */
export function rowLosses(sample: RegressionSample, loss: (label: number, prediction: number) => number): Float64Array {
  const losses = new Float64Array(sample.rows);
  for (let row = 0; row < sample.rows; row += 1)
    losses[row] = loss(sample.labels[row] as number, sample.predictions[row] as number);
  return losses;
}
