/** Fewer rows would tell the scores of single people. */
export const LEAST_IN_BIN = 5;

/** A sum of larger ones might be infinite, and no document. */
const LARGEST_SCORE = 1e15;

/**
 * Rows by score, about as many in each of at most so many bins; equal scores are in one. Undefined for rows that are too few, or whose
 * scores are no usual numbers.
 */
export function binScores(scores: Float64Array, most: number): readonly Int32Array[] | undefined {
  if (scores.length < LEAST_IN_BIN || !scores.every((score) => Math.abs(score) <= LARGEST_SCORE)) return undefined;
  const order = Int32Array.from(scores.keys()).sort(
    (left, right) => (scores[left] as number) - (scores[right] as number),
  );
  const wanted = Math.max(LEAST_IN_BIN, Math.ceil(order.length / most));
  const borders: number[] = [];
  for (let to = wanted; to < order.length; to += wanted) {
    while (to < order.length && scores[order[to] as number] === scores[order[to - 1] as number]) to += 1;
    if (order.length - to >= LEAST_IN_BIN) borders.push(to);
  }
  const ends = [...borders, order.length];
  return ends.map((end, index) => order.subarray(ends[index - 1] ?? 0, end));
}
