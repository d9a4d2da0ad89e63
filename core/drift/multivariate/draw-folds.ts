import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Fold of each row; every fold gets as many rows of each class, give or take one. */
export function drawFolds(labels: ArrayLike<number>, folds: number, seed: number): Uint8Array {
  const fold = new Uint8Array(labels.length);
  const seen = new Map<number, number>();
  for (const row of shuffleRows(labels.length, seed)) {
    const label = labels[row] as number;
    const count = seen.get(label) ?? 0;
    fold[row] = count % folds;
    seen.set(label, count + 1);
  }
  return fold;
}

/** `count` of the rows in their own order, each as likely as the others. */
export function drawRows(rows: number, count: number, seed: number): Int32Array {
  if (count >= rows) return Int32Array.from({ length: rows }, (_, row) => row);
  return shuffleRows(rows, seed).subarray(0, count).sort();
}

/** Fisher & Yates. */
function shuffleRows(rows: number, seed: number): Int32Array {
  const random = xoroshiro128plus(seed);
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  for (let place = rows - 1; place > 0; place -= 1) {
    const other = uniformInt(random, 0, place);
    const row = order[place] as number;
    order[place] = order[other] as number;
    order[other] = row;
  }
  return order;
}
