/** A function that never falls, by its corners: straight between them, flat beyond the first and the last. */
export interface Isotonic {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Isotonic regression by pooling adjacent violators (Ayer et al. 1955), with scikit-learn's IsotonicRegression's straight lines between
 * blocks. Sorts once; then fits any weights of the rows.
 */
export function prepareIsotonic(
  scores: Float64Array,
  labels: ArrayLike<number>,
): (weights?: ArrayLike<number>) => Isotonic {
  const order = Int32Array.from(scores.keys()).sort(
    (left, right) => (scores[left] as number) - (scores[right] as number),
  );
  const blocks = createBlocks(order.length);
  return (weights) => {
    blocks.clear();
    let weight = 0;
    let positive = 0;
    for (let rank = 0; rank < order.length; rank += 1) {
      const row = order[rank] as number;
      const own = weights ? (weights[row] as number) : 1;
      weight += own;
      positive += own * (labels[row] as number);
      const score = scores[row] as number;
      // Equal scores are one point.
      if (rank + 1 < order.length && scores[order[rank + 1] as number] === score) continue;
      if (weight > 0) blocks.add(score, weight, positive);
      weight = 0;
      positive = 0;
    }
    return blocks.corners();
  };
}

/** Sorts the scores once; then gives the values of any function at them, in an array that the next call reuses. */
export function prepareReading(scores: Float64Array): (curve: Isotonic) => Float64Array {
  const order = Int32Array.from(scores.keys()).sort(
    (left, right) => (scores[left] as number) - (scores[right] as number),
  );
  const sorted = Float64Array.from(order, (row) => scores[row] as number);
  const values = new Float64Array(scores.length);
  return ({ x, y }) => {
    const last = x.length - 1;
    let at = 0; // first corner that is not below the score
    for (let rank = 0; rank < sorted.length; rank += 1) {
      const score = sorted[rank] as number;
      while (at <= last && (x[at] as number) < score) at += 1;
      const [left, right] = [Math.max(0, at - 1), Math.min(last, at)];
      const [from, to] = [x[left] as number, x[right] as number];
      const low = y[left] as number;
      const rise = (y[right] as number) - low;
      values[order[rank] as number] = rise === 0 ? low : low + (rise * (score - from)) / (to - from);
    }
    return values;
  };
}

/** Runs of points that share a value; a new point that would make the function fall is pooled with those before it. */
function createBlocks(most: number) {
  const from = new Float64Array(most);
  const to = new Float64Array(most);
  const weights = new Float64Array(most);
  const positives = new Float64Array(most);
  let count = 0;
  return {
    clear(): void {
      count = 0;
    },
    add(score: number, weight: number, positive: number): void {
      from[count] = score;
      to[count] = score;
      weights[count] = weight;
      positives[count] = positive;
      count += 1;
      while (count > 1 && meanOf(count - 2) >= meanOf(count - 1)) {
        count -= 1;
        to[count - 1] = to[count] as number;
        weights[count - 1] = (weights[count - 1] as number) + (weights[count] as number);
        positives[count - 1] = (positives[count - 1] as number) + (positives[count] as number);
      }
    },
    corners(): Isotonic {
      const x: number[] = [];
      const y: number[] = [];
      for (let block = 0; block < count; block += 1) {
        const ends = from[block] === to[block] ? [from[block] as number] : [from[block] as number, to[block] as number];
        for (const end of ends) {
          x.push(end);
          y.push(meanOf(block));
        }
      }
      return { x: Float64Array.from(x), y: Float64Array.from(y) };
    },
  };
  function meanOf(block: number): number {
    return (positives[block] as number) / (weights[block] as number);
  }
}
