import type { DataSet } from '@tidegate/core/config/schema';
import { parseTable } from '@tidegate/core/data/parse-table';
import { readFeatures } from '@tidegate/core/data/read-columns';
import { splitRows } from '@tidegate/core/data/split';
import { takeTable } from '@tidegate/core/data/take-rows';
import { readTruth } from '@tidegate/core/data/truth';
import { describe, expect, it } from 'vitest';

const bytes = (text: string) => new TextEncoder().encode(text);
const dataSet: DataSet = {
  path: 'd.csv',
  target: 'y',
  positive: 'yes',
  features: { numeric: ['x'], categorical: ['c'] },
  holdout: { fraction: 0.25, salt: '' },
};
const read = (text: string) => parseTable(bytes(text), 'd.csv');

describe('parseTable', () => {
  it('takes BOM, CRLF and quotes', async () => {
    const table = await read('\uFEFFx,c,y\r\n1,"a, ""b""",yes\r\n2,,no\r\n');
    expect(table.header).toEqual(['x', 'c', 'y']);
    expect(table.cells.get('c')).toEqual(['a, "b"', '']);
    expect(table.rows).toBe(2);
  });

  it.each([
    ['zero rows', 'x,c,y\n', 'has a header but zero rows'],
    ['nothing', '', 'has no header row'],
    ['a ragged row', 'x,c,y\n1,a,yes\n2,b\n', 'd.csv:3 is not valid CSV'],
    ['a column name twice', 'x,x,y\n1,2,yes\n', '"x" twice'],
    ['a row with too many cells', 'x,c,y\n1,a,yes\n2,b,no,4\n', 'd.csv:3 is not valid CSV'],
    ['a column without a name', 'x,,y\n1,2,yes\n', 'or an empty one'],
    ['an open quote', 'x,c,y\n1,"a,yes\n', 'is not valid CSV'],
  ])('refuses %s', async (_, text, expected) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining(expected),
    });
  });
});

it.each([
  ['Latin-1', [0x78, 0x2c, 0x79, 0x0a, 0xe9, 0x2c, 0x31, 0x0a]],
  ['UTF-16', [0xff, 0xfe, 0x78, 0x00, 0x0a, 0x00]],
])('refuses %s, which would make different letters one', async (_, content) => {
  await expect(parseTable(Uint8Array.from(content), 'd.csv')).rejects.toMatchObject({
    code: 'data-invalid',
    message: 'd.csv is not UTF-8 text.',
  });
});

describe('columns', () => {
  it('reads missing values as NaN and empty text', async () => {
    const columns = readFeatures(await read('x,c,y\n1.5,a,yes\n,,no\n-2e3,b,no\n'), dataSet);
    expect(columns).toEqual({ x: Float64Array.from([1.5, Number.NaN, -2000]), c: ['a', '', 'b'] });
  });

  it('names the column that is missing, and those that are there', async () => {
    const table = await read('z,c,y\n1,a,yes\n2,b,no\n');
    expect(() => readFeatures(table, dataSet)).toThrow('d.csv has no column "x"; it has z, c, y.');
    const near = await read('x,kind,y\n1,a,yes\n2,b,no\n');
    const typo = { ...dataSet, features: { numeric: [], categorical: ['knid'] } };
    expect(() => readFeatures(near, typo)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('Did you mean "kind"?') }),
    );
  });

  it('names line, column and value of a cell that is no number', async () => {
    const table = await read('x,c,y\n1,a,yes\nn/a,b,no\n');
    expect(() => readFeatures(table, dataSet)).toThrow('d.csv:3 column "x": expected a number, got "n/a".');
  });

  it.each([
    ['after empty lines', 'x,c,y\n1,a,yes\n\n\nn/a,b,no\n', 5],
    ['after a cell of two lines', 'x,c,y\n1,"a\nb",yes\nn/a,b,no\n', 4],
    ['with CRLF, at the end without one', 'x,c,y\r\n1,a,yes\r\nn/a,b,no', 3],
  ])('knows the line %s', async (_, text, line) => {
    const table = await read(text);
    expect(() => readFeatures(table, dataSet)).toThrow(`d.csv:${line} column "x"`);
  });

  it.each(['1e999', '-1e999', 'NaN', 'Infinity', '0x10', '1,5', '1 2', '٣'])('takes %s for no number', async (cell) => {
    const table = await read(`x,c,y\n1,a,yes\n"${cell}",b,no\n`);
    expect(() => readFeatures(table, dataSet)).toThrow(`expected a number, got ${JSON.stringify(cell)}`);
  });

  it.each([
    ['only one class', 'x,c,y\n1,a,yes\n2,b,yes\n', 'found "yes" (2 rows)'],
    ['three classes', 'x,c,y\n1,a,yes\n2,b,no\n3,b,maybe\n', '"maybe" (1 rows)'],
    ['no positive value', 'x,c,y\n1,a,ja\n2,b,no\n', 'one of them "yes"'],
  ])('refuses %s', async (_, text, expected) => {
    const table = await read(text);
    expect(() => readTruth(table, dataSet, 'binary-classification')).toThrow(expected);
  });

  it('knows the other label', async () => {
    const table = await read('x,c,y\n1,a,yes\n2,b,no\n');
    expect(readTruth(table, dataSet, 'binary-classification')).toMatchObject({ classes: ['no', 'yes'] });
    expect([...readTruth(table, dataSet, 'binary-classification').labels]).toEqual([1, 0]);
  });
});

