import { takeColumns } from './probes/take-columns.ts';
import { joinBatches, type RowBatch } from './row-batches.ts';

/** Rows that probes look at: all there are, or some evenly spread over the file. */
export interface RowSample extends RowBatch {
  /** Which of the rows they are; ascending. */
  readonly index: Int32Array;
}

export interface RowSampler {
  add(batch: RowBatch): void;
  finish(): RowSample;
}

/** Keeps every row while there are at most `most`, then every second, fourth, eighth …: how many will come is not known. */
export function createRowSampler(most: number): RowSampler {
  let stride = 1;
  let seen = 0;
  let kept: RowBatch[] = [];
  let index: number[] = [];
  return {
    add: (batch) => {
      const picked: number[] = [];
      for (let row = 0; row < batch.rows; row += 1) if ((seen + row) % stride === 0) picked.push(row);
      for (const row of picked) index.push(seen + row);
      seen += batch.rows;
      kept.push(picked.length === batch.rows ? batch : takeBatch(batch, picked));
      while (index.length > most) {
        stride *= 2;
        const places = [...index.keys()].filter((place) => (index[place] as number) % stride === 0);
        kept = [takeBatch(joinBatches(kept), places)];
        index = places.map((place) => index[place] as number);
      }
    },
    finish: () => ({ ...joinBatches(kept), index: Int32Array.from(index) }),
  };
}

function takeBatch({ columns }: RowBatch, rows: readonly number[]): RowBatch {
  return { columns: takeColumns(columns, rows), rows: rows.length };
}
