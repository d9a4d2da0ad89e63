import type { Digest } from '../digest.ts';

/** Some rows of a file. */
export interface TablePart {
  readonly source: string;
  /** Names of all columns of the file; cells may be here for some of them only. */
  readonly header: readonly string[];
  readonly rows: number;
  /** Cells as text by column, '' where a value is missing. */
  readonly cells: ReadonlyMap<string, readonly string[]>;
  /** Columns that the file itself holds as finite numbers, NaN where a value is missing; they have no text. */
  readonly numbers?: ReadonlyMap<string, Float64Array>;
  /** Line of the file on which each row ends; rows may hold line breaks, and empty lines are no rows. */
  readonly lines: ArrayLike<number>;
}

/** A whole file in memory: cells of all columns as text; `digest` is of the file's bytes. */
export interface Table extends TablePart {
  readonly digest: Digest;
}

/** A file of rows that is read as often as it is needed, and never held whole unless it is small. */
export interface TableSource {
  readonly source: string;
  /**
   * Its rows from the first to the last, in pieces of some thousand; at least these columns, where it has them, or all.
   * @throws OperatorError `data-invalid`, also for a file without rows
   */
  chunks(columns?: readonly string[]): AsyncIterable<TablePart>;
}

export function sourceOf(table: TablePart): TableSource {
  return {
    source: table.source,
    async *chunks() {
      yield table;
    },
  };
}
