/**
 * Scored rows, sorted by score (descending) once for all metrics and replicates. `counts` of a replicate says how often
 * each sorted row was drawn, so a bootstrap replicate costs one pass and no sorting.
 */
export interface ScoredRows {
  readonly labels: Uint8Array;
  readonly scores: Float64Array;
  /** Per sorted row, its index in the original order. */
  readonly order: Int32Array;
  /** Per sorted row: 1 when the next row has another score, so that ties are handled as one block. */
  readonly endsBlock: Uint8Array;
}

/** Weighted by whole counts per original row; scores are probabilities of the positive class. */
export interface Metric {
  readonly name: 'accuracy' | 'roc_auc' | 'log_loss' | 'f1';
  readonly higherIsBetter: boolean;
  /** NaN when it is not defined on these rows (one class only). */
  compute(rows: ScoredRows, counts: Float64Array, threshold: number): number;
}

export function sortByScore(labels: Uint8Array, scores: Float64Array): ScoredRows {
  const order = Int32Array.from(scores.keys()).sort(
    (left, right) => (scores[right] ?? 0) - (scores[left] ?? 0) || left - right,
  );
  return {
    labels: Uint8Array.from(order, (row) => labels[row] ?? 0),
    scores: Float64Array.from(order, (row) => scores[row] ?? Number.NaN),
    order,
    endsBlock: Uint8Array.from(order, (row, index) => (scores[order[index + 1] ?? -1] === scores[row] ? 0 : 1)),
  };
}
