import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  Bool,
  DateDay,
  Dictionary,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int8,
  Int32,
  Int64,
  makeVector,
  Table,
  TimestampMicrosecond,
  tableFromArrays,
  tableToIPC,
  Uint64,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDbEngine } from '../../../core/adapters/duckdb-engine.ts';
import { type DataSettings, openData } from '../../../core/adapters/open-data.ts';

let folder: string;
const at = (name: string) => join(folder, name);
const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(at(name), content);
  return at(name);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-test-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const save = (sql: string, name: string) => connection.run(`COPY (${sql}) TO '${at(name)}'`);
  mkdirSync(at('log'));
  await save(
    "SELECT range AS id, range * 1.5::DOUBLE AS x, 'c' || range % 3 AS kind FROM range(100000)",
    'rows.parquet',
  );
  await save('SELECT 1 AS id, 2::BIGINT AS n', 'log/a.parquet');
  await save('SELECT 2 AS id, 2.5::DOUBLE AS n', 'log/b.parquet');
  await save("SELECT 3 AS id, 'x' AS n", 'text.parquet');
  await save('SELECT 3 AS id, 4 AS n, 5 AS added', 'more.parquet');
  instance.closeSync();
  writeFileSync(at('half.parquet'), readFileSync(at('rows.parquet')).subarray(0, 5000));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Read {
  readonly types: Readonly<Record<string, string>>;
  readonly rows: readonly (readonly unknown[])[];
}
async function read(reference: string | readonly string[], settings: DataSettings = {}): Promise<Read> {
  const {
    engine,
    relations: [relation],
    close,
  } = await openData([reference], settings);
  try {
    if (!relation) throw new Error('no relation');
    const columns = await engine.describe(relation);
    return {
      types: Object.fromEntries(columns.map(({ name, type }) => [name, type])),
      rows: await engine.query(`SELECT * FROM ${relation.from} ORDER BY 1 LIMIT 10`),
    };
  } finally {
    await close();
  }
}
const refuses = (reference: string | readonly string[], message: RegExp, code = 'data-invalid') =>
  expect(read(reference)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });

describe('CSV', () => {
  it('reads numbers, dates, texts and empty cells', async () => {
    const path = write('plain.csv', 'n,x,d,t,s\n1,1.5,2020-01-31,2020-01-31 10:00:00,"a, ""b"""\n2,,,,\n');
    expect(await read(path)).toEqual({
      types: { n: 'integer', x: 'double', d: 'date', t: 'timestamp', s: 'text' },
      rows: [
        [1, 1.5, '2020-01-31', '2020-01-31 10:00:00', 'a, "b"'],
        [2, null, null, null, null],
      ],
    });
  });

  it('takes a column of mixed values as text, however late the first odd one comes', async () => {
    const lines = Array.from({ length: 50_000 }, (_, row) => `${row},${row}`);
    const path = write('late.csv', ['a,b', ...lines, 'odd,7', ''].join('\n'));
    expect((await read(path)).types).toEqual({ a: 'text', b: 'integer' });
  });

  it('keeps names with quotes, line breaks and SQL in them', async () => {
    const path = write('names.csv', '"a ""q""","new\nline","x; DROP TABLE y; --","it\'s"\n1,2,3,4\n');
    expect(await read(path)).toEqual({
      types: { 'a "q"': 'integer', 'new\nline': 'integer', 'x; DROP TABLE y; --': 'integer', "it's": 'integer' },
      rows: [[1, 2, 3, 4]],
    });
  });

  it('has zero rows where there is a header only', async () => {
    expect(await read(write('header.csv', 'a,b\n'))).toEqual({ types: { a: 'text', b: 'text' }, rows: [] });
  });

  it('reads what day-first countries and gzip make of it', async () => {
    const path = write('days.csv', 'd\n31/12/2020\n01/02/2021\n');
    expect(await read(path)).toEqual({ types: { d: 'date' }, rows: [['2020-12-31'], ['2021-02-01']] });
    const { gzipSync } = await import('node:zlib');
    expect((await read(write('zipped.csv.gz', gzipSync('a\n1\n')))).rows).toEqual([[1]]);
    expect((await read(write('tabs.tsv', 'a\tb\n1\tx\n'))).rows).toEqual([[1, 'x']]);
  });

  it.each([
    ['empty.csv', '', /empty\.csv is empty: 0 bytes/],
    ['twice.csv', 'a,b,a\n1,2,3\n', /has the column "a" twice/],
    ['case.csv', 'Age,age\n1,2\n', /differ in case only: "Age" and "age"/],
    ['latin1.csv', Buffer.from('name\nJos\xe9\n', 'latin1'), /not utf-8 encoded/],
    ['commas.tsv', 'a,b\n1,2\n', /seems to separate its columns by ","/],
    ['ragged.csv', 'a,b\n1,2\n1,2,3,4\n', /CSV Error on Line: \d: Expected Number of Columns/],
  ])('refuses %s', (name, content, message) => refuses(write(name, content), message));

  it('names no cell of a broken line', async () => {
    const path = write('private.csv', 'name,b\nMr Private,2\nMr Private,2,3,4\n');
    await expect(read(path)).rejects.toMatchObject({ message: expect.not.stringContaining('Private,') });
  });
});

