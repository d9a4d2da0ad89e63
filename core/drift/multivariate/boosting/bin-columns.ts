import type { Column, Columns } from '../../../ports/model-runtime.ts';

/** Values of a column as whole numbers: `first` is missing, then come its bins, `bins` with missing in all. */
export type ColumnBins = NumericBins | CategoryBins;

export interface NumericBins {
  readonly kind: 'numeric';
  readonly name: string;
  readonly first: number;
  readonly bins: number;
  /** Ascending; a value is in the bin after the last edge that it reaches. */
  readonly edges: Float64Array;
}

export interface CategoryBins {
  readonly kind: 'categorical';
  readonly name: string;
  readonly first: number;
  readonly bins: number;
  /** Codes of the values that have a bin of their own. */
  readonly codes: ReadonlyMap<string, number>;
  /** Code of all other values. */
  readonly other: number;
}

/** Rows that edges are chosen from; more do not move them. */
const MOST_ROWS = 100_000;

/**
 * Bins of about equally many rows, at most `most` a column: a tree that splits at their edges is nearly as good as one that tries all
 * values, and rows are read as small whole numbers (Ke et al. 2017, LightGBM).
 */
export function binColumns(
  columns: Columns,
  most: { readonly bins: number; readonly categories: number },
): ColumnBins[] {
  let first = 0;
  return Object.entries(columns).map(([name, column]) => {
    const own = column instanceof Float64Array ? binNumbers(column, most.bins) : binCategories(column, most.categories);
    const placed = own.kind === 'numeric' ? { ...own, name, first } : shiftCodes({ ...own, name, first });
    first += own.bins;
    return placed;
  });
}

function binNumbers(values: Float64Array, most: number): Omit<NumericBins, 'name' | 'first'> {
  const sorted = spread(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const edges = new Set<number>();
  const from = sorted.findIndex((value) => value > Number.NEGATIVE_INFINITY);
  const at = sorted.indexOf(Number.POSITIVE_INFINITY);
  const finite = sorted.subarray(Math.max(0, from), at < 0 ? sorted.length : at);
  const [least] = finite;
  // Infinities have bins of their own: they are no large numbers but something that went wrong.
  if (from > 0) edges.add(-Number.MAX_VALUE);
  for (const edge of chooseEdges(finite, most - 3)) if (edge !== least) edges.add(edge);
  if (at >= 0) edges.add(Number.POSITIVE_INFINITY);
  const ascending = Float64Array.from(edges).sort();
  return { kind: 'numeric', bins: ascending.length + 2, edges: ascending };
}

/**
 * First values of the bins. A value that would fill a bin has one of its own, and the others share the rest evenly (LightGBM's greedy
 * search): a column that is mostly 0 is not one bin. All distinct values where they are few.
 */
function chooseEdges(sorted: Float64Array, most: number): number[] {
  const { values, counts } = countRuns(sorted);
  if (values.length <= most) return values;
  const even = sorted.length / most;
  const isLarge = counts.map((count) => count >= even);
  const large = counts.filter((count) => count >= even);
  const rest = sorted.length - large.reduce((sum, count) => sum + count, 0);
  const wanted = rest / Math.max(1, most - large.length);
  const edges: number[] = [];
  let filled = Number.POSITIVE_INFINITY;
  values.forEach((value, index) => {
    const startsAnew = filled >= wanted || isLarge[index] || isLarge[index - 1];
    if (startsAnew && edges.length < most) {
      edges.push(value);
      filled = 0;
    }
    filled += counts[index] as number;
  });
  return edges;
}

function countRuns(sorted: Float64Array): { readonly values: number[]; readonly counts: number[] } {
  const values: number[] = [];
  const counts: number[] = [];
  for (const value of sorted) {
    if (value === values.at(-1)) counts[counts.length - 1] = (counts.at(-1) as number) + 1;
    else {
      values.push(value);
      counts.push(1);
    }
  }
  return { values, counts };
}

function binCategories(values: readonly string[], most: number): Omit<CategoryBins, 'name' | 'first'> {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  const kept = [...counts]
    .toSorted((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1))
    .slice(0, most - 2);
  const codes = new Map(kept.map(([value], index) => [value, index + 1]));
  return { kind: 'categorical', bins: codes.size + 2, codes, other: codes.size + 1 };
}

function shiftCodes(bins: CategoryBins): CategoryBins {
  const codes = new Map([...bins.codes].map(([value, code]) => [value, code + bins.first]));
  return { ...bins, codes, other: bins.other + bins.first };
}

function spread(values: Float64Array): Float64Array {
  if (values.length <= MOST_ROWS) return values;
  return Float64Array.from(
    { length: MOST_ROWS },
    (_, index) => values[Math.floor((index * values.length) / MOST_ROWS)] as number,
  );
}

/** Writes the codes of a column to every `step`-th place, from `offset` on. */
export function writeCodes(
  bins: ColumnBins,
  column: Column,
  into: Uint16Array | Uint32Array,
  offset: number,
  step: number,
): void {
  const { first } = bins;
  let place = offset;
  for (let row = 0; row < column.length; row += 1, place += step) {
    const value = column[row] as number | string;
    if (bins.kind === 'categorical') into[place] = value === '' ? first : (bins.codes.get(String(value)) ?? bins.other);
    else into[place] = Number.isNaN(value) ? first : first + 1 + countReached(bins.edges, Number(value));
  }
}

function countReached(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value >= (edges[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
