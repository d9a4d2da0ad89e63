import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeTexts } from '../../../core/adapters/judge-texts.ts';
import { openData } from '../../../core/adapters/open-data.ts';
import { checkOne } from '../expectations/check.ts';
import { openTables } from '../expectations/open-tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-endless-'));
afterAll(() => rmSync(folder, { recursive: true }));
const ENDLESS = 'WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM r) SELECT * FROM r';
const [duck, lite] = [join(folder, 'd.duckdb'), join(folder, 'd.sqlite')];

beforeAll(async () => {
  const instance = await DuckDBInstance.create(duck);
  const connection = await instance.connect();
  await connection.run('CREATE TABLE t AS SELECT 7 AS a');
  await connection.run(`CREATE VIEW v AS ${ENDLESS}`);
  instance.closeSync();
  const database = new DatabaseSync(lite);
  database.exec(`CREATE TABLE t (a); INSERT INTO t VALUES (7); CREATE VIEW v AS ${ENDLESS};`);
  database.close();
});

/** A tree whose pages lead to the next one by all their children: a row for each of 13^18 ways to its single leaf. */
function writeEndless(path: string): void {
  const [page, depth, children] = [512, 18, 12];
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA page_size = ${page}; CREATE TABLE t (a); INSERT INTO t VALUES (7);`);
  database.close();
  const [schema, leaf] = [0, 1].map((place) => readFileSync(path).subarray(place * page, (place + 1) * page));
  if (!schema || !leaf) throw new Error('two pages');
  const inner = Array.from({ length: depth }, (_, index) => {
    const bytes = Buffer.alloc(page);
    const next = index + 3;
    bytes.writeUInt8(0x05, 0);
    bytes.writeUInt16BE(children, 3);
    bytes.writeUInt16BE(page - children * 5, 5);
    bytes.writeUInt32BE(next, 8);
    for (let child = 0; child < children; child += 1) {
      const at = page - (child + 1) * 5;
      bytes.writeUInt16BE(at, 12 + 2 * child);
      bytes.writeUInt32BE(next, at);
      bytes.writeUInt8(child + 1, at + 4);
    }
    return bytes;
  });
  const first = Buffer.from(schema);
  first.writeUInt32BE(depth + 2, 28);
  writeFileSync(path, Buffer.concat([first, ...inner, leaf]));
}

async function read(reference: string, settings: Parameters<typeof openData>[1]) {
  const { engine, relations, close } = await openData([reference], settings);
  try {
    return await engine.query(`SELECT count(*), min(a) FROM ${relations[0]?.from}`);
  } finally {
    await close();
  }
}

describe('a database file of somebody else', () => {
  it.each([duck, lite])('is read by its only table, not by its views', async (path) => {
    expect(await read(path, { onlyTables: true })).toEqual([[1, 7]]);
    await expect(read(`${path}#v`, { onlyTables: true })).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining('there is no table v'),
    });
  });

  it('is refused where it computes a column of its table', async () => {
    const path = join(folder, 'computed.duckdb');
    const instance = await DuckDBInstance.create(path);
    await (await instance.connect()).run('CREATE TABLE t (b INTEGER, a INTEGER GENERATED ALWAYS AS (b * 2))');
    await (await instance.connect()).run('INSERT INTO t VALUES (3)');
    instance.closeSync();
    await expect(read(path, { onlyTables: true })).rejects.toThrow('has a column that DuckDB computes as it is read');
    expect(await read(path, {})).toEqual([[1, 6]]);
  });

  it('is refused where it has a column of the type VARIANT', async () => {
    const path = join(folder, 'variant.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    await (await instance.connect()).run(`COPY (SELECT 7 AS a, 1::VARIANT AS v) TO '${path}'`);
    instance.closeSync();
    await expect(read(path, { onlyTables: true })).rejects.toThrow('has a column of the type VARIANT: "v".');
    expect(await read(path, {})).toEqual([[1, 7]]);
  });

  it('is left where a query of it has no end', async () => {
    await expect(read(`${duck}#v`, { timeoutMs: 400 })).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/a query took longer than 1 s and was stopped\.$/),
    });
    expect(await read(`${duck}#t`, { timeoutMs: 60_000 })).toEqual([[1, 7]]);
  });
});

it('a broken SQLite file that sends its reader round and round is refused', async () => {
  const path = join(folder, 'round.sqlite');
  writeEndless(path);
  await expect(read(path, { timeoutMs: 60_000 })).rejects.toMatchObject({
    code: 'data-invalid',
    message: expect.stringContaining('round.sqlite is damaged: '),
  });
});

describe('a query of a SQLite file that has no end', () => {
  const path = `${lite}#sql:${ENDLESS}`;

  it('is left when its time is up', async () => {
    const begin = performance.now();
    await expect(read(path, { timeoutMs: 1500 })).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/a query took longer than 2 s and was stopped\.$/),
    });
    expect(performance.now() - begin).toBeLessThan(6000);
  });

  it('is left when the job is cancelled', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('cancelled')), 700);
    await expect(read(path, { signal: stop.signal })).rejects.toThrow('cancelled');
  });
});

describe('texts that keep a pattern busy for ever', () => {
  const hostile = `${'a'.repeat(40)}!`;

  it('are given up', () => {
    expect(judgeTexts([hostile], (text) => /^(?=(\w+)+$)x/v.test(text), 200)).toBeUndefined();
    expect(judgeTexts(['ax', 'b'], (text) => text.includes('x'), 200)).toEqual([true, false]);
    expect(() =>
      judgeTexts(
        ['a'],
        () => {
          throw new TypeError('of its own');
        },
        200,
      ),
    ).toThrow(TypeError);
  });

  it('are no answer of an expectation', async () => {
    const engine = await openTables({ rows: { columns: { a: { type: 'text', values: [hostile] } } } });
    const impatient = {
      ...engine,
      judgeTexts: (texts: readonly string[], isFine: (text: string) => boolean) => judgeTexts(texts, isFine, 200),
    };
    const kwargs = { column: 'a', regex: '^(?=(\\w+)+$)x' };
    expect(await checkOne(impatient, 'rows', 'expect_column_values_to_match_regex', kwargs)).toMatchObject({
      status: 'cannot-tell',
      sentence: expect.stringContaining('to look at the values took too long'),
    });
    expect(engine.judgeTexts).toBeDefined();
    await engine.close();
  });
});
