import { takeNumbers } from '../../data/take-rows.ts';
import type { Column, Columns } from '../../ports/model-runtime.ts';

/** The named rows of every column, in that order. */
export function takeColumns(columns: Columns, rows: ArrayLike<number>): Columns {
  return mapColumns(columns, (column) =>
    column instanceof Float64Array ? takeNumbers(column, rows) : Array.from(rows, (row) => column[row] ?? ''),
  );
}

export function mapColumns(columns: Columns, change: (column: Column, name: string) => Column): Columns {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, change(column, name)]));
}

/** At most `most` rows, evenly spread: a probe sees the whole of a file that is sorted. */
export function spreadRows(rows: number, most: number): Uint32Array {
  const count = Math.min(rows, most);
  return Uint32Array.from({ length: count }, (_, index) => Math.floor((index * rows) / count));
}
