import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openData } from '../../core/adapters/open-data.ts';
import { DUCKDB } from '../../core/sql/dialects/duckdb.ts';
import { describeSqlEngine, type SqlWorld } from './sql-engine-contract.ts';
import { writeTable } from './sql-engine-rows.ts';
import { startTrino } from './sql-engine-trino.ts';

const TYPES = {
  integer: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  text: 'VARCHAR',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  decimal: 'DECIMAL(12, 2)',
};

async function openDuckDb(): Promise<SqlWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-test-'));
  const path = join(folder, 'rows.duckdb');
  const writer = await DuckDBInstance.create(path);
  const connection = await writer.connect();
  for (const statement of writeTable('rows', TYPES, DUCKDB)) await connection.run(statement);
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

async function openTrino(): Promise<SqlWorld> {
  const trino = await startTrino();
  for (const statement of writeTable('rows', TYPES, DUCKDB)) await trino.connection.run(statement);
  const { engine, relations, close } = await openData([`trino://127.0.0.1:${trino.port}/memory/default#rows`]);
  const [relation] = relations;
  if (!relation) throw new Error('no relation');
  return {
    engine,
    relation,
    slowly: 'SELECT count(*) FROM rows a, rows b, rows c WHERE a.id + b.id * c.id = 7',
    countPast: async () =>
      Number((await trino.connection.runAndReadAll('SELECT count(*) FROM rows')).getRows()[0]?.[0]),
    close: async () => {
      await close();
      await trino.close();
    },
  };
}

describeSqlEngine('DuckDB', openDuckDb);
describeSqlEngine('Trino, its protocol before DuckDB', openTrino);
