import type { ColumnBins } from './bin-columns.ts';
import type { Histogram } from './histogram.ts';

/** Two sides of a node. */
export interface Split {
  /** Place among the columns. */
  readonly column: number;
  /** How much the sum of squares falls. */
  readonly gain: number;
  /** Of the column's codes, from its first on: 1 where the rows go left. */
  readonly left: Uint8Array;
}

interface Node {
  readonly histogram: Histogram;
  readonly sum: number;
  readonly count: number;
  readonly leastRows: number;
  /** Rows with a residual of 0 that each side of categories seems to have besides: as many ways to group them find something by chance. */
  readonly categoryPenalty: number;
}

interface Best {
  gain: number;
  column: number;
  /** Number of bins, in the order in which they were tried, that go left. */
  taken: number;
  missingLeft: boolean;
}

/** Rows that a category seems to have besides its own, with a residual of 0: rare categories go to no extreme (LightGBM's cat_smooth). */
const SMOOTHING = 10;
/** Less than this share of what the children explain is rounding. */
const LEAST_SHARE = 1e-10;

/** The split of a node that explains most; undefined where none leaves enough rows on both sides or explains anything. */
export function findSplit(columns: readonly ColumnBins[], node: Node): Split | undefined {
  const best: Best = { gain: 0, column: -1, taken: 0, missingLeft: true };
  const orders = new Map<number, Int32Array>();
  columns.forEach((column, index) => {
    const order = column.kind === 'categorical' ? orderCategories(column, node.histogram) : undefined;
    if (order) orders.set(index, order);
    tryColumn(column, index, order, node, best);
  });
  const column = columns[best.column];
  if (!column) return undefined;
  const left = new Uint8Array(column.bins);
  const order = orders.get(best.column);
  for (let place = 0; place < best.taken; place += 1)
    left[order ? (order[place] as number) - column.first : place + 1] = 1;
  if (!order) left[0] = best.missingLeft ? 1 : 0;
  return { column: best.column, gain: best.gain, left };
}

/** By their mean residual: the best two sets of categories are neighbours in this order (Fisher 1958, JASA 53). */
function orderCategories({ first, bins }: ColumnBins, histogram: Histogram): Int32Array {
  const codes: number[] = [];
  for (let code = first; code < first + bins; code += 1) if ((histogram[2 * code + 1] as number) > 0) codes.push(code);
  const mean = (code: number) => (histogram[2 * code] as number) / ((histogram[2 * code + 1] as number) + SMOOTHING);
  return Int32Array.from(codes.toSorted((left, right) => mean(left) - mean(right) || left - right));
}

/** Numbers: bins in their order, missing with either side. Categories: in the given order, missing as one of them. */
function tryColumn(column: ColumnBins, index: number, order: Int32Array | undefined, node: Node, best: Best): void {
  const { histogram, sum, count, leastRows } = node;
  const penalty = order ? node.categoryPenalty : 0;
  const missing = order ? 0 : (histogram[2 * column.first + 1] as number);
  const size = order ? order.length : column.bins - 1;
  const parent = (sum * sum) / count;
  for (const missingLeft of missing > 0 ? [true, false] : [true]) {
    let leftSum = order || !missingLeft ? 0 : (histogram[2 * column.first] as number);
    let leftCount = missingLeft ? missing : 0;
    // Nothing but missing rows to the left is a split too.
    for (let taken = 0; taken < size; taken += 1) {
      if (taken > 0) {
        const cell = 2 * (order ? (order[taken - 1] as number) : column.first + taken);
        leftSum += histogram[cell] as number;
        leftCount += histogram[cell + 1] as number;
      }
      const rightCount = count - leftCount;
      if (rightCount < leastRows) break;
      if (leftCount < leastRows) continue;
      const rightSum = sum - leftSum;
      const children = (leftSum * leftSum) / (leftCount + penalty) + (rightSum * rightSum) / (rightCount + penalty);
      const gain = children - parent;
      if (gain <= best.gain || gain <= LEAST_SHARE * children) continue;
      best.gain = gain;
      best.column = index;
      best.taken = taken;
      best.missingLeft = missingLeft;
    }
  }
}
