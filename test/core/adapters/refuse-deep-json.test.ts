import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { copyJson } from '../../../core/adapters/copy-json.ts';
import { openDuckDbSession } from '../../../core/adapters/duckdb-session.ts';
import { openData } from '../../../core/adapters/open-data.ts';
import { refuseDeepJson } from '../../../core/adapters/refuse-deep-json.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-deep-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const lists = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}\n`;
const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}\n`;
const rowsOf = async (path: string) => {
  const { engine, relations, close } = await openData([path]);
  try {
    return await engine.query(`SELECT count(*) FROM ${relations[0]?.from}`);
  } finally {
    await close();
  }
};

describe('a file of nested JSON', () => {
  it.each([
    ['lists.jsonl', lists(200_000)],
    ['a-few-lists.jsonl', lists(5_000)],
    ['objects.jsonl', objects(5_000)],
    ['later.ndjson', `{"a":[]}\n${lists(70)}`],
    ['list.json', `[${lists(200_000)}]`],
    ['packed.jsonl.gz', gzipSync(lists(200_000))],
    ['packed.json.zst', zstdCompressSync(lists(200_000))],
    ['behind-a-quote.jsonl', `"\n${lists(200_000)}`],
    ['behind-closed.json', `${']'.repeat(300_000)}\n${lists(200_000)}`],
  ])('is refused with its line: %s', async (name, content) => {
    const path = write(name, content);
    await expect(rowsOf(path)).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringMatching(/:[12] nests more than 64 levels deep\.$/),
    });
  });

  it.each([
    ['flat.jsonl', `${'{"a":"[[[[","b":[[1]]}\n'.repeat(100)}`, 100],
    ['flat.json', `[\n${Array.from({ length: 100 }, () => '{"a":"\\"[{"}').join(',\n')}\n]`, 100],
    ['flat.jsonl.gz', gzipSync('{"a":1}\n{"a":2}\n'), 2],
  ])('is read where it is flat: %s', async (name, content, rows) => {
    expect(await rowsOf(write(name, content))).toEqual([[rows]]);
  });

  it('is refused as a table that the gate reads, too', () => {
    expect(() => refuseDeepJson(write('table.jsonl', objects(65)), 'data.jsonl', 'json-lines')).toThrow(
      /data\.jsonl:1 /,
    );
  });
});

