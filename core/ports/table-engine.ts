import type { TableSource } from '../data/table.ts';

/** The engine that reads files of tables and evaluates SQL predicates over their rows. */
export interface TableEngine {
  /**
   * A file that is read in pieces: Parquet, JSON lines, a JSON list, CSV or TSV (both also packed as .gz) by its ending. What it holds as numbers that no text would tell
   * apart (doubles, integers of up to 32 bits) comes as numbers, anything else as text.
   */
  openTable(path: string, source: string): TableSource;
  /**
   * 1 for each row where a predicate is true, by predicate. It sees all rows as the table `rows`: columns whose cells are all
   * numbers are numbers in it, the others text; empty cells are NULL. It cannot read files or reach a network, nor
   * take longer than `timeoutMs`, a minute by default.
   * @throws OperatorError `config-invalid` for a predicate that the engine does not understand
   */
  selectRows(
    rows: TableSource,
    predicates: readonly string[],
    timeoutMs?: number,
  ): Promise<Readonly<Record<string, Uint8Array>>>;
}
