/** Rows by score, highest first, and where a run of equal scores ends: sorted once, read once per draw. */
export interface RankedRows {
  /** Per rank, its row. */
  readonly order: Int32Array;
  /** Per rank: 1 for a positive row. */
  readonly positives: Uint8Array;
  /** Per rank: 1 when the next one has another score, so that ties count as one. */
  readonly endsTie: Uint8Array;
}

/** @param labels 1 is positive; shape [rows] @param scores shape [rows] */
export function rankRows(labels: ArrayLike<number>, scores: ArrayLike<number>): RankedRows {
  const rows = labels.length;
  // Sorting numbers natively is many times faster than with a comparison: ranks come from a sorted copy.
  const keys = Float64Array.from({ length: rows }, (_, row) => -(scores[row] as number));
  const sorted = Float64Array.from(keys).sort();
  const next = new Map<number, number>();
  for (let rank = 0; rank < rows; rank += 1) {
    const key = sorted[rank] as number;
    if (rank === 0 || key !== sorted[rank - 1]) next.set(key === 0 ? 0 : key, rank);
  }
  const order = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const key = (keys[row] as number) === 0 ? 0 : (keys[row] as number);
    const rank = next.get(key) ?? 0;
    order[rank] = row;
    next.set(key, rank + 1);
  }
  const positives = Uint8Array.from(order, (row) => labels[row] as number);
  const endsTie = new Uint8Array(rows);
  for (let rank = 0; rank < rows; rank += 1) endsTie[rank] = sorted[rank] === sorted[rank + 1] ? 0 : 1;
  return { order, positives, endsTie };
}

/**
 * Probability that a positive row scores above a negative one, ties counting half (Mann-Whitney): the area under the ROC curve.
 * NaN where a class is absent. `weightOf` maps a row of the ranking to one of the draw, for flattened matrices.
 */
export function areaUnderRoc({ order, positives, endsTie }: RankedRows, weights: Float64Array): number {
  let [above, below, tiedAbove, tiedBelow, pairs] = [0, 0, 0, 0, 0];
  for (let rank = 0; rank < order.length; rank += 1) {
    const weight = weights[order[rank] as number] as number;
    if (positives[rank] === 1) tiedAbove += weight;
    else tiedBelow += weight;
    if (endsTie[rank] === 0) continue;
    // Every negative of this tie is below the positives seen before it, and ties with its own.
    pairs += tiedBelow * (above + tiedAbove / 2);
    above += tiedAbove;
    below += tiedBelow;
    tiedAbove = 0;
    tiedBelow = 0;
  }
  return above === 0 || below === 0 ? Number.NaN : pairs / (above * below);
}

/** Σ (recall gained) × precision over the distinct scores; 0 where nothing is positive, as scikit-learn says. */
export function averagePrecisionOf({ order, positives, endsTie }: RankedRows, weights: Float64Array): number {
  let [truePositive, all, tied, sum] = [0, 0, 0, 0];
  for (let rank = 0; rank < order.length; rank += 1) {
    const weight = weights[order[rank] as number] as number;
    all += weight;
    if (positives[rank] === 1) tied += weight;
    if (endsTie[rank] === 0 || tied === 0) continue;
    truePositive += tied;
    sum += tied * (truePositive / all);
    tied = 0;
  }
  return truePositive === 0 ? 0 : sum / truePositive;
}