describe('several files', () => {
  it('are one relation, whose numbers are read as the wider type', async () => {
    expect(await read(at('log/*.parquet'))).toEqual({
      types: { id: 'integer', n: 'double' },
      rows: [
        [1, 2],
        [2, 2.5],
      ],
    });
  });

  it('of CSV are joined by the types of all, where empty columns say nothing', async () => {
    mkdirSync(at('csv'));
    write('csv/1.csv', 'id,n,s,e\n1,1,7,\n');
    write('csv/2.csv', 'id,n,s,e\n2,1.5,x,3\n');
    expect(await read(at('csv/*.csv'))).toEqual({
      types: { id: 'integer', n: 'double', s: 'text', e: 'integer' },
      rows: [
        [1, 1, '7', null],
        [2, 1.5, 'x', 3],
      ],
    });
    expect(await read([at('csv/2.csv'), at('csv/1.csv')])).toMatchObject({
      types: { n: 'double', s: 'text', e: 'integer' },
    });
  });

  it('of other columns or types are refused, with the name of the file', async () => {
    await refuses(
      [at('log/a.parquet'), at('more.parquet')],
      /more\.parquet has a column "added", which .*a\.parquet has not/,
    );
    await refuses([at('more.parquet'), at('log/a.parquet')], /a\.parquet has no column "added"/);
    await refuses(
      [at('log/a.parquet'), at('text.parquet')],
      /"n" is BIGINT in the first file and VARCHAR in .*text\.parquet/,
    );
    await refuses([at('csv/1.csv'), write('other.csv', 'n,id,s,e\n')], /columns in another order/);
    await refuses([at('csv/1.csv'), at('more.parquet')], /are files of csv and parquet/, 'input-invalid');
    await refuses(at('nothing-*.csv'), /No file matches .*nothing-\*\.csv/);
  });

  it('are not meant by a name that looks like a pattern', async () => {
    write('data1.csv', 'a\n1\n');
    write('data[1].csv', 'a\n2\n');
    expect((await read(at('data[1].csv'))).rows).toEqual([[2]]);
  });
});

describe('Parquet', () => {
  it.each([
    ['zero.parquet', '', /zero\.parquet is empty: 0 bytes/],
    ['words.parquet', 'this is no Parquet file', /No magic bytes/],
  ])('refuses %s', (name, content, message) => refuses(write(name, content), message));

  it('refuses a file that was cut in half', () =>
    refuses(at('half.parquet'), /half\.parquet cannot be read: .*No magic bytes/));
  it('says that there is no such file', () => refuses(at('nothing.parquet'), /There is no file/));
});

