import { drawFolds } from '../multivariate/draw-folds.ts';
import { prepareIsotonic, prepareReading } from './isotonic.ts';

const SPLITS = 3;
const BINS = 10;

export interface HeldOutError {
  /** Mean expected calibration error of the scores as they are, over rows that no curve was fitted to. */
  readonly before: number;
  /** Of the same rows by curves of the other rows. */
  readonly after: number;
}

/**
 * Each row is held out once, in one of three folds that are drawn class by class. Both errors are of the same bins, those of the scores:
 * a curve makes scores equal, fewer bins would hold them, and fewer bins have a smaller error whatever is in them.
 */
export function measureHeldOut(scores: Float64Array, labels: Uint8Array, seed: number): HeldOutError {
  const folds = drawFolds(labels, SPLITS, seed);
  const fit = prepareIsotonic(scores, labels);
  let [before, after] = [0, 0];
  for (let fold = 0; fold < SPLITS; fold += 1) {
    const held = Int32Array.from(folds.keys()).filter((row) => folds[row] === fold);
    const heldLabels = Uint8Array.from(held, (row) => labels[row] as number);
    const heldScores = Float64Array.from(held, (row) => scores[row] as number);
    const asTheyAre = heldScores.map((score) => Math.min(1, Math.max(0, score)));
    const calibrated = prepareReading(heldScores)(fit(folds.map((other) => (other === fold ? 0 : 1))));
    const bins = binRows(heldScores);
    before += errorIn(bins, asTheyAre, heldLabels) / SPLITS;
    after += errorIn(bins, calibrated, heldLabels) / SPLITS;
  }
  return { before, after };
}

/** Rows by score, cut into bins of as many rows; equal scores stay together. */
function binRows(scores: Float64Array): Int32Array[] {
  const order = Int32Array.from(scores.keys()).sort(
    (left, right) => (scores[left] as number) - (scores[right] as number),
  );
  const bins: Int32Array[] = [];
  let from = 0;
  for (let bin = 1; bin <= BINS; bin += 1) {
    let to = Math.max(from, Math.floor((bin * order.length) / BINS));
    while (to > 0 && to < order.length && scores[order[to] as number] === scores[order[to - 1] as number]) to += 1;
    if (to > from) bins.push(order.subarray(from, to));
    from = to;
  }
  return bins;
}

/** Σ over bins of |mean probability − share of positives| by their rows (Naeini et al. 2015). */
function errorIn(bins: readonly Int32Array[], probabilities: Float64Array, labels: Uint8Array): number {
  let sum = 0;
  for (const rows of bins) {
    let residual = 0;
    for (const row of rows) residual += (probabilities[row] as number) - (labels[row] as number);
    sum += Math.abs(residual);
  }
  return sum / Math.max(1, labels.length);
}
