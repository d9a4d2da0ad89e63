import { openDuckDbEngine } from '../../../core/adapters/duckdb-engine.ts';
import { quoteName, quoteText } from '../../../core/data/quote-sql.ts';
import type { SqlEngine } from '../../../core/ports/sql-engine.ts';
import type { ReferenceColumn, ReferenceTable } from './reference-tables.ts';

const TYPES = { int: 'BIGINT', float: 'DOUBLE', text: 'VARCHAR', bool: 'BOOLEAN', time: 'TIMESTAMP' } as const;

/** DuckDB with tables in memory that can reach nothing else, as it has to be for a suite's own SQL. */
export async function openTables(tables: Readonly<Record<string, ReferenceTable>>): Promise<SqlEngine> {
  const engine = await openDuckDbEngine({ threads: 2 });
  for (const [name, { columns }] of Object.entries(tables)) {
    const types = Object.entries(columns).map(([column, { type }]) => `${quoteName(column)} ${TYPES[type]}`);
    await engine.query(`CREATE TABLE ${quoteName(name)} (${types.join(', ')})`);
    const rows = Math.max(0, ...Object.values(columns).map(({ values }) => values.length));
    const lines = Array.from(
      { length: rows },
      (_, row) =>
        `(${Object.values(columns)
          .map((column) => literal(column, row))
          .join(', ')})`,
    );
    if (rows > 0) await engine.query(`INSERT INTO ${quoteName(name)} VALUES ${lines.join(', ')}`);
  }
  await engine.lock();
  return engine;
}

function literal({ type, values }: ReferenceColumn, row: number): string {
  const value = values[row] ?? null;
  return value === null ? 'NULL' : `CAST(${quoteText(String(value))} AS ${TYPES[type]})`;
}
