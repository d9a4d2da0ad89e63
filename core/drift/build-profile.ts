import type { Digest } from '../digest.ts';
import type { Columns } from '../ports/model-runtime.ts';
import type { CategoricalProfile, NumericProfile, Profile } from './profile.ts';

/** Bins of about equal mass: fine enough for the Kolmogorov-Smirnov statistic, a few KB a column. */
const BINS = 64;
const CATEGORIES_KEPT = 200;

/** Reference profile of the rows a version was judged on, with the scores it gave them. */
export function buildProfile(request: {
  readonly modelName: string;
  readonly columns: Columns;
  readonly scores: Float64Array;
  readonly source: { readonly digest: Digest; readonly rows: number };
}): Profile {
  const columns = Object.entries(request.columns).map(([name, column]) =>
    column instanceof Float64Array ? profileNumbers(name, column) : profileCategories(name, column),
  );
  const prediction = profileNumbers('score', request.scores);
  const numeric = [...columns.filter((column) => column.type === 'numeric'), prediction];
  const largest = numeric.map(({ counts, count, missing }) => Math.max(...counts) / Math.max(1, count - missing));
  return {
    kind: 'tidegate.profile',
    version: 1,
    model: request.modelName,
    source: request.source,
    errorBound: Math.max(0, ...largest),
    columns,
    prediction,
  };
}

function profileNumbers(column: string, values: Float64Array): NumericProfile {
  const present = values.filter((value) => Number.isFinite(value)).sort();
  const mean = present.reduce((sum, value) => sum + value, 0) / Math.max(1, present.length);
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, present.length);
  const edges = quantileEdges(present);
  return {
    column,
    type: 'numeric',
    count: values.length,
    missing: values.length - present.length,
    distinct: new Set(present).size,
    mean,
    standardDeviation: Math.sqrt(variance),
    min: present[0] ?? 0,
    max: present.at(-1) ?? 0,
    edges,
    counts: countBins(present, edges),
  };
}

/** Inner borders at the reference's quantiles; values that are often repeated give fewer borders. */
function quantileEdges(sorted: Float64Array): number[] {
  const edges = Array.from(
    { length: BINS - 1 },
    (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / BINS)],
  );
  const first = sorted[0];
  return [...new Set(edges)].filter((edge) => edge !== undefined && first !== undefined && edge > first).map(Number);
}

/** Rows in each bin: value x is in the first cell with x < edge. */
export function countBins(values: Float64Array, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) {
    let low = 0;
    let high = edges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value < (edges[middle] ?? Number.POSITIVE_INFINITY)) high = middle;
      else low = middle + 1;
    }
    counts[low] = (counts[low] ?? 0) + 1;
  }
  return counts;
}

function profileCategories(column: string, values: readonly string[]): CategoricalProfile {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].toSorted((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1));
  const present = sorted.reduce((sum, [, count]) => sum + count, 0);
  const kept = sorted.slice(0, CATEGORIES_KEPT).map(([value, count]) => ({ value, count }));
  return {
    column,
    type: 'categorical',
    count: values.length,
    missing: values.length - present,
    distinct: counts.size,
    categories: kept,
    other: present - kept.reduce((sum, { count }) => sum + count, 0),
  };
}
