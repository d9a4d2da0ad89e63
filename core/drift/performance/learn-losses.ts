import { takeNumbers } from '../../data/take-rows.ts';
import type { BinnedRows } from '../multivariate/boosting/binned-rows.ts';
import { type BoostedTrees, type BoostingSettings, boostTrees, predictTrees } from '../multivariate/boosting/boost.ts';
import { drawFolds } from '../multivariate/draw-folds.ts';
import type { Loss } from './losses.ts';
import { groupResiduals, type Residuals } from './residuals.ts';

/** One fifth is held out. */
const FOLDS = 5;

/** A model of what is lost on a row, and how far it was off on rows that it did not learn from. */
export interface LearntLoss {
  readonly loss: Loss;
  readonly trees: BoostedTrees;
  readonly residuals: Residuals;
  readonly heldOut: { readonly rows: number; readonly estimated: number; readonly realised: number };
}

export function learnLoss(
  loss: Loss,
  rows: BinnedRows,
  losses: Float64Array,
  { seed, boosting }: { readonly seed: number; readonly boosting: BoostingSettings },
): LearntLoss {
  const folds = drawFolds(new Uint8Array(rows.rows), FOLDS, seed);
  const all = Int32Array.from(folds.keys());
  const held = all.filter((row) => folds[row] === 0);
  const others = boostTrees(
    rows,
    losses,
    all.filter((row) => folds[row] !== 0),
    boosting,
  );
  const estimates = estimateLosses(others, rows, held);
  const realised = takeNumbers(losses, held);
  return {
    loss,
    trees: boostTrees(rows, losses, all, boosting),
    residuals: groupResiduals(estimates, realised),
    heldOut: { rows: held.length, estimated: meanOf(estimates), realised: meanOf(realised) },
  };
}

/** No loss is below 0, whatever trees say. */
export function estimateLosses(trees: BoostedTrees, rows: BinnedRows, taken: Int32Array): Float64Array {
  return predictTrees(trees, rows, taken).map((value) => Math.max(0, value));
}

export function meanOf(values: Float64Array): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  return mean;
}