describe('JSON', () => {
  it('reads lines and arrays of objects, all keys of all of them', async () => {
    const lines = write('rows.jsonl', '{"a": 1, "b": "x"}\n{"a": 2.5, "c": [1, 2]}\n');
    expect(await read(lines)).toEqual({
      types: { a: 'double', b: 'text', c: 'list' },
      rows: [
        [1, 'x', null],
        [2.5, null, '[1, 2]'],
      ],
    });
    expect((await read(write('rows.json', '[{"a": 1}, {"a": 2}]'))).rows).toEqual([[1], [2]]);
    expect(await read(write('mixed.jsonl', '{"a": 1}\n{"a": "x"}\n'))).toEqual({
      types: { a: 'text' },
      rows: [['1'], ['x']],
    });
  });

  it.each([
    ['broken.jsonl', '{"a": 1}\n{"a"\n', /Malformed JSON/],
    ['numbers.jsonl', '1\n2\n', /non-record JSON/],
    ['nothing.jsonl', '', /is empty/],
    ['alike.jsonl', '{"a": 1, "A": 2}\n', /differ in case only|duplicate/],
  ])('refuses %s', (name, content, message) => refuses(write(name, content), message));
});

describe('Arrow', () => {
  const table = () =>
    new Table({
      i: vectorFromArray([1, null, 3], new Int8()),
      long: vectorFromArray([2n ** 60n, null, -1n], new Int64()),
      u: vectorFromArray([2n ** 64n - 1n, null, 0n], new Uint64()),
      x: vectorFromArray([1.5, Number.NaN, null], new Float64()),
      f: vectorFromArray([0.5, null, -2], new Float32()),
      s: vectorFromArray(["it's", null, 'größe'], new Utf8()),
      kind: vectorFromArray(['a', 'b', null], new Dictionary(new Utf8(), new Int32())),
      b: vectorFromArray([true, null, false], new Bool()),
      d: vectorFromArray([new Date('2020-01-31'), null, new Date('1969-12-31')], new DateDay()),
      t: makeVector({
        type: new TimestampMicrosecond(null),
        data: BigInt64Array.of(1_580_464_800_000_001n, 0n, -1n),
      } as never),
      e: vectorFromArray([[1, 2], null, [3, 4]], new FixedSizeList(2, new Field('item', new Float32(), true))),
    });
  const expected = {
    types: {
      i: 'integer',
      long: 'integer',
      u: 'integer',
      x: 'double',
      f: 'double',
      s: 'text',
      kind: 'text',
      b: 'boolean',
      d: 'date',
      t: 'timestamp',
      e: 'list',
    },
    rows: [
      [
        1,
        '1152921504606846976',
        '18446744073709551615',
        1.5,
        0.5,
        "it's",
        'a',
        true,
        '2020-01-31',
        '2020-01-31 10:00:00.000001',
        '[1, 2]',
      ],
      [3, -1, 0, null, -2, 'größe', null, false, '1969-12-31', '1969-12-31 23:59:59.999999', '[3, 4]'],
      [null, null, null, Number.NaN, null, null, 'b', null, null, '1970-01-01 00:00:00', null],
    ],
  };

  it.each(['file', 'stream'] as const)('reads a %s', async (kind) => {
    expect(await read(write(`${kind}.arrow`, tableToIPC(table(), kind)))).toEqual(expected);
  });

  it('reads several batches, and several files of one schema', async () => {
    const one = table();
    const many = write('many.arrow', tableToIPC(new Table([...one.batches, ...one.batches]), 'file'));
    const {
      engine,
      relations: [relation],
      close,
    } = await openData([[many, at('file.arrow')]]);
    expect(await engine.query(`SELECT count(*), count(i) FROM ${relation?.from}`)).toEqual([[9, 6]]);
    await close();
    const other = write('other.arrow', tableToIPC(tableFromArrays({ i: [1, 2] }), 'file'));
    await refuses([many, other], /other\.arrow has no column "long"/);
  });

  it('refuses a file that was cut, and what is no Arrow', async () => {
    await refuses(write('cut.arrow', readFileSync(at('file.arrow')).subarray(0, 700)), /cannot be read as Arrow/);
    await refuses(write('cut.feather', readFileSync(at('stream.arrow')).subarray(0, 900)), /cannot be read as Arrow/);
    await refuses(write('words.arrow', 'this is no Arrow file at all'), /cannot be read as Arrow/);
    await refuses(write('empty.arrow', ''), /is empty/);
  });
});

