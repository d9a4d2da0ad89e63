import type { Table } from '../data/table.ts';

/** The engine that reads files of tables and evaluates SQL predicates over their rows. */
export interface TableEngine {
  /**
   * Reads a Parquet or JSON lines file, all columns or these; cells become text, missing ones ''.
   * @throws OperatorError `data-invalid`
   */
  readTable(path: string, source: string, columns?: readonly string[]): Promise<Table>;
  /**
   * 1 for each row where the predicate is true. Columns whose cells are all numbers are numbers in it, the others text; empty
   * cells are NULL. It cannot read files or reach a network.
   * @throws OperatorError `config-invalid` for a predicate that the engine does not understand
   */
  selectRows(table: Table, predicate: string): Promise<Uint8Array>;
}
