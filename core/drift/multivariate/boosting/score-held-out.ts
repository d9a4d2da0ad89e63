import type { BinnedRows } from './binned-rows.ts';
import type { BoostedTrees } from './boost.ts';
import type { Tree } from './grow-tree.ts';

/**
 * What the trees say of rows that they did not learn from, and by how much each split brings it nearer to the target. Unlike gains of
 * the rows that were learnt from, this favours no column for having many values (Zhou & Hooker 2021, ACM TKDD 15).
 *
 * @param gains sum of squares that the splits of a column take away is added; shape [columns]
 */
export function scoreHeldOut(
  { base, scale, trees }: BoostedTrees,
  rows: BinnedRows,
  held: Int32Array,
  target: Float64Array,
  gains: Float64Array,
): Float64Array {
  const residuals = Float64Array.from(held, (row) => ((target[row] as number) - base) / scale);
  const sums = new Float64Array(held.length);
  for (const tree of trees)
    for (let place = 0; place < held.length; place += 1) {
      const value = followRow(tree, rows, held[place] as number, residuals[place] as number, gains);
      sums[place] = (sums[place] as number) + value;
      residuals[place] = (residuals[place] as number) - value;
    }
  return sums.map((sum) => base + scale * sum);
}

/** Walks down a tree; each split is worth the square of the distance before it less that after it. */
function followRow(
  tree: Tree,
  { codes, columns }: BinnedRows,
  row: number,
  residual: number,
  gains: Float64Array,
): number {
  let node = 0;
  let value = tree.value[0] as number;
  for (;;) {
    const goesLeft = tree.goesLeft[node];
    if (!goesLeft) return value;
    const column = tree.column[node] as number;
    const code = codes[row * columns.length + column] as number;
    node = (goesLeft[code - (columns[column]?.first ?? 0)] === 1 ? tree.left : tree.right)[node] as number;
    const next = tree.value[node] as number;
    gains[column] = (gains[column] as number) + (residual - value) ** 2 - (residual - next) ** 2;
    value = next;
  }
}
