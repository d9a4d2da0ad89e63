import type { BinnedRows } from './binned-rows.ts';
import { findSplit, type Split } from './find-split.ts';
import { countRows, type Histogram, subtractHistogram } from './histogram.ts';

/** Node n is a leaf where `column[n]` is −1; else its rows go to `left[n]` or `right[n]`. */
export interface Tree {
  readonly column: number[];
  readonly goesLeft: (Uint8Array | undefined)[];
  readonly left: number[];
  readonly right: number[];
  readonly value: number[];
}

export interface TreeSettings {
  readonly leaves: number;
  /** Rows that a leaf holds at least. */
  readonly leastRows: number;
  /** See find-split.ts; LightGBM's cat_l2. */
  readonly categoryPenalty: number;
}

interface Leaf {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly sum: number;
  readonly histogram: Histogram;
  readonly split: Split | undefined;
}

/** Reused by every tree of a model: filling memory costs less than asking for it. */
export interface Workspace {
  readonly histograms: Histogram[];
  readonly moved: Int32Array;
}

export function createWorkspace(rows: BinnedRows, { leaves }: TreeSettings, count: number): Workspace {
  return {
    histograms: Array.from({ length: leaves }, () => new Float64Array(2 * rows.size)),
    moved: new Int32Array(count),
  };
}

/**
 * A tree that explains the residuals, grown leaf by leaf where it helps most (Ke et al. 2017). `order` holds its rows and is left in
 * the order of the leaves; `visit` is told each leaf's part of it.
 */
export function growTree(
  rows: BinnedRows,
  residuals: Float64Array,
  order: Int32Array,
  settings: TreeSettings,
  workspace: Workspace,
  visit: (value: number, from: number, to: number) => void,
): Tree {
  const tree: Tree = { column: [], goesLeft: [], left: [], right: [], value: [] };
  const spare = [...workspace.histograms];
  const take = () => spare.pop() ?? new Float64Array(2 * rows.size);
  const open = (from: number, to: number, sum: number, histogram: Histogram): Leaf => {
    const node = addLeaf(tree, sum / (to - from));
    const split = findSplit(rows.columns, { histogram, sum, count: to - from, ...settings });
    return { node, from, to, sum, histogram, split };
  };
  const root = take();
  countRows(root, rows, residuals, order, 0, order.length);
  const leaves = [open(0, order.length, sumOf(residuals, order, 0, order.length), root)];
  while (leaves.length < settings.leaves) {
    const index = bestOf(leaves);
    const parent = leaves[index];
    if (!parent?.split) break;
    const { from, to, node, split, histogram } = parent;
    const middle = partition(rows, split, order, from, to, workspace.moved);
    const leftSum = sumOf(residuals, order, from, middle);
    const isLeftSmaller = middle - from <= to - middle;
    const smaller = take();
    countRows(smaller, rows, residuals, order, isLeftSmaller ? from : middle, isLeftSmaller ? middle : to);
    subtractHistogram(histogram, smaller);
    tree.column[node] = split.column;
    tree.goesLeft[node] = split.left;
    const left = open(from, middle, leftSum, isLeftSmaller ? smaller : histogram);
    const right = open(middle, to, parent.sum - leftSum, isLeftSmaller ? histogram : smaller);
    tree.left[node] = left.node;
    tree.right[node] = right.node;
    leaves.splice(index, 1, left, right);
  }
  for (const { node, from, to } of leaves) visit(tree.value[node] ?? 0, from, to);
  return tree;
}

/** Value of the leaf that a row comes to. */
export function valueAt(tree: Tree, { codes, columns }: BinnedRows, row: number): number {
  let node = 0;
  for (;;) {
    const column = tree.column[node] as number;
    const goesLeft = tree.goesLeft[node];
    if (!goesLeft) return tree.value[node] as number;
    const code = codes[row * columns.length + column] as number;
    node = (goesLeft[code - (columns[column]?.first ?? 0)] === 1 ? tree.left : tree.right)[node] as number;
  }
}

function addLeaf(tree: Tree, value: number): number {
  tree.left.push(-1);
  tree.right.push(-1);
  tree.goesLeft.push(undefined);
  tree.value.push(value);
  return tree.column.push(-1) - 1;
}

function bestOf(leaves: readonly Leaf[]): number {
  let best = 0;
  leaves.forEach(({ split }, index) => {
    if ((split?.gain ?? 0) > (leaves[best]?.split?.gain ?? 0)) best = index;
  });
  return best;
}

function sumOf(residuals: Float64Array, order: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let place = from; place < to; place += 1) sum += residuals[order[place] as number] as number;
  return sum;
}

/** Moves the rows that go left before the others; both keep their order. Gives where the others begin. */
function partition(
  { codes, columns }: BinnedRows,
  { column, left }: Split,
  order: Int32Array,
  from: number,
  to: number,
  moved: Int32Array,
): number {
  const width = columns.length;
  const first = columns[column]?.first ?? 0;
  let middle = from;
  let right = 0;
  for (let place = from; place < to; place += 1) {
    const row = order[place] as number;
    const goesLeft = left[(codes[row * width + column] as number) - first] as number;
    // Both are written and one is kept: a branch would be foretold wrongly half of the time.
    order[middle] = row;
    moved[right] = row;
    middle += goesLeft;
    right += 1 - goesLeft;
  }
  order.set(moved.subarray(0, right), middle);
  return middle;
}
