import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { loadTable } from '@tidegate/core/adapters/load-table';
import { parseTable } from '@tidegate/core/data/parse-table';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const engine = createDuckDb();
let folder = '';
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-tables-'));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const rows = 'SELECT * FROM (VALUES (1, 0.1, \'a\'\'b\'), (2, NULL, NULL)) rows(id, p, "the ""name""")';
  await connection.run(`COPY (${rows}) TO '${at('rows.parquet')}'`);
  await connection.run(`COPY (${rows}) TO '${at('rows.jsonl')}' (FORMAT json)`);
  writeFileSync(at('rows.csv'), 'id,p,"the ""name"""\n1,0.1,a\'b\n2,,\n');
  writeFileSync(at('broken.parquet'), 'PAR1 and no more');
  writeFileSync(at('none.jsonl'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a table', () => {
  it.each(['rows.parquet', 'rows.jsonl', 'rows.csv'])('is the same from %s', async (name) => {
    const table = await loadTable(engine, at(name), name);
    expect(table).toMatchObject({ source: name, header: ['id', 'p', 'the "name"'], rows: 2 });
    expect([...table.cells.values()]).toEqual([
      ['1', '2'],
      ['0.1', ''],
      ["a'b", ''],
    ]);
  });

  it('can be read by some of its columns', async () => {
    expect((await loadTable(engine, at('rows.parquet'), 'rows', ['p', 'q'])).header).toEqual(['p']);
  });

  it.each([
    ['that is broken', 'broken.parquet', 'cannot be read'],
    ['without rows', 'none.jsonl', ''],
    ['that is not there', 'gone.csv', 'There is no file'],
    ['of an unknown kind', 'broken.xls', 'There is no file'],
  ])('%s is refused', async (_, name, expected) => {
    await expect(loadTable(engine, at(name), name)).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining(expected),
    });
  });
});

describe('a predicate', () => {
  const table = parseTable(new TextEncoder().encode('age,plan\n30,a\n9,b\n,a\n100,"b\'c"\n'), 'd.csv');
  it.each([
    ['age > 9', [1, 0, 0, 1]],
    ["plan = 'a' AND age IS NULL", [0, 0, 1, 0]],
    ['true -- a comment', [1, 1, 1, 1]],
    ['age > (SELECT avg(age) FROM rows)', [0, 0, 0, 1]],
  ])('%s selects the rows where it is true', async (predicate, expected) => {
    expect([...(await engine.selectRows(await table, predicate))]).toEqual(expected);
  });

  it.each([
    'height > 1',
    'age >',
    'true) FROM rows; DROP TABLE rows; SELECT (true',
    "EXISTS (SELECT * FROM read_text('/etc/hostname'))",
    "EXISTS (SELECT * FROM read_csv('https://example.com/x.csv'))",
    "getenv('HOME') = ''",
    'plan',
  ])('%s is refused in words', async (predicate) => {
    await expect(engine.selectRows(await table, predicate)).rejects.toMatchObject({ code: 'config-invalid' });
  });
});