describe('databases', () => {
  it('of DuckDB are read by table, by query, or by their only table', async () => {
    const path = at('two.duckdb');
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run(
      'CREATE SCHEMA web; CREATE TABLE web.visits AS SELECT 1 AS a; CREATE TABLE "odd.name" AS SELECT 2 AS a',
    );
    instance.closeSync();
    expect((await read(`${path}#web.visits`)).rows).toEqual([[1]]);
    expect((await read(`${path}#"odd.name"`)).rows).toEqual([[2]]);
    expect((await read(`${path}#sql:SELECT a + 1 AS b FROM web.visits`)).rows).toEqual([[2]]);
    await refuses(path, /says no table/);
    await expect(read(`${path}#web.visit`)).rejects.toMatchObject({
      message: expect.stringContaining('no table web.visit'),
      hint: 'Did you mean web.visits?',
    });
    await refuses(write('words.duckdb', 'this is no database at all, nor long enough'), /words\.duckdb cannot be read/);
    await refuses(at('nothing.duckdb#t'), /There is no file/);
  });

  it('of SQLite are read by table, by query, or by their only table', async () => {
    const path = at('one.sqlite');
    const database = new DatabaseSync(path);
    database.exec(`CREATE TABLE "it's" (n INTEGER, x REAL, s TEXT, mixed, none, big INTEGER);
      INSERT INTO "it's" VALUES (1, 1.5, 'größe', 1, NULL, 1152921504606846977), (2, 3, NULL, 'x', NULL, NULL), (NULL, NULL, '', x'ff', NULL, 0)`);
    database.close();
    const types = { n: 'integer', x: 'double', s: 'text', mixed: 'text', none: 'text', big: 'integer' };
    const { types: found, rows } = await read(path);
    expect(found).toEqual(types);
    expect(rows.slice(0, 2)).toEqual([
      [1, 1.5, 'größe', '1', null, '1152921504606846977'],
      [2, 3, null, 'x', null, null],
    ]);
    expect((await read(`${path}#it's`)).types).toEqual(types);
    expect((await read(`${path}#sql:SELECT sum(n) AS total FROM "it's"`)).rows).toEqual([[3]]);
    await refuses(`${path}#its`, /no table its/);
    await refuses(`${path}#sql:DELETE FROM "it's"`, /cannot be read/);
    expect((await read(path)).rows).toHaveLength(3);
  });

  it('of SQLite with more rows than are under way at a time come whole', async () => {
    const path = at('many.sqlite');
    const database = new DatabaseSync(path);
    database.exec(`CREATE TABLE t AS WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 20000)
      SELECT i, iif(i % 2, i, i * 0.5) AS x, iif(i % 3, 'ä' || i, NULL) AS s FROM r`);
    database.close();
    const { engine, relations, close } = await openData([path]);
    const asked = `SELECT count(*), sum(i), sum(x), count(s), sum(length(s)), max(s) FROM ${relations[0]?.from}`;
    expect(await engine.query(asked)).toEqual([[20_000, 200_010_000, 150_005_000, 13_334, 72_600, 'ä9998']]);
    await close();
  });
});

describe('a query', () => {
  it('reads the files that it names, and no others', async () => {
    const sql = `sql:SELECT kind, count(*) AS n FROM '${at('rows.parquet')}' WHERE id IN (SELECT id FROM read_parquet('${at('log/*.parquet')}')) GROUP BY kind;`;
    expect((await read(sql)).rows).toEqual([
      ['c1', 1],
      ['c2', 1],
    ]);
    await refuses("sql:SELECT * FROM 'nowhere.parquet'", /cannot be read/);
    await refuses('sql:DROP TABLE x', /is no single SELECT/);
    await refuses('sql:SELECT 1; SELECT 2', /is no single SELECT/);
    await refuses('sql:', /holds no query/, 'input-invalid');
  });
});

describe('addresses', () => {
  it('are refused clearly where the extension cannot be had, without what is secret in them', async () => {
    const environment = { AWS_ACCESS_KEY_ID: 'AKIASECRET', AWS_SECRET_ACCESS_KEY: 'very-secret-key' };
    for (const address of [
      'https://ada:pass-word@example.invalid/x.parquet?X-Amz-Signature=abcdef',
      's3://bucket/log/*.parquet',
      'gs://bucket/x.csv',
    ]) {
      const error = await read(address, { environment }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: expect.stringMatching(/engine-failed|data-invalid/) });
      expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toMatch(
        /pass-word|abcdef|AKIASECRET|very-secret/,
      );
    }
  });
});

