import type { Columns } from '../../../ports/model-runtime.ts';
import { coarsenEdges } from '../../../profile/coarse.ts';
import type { BinnedColumn } from '../../../profile/error-model.ts';
import type { ColumnBins } from './bin-columns.ts';

/** Fewer rows with a category are single people. */
const LEAST_ROWS = 5;
/** Steps of a column's range that edges are rounded to: no edge is the value of a row. */
const STEPS = 1000;

/** Round to a thousandth of their range, or so coarse that they tell no value of a row where values are few or whole. */
export type ListedEdges = 'round' | 'coarse';

/** Bins that a document may hold: edges that are round, and categories that some rows have. */
export function listBins(bins: readonly ColumnBins[], columns: Columns, listed: ListedEdges = 'round'): BinnedColumn[] {
  return bins.map((own) => {
    const { kind, name } = own;
    if (kind === 'numeric') return { kind, name, edges: listEdges([...own.edges], listed) };
    const counts = new Map<string, number>();
    for (const value of columns[name] ?? []) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
    return { kind, name, values: [...own.codes.keys()].filter((value) => (counts.get(value) ?? 0) >= LEAST_ROWS) };
  });
}

/** The bins that a list is of. */
export function binsOf(listed: readonly BinnedColumn[]): ColumnBins[] {
  let first = 0;
  return listed.map((column): ColumnBins => {
    const { name } = column;
    const start = first;
    if (column.kind === 'numeric') {
      const bins = column.edges.length + 2;
      first += bins;
      return { kind: 'numeric', name, first: start, bins, edges: Float64Array.from(column.edges) };
    }
    const bins = column.values.length + 2;
    first += bins;
    const codes = new Map(column.values.map((value, index) => [value, start + index + 1]));
    return { kind: 'categorical', name, first: start, bins, codes, other: start + bins - 1 };
  });
}

function listEdges(edges: readonly number[], listed: ListedEdges): number[] {
  // The ends of what float64 holds stand for infinities; no document can hold those.
  const finite = edges.filter((edge) => Math.abs(edge) < Number.MAX_VALUE);
  return listed === 'coarse' ? coarsenEdges(finite) : roundEdges(finite);
}

function roundEdges(finite: readonly number[]): number[] {
  const spread = (finite.at(-1) ?? 0) - (finite[0] ?? 0);
  const step = 10 ** Math.floor(Math.log10(spread / STEPS));
  const round = (edge: number) => Number((Math.round(edge / step) * step).toPrecision(12));
  return [...new Set(spread > 0 && Number.isFinite(spread) && step > 0 ? finite.map(round) : finite)];
}
