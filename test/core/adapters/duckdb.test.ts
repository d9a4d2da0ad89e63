import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { loadTable } from '@tidegate/core/adapters/load-table';
import { parseTable } from '@tidegate/core/data/parse-table';
import { cellsOf } from '@tidegate/core/data/read-columns';
import { sourceOf, type TablePart } from '@tidegate/core/data/table';
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
  await connection.run(`COPY (${rows}) TO '${at('rows.pq')}' (FORMAT parquet)`);
  const separated = (sign: string) => `id${sign}p${sign}"the ""name"""\n1${sign}0.1${sign}a'b\n2${sign}${sign}\n`;
  writeFileSync(at('rows.tsv'), separated('\t'));
  writeFileSync(at('tabs.csv'), separated('\t'));
  writeFileSync(at('semicolons.csv'), separated(';'));
  writeFileSync(at('rows.csv.gz'), gzipSync(separated(',')));
  writeFileSync(at('semicolons.csv.gz'), gzipSync(separated(';')));
  writeFileSync(at('rows.tsv.gz'), gzipSync(separated('\t')));
  const records = [
    { id: 1, p: 0.1, 'the "name"': "a'b" },
    { id: 2, p: null, 'the "name"': null },
  ];
  writeFileSync(at('rows.json'), JSON.stringify(records, null, 2));
  writeFileSync(at('line.json'), JSON.stringify(records));
  writeFileSync(at('broken.csv.gz'), 'no gzip');
  const long = gzipSync(`a,b\n${Array.from({ length: 9_000 }, (_, row) => `${row},${row ** 2}`).join('\n')}\n`);
  writeFileSync(at('cut.csv.gz'), long.subarray(0, long.length - 100));
  writeFileSync(at('empty.csv.gz'), gzipSync(''));
  writeFileSync(at('columns.json'), '{"id":{"0":1,"1":2},"p":{"0":0.1,"1":null}}');
  writeFileSync(at('numbers.json'), '[1,2]');
  writeFileSync(at('rows.xlsx'), 'a sheet');
  writeFileSync(at('rows.jsonl.gz'), gzipSync('{}'));
  writeFileSync(at('broken.parquet'), 'PAR1 and no more');
  writeFileSync(at('none.jsonl'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a table', () => {
  it.each([
    ...['rows.parquet', 'rows.pq', 'rows.jsonl', 'rows.json', 'line.json', 'rows.csv', 'rows.tsv', 'tabs.csv'],
    ...['semicolons.csv', 'rows.csv.gz', 'semicolons.csv.gz', 'rows.tsv.gz'],
  ])('is the same from %s', async (name) => {
    const table = await loadTable(engine, at(name), name);
    expect(table).toMatchObject({ source: name, header: ['id', 'p', 'the "name"'], rows: 2 });
    expect([...table.cells.values()]).toEqual([
      ['1', '2'],
      ['0.1', ''],
      ["a'b", ''],
    ]);
  });

  it('can be read by some of its columns', async () => {
    const table = await loadTable(engine, at('rows.parquet'), 'rows', ['p', 'q']);
    expect([...table.cells.keys()]).toEqual(['p']);
    expect(table.header).toEqual(['id', 'p', 'the "name"']);
  });

  it.each([
    ['that is broken', 'broken.parquet', 'cannot be read'],
    ['without rows', 'none.jsonl', ''],
    ['that is not there', 'gone.csv', 'There is no file'],
    ['that is not there and of no known kind', 'broken.xls', 'There is no file'],
    ['that is a spreadsheet', 'rows.xlsx', 'rows.xlsx is of no kind that can be read'],
    ['of packed JSON', 'rows.jsonl.gz', 'rows.jsonl.gz is of no kind that can be read'],
    ['that is cut', 'cut.csv.gz', 'cut.csv.gz cannot be unpacked: unexpected end of file'],
    ['that is packed and empty', 'empty.csv.gz', 'has no header row'],
    ['that pandas wrote by columns', 'columns.json', 'holds columns, not rows'],
    ['that is a list of numbers', 'numbers.json', 'cannot be read'],
    ['that is no gzip', 'broken.csv.gz', 'broken.csv.gz cannot be read: incorrect header check'],
  ])('%s is refused', async (_, name, expected) => {
    await expect(loadTable(engine, at(name), name)).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining(expected),
    });
  });
});

