import type { Digest } from '../digest.ts';

/** A CSV file in memory: cells as text, by column; `digest` is of the file's bytes. */
export interface Table {
  readonly source: string;
  readonly header: readonly string[];
  readonly rows: number;
  readonly cells: ReadonlyMap<string, readonly string[]>;
  readonly digest: Digest;
}
