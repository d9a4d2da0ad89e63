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
  return {
    kind: 'tidegate.profile',
    version: 1,
    model: request.modelName,
    source: { digest: request.source.digest, rows: request.source.rows },
    errorBound: Math.max(
      largestMixedBin(request.scores),
      ...Object.values(request.columns).map((column) => (column instanceof Float64Array ? largestMixedBin(column) : 0)),
    ),
    columns,
    prediction,
  };
}

function profileNumbers(column: string, values: Float64Array): NumericProfile {
  const present = presentValues(values);
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

/** Share of the largest bin that holds more than one value: only there can the statistic at the borders miss something. */
function largestMixedBin(values: Float64Array): number {
  const present = presentValues(values);
  const edges = quantileEdges(present);
  const distinct = countBins(Float64Array.from(new Set(present)), edges);
  const mixed = countBins(present, edges).filter((_, bin) => (distinct[bin] ?? 0) > 1);
  return Math.max(0, ...mixed) / Math.max(1, present.length);
}

function presentValues(values: Float64Array): Float64Array {
  return values.filter((value) => Number.isFinite(value)).sort();
}

/**
 * Inner borders at the reference's quantiles. A value that fills a bin gets a border on each side: a constant column that
 * begins to vary, or a zero that turns negative, would otherwise stay in its bin.
 */
function quantileEdges(sorted: Float64Array): number[] {
  const edges = new Set<number>();
  for (let bin = 1; bin < BINS; bin += 1) {
    const at = Math.floor((bin * sorted.length) / BINS);
    const value = sorted[at];
    if (value === undefined) continue;
    if (sorted[Math.floor(((bin - 1) * sorted.length) / BINS)] === value) {
      // Wide enough for a caller that sends 32-bit floats.
      const tolerance = 1e-6 * Math.max(1, Math.abs(value));
      edges.delete(value);
      edges.add(value - tolerance).add(value + tolerance);
    } else edges.add(value);
  }
  return [...edges].sort((left, right) => left - right);
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
