import { parseTable } from '@tidegate/core/data/parse-table';
import { readCodes, readTruth, readWeights, refuseRepeatedIds } from '@tidegate/core/data/truth';
import { describe, expect, it } from 'vitest';

const read = (text: string) => parseTable(new TextEncoder().encode(text), 'd.csv');
const data = {
  path: 'd.csv',
  target: 'y',
  features: { numeric: ['x'], categorical: [] },
  holdout: { fraction: 0.25, salt: '' },
};

describe('what is true of a row', () => {
  it('is its class: those of the policy in their order, else sorted as scikit-learn sorts them', async () => {
    const table = await read('x,y\n1,10\n2,9\n3,10\n');
    const truth = readTruth(table, data, 'multiclass-classification');
    expect(truth).toMatchObject({ classes: ['9', '10'], labels: Int32Array.from([1, 0, 1]) });
    const named = readTruth(table, { ...data, classes: ['10', '9', '8'] }, 'multiclass-classification');
    expect(named).toMatchObject({ classes: ['10', '9', '8'], labels: Int32Array.from([0, 1, 0]) });
    const words = readTruth(await read('x,y\n1,b\n2,B\n3,a\n'), data, 'multiclass-classification');
    expect(words).toMatchObject({ classes: ['B', 'a', 'b'] });
  });

  it('is its set of labels', async () => {
    const truth = readTruth(await read('x,y\n1,a|b\n2,\n3,b\n'), data, 'multilabel-classification');
    expect(truth).toMatchObject({ classes: ['a', 'b'], labels: Uint8Array.from([1, 1, 0, 0, 0, 1]) });
  });

  it('is a number, or a relevance within a query', async () => {
    expect(readTruth(await read('x,y\n1,2.5\n2,-1\n'), data, 'regression').labels).toEqual(
      Float64Array.from([2.5, -1]),
    );
    const table = await read('x,y,q\n1,2,b\n2,0,a\n3,1,b\n');
    expect(readTruth(table, { ...data, query: 'q' }, 'ranking')).toMatchObject({ queries: Int32Array.from([0, 1, 0]) });
  });

  it.each([
    [
      'a class that the policy does not know',
      'x,y\n1,a\n2,c\n',
      'multiclass-classification',
      'd.csv:3 column "y" has the class "c"',
    ],
    ['a missing class', 'x,y\n1,a\n2,\n', 'multiclass-classification', 'd.csv:3 column "y" is empty'],
    ['a class that is NaN', 'x,y\n1,a\n2,b\n3,nan\n', 'multiclass-classification', 'd.csv:4 column "y" is nan'],
    ['a label that is NaN', 'x,y\n1,a|b\n2,NaN\n', 'multilabel-classification', 'd.csv:3 column "y" is NaN'],
    ['a value that is NaN', 'x,y\n1,1\n2,NaN\n', 'regression', 'd.csv:3 column "y": expected a number, got "NaN"'],
    [
      'a label that the policy does not know',
      'x,y\n1,a|c\n',
      'multilabel-classification',
      'd.csv:2 column "y" has the class "c"',
    ],
    ['a missing value', 'x,y\n1,1\n2,\n', 'regression', 'd.csv:3 column "y" is empty'],
    ['a value that is no number', 'x,y\n1,1\n2,many\n', 'regression', 'd.csv:3 column "y": expected a number'],
  ] as const)('is refused: %s', async (_, text, task, expected) => {
    const table = await read(text);
    expect(() => readTruth(table, { ...data, classes: ['a', 'b'] }, task)).toThrow(expected);
  });

  it.each(['', 'NaN', 'nan'])('is never %j, though it would make two classes', async (cell) => {
    const table = await read(`x,y\n1,a\n2,${cell}\n3,a\n`);
    const binary = { ...data, positive: 'a' };
    expect(() => readTruth(table, binary, 'binary-classification')).toThrow(
      `d.csv:3 column "y" is ${cell || 'empty'}.`,
    );
  });

  it('keeps int64 labels apart that are one float64, in their order', async () => {
    const [small, middle, large] = ['9007199254740992', '9007199254740993', '9007199254740994'];
    const table = await read(`x,y\n1,${large}\n2,${middle}\n3,${small}\n`);
    expect(readTruth(table, data, 'multiclass-classification')).toMatchObject({
      classes: [small, middle, large],
      labels: Int32Array.of(2, 1, 0),
    });
    const two = await read(`x,y\n1,${middle}\n2,${small}\n`);
    expect(readTruth(two, { ...data, positive: middle }, 'binary-classification')).toMatchObject({
      classes: [small, middle],
      labels: Int32Array.of(1, 0),
    });
  });

  it('is one class however its value is written, which the policy may write in its own way', async () => {
    const table = await read('x,y\n1,1.0\n2,0\n3,1\n4,0.0\n');
    expect(readTruth(table, data, 'multiclass-classification')).toMatchObject({
      classes: ['0', '1.0'],
      labels: Int32Array.of(1, 0, 1, 0),
    });
    expect(readTruth(table, { ...data, positive: '1' }, 'binary-classification')).toMatchObject({
      classes: ['0', '1'],
      labels: Int32Array.of(1, 0, 1, 0),
    });
    const words = await read('x,y\n1,True\n2,False\n');
    expect(readTruth(words, { ...data, positive: 'true' }, 'binary-classification')).toMatchObject({
      labels: Int32Array.of(1, 0),
    });
  });

  it('is refused with one class only', async () => {
    const table = await read('x,y\n1,a\n2,a\n');
    expect(() => readTruth(table, data, 'multiclass-classification')).toThrow('has only one class, "a"');
  });
});

it('codes equal cells equally, in order of first appearance', async () => {
  expect(readCodes(await read('x,y\n1,b\n2,a\n3,b\n'), 'y')).toEqual(Int32Array.from([0, 1, 0]));
});

it.each([
  ['a negative one', 'w\n1\n-2\n', 'd.csv:3 weight "w" is -2'],
  ['a missing one', 'w\n1\n""\n', 'd.csv:3 column "w" is empty'],
  ['zeros only', 'w\n0\n0\n', 'at least 2 are needed'],
])('refuses weights with %s', async (_, text, expected) => {
  const table = await read(text);
  expect(() => readWeights(table, 'w')).toThrow(expected);
});

it('takes weights whose squares are no numbers as shares of the largest', async () => {
  expect(readWeights(await read('w\n5e-324\n0\n1e-323\n'), 'w')).toEqual(Float64Array.of(0.5, 0, 1));
  expect(readWeights(await read('w\n1e308\n5e307\n'), 'w')).toEqual(Float64Array.of(1, 0.5));
  expect(readWeights(await read('w\n300\n2\n'), 'w')).toEqual(Float64Array.of(300, 2));
  const one = await read('w\n1e300\n1e-300\n');
  expect(() => readWeights(one, 'w')).toThrow('1 rows have a weight in column "w" that is not 0');
});

it('refuses a row that is there twice, and names both lines', async () => {
  const table = await read('id,x\na,1\nb,2\na,3\n');
  expect(() => refuseRepeatedIds(table, 'id')).toThrow('d.csv:4 has the "id" "a" of line 2 again');
});
