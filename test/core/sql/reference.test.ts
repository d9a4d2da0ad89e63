import { describe, expect, it } from 'vitest';
import { parseTableName } from '../../../core/sql/parse-table-name.ts';
import { parseReference } from '../../../core/sql/reference.ts';

describe('a reference', () => {
  it.each([
    ['data.csv', { kind: 'files', format: 'csv', paths: ['data.csv'], source: 'data.csv' }],
    ['log/*.PARQUET', { kind: 'files', format: 'parquet', source: 'log/*.PARQUET' }],
    ['a b/ü#1.jsonl', { kind: 'files', format: 'json-lines', paths: ['a b/ü#1.jsonl'] }],
    ['x.csv.gz', { kind: 'files', format: 'csv' }],
    ['x.feather', { kind: 'files', format: 'arrow' }],
    ['C:\\data\\x.tsv', { kind: 'files', format: 'tsv', paths: ['C:\\data\\x.tsv'] }],
    ['s3://bucket/log/*.parquet', { kind: 'files', format: 'parquet', source: 's3://bucket/log/*.parquet' }],
    [
      'https://ada:word@example.org/x.csv?signature=abc',
      { kind: 'files', format: 'csv', source: 'https://example.org/x.csv' },
    ],
    ['data.duckdb', { kind: 'database', path: 'data.duckdb', rows: undefined }],
    ['data.duckdb#web.visits', { kind: 'database', path: 'data.duckdb', rows: { table: ['web', 'visits'] } }],
    ['d.sqlite3#sql:SELECT 1;', { kind: 'database', path: 'd.sqlite3', rows: { sql: 'SELECT 1' } }],
    ['sql: SELECT * FROM t ; ', { kind: 'query', sql: 'SELECT * FROM t' }],
    [
      'clickhouse://ada:word@db.example.org:8443/shop#orders',
      { kind: 'server', source: 'clickhouse://db.example.org:8443/shop#orders', rows: { table: ['orders'] } },
    ],
    ['postgresql://db/shop#public."or.ders"', { kind: 'server', rows: { table: ['public', 'or.ders'] } }],
    [
      "trino://db/hive/web#sql:SELECT a FROM b WHERE c = '#'",
      { kind: 'server', rows: { sql: "SELECT a FROM b WHERE c = '#'" } },
    ],
  ])('%s', (text, reference) => expect(parseReference(text)).toMatchObject(reference));

  it('of several files has one format', () => {
    expect(parseReference(['a.csv', 'b.csv'])).toMatchObject({ paths: ['a.csv', 'b.csv'], source: 'a.csv and 1 more' });
    expect(() => parseReference(['a.csv', 'b.parquet'])).toThrow('a.csv, b.parquet are files of csv and parquet.');
  });

  it.each([
    ['data.txt', 'data.txt has no known ending.'],
    ['data', 'data has no known ending.'],
    ['', 'has no known ending.'],
    ['ftp://ada:word@example.org/x.csv', 'nothing here reads ftp://'],
    ['mysql://ada:word@db/shop#t', 'nothing here reads mysql://'],
    ['sql:  ;', 'holds no query'],
    ['clickhouse://db/shop', 'clickhouse://db/shop says no table.'],
    ['clickhouse://ada:word@db/shop#sql: ', 'holds no query'],
    ['postgres://ada:word@db:port/shop#t', 'The address of a postgres server cannot be read.'],
    ['data.duckdb#a..b', 'is no name of a table'],
  ])('is refused: %s', (text, message) => {
    const refused = () => parseReference(text);
    expect(refused).toThrow(message);
    expect(refused).toThrow(
      expect.objectContaining({ code: 'input-invalid', message: expect.not.stringContaining('word@') }),
    );
  });
});

describe('a name of a table', () => {
  it.each([
    ['t', ['t']],
    ['a.b.c', ['a', 'b', 'c']],
    ['"a.b".c', ['a.b', 'c']],
    ['"say ""x"""', ['say "x"']],
    ['größe tabelle', ['größe tabelle']],
    ["it's", ["it's"]],
  ])('%s', (text, parts) => expect(parseTableName(text)).toEqual(parts));

  it.each(['a.', '.a', 'a..b', '"a', 'a"b', '"a"b'])('is refused: %s', (text) => {
    expect(() => parseTableName(text)).toThrow('is no name of a table');
  });
});
