import { joinNumbers, joinTexts } from '../data/collect-columns.ts';
import type { Column, Columns } from '../ports/model-runtime.ts';
import { mapColumns } from './probes/take-columns.ts';

/** Some rows as models read them. */
export interface RowBatch {
  readonly columns: Columns;
  readonly rows: number;
}

/** The same rows `step` at a time, the last ones as they come: what a model says must not depend on how a file was read. */
export async function* cutBatches(batches: AsyncIterable<RowBatch>, step: number): AsyncGenerator<RowBatch> {
  let rest: RowBatch | undefined;
  for await (const next of batches) {
    const batch = rest ? joinBatches([rest, next]) : next;
    let from = 0;
    for (; from + step <= batch.rows; from += step) yield takeRange(batch, from, from + step);
    rest = from < batch.rows ? takeRange(batch, from, batch.rows) : undefined;
  }
  if (rest) yield rest;
}

export function joinBatches(batches: readonly RowBatch[]): RowBatch {
  const [first] = batches;
  if (first && batches.length === 1) return first;
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  const columns = mapColumns(first?.columns ?? {}, (column, name): Column => {
    const pieces = batches.map((batch) => batch.columns[name] ?? column);
    return column instanceof Float64Array
      ? joinNumbers(
          pieces.filter((piece) => piece instanceof Float64Array),
          rows,
        )
      : joinTexts(pieces.flatMap((piece) => (piece instanceof Float64Array ? [] : [piece])));
  });
  return { columns, rows };
}

function takeRange({ columns, rows }: RowBatch, from: number, to: number): RowBatch {
  if (from === 0 && to === rows) return { columns, rows };
  const cut = (column: Column): Column =>
    column instanceof Float64Array ? column.subarray(from, to) : column.slice(from, to);
  return { columns: mapColumns(columns, cut), rows: to - from };
}
