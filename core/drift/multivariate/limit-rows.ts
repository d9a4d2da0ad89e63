import { spreadRows, takeColumns } from '../../gate/probes/take-columns.ts';
import type { Columns } from '../../ports/model-runtime.ts';

export interface RowLimits {
  readonly rows: number;
  /** Rows times columns. */
  readonly cells: number;
}

/** How many rows of so many columns may be looked at; a thousand columns leave enough to say something. */
export function mostRows(columns: Columns, { rows, cells }: RowLimits): number {
  return Math.min(rows, Math.max(1000, Math.floor(cells / Math.max(1, Object.keys(columns).length))));
}

/** Columns as they are, or every so many-th row of them. */
export function limitRows(
  columns: Columns,
  limits: RowLimits,
): { readonly columns: Columns; readonly rows: number; readonly all: number } {
  const all = countRowsOf(columns);
  const most = mostRows(columns, limits);
  if (all <= most) return { columns, rows: all, all };
  return { columns: takeColumns(columns, spreadRows(all, most)), rows: most, all };
}

export function countRowsOf(columns: Columns): number {
  return Object.values(columns)[0]?.length ?? 0;
}