describe('a file that is read in parts', () => {
  const read = async (name: string, columns?: readonly string[]) => {
    const parts: TablePart[] = [];
    for await (const part of engine.openTable(at(name), name).chunks(columns)) parts.push(part);
    return parts;
  };

  it('has the cells that a CSV file has in memory, and the line of each row', async () => {
    const rows = Array.from(
      { length: 40_000 },
      (_, row) => `${row},${row / 8},"a, ""b"" ${row}",${row % 3 ? '' : ' x'}`,
    );
    writeFileSync(at('many.csv'), `\u{feff}id,p,text,rare\r\n${rows.join('\r\n')}\r\n`);
    const whole = await loadTable(engine, at('many.csv'), 'many.csv');
    const parts = await read('many.csv');
    expect(parts.length).toBeGreaterThan(1);
    for (const name of whole.header)
      expect(parts.flatMap((part) => cellsOf(part, name))).toEqual([...(whole.cells.get(name) ?? [])]);
    expect(parts.flatMap(({ lines }) => [...Array.from(lines)])).toEqual([...Array.from(whole.lines)]);
  });

  it('gives doubles and small integers as numbers, and whatever a number would change as text', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const values = `1.5::DOUBLE AS d, 7::INTEGER AS i, 9007199254740993::BIGINT AS b, 0.1::FLOAT AS f, 'nan'::DOUBLE AS n, NULL::DOUBLE AS none, true AS t`;
    await connection.run(`COPY (SELECT ${values}) TO '${at('types.parquet')}'`);
    const [part] = await read('types.parquet');
    expect(Object.fromEntries(part?.numbers ?? [])).toEqual({
      d: Float64Array.of(1.5),
      i: Float64Array.of(7),
      none: Float64Array.of(Number.NaN),
    });
    expect(Object.fromEntries(part?.cells ?? [])).toEqual({
      b: ['9007199254740993'],
      f: ['0.1'],
      n: ['NaN'],
      t: ['true'],
    });
    expect(part?.header).toHaveLength(7);
    expect([...((await read('types.parquet', ['d']))[0]?.numbers?.keys() ?? [])]).toEqual(['d']);
  });

  const rowsOf = (count: number, row: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => row(index));

  it.each([
    ['lines that begin with a sharp', ['id,y', ...rowsOf(30_000, (row) => `${row % 2 ? '#' : 'r'}${row},1`)], 30_000],
    ['columns that differ in case only', ['Y,y', ...rowsOf(30_000, (row) => `${row},1`)], 30_000],
    ['spaces in its header', ['id, y', ...rowsOf(30_000, (row) => `${row},1`)], 30_000],
  ])('has all its rows with %s', async (_, lines, count) => {
    writeFileSync(at('odd.csv'), `${lines.join('\n')}\n`);
    const parts = await read('odd.csv');
    expect(parts.reduce((sum, { rows }) => sum + rows, 0)).toBe(count);
    const small = await parseTable(new TextEncoder().encode(lines.slice(0, 50).join('\n')), 'odd.csv');
    expect(parts[0]?.header).toEqual(small.header);
    for (const name of small.header)
      expect(cellsOf(parts[0] ?? small, name).slice(0, 49)).toEqual(cellsOf(small, name));
  });

  it.each([
    ['a name twice', ['y,p,p', '1,2,3'], 'twice'],
    ['rows longer than its header', ['id,y', '1,a,1', '2,b,1'], 'cannot be read'],
    ['a title before its header', ['exported today', 'id,y', '1,2'], 'cannot be read'],
  ])('is refused with %s', async (_, lines, message) => {
    writeFileSync(at('odd.csv'), `${lines.join('\n')}\n`);
    await expect(read('odd.csv')).rejects.toThrow(message);
  });

  it('keeps JSON values as they are written, however late they come', async () => {
    const lines = rowsOf(30_000, (row) =>
      JSON.stringify({
        late: row < 25_000 ? row : row + 0.5,
        at: '1:2:3',
        id: 'ABCDEF00-0000-4000-8000-00000000000A',
        mixed: row % 2 ? row : 'x',
      }),
    );
    writeFileSync(at('late.jsonl'), lines.join('\n'));
    const parts = await read('late.jsonl');
    const last = parts.at(-1);
    expect(last?.numbers?.get('late')?.at(-1)).toBe(29_999.5);
    for (const [name, cell] of [
      ['at', '1:2:3'],
      ['id', 'ABCDEF00-0000-4000-8000-00000000000A'],
      ['mixed', '29999'],
    ] as const)
      expect(last?.cells.get(name)?.at(-1)).toBe(cell);
  });

  it('does not take a name for a pattern', async () => {
    writeFileSync(at('p1.csv'), 'a\nother\n');
    writeFileSync(at('p[1].csv'), 'a\nown\n');
    expect(
      cellsOf((await read('p[1].csv'))[0] ?? (await parseTable(new TextEncoder().encode('a\n'), 'x')), 'a'),
    ).toEqual(['own']);
  });

  it('refuses JSON that nests deeper than a parser can follow', async () => {
    writeFileSync(at('deep.jsonl'), `{"a":1}\n{"a":${'['.repeat(200_000)}\n`);
    await expect(read('deep.jsonl')).rejects.toThrow('deep.jsonl:2 nests more than 64 levels deep');
  });

  it('refuses such a list over several lines too', async () => {
    writeFileSync(at('deep.json'), `[{"a":${'[\n'.repeat(200_000)}`);
    await expect(read('deep.json')).rejects.toThrow(/deep\.json:\d+ nests more than 64 levels deep/);
  });

  it('calls the index of pandas as pandas does, whatever the size of the file', async () => {
    const lines = [',x', ...rowsOf(50, (row) => `${row},${row}`)];
    writeFileSync(at('index.csv'), `${lines.join('\n')}\n`);
    const [part] = await read('index.csv');
    expect(part?.header).toEqual(['Unnamed: 0', 'x']);
    expect((await loadTable(engine, at('index.csv'), 'index.csv')).header).toEqual(part?.header);
  });

  it.each(['broken.parquet', 'none.jsonl'])('is refused in words: %s', async (name) => {
    await expect(read(name)).rejects.toMatchObject({ code: 'data-invalid' });
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
    const selected = await engine.selectRows(sourceOf(await table), [predicate]);
    expect([...(selected[predicate] ?? [])]).toEqual(expected);
  });

  it('looks at the rows in their order, whatever columns they have', async () => {
    const rows = await parseTable(new TextEncoder().encode('rowid,a\n5,1\n3,2\n'), 'd.csv');
    expect([...((await engine.selectRows(sourceOf(rows), ['a = 1']))['a = 1'] ?? [])]).toEqual([1, 0]);
  });

  it('is refused in words over columns that SQL takes for one', async () => {
    const rows = await parseTable(new TextEncoder().encode('a,A\n5,1\n'), 'd.csv');
    await expect(engine.selectRows(sourceOf(rows), ['a = 1'])).rejects.toThrow('upper and lower case');
  });

  it('that has no end is stopped', async () => {
    const endless = '(WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM r) SELECT count(*) FROM r) > age';
    await expect(engine.selectRows(sourceOf(await table), [endless], 300)).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/^The predicate .* took longer than 1 s and was stopped\.$/),
      hint: expect.stringContaining('query-timeout-minutes'),
    });
  });

  it.each([
    'height > 1',
    'age >',
    'true) FROM rows; DROP TABLE rows; SELECT (true',
    "EXISTS (SELECT * FROM read_text('/etc/hostname'))",
    "EXISTS (SELECT * FROM read_csv('https://example.com/x.csv'))",
    "getenv('HOME') = ''",
    "json_contains(repeat('[', 700000) || plan || repeat(']', 700000), '9')",
    "CAST(CAST(repeat('[', 700000) || repeat(']', 700000) AS JSON) AS VARIANT) IS NULL",
    'plan',
  ])('%s is refused in words', async (predicate) => {
    await expect(engine.selectRows(sourceOf(await table), [predicate])).rejects.toMatchObject({
      code: 'config-invalid',
    });
  });
});

