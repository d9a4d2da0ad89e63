import type { BinnedRows } from './binned-rows.ts';
import { createWorkspace, growTree, type Tree, type TreeSettings, valueAt } from './grow-tree.ts';

export interface BoostingSettings extends TreeSettings {
  readonly trees: number;
  /** Share of a tree that is taken. */
  readonly rate: number;
  /** Bins of a column of numbers at most. */
  readonly bins: number;
  /** Of a column of categories; the rarest share one. */
  readonly categories: number;
}

/** LightGBM's defaults, which NannyML takes as they are. */
export const LIGHTGBM_DEFAULTS: BoostingSettings = {
  trees: 100,
  rate: 0.1,
  leaves: 31,
  leastRows: 20,
  categoryPenalty: 10,
  bins: 255,
  categories: 255,
};

export interface BoostedTrees {
  readonly base: number;
  readonly scale: number;
  readonly trees: readonly Tree[];
}

/**
 * Gradient boosting of trees on squared loss (Friedman 2001, Annals of Statistics 29; for 0 and 1 as targets it ranks as well as a
 * logistic one, Bühlmann & Yu 2003, JASA 98). Nothing is drawn: the same rows give the same trees.
 *
 * @param target finite; shape [rows.rows] @param taken rows to learn from
 */
export function boostTrees(
  rows: BinnedRows,
  target: Float64Array,
  taken: Int32Array,
  settings: BoostingSettings,
): BoostedTrees {
  const { base, scale } = centerOf(target, taken);
  const residuals = new Float64Array(rows.rows);
  for (const row of taken) residuals[row] = ((target[row] as number) - base) / scale;
  const order = taken.slice();
  const workspace = createWorkspace(rows, settings, taken.length);
  const trees: Tree[] = [];
  for (let index = 0; index < settings.trees; index += 1) {
    const tree = growTree(rows, residuals, order, settings, workspace, (value, from, to) => {
      const step = settings.rate * value;
      for (let place = from; place < to; place += 1) {
        const row = order[place] as number;
        residuals[row] = (residuals[row] as number) - step;
      }
    });
    if (tree.column.length === 1) break; // no split explains anything: none will
    for (let node = 0; node < tree.value.length; node += 1)
      tree.value[node] = settings.rate * (tree.value[node] as number);
    trees.push(tree);
    order.set(taken); // rows in their order are read faster
  }
  return { base, scale, trees };
}

/** What the trees say of these rows; shape [taken]. */
export function predictTrees({ base, scale, trees }: BoostedTrees, rows: BinnedRows, taken: Int32Array): Float64Array {
  const sums = new Float64Array(taken.length);
  for (const tree of trees)
    for (let place = 0; place < sums.length; place += 1)
      sums[place] = (sums[place] as number) + valueAt(tree, rows, taken[place] as number);
  return sums.map((sum) => base + scale * sum);
}

/** Mean and largest distance from it: squares of residuals must not overflow. */
function centerOf(target: Float64Array, taken: Int32Array): { readonly base: number; readonly scale: number } {
  let base = 0;
  taken.forEach((row, index) => {
    base += (target[row] as number) / (index + 1) - base / (index + 1);
  });
  let scale = 0;
  for (const row of taken) scale = Math.max(scale, Math.abs((target[row] as number) - base));
  return { base, scale: scale === 0 ? 1 : scale };
}