describe('splitRows', () => {
  const task = 'binary-classification';
  const rows = Array.from(
    { length: 400 },
    (_, index) => `${index},${index % 3 === 0 ? 'a' : 'b'},${index % 5 === 0 ? 'yes' : 'no'}`,
  );
  const textOf = (lines: readonly string[]) => `x,c,y\n${lines.join('\n')}\n`;
  const heldValues = async (lines: readonly string[], salt = '') => {
    const table = await read(textOf(lines));
    const { holdout } = splitRows(table, { task, data: { ...dataSet, holdout: { fraction: 0.25, salt } } });
    const { x } = readFeatures(takeTable(table, holdout), dataSet);
    return [...(x ?? [])].map(Number).sort((left, right) => left - right);
  };

  it('is stratified, complete and disjoint', async () => {
    const table = await read(textOf(rows));
    const { labels } = readTruth(table, dataSet, task);
    const { train, holdout } = splitRows(table, { task, data: dataSet });
    expect([...train, ...holdout].sort((left, right) => left - right)).toEqual(rows.map((_, index) => index));
    expect(holdout.filter((row) => labels[row] === 1)).toHaveLength(20);
    expect(holdout.filter((row) => labels[row] === 0)).toHaveLength(80);
  });

  it('does not depend on the order of the rows, and does on the salt', async () => {
    const held = await heldValues(rows);
    expect(await heldValues(rows.toReversed())).toEqual(held);
    expect(await heldValues(rows, 'other')).not.toEqual(held);
  });

  it('puts equal rows on one side, so that nothing leaks', async () => {
    const table = await read(textOf([...rows, ...rows]));
    const { train, holdout } = splitRows(table, { task, data: dataSet });
    const trained = new Set(train.map((row) => row % rows.length));
    expect(holdout.filter((row) => trained.has(row % rows.length))).toEqual([]);
  });

  it('keeps a class of two on both sides', async () => {
    const table = await read('x,c,y\n1,a,yes\n2,a,yes\n3,b,no\n4,b,no\n');
    const { train, holdout } = splitRows(table, { task, data: dataSet });
    expect([train.length, holdout.length]).toEqual([2, 2]);
  });

  it.each([
    ['one row of a class', 'x,c,y\n1,a,yes\n2,b,no\n3,b,no\n', 'has 1 and 2 rows of its classes'],
    ['a class of equal rows', 'x,c,y\n1,a,yes\n1,a,yes\n2,b,no\n3,b,no\n', 'has 2 and 2 rows of its classes'],
  ])('refuses %s: one side would have none', async (_, text, expected) => {
    const table = await read(text);
    expect(() => splitRows(table, { task, data: dataSet })).toThrow(expected);
  });

  it('keeps the rows of a group, and of a query, on one side', async () => {
    const table = await read(textOf(rows));
    const sides = (split: ReturnType<typeof splitRows>, column: string) =>
      [split.train, split.holdout].map((side) => new Set(side.map((row) => table.cells.get(column)?.[row])));
    const grouped = splitRows(table, { task, data: dataSet, evaluation: { group: 'c' } });
    expect(sides(grouped, 'c').map(({ size }) => size)).toEqual([1, 1]);
    const ranked = splitRows(table, { task: 'ranking', data: { ...dataSet, query: 'y' } });
    expect(sides(ranked, 'y').map(({ size }) => size)).toEqual([1, 1]);
  });
});
