import type { Draw } from './metric.ts';
import type { RegressionSample } from './sample.ts';

/** Sums over the rows of a draw; an error is prediction − label, a target is counted from the mean label of all rows. */
export interface RegressionSums {
  readonly weight: number;
  readonly target: number;
  readonly targetSquares: number;
  readonly error: number;
  readonly errorSquares: number;
  readonly absoluteError: number;
}

interface Memo {
  readonly centre: number;
  draw: Draw | undefined;
  sums: RegressionSums;
}

const NOTHING: RegressionSums = {
  weight: 0,
  target: 0,
  targetSquares: 0,
  error: 0,
  errorSquares: 0,
  absoluteError: 0,
};
const memos = new WeakMap<RegressionSample, Memo>();

/** The sums that regression metrics share, counted in one pass and once per draw: the last draw of a sample is remembered. */
export function sumRegression(sample: RegressionSample, draw: Draw): RegressionSums {
  let memo = memos.get(sample);
  if (!memo) {
    memo = { centre: meanOf(sample.labels), draw: undefined, sums: NOTHING };
    memos.set(sample, memo);
  }
  if (memo.draw !== draw) {
    memo.sums = countSums(sample, draw.weights, memo.centre);
    memo.draw = draw;
  }
  return memo.sums;
}

function countSums(sample: RegressionSample, weights: Float64Array, centre: number): RegressionSums {
  const { rows, labels, predictions } = sample;
  let { weight, target, targetSquares, error, errorSquares, absoluteError } = NOTHING;
  for (let row = 0; row < rows; row += 1) {
    const each = weights[row] as number;
    const label = labels[row] as number;
    const miss = (predictions[row] as number) - label;
    const distance = label - centre;
    weight += each;
    target += each * distance;
    targetSquares += each * distance * distance;
    error += each * miss;
    errorSquares += each * miss * miss;
    absoluteError += each * Math.abs(miss);
  }
  return { weight, target, targetSquares, error, errorSquares, absoluteError };
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}
