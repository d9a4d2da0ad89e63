import { openData } from '../../core/adapters/open-data.ts';
import { DUCKDB } from '../../core/sql/dialects/duckdb.ts';
import { DUCKDB_TYPES, openDuckDbWorld } from './duckdb-world.ts';
import { describeSameAnswers } from './same-answers-contract.ts';
import { describeSqlEngine, type SqlWorld } from './sql-engine-contract.ts';
import { writeTable } from './sql-engine-rows.ts';
import { startTrino } from './sql-engine-trino.ts';

async function openTrino(): Promise<SqlWorld> {
  const trino = await startTrino();
  for (const statement of writeTable('rows', DUCKDB_TYPES, DUCKDB)) await trino.connection.run(statement);
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

describeSqlEngine('DuckDB', openDuckDbWorld);
describeSqlEngine('Trino, its protocol before DuckDB', openTrino);
describeSameAnswers('Trino, its protocol before DuckDB', openTrino, { quantiles: 'none' });
