import { parseTable } from '@tidegate/core/data/parse-table';
import type { TablePart } from '@tidegate/core/data/table';
import { readEvaluationSet } from '@tidegate/core/evaluation/evaluation-set';
import type { PredictionColumns } from '@tidegate/core/evaluation/read-predictions';
import { refuseOtherRows } from '@tidegate/core/evaluation/refuse-other-rows';
import { describe, expect, it } from 'vitest';

const read = (source: string, text: string) => parseTable(new TextEncoder().encode(text), source);
const columns: PredictionColumns = {
  task: 'binary-classification',
  target: 'y',
  weight: 'w',
  group: 'g',
  threshold: 0.5,
};
const TEXT = 'id,y,w,g,p\na,1,0.5,x,0.9\nb,0,1,y,0.2\n';
const digestOf = async (text: string, change: Partial<PredictionColumns> = {}) =>
  readEvaluationSet(await read('d.csv', text), { ...columns, ...change }).digest;

describe('the digest of an evaluation set', () => {
  it.each<[string, string, Partial<PredictionColumns>?]>([
    ['whatever models say', TEXT.replace('0.9', '0.1')],
    ['however a number is written', TEXT.replace('0.5', '5e-1').replace('b,0,1', 'b,0.0,1.000')],
    ['in any order of the columns', 'p,g,w,y,id\n1,x,0.5,1,a\n1,y,1,0,b\n'],
  ])('stays the same %s', async (_, text, change) => {
    expect(await digestOf(text, change)).toBe(await digestOf(TEXT, change));
  });

  it.each<[string, string, Partial<PredictionColumns>?]>([
    ['a label', TEXT.replace('b,0', 'b,1')],
    ['a weight', TEXT.replace('0.5', '0.6')],
    ['a group', TEXT.replace('y,0.2', 'z,0.2')],
    ['an id', TEXT.replace('b,0', 'c,0'), { id: 'id' }],
    ['the order of rows without ids', 'id,y,w,g,p\nb,0,1,y,0.2\na,1,0.5,x,0.9\n'],
    ['an int64 label that no float64 tells apart', TEXT.replace('b,0', 'b,9007199254740993')],
  ])('changes with %s', async (_, text, change) => {
    const other = text.includes('9007199254740993') ? text.replace('993', '992') : TEXT;
    expect(await digestOf(text, change)).not.toBe(await digestOf(other, change));
  });

  it('is of the rows by their ids, where there are some', async () => {
    const turned = 'id,y,w,g,p\nb,0,1,y,0.2\na,1,0.5,x,0.9\n';
    expect(await digestOf(turned, { id: 'id' })).toBe(await digestOf(TEXT, { id: 'id' }));
  });

  it('is the same from a file that holds numbers', async () => {
    const table: TablePart = {
      source: 'd.parquet',
      header: ['y', 'w', 'g'],
      rows: 2,
      cells: new Map([['g', ['x', 'y']]]),
      numbers: new Map([
        ['y', Float64Array.of(1, 0)],
        ['w', Float64Array.of(0.5, 1)],
      ]),
      lines: [1, 2],
    };
    expect(readEvaluationSet(table, columns).digest).toBe(await digestOf(TEXT));
  });

  it('takes several labels in any order, and values by their number', async () => {
    const several = { task: 'multilabel-classification', weight: undefined, group: undefined } as const;
    expect(await digestOf('y\na|b\n', several)).toBe(await digestOf('y\nb|a\n', several));
    const value = { task: 'regression', weight: undefined, group: undefined } as const;
    expect(await digestOf('y\n1.50\n', value)).toBe(await digestOf('y\n1.5\n', value));
  });
});

describe('two sets', () => {
  const setOf = async (source: string, text: string, change: Partial<PredictionColumns> = {}) =>
    readEvaluationSet(await read(source, text), { ...columns, ...change });

  it('that are equal may be compared', async () => {
    const [here, there] = [await setOf('new.csv', TEXT), await setOf('old.csv', TEXT)];
    expect(() => refuseOtherRows(here, there)).not.toThrow();
  });

  it.each<[string, string, Partial<PredictionColumns>, RegExp, RegExp]>([
    [
      'another label',
      TEXT.replace('b,0', 'b,1'),
      {},
      /^new\.csv and old\.csv were not evaluated on the same rows: the evaluation set of new\.csv has the digest [0-9a-f]{12}, that of old\.csv [0-9a-f]{12}\. They first differ at new\.csv:3 and old\.csv:3: label "0" and "1"\.$/,
      /sort both files by id, or name the column of ids with --id/,
    ],
    [
      'another weight and group',
      TEXT.replace('0.5,x', '2,z'),
      { id: 'id' },
      /new\.csv:2 and old\.csv:2: weight "0\.5" and "2", group "x" and "z"\.$/,
      /one id have one label, weight and group/,
    ],
    [
      'a row less',
      'id,y,w,g,p\na,1,0.5,x,0.9\n',
      {},
      /new\.csv has 2 rows, old\.csv only 1: new\.csv:3 is the first/,
      /Score/,
    ],
    ['a row more', `${TEXT}c,1,1,x,1\n`, {}, /old\.csv has 3 rows, new\.csv only 2: old\.csv:4 is the first/, /Score/],
  ])('are refused for %s, with both digests and the first row', async (_, text, change, message, hint) => {
    const [here, there] = [await setOf('new.csv', TEXT, change), await setOf('old.csv', text, change)];
    expect(() => refuseOtherRows(here, there)).toThrow(
      expect.objectContaining({
        code: 'evaluation-mismatch',
        message: expect.stringMatching(message),
        hint: expect.stringMatching(hint),
      }),
    );
  });
});
