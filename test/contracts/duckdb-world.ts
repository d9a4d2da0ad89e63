import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openData } from '../../core/adapters/open-data.ts';
import { DUCKDB } from '../../core/sql/dialects/duckdb.ts';
import type { SqlWorld } from './sql-engine-contract.ts';
import { writeTable } from './sql-engine-rows.ts';

export const DUCKDB_TYPES = {
  integer: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  text: 'VARCHAR',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  decimal: 'DECIMAL(12, 2)',
};

/** The rows of every engine in a file of DuckDB. */
export async function openDuckDbWorld(): Promise<SqlWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-test-'));
  const path = join(folder, 'rows.duckdb');
  const writer = await DuckDBInstance.create(path);
  const connection = await writer.connect();
  for (const statement of writeTable('rows', DUCKDB_TYPES, DUCKDB)) await connection.run(statement);
  writer.closeSync();
  const { engine, relations, close } = await openData([`${path}#rows`]);
  const [relation] = relations;
  if (!relation) throw new Error('no relation');
  return {
    engine,
    relation,
    slowly: `SELECT count(*) FROM ${relation.from} a, ${relation.from} b, ${relation.from} c WHERE a.id + b.id * c.id = 7`,
    countPast: async () => Number((await engine.query(`SELECT count(*) FROM ${relation.from}`))[0]?.[0]),
    close: async () => {
      await close();
      rmSync(folder, { recursive: true });
    },
  };
}
