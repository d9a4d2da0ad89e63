import { sortRows } from './sort-rows.ts';

/** Rows by score, highest first, and where a run of equal scores ends: sorted once, read once per draw. */
export interface RankedRows {
  /** Per rank, its row; of equal scores the negatives come first. */
  readonly order: Int32Array;
  /** Per rank: 1 for a positive row. */
  readonly positives: Uint8Array;
  /** Per rank: 1 when the next one has another score, so that ties count as one. */
  readonly endsTie: Uint8Array;
  /** Runs of two or more equal scores with a positive: first rank, first positive rank, rank after the last; three numbers a run. */
  readonly ties: Int32Array;
}

const RANKED = new WeakMap<ArrayLike<number> & object, { labels: ArrayLike<number>; ranked: RankedRows }>();

/** As `rankRows`, once for the same arrays however many metrics and curves ask. */
export function rankedOf(labels: ArrayLike<number> & object, scores: ArrayLike<number> & object): RankedRows {
  const known = RANKED.get(scores);
  if (known?.labels === labels) return known.ranked;
  const ranked = rankRows(labels, scores);
  RANKED.set(scores, { labels, ranked });
  return ranked;
}

/** @param labels 1 is positive, 0 negative; shape [rows] @param scores shape [rows] */
export function rankRows(labels: ArrayLike<number>, scores: ArrayLike<number>): RankedRows {
  const order = negativesFirst(labels);
  const endsTie = sortRows(order, scores);
  const positives = new Uint8Array(order.length);
  const ties: number[] = [];
  let first = 0;
  for (let rank = 0; rank < order.length; rank += 1) {
    positives[rank] = labels[order[rank] as number] as number;
    if (endsTie[rank] === 0) continue;
    if (rank > first && positives[rank] === 1) ties.push(first, positives.indexOf(1, first), rank + 1);
    first = rank + 1;
  }
  return { order, positives, endsTie, ties: Int32Array.from(ties) };
}

/**
 * Probability that a positive row scores above a negative one, ties counting half (Mann-Whitney): the area under the ROC curve.
 * NaN where a class is absent.
 */
export function areaUnderRoc({ order, positives, ties }: RankedRows, weights: Float64Array): number {
  let above = 0;
  let below = 0;
  let pairs = 0;
  // Without a branch: it is twice as fast as asking which rows are positive. Negatives come first in a tie, which counts it as lost.
  for (let rank = 0; rank < order.length; rank += 1) {
    const weight = weights[order[rank] as number] as number;
    const positive = weight * (positives[rank] as number);
    const negative = weight - positive;
    pairs += negative * above;
    above += positive;
    below += negative;
  }
  if (above === 0 || below === 0) return Number.NaN;
  let tied = 0;
  for (let at = 0; at < ties.length; at += 3) {
    const middle = ties[at + 1] as number;
    const negative = sumOfRanks(order, weights, ties[at] as number, middle);
    tied += negative * sumOfRanks(order, weights, middle, ties[at + 2] as number);
  }
  return (pairs + tied / 2) / (above * below);
}

/** Σ (recall gained) × precision over the distinct scores; 0 where nothing is positive, as scikit-learn says. */
export function averagePrecisionOf({ order, positives, ties }: RankedRows, weights: Float64Array): number {
  let truePositive = 0;
  let all = 0;
  let sum = 0;
  for (let at = 0, rank = 0; at <= ties.length; at += 3) {
    const tieStart = ties[at] ?? order.length;
    for (; rank < tieStart; rank += 1) {
      const weight = weights[order[rank] as number] as number;
      const positive = weight * (positives[rank] as number);
      all += weight;
      truePositive += positive;
      sum += (positive * truePositive) / (all === 0 ? 1 : all);
    }
    const tied = sumOfRanks(order, weights, ties[at + 1] ?? rank, ties[at + 2] ?? rank);
    all += sumOfRanks(order, weights, rank, ties[at + 1] ?? rank) + tied;
    truePositive += tied;
    sum += (tied * truePositive) / (all === 0 ? 1 : all);
    rank = ties[at + 2] ?? rank;
  }
  return truePositive === 0 ? 0 : sum / truePositive;
}

/** Without a branch: labels come in no order that a processor could foretell. */
function negativesFirst(labels: ArrayLike<number>): Int32Array {
  const rows = new Int32Array(labels.length);
  let negatives = 0;
  for (let row = 0; row < rows.length; row += 1) {
    const label = labels[row] as number;
    // Positives fill the end backwards.
    rows[negatives + label * (rows.length - 1 - row)] = row;
    negatives += 1 - label;
  }
  rows.subarray(negatives).reverse();
  return rows;
}

function sumOfRanks(order: Int32Array, weights: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let rank = from; rank < to; rank += 1) sum += weights[order[rank] as number] as number;
  return sum;
}
