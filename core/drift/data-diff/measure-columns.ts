import type { ColumnFacts } from '../../expectations/column-facts.ts';
import { MOST_AGGREGATES } from '../../expectations/run/ask-scans.ts';
import type { DescribedTable } from '../../expectations/table-context.ts';
import type { SqlEngine, SqlValue } from '../../ports/sql-engine.ts';

export interface MeasuredColumn {
  /** Share of the rows without a value; NaN is none. 0 where there are no rows. */
  readonly missing: number;
  /** Of the finite numbers; null where there is none. */
  readonly mean: number | null;
}

/** Missing values and means of all columns, in one scan. */
export async function measureColumns(
  { from, columns }: DescribedTable,
  { dialect, query }: Pick<SqlEngine, 'dialect' | 'query'>,
): Promise<{ readonly rows: number; readonly columns: ReadonlyMap<string, MeasuredColumn> }> {
  const meanOf = ({ kind, isDouble, sql }: ColumnFacts): string => {
    if (kind !== 'number') return 'NULL';
    const value = dialect.castToDouble(sql);
    return `avg(${isDouble ? `CASE WHEN ${dialect.isInfinite(value)} THEN NULL ELSE ${value} END` : value})`;
  };
  const aggregates = ['count(*)', ...columns.flatMap((column) => [`count(${column.sql})`, meanOf(column)])];
  const answers: SqlValue[] = [];
  for (let start = 0; start < aggregates.length; start += MOST_AGGREGATES) {
    const [row] = await query(`SELECT ${aggregates.slice(start, start + MOST_AGGREGATES).join(', ')} FROM ${from}`);
    answers.push(...(row ?? []));
  }
  const rows = Number(answers[0] ?? 0);
  const measured = columns.map(({ name }, index): [string, MeasuredColumn] => {
    const [present, mean] = [Number(answers[1 + 2 * index] ?? 0), answers[2 + 2 * index]];
    const isNumber = mean !== null && mean !== undefined && Number.isFinite(Number(mean));
    return [name, { missing: rows === 0 ? 0 : 1 - present / rows, mean: isNumber ? Number(mean) : null }];
  });
  return { rows, columns: new Map(measured) };
}
