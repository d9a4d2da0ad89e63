import type { Digest } from '../digest.ts';

/** A CSV file in memory: cells as text, by column; `digest` is of the file's bytes. */
export interface Table {
  readonly source: string;
  readonly header: readonly string[];
  readonly rows: number;
  readonly cells: ReadonlyMap<string, readonly string[]>;
  /** Line of the file on which each row ends; rows may hold line breaks, and empty lines are no rows. */
  readonly lines: readonly number[];
  readonly digest: Digest;
}