describe('nested JSON that a query reads', () => {
  const deep = write('query-deep.json', lists(200_000));
  write('query-part-1.jsonl', '{"a":1}\n');
  write('query-part-2.jsonl', lists(5_000));
  const plain = write('query-plain.txt', lists(5_000));
  it.each([
    ['by its name', `SELECT * FROM '${deep}'`],
    ['by a function', `SELECT 1 FROM read_json_objects(['${deep}'])`],
    ['by a pattern', `SELECT 1 FROM read_ndjson('${join(folder, 'query-part-*.jsonl')}')`],
    ['as a pattern that a file is called like', `SELECT * FROM read_json('${write('query-plai?.txt', '{}')}')`],
    [
      'as a list behind lines',
      `SELECT * FROM read_json('${write('wide.jsonl', '[\n'.repeat(5000))}', format = 'array')`,
    ],
    ['by an address of this machine', `SELECT 1 FROM read_json('file://${plain}')`],
    [
      'where an option says that it is packed',
      `SELECT 1 FROM read_json('${write('packed.txt', gzipSync(lists(5_000)))}', compression = 'gzip')`,
    ],
    ['within another query', `SELECT 1 WHERE 1 IN (SELECT 1 FROM read_json_auto('${plain}'))`],
  ])('is refused %s', async (_, sql) => {
    await expect(rowsOf(`sql:${sql}`)).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining('nests more than 64 levels deep'),
    });
  });

  it.each([
    "SELECT * FROM 'https://example.invalid/rows.json?signature=abcdef'",
    "SELECT * FROM read_ndjson_objects(['s3://bucket/rows'])",
  ])('is refused where it is on another machine: %s', async (sql) => {
    await expect(rowsOf(`sql:${sql}`)).rejects.toMatchObject({
      code: 'data-invalid',
      message: 'The query reads JSON from an address, where nothing can tell how deep it nests.',
    });
  });

  it('is refused by a name without quotes', async () => {
    const name = `tidegate_test_${process.pid}`;
    writeFileSync(`${name}.json`, lists(5_000));
    try {
      await expect(rowsOf(`sql:SELECT * FROM ${name}.json`)).rejects.toThrow('nests more than 64 levels deep');
    } finally {
      rmSync(`${name}.json`);
    }
  });

  it.each([
    `SELECT * FROM read_json('${plain.slice(0, -5)}' || 'n.txt')`,
    `SELECT * FROM read_json(concat('${plain.slice(0, -5)}', 'n.txt'))`,
    `SELECT * FROM query('SELECT * FROM read_json(''${plain}'')')`,
    `SELECT json_structure(content) FROM read_text('${plain}')`,
    `SELECT content::JSON::VARIANT FROM read_text('${plain}')`,
    `SELECT * FROM '${plain}.nothing.json'`,
  ])('is refused where nothing can look at it: %s', async (sql) => {
    await expect(rowsOf(`sql:${sql}`)).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining(' is refused: '),
    });
  });

  it('is refused beside a database', async () => {
    const path = join(folder, 'beside.duckdb');
    const instance = await DuckDBInstance.create(path);
    await (await instance.connect()).run('CREATE TABLE t AS SELECT 7 AS a');
    instance.closeSync();
    expect(await rowsOf(`${path}#sql:SELECT a FROM t`)).toEqual([[1]]);
    await expect(rowsOf(`${path}#sql:SELECT * FROM t, '${deep}'`)).rejects.toThrow('reads files of JSON beside its');
    await expect(rowsOf(`${path}#sql:SELECT * FROM t, query('SELECT 1')`)).rejects.toThrow(
      'query() is not for queries',
    );
    await expect(rowsOf(`${path}#sql:SELECT 1); DROP TABLE t; --`)).rejects.toThrow('is no single SELECT');
  });

  it('is read where it is flat', async () => {
    expect(await rowsOf(`sql:SELECT content FROM read_text('${deep}')`)).toEqual([[1]]);
    const flat = write('query-flat.json', '[{"a":1},{"a":2}]');
    expect(await rowsOf(`sql:SELECT * FROM '${flat}'`)).toEqual([[2]]);
  });
});

describe('a condition over a deep text', () => {
  it.each([
    "json_contains(j, '9')",
    "json_merge_patch(j::JSON, '{}'::JSON) IS NULL",
    'CAST(CAST(j AS JSON) AS VARIANT) IS NULL',
    'cast_to_type(j::JSON, NULL::VARIANT) IS NULL',
  ])('is refused: %s', async (condition) => {
    const path = write('cells.csv', `id,j\n1,${objects(200_000).trim().replaceAll('"', '')}\n`);
    const { engine, relations, close } = await openData([path]);
    await expect(engine.query(`SELECT count(*) FROM ${relations[0]?.from} WHERE ${condition}`)).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining('is not for conditions'),
    });
    await close();
  });
});

describe('JSON of another machine', () => {
  const copied = async (path: string) => {
    const session = await openDuckDbSession({});
    try {
      const paths = await copyJson(session, { source: 'remote', paths: [path] });
      await session.lock();
      const texts = paths.map((copy) => readFileSync(copy));
      return { names: paths.map((copy) => basename(copy)), texts };
    } finally {
      await session.close();
    }
  };

  it('is copied as it is, packed or not, before anything looks at it', async () => {
    const content = { '1.jsonl': Buffer.from(lists(70)), '2.jsonl.gz': gzipSync(lists(70)) };
    for (const [name, bytes] of Object.entries(content)) write(`copied-${name}`, bytes);
    const { names, texts } = await copied(join(folder, 'copied-*'));
    expect(names).toEqual([expect.stringMatching(/^tidegate_\d+\.jsonl$/), expect.stringMatching(/\.jsonl\.gz$/)]);
    expect(texts).toEqual(Object.values(content));
  });

  it('must be there', async () => {
    await expect(copied(join(folder, 'nothing-*.jsonl'))).rejects.toMatchObject({ code: 'data-invalid' });
  });
});
