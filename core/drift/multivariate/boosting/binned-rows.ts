import type { Columns } from '../../../ports/model-runtime.ts';
import { type ColumnBins, writeCodes } from './bin-columns.ts';

/** Rows as the codes of their bins. A code says column and bin: no two columns share one. */
export interface BinnedRows {
  readonly rows: number;
  readonly columns: readonly ColumnBins[];
  /** How many codes there are. */
  readonly size: number;
  /** Row-major [rows, columns]: a row is read as a whole, which is twice as fast as column by column. */
  readonly codes: Uint16Array | Uint32Array;
}

/** Rows in frozen bins; a column of the bins that the rows lack is missing in all of them. */
export function placeRows(bins: readonly ColumnBins[], columns: Columns, rows: number): BinnedRows {
  const size = bins.reduce((sum, column) => sum + column.bins, 0);
  const codes = size <= 2 ** 16 ? new Uint16Array(rows * bins.length) : new Uint32Array(rows * bins.length);
  bins.forEach((column, index) => {
    const missing =
      column.kind === 'numeric' ? new Float64Array(rows).fill(Number.NaN) : new Array<string>(rows).fill('');
    writeCodes(column, columns[column.name] ?? missing, codes, index, bins.length);
  });
  return { rows, columns: bins, size, codes };
}
