import type { Dialect } from '../sql/dialect.ts';

/** What a column holds, whatever the engine calls it. `decimal` has digits that a float64 may lose. */
export type SqlType = 'integer' | 'double' | 'decimal' | 'boolean' | 'text' | 'date' | 'timestamp' | 'list' | 'other';

export interface SqlColumn {
  readonly name: string;
  readonly type: SqlType;
  /** As the engine writes it. */
  readonly nativeType: string;
}

/** Rows that queries can be asked of; `from` is what follows FROM, quoted already, `source` how messages call it. */
export interface Relation {
  readonly source: string;
  readonly from: string;
  /** The same rows with a column file_row_number, by which the engine skips parts of the files; only where it can. */
  readonly numbered?: string | undefined;
}

/** Integers beyond 2^53, decimals, dates and timestamps come as text; NaN and ±Infinity as such. */
export type SqlValue = number | string | boolean | null;
export type SqlRow = readonly SqlValue[];

export interface QueryOptions {
  /** Stops the query in the engine, which then throws. */
  readonly signal?: AbortSignal | undefined;
  /** Share of the work that is done, from 0 to 1, where the engine knows it. */
  readonly onProgress?: ((share: number) => void) | undefined;
  /** More rows than this are refused: only aggregates leave an engine. 100,000 by default. */
  readonly mostRows?: number | undefined;
}

/**
 * An engine that aggregates rows where they are; only grid rows and counts come back. What a server answers is whole or an error,
 * and its session only reads.
 */
export interface SqlEngine {
  readonly dialect: Dialect;
  /** @throws OperatorError `data-invalid` for a relation that is not there or cannot be read */
  describe(relation: Relation): Promise<readonly SqlColumn[]>;
  /**
   * Rows in any order: engines sort last rows only where the query itself does, and some not even there.
   * @throws OperatorError `data-invalid` for data that cannot be read, `engine-failed` when the engine stops or answers in part
   */
  query(sql: string, options?: QueryOptions): Promise<readonly SqlRow[]>;
  /**
   * Whether each text is fine, found in this process. Undefined where that takes longer than data of somebody else may take; an
   * engine without it takes whatever time it needs.
   */
  judgeTexts?(texts: readonly string[], isFine: (text: string) => boolean): readonly boolean[] | undefined;
  close(): Promise<void>;
}