describe('a locked engine', () => {
  const OUTSIDE = [
    "(SELECT count(*) FROM read_csv('/etc/passwd')) > 0",
    "(SELECT count(*) FROM read_text('/etc/passwd')) > 0",
    "(SELECT count(*) FROM read_blob('/proc/self/environ')) > 0",
    "(SELECT count(*) FROM '/etc/passwd') > 0",
    "(SELECT count(*) FROM glob('/etc/*')) > 0",
    "(SELECT count(*) FROM sniff_csv('/etc/passwd')) > 0",
    "(SELECT count(*) FROM read_parquet('https://example.invalid/x.parquet')) > 0",
    "(SELECT count(*) FROM read_csv(getenv('HOME') || '/.netrc')) > 0",
    "getenv('HOME') <> ''",
    '(SELECT count(*) FROM duckdb_secrets()) > 0',
    '1 = 1; DROP TABLE x',
    "1 = 1); COPY (SELECT 1) TO 'out.csv'; SELECT (1 = 1",
    "1 = 1); ATTACH 'out.duckdb' AS evil; SELECT (1 = 1",
    '1 = 1); INSTALL httpfs; SELECT (1 = 1',
    '1 = 1); LOAD httpfs; SELECT (1 = 1',
    '1 = 1); SET enable_external_access = true; SELECT (1 = 1',
    "1 = 1); SET memory_limit = '1TB'; SELECT (1 = 1",
    "1 = 1); EXPORT DATABASE 'out'; SELECT (1 = 1",
    '1 = 1\0) OR (1 = 1',
  ];

  it.each(OUTSIDE)('keeps a condition inside: %s', async (condition) => {
    const {
      engine,
      relations: [relation],
      close,
    } = await openData([at('rows.parquet')]);
    const counted = engine.query(`SELECT count(*) FROM ${relation?.from} WHERE (\n${condition}\n)`);
    await expect(counted).rejects.toMatchObject({ code: 'data-invalid' });
    expect(await engine.query(`SELECT count(*) FROM ${relation?.from} WHERE (id < 10)`)).toEqual([[10]]);
    await close();
    expect(readdirSync('.').filter((name) => name.startsWith('out'))).toEqual([]);
  });

  it.each([
    ['ATTACH', () => `ATTACH '${at('evil.duckdb')}' AS evil`],
    ['COPY TO', () => `COPY (SELECT 1) TO '${at('evil.csv')}'`],
    ['COPY TO its own file', () => `COPY (SELECT 1) TO '${at('rows.parquet')}'`],
    ['INSTALL', () => 'INSTALL httpfs'],
    ['LOAD', () => 'LOAD httpfs'],
    ['SET', () => 'SET threads = 1'],
    ['RESET', () => 'RESET lock_configuration'],
    ['PRAGMA', () => 'PRAGMA database_list'],
    ['CALL', () => "CALL enable_logging(storage = 'file')"],
    ['CREATE', () => 'CREATE TABLE evil AS SELECT 1'],
    ['a secret', () => 'CREATE SECRET evil (TYPE s3)'],
  ])('refuses the statement %s', async (_, statement) => {
    const before = readFileSync(at('rows.parquet'));
    const {
      engine,
      relations: [relation],
      close,
    } = await openData([at('rows.parquet')]);
    await expect(engine.query(statement())).rejects.toMatchObject({ code: 'data-invalid' });
    expect(await engine.query(`SELECT count(*) FROM ${relation?.from}`)).toEqual([[100_000]]);
    await close();
    expect(readdirSync(folder).filter((name) => name.startsWith('evil'))).toEqual([]);
    expect(readFileSync(at('rows.parquet')).equals(before)).toBe(true);
  });

  it('writes no file through functions that log or profile', async () => {
    for (const call of [
      "enable_logging(storage = 'file', storage_path = 'out-logs')",
      "enable_profiling(save_location = 'out.txt')",
    ]) {
      const {
        engine,
        relations: [relation],
        close,
      } = await openData([at('rows.parquet')]);
      for (const _ of [1, 2])
        await engine
          .query(`SELECT count(*) FROM ${relation?.from} WHERE (SELECT count(*) FROM ${call}) >= 0`)
          .catch(() => undefined);
      await close();
      expect(readdirSync('.').filter((name) => name.startsWith('out'))).toEqual([]);
    }
  });

  it('still reads all of its relations, and joins them', async () => {
    const {
      engine,
      relations: [rows, log],
      close,
    } = await openData([at('rows.parquet'), at('log/*.parquet')]);
    expect(await engine.query(`SELECT count(*) FROM ${rows?.from} a JOIN ${log?.from} b USING (id)`)).toEqual([[2]]);
    await engine.query('CREATE OR REPLACE TEMP TABLE tidegate_sample AS SELECT 1 AS a');
    expect(await engine.query('SELECT a FROM tidegate_sample')).toEqual([[1]]);
    await close();
  });
});