describe('a file says the same to the engine as to the parser of small files', () => {
  const both = async (name: string, text: string) => {
    writeFileSync(at(`${name}.csv`), text);
    writeFileSync(at(`${name}.csv.gz`), gzipSync(text));
    return Promise.all([`${name}.csv`, `${name}.csv.gz`].map((file) => loadTable(engine, at(file), name)));
  };

  it.each([
    ['blank', '\n\ny,p\n0,1\n1,2\n'],
    ['blank-crlf', '\r\n\r\ny,p\r\n0,1\r\n1,2\r\n'],
    ['quoted', 'y,p\n"a ""b""","1\n2"\n"""c""",""\n'],
  ])('%s', async (name, text) => {
    const [small, packed] = await both(name, text);
    expect([...(packed?.cells ?? [])]).toEqual([...(small?.cells ?? [])]);
    expect(packed?.rows).toBe(2);
  });

  it('or is refused: an empty line of one column', async () => {
    await expect(both('one', 'y\n0\n\n1\n')).rejects.toThrow('one:3 is empty; in a file of one column');
  });
});

describe('JSON lines', () => {
  it('with keys that differ in case only are refused, in the engine one would be empty', async () => {
    writeFileSync(at('case.jsonl'), '{"y":0,"p":0.1,"P":0.9}\n{"y":1,"p":0.2,"P":0.8}\n');
    await expect(loadTable(engine, at('case.jsonl'), 'case.jsonl')).rejects.toMatchObject({
      code: 'data-invalid',
      message: 'case.jsonl has columns that differ in case only: "p" and "P".',
    });
    writeFileSync(at('numbered.jsonl'), '{"p":0.1,"p_1":0.9}\n');
    expect((await loadTable(engine, at('numbered.jsonl'), 'n')).header).toEqual(['p', 'p_1']);
  });

  it('keep whole numbers of any length apart', async () => {
    const [one, other] = ['123456789012345678901234567890', '123456789012345678901234567891'];
    writeFileSync(at('huge.jsonl'), `{"y":${one},"p":0.5}\n{"y":${other},"p":1}\n`);
    const { cells } = await loadTable(engine, at('huge.jsonl'), 'huge.jsonl');
    expect([...cells]).toEqual([
      ['y', [one, other]],
      ['p', ['0.5', '1']],
    ]);
  });
});
