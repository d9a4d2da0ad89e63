import type { Relation, SqlEngine } from '../ports/sql-engine.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { ColumnFacts } from './column-facts.ts';

/** A table that an expectation may be planned for. */
export interface DescribedTable {
  readonly relation: Relation;
  readonly columns: readonly ColumnFacts[];
  /** The rows, NaN made NULL: what follows FROM. */
  readonly from: string;
}

/** What a plan may know before any row is read. */
export interface TableContext extends DescribedTable {
  readonly dialect: Dialect;
  /** Undefined where it took too long. */
  readonly judgeTexts: NonNullable<SqlEngine['judgeTexts']>;
  readonly now: Date;
  /** The column that has been looked for already. */
  readonly column: (name: string) => ColumnFacts;
  /** Tables that the caller gave by name. */
  readonly others: ReadonlyMap<string, DescribedTable>;
  /** Column of the scope that orders the rows; undefined where the engine has no order. */
  readonly rowNumber: string | undefined;
}

/** The column of that very name: SQL's own names are the same in other letters, those of a data frame are not. */
export function findColumn(table: DescribedTable, name: string): ColumnFacts | undefined {
  return table.columns.find((column) => column.name === name);
}