describe('the engine', () => {
  it('keeps to its memory, spilling into a folder that is gone afterwards', async () => {
    const engine = await openDuckDbEngine({ memoryBytes: 64 * 1024 ** 2, threads: 1 });
    await engine.lock();
    const settings =
      "SELECT current_setting('memory_limit'), current_setting('threads'), current_setting('temp_directory')";
    const [[memory, threads, spilled] = []] = await engine.query(settings);
    expect([memory, threads]).toEqual(['64.0 MiB', 1]);
    const sorted =
      'SELECT count(DISTINCT h) FROM (SELECT hash(range) AS h, row_number() OVER (ORDER BY hash(range)) AS place FROM range(3000000))';
    expect(await engine.query(sorted)).toEqual([[3_000_000]]);
    await engine.close();
    expect(existsSync(dirname(String(spilled)))).toBe(false);
  });

  it('says so where the memory does not suffice', async () => {
    const engine = await openDuckDbEngine({ memoryBytes: 16 * 1024 ** 2 });
    await expect(engine.query('SELECT list(hash(range)) FROM range(10000000)')).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('does not fit into the memory'),
    });
    await engine.close();
  });

  it.each([
    [
      'CSV',
      'long.csv',
      (text: string) => `id,t\n1,${text}\n`,
      'data-invalid',
      /line size/,
      /A cell holds many megabytes/,
    ],
    ['JSON', 'long.jsonl', (text: string) => `{"id":1,"t":"${text}"}\n`, 'data-invalid', /object_size/, /A cell holds/],
  ] as const)('refuses a cell of many megabytes in %s', async (_, name, content, code, message, hint) => {
    const path = write(name, content('x'.repeat(40 * 1024 ** 2)));
    await expect(read(path)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  it('refuses a cell of SQLite that does not fit into its memory', async () => {
    const path = at('cell.sqlite');
    const database = new DatabaseSync(path);
    database.exec("CREATE TABLE t AS SELECT replace(hex(zeroblob(30000000)), '0', 'x') AS a");
    database.close();
    await expect(read(path, { memoryBytes: 32 * 1024 ** 2 })).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('does not fit into the memory'),
    });
  });

  it('gives no more text than this process can hold', async () => {
    const { engine, close } = await openData([at('rows.parquet')], { memoryBytes: 1024 ** 3, threads: 1 });
    const texts = (count: number) => `SELECT repeat('x', 20000000) || i AS t FROM range(${count}) r(i)`;
    expect(await engine.query(texts(2))).toHaveLength(2);
    await expect(engine.query(texts(8))).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining('more than 128 million characters'),
    });
    expect(await engine.query('SELECT 1')).toEqual([[1]]);
    await close();
  });

  it('shows how far it is', async () => {
    const {
      engine,
      relations: [relation],
      close,
    } = await openData([at('rows.parquet')]);
    const shares: number[] = [];
    const from = relation?.from;
    await engine.query(
      `SELECT count(*) FROM ${from} a JOIN ${from} b ON a.id % 1000 = b.id % 1000 AND sin(a.x * b.x) > 0.5`,
      { onProgress: (share) => shares.push(share) },
    );
    expect(shares.length).toBeGreaterThan(0);
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
    await close();
  });
});

it('mixes no engines in one call', () =>
  expect(openData([at('rows.parquet'), 'postgres://127.0.0.1:1/x#t'])).rejects.toMatchObject({
    code: 'input-invalid',
    message: expect.stringContaining('different engines'),
  }));
