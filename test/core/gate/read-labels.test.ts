import { createLabelReader } from '@tidegate/core/gate/read-labels';
import { describe, expect, it } from 'vitest';
import { request } from '../adapters/model-fixtures.ts';

const output = (...texts: readonly string[]) => ({ data: new Float64Array(), width: 1, texts });
const readerOf = (...classes: readonly string[]) =>
  createLabelReader(request('multiclass-classification', {}, { classes }), 'label', 'model.onnx');

describe('labels of a model', () => {
  it('are matched by their text, or by their value', () => {
    const reader = readerOf('0', '1', 'other');
    expect([...reader.read(output('other', '1', '0.0'))]).toEqual([2, 1, 0]);
    expect([...reader.read({ data: Float64Array.of(1, 0), width: 1 })]).toEqual([1, 0]);
  });

  it('of a graph that gives booleans as 0 and 1 are those of the data', () => {
    const reader = readerOf('False', 'True');
    expect([...reader.read({ data: Float64Array.of(1, 0), width: 1 })]).toEqual([1, 0]);
    expect([...reader.read(output('true', 'False'))]).toEqual([1, 0]);
  });

  it('are never matched by a value that is one float64 for two int64', () => {
    const reader = readerOf('0', '9007199254740993');
    expect([...reader.read(output('9007199254740993', '0'))]).toEqual([1, 0]);
    expect(() => reader.read(output('9007199254740992', '0'))).toThrow(
      'model.onnx gives the labels "9007199254740992", "0"; the classes of the data are "0", "9007199254740993"',
    );
  });
});
