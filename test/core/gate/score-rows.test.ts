import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { ModelProto } from '@tidegate/core/export/onnx-proto';
import { scoreRows } from '@tidegate/core/gate/score-rows';
import { describe, expect, it } from 'vitest';
import {
  COLUMNS,
  expected,
  expectedLabels,
  modelFile,
  NUMERIC,
  ROWS,
  readFixture,
  request,
} from '../adapters/model-fixtures.ts';

const runtime = createOnnxRuntime();
const matrix = { features: NUMERIC };
const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));
const second = (values: readonly number[]) => values.filter((_, index) => index % 2 === 1);
const closeTo = (values: ArrayLike<number> | undefined, others: readonly number[], digits = 5) => {
  expect(values).toHaveLength(others.length);
  const distance = Math.max(
    ...Array.from(values ?? [], (value, index) => Math.abs(value - (others[index] ?? Number.NaN))),
  );
  expect(distance).toBeLessThan(10 ** -digits);
};

describe("scikit-learn's files", () => {
  it('take one input a column, of float, int64 and text; the positive class is found', async () => {
    const result = await scoreRows(runtime, modelFile('logistic'), request('binary-classification'));
    closeTo(result.scores, second(expected('logistic', 'probabilities')));
    expect(result).toMatchObject({ decisions: undefined, width: 1, provider: 'cpu' });
  });

  it('take the other class as the positive one when the data says so', async () => {
    const change = { classes: ['yes', 'no'] };
    const result = await scoreRows(runtime, modelFile('logistic'), request('binary-classification', {}, change));
    closeTo(
      result.scores,
      second(expected('logistic', 'probabilities')).map((score) => 1 - score),
    );
  });

  it('take one matrix, and labels of int64', async () => {
    const change = { ...matrix, classes: ['0', '1'] };
    const result = await scoreRows(runtime, modelFile('logistic-matrix'), request('binary-classification', {}, change));
    closeTo(result.scores, second(expected('logistic-matrix', 'probabilities')));
  });

  it('give a score for each class, and decide by their label', async () => {
    const asked = request('multiclass-classification');
    const result = await scoreRows(runtime, modelFile('forest'), asked);
    closeTo(result.scores, expected('forest', 'probabilities'));
    expect(result.width).toBe(3);
    expect(Array.from(result.decisions ?? [], (index) => asked.classes[index])).toEqual(expectedLabels('forest'));
  });

  it('give a score for each of several labels', async () => {
    const result = await scoreRows(runtime, modelFile('multilabel'), request('multilabel-classification', {}, matrix));
    closeTo(result.scores, expected('multilabel', 'probabilities'));
    expect(result.decisions).toBeUndefined();
  });

  it.each(['regression', 'ranking'] as const)('give values for %s', async (task) => {
    closeTo(
      (await scoreRows(runtime, modelFile('regressor'), request(task))).scores,
      expected('regressor', 'variable'),
      4,
    );
  });

  it('may give decisions only, by the name of their output', async () => {
    const binary = await scoreRows(
      runtime,
      modelFile('logistic'),
      request('binary-classification', { output: 'label' }),
    );
    expect(binary.scores).toBeUndefined();
    expect(Array.from(binary.decisions ?? [], (index) => ['no', 'yes'][index])).toEqual(expectedLabels('logistic'));
    const asked = request('multilabel-classification', { output: 'label' }, matrix);
    const labels = await scoreRows(runtime, modelFile('multilabel'), asked);
    expect([...(labels.decisions ?? [])]).toEqual(expected('multilabel', 'label'));
  });
});

describe('files of PyTorch and tf2onnx', () => {
  it('take the features as a matrix; one logit goes through a sigmoid', async () => {
    const asked = request('binary-classification', { input: 'input', output: 'logits', scores: 'logit' }, matrix);
    closeTo(
      (await scoreRows(runtime, modelFile('torch-binary'), asked)).scores,
      expected('torch-binary', 'logits').map(sigmoid),
    );
  });

  it('give logits of classes, which go through a softmax', async () => {
    const asked = request('multiclass-classification', { input: 'input', scores: 'logit' }, matrix);
    const logits = expected('torch-multiclass', 'logits');
    const softmax = logits.map((logit, index) => {
      const row = logits.slice(index - (index % 3), index - (index % 3) + 3);
      return 1 / row.reduce((sum, other) => sum + Math.exp(other - logit), 0);
    });
    closeTo((await scoreRows(runtime, modelFile('torch-multiclass'), asked)).scores, softmax);
  });

  it('give logits of several labels, each of which goes through a sigmoid', async () => {
    const asked = request('multilabel-classification', { scores: 'logit' }, matrix);
    const { scores } = await scoreRows(runtime, modelFile('torch-multiclass'), asked);
    closeTo(scores, expected('torch-multiclass', 'logits').map(sigmoid));
  });

  it('need no settings where one output of numbers and one matrix of that width leave no choice', async () => {
    const { scores } = await scoreRows(runtime, modelFile('tf2onnx'), request('binary-classification', {}, matrix));
    closeTo(scores, expected('tf2onnx', 'Identity'));
  });

  it('may keep their weights in a file beside them', async () => {
    const file = { ...modelFile('external'), externalData: new Map([['external.bin', readFixture('external.bin')]]) };
    const asked = request('binary-classification', { scores: 'logit' }, matrix);
    closeTo((await scoreRows(runtime, file, asked)).scores, expected('external', 'logits').map(sigmoid));
  });
});

describe('batches', () => {
  it.each([1, 7, 59, 60, 61])('of %i rows give the same scores', async (size) => {
    const whole = await scoreRows(runtime, modelFile('forest'), request('multiclass-classification'));
    const parts = await scoreRows(
      runtime,
      modelFile('forest'),
      request('multiclass-classification', { 'batch-size': size }),
    );
    expect(parts.scores).toEqual(whole.scores);
    expect(parts.decisions).toEqual(whole.decisions);
  });

  it('name rows by their place among all', async () => {
    const calls = COLUMNS['number_customer_service_calls'] as Float64Array;
    const columns = {
      ...COLUMNS,
      number_customer_service_calls: calls.map((value, row) => (row === 44 ? 2 ** 60 : value)),
    };
    const asked = request('binary-classification', { 'batch-size': 10 }, { columns });
    await expect(scoreRows(runtime, modelFile('logistic'), asked)).rejects.toThrow(
      'it reads "number_customer_service_calls" as int64, row 45 has 1152921504606847000',
    );
  });

  it('of one row serve a model that was exported for one', async () => {
    const file = edited('tf2onnx', ({ graph }) => {
      for (const value of [...graph.input, ...graph.output]) value.type.tensorType.shape.dim[0] = { dimValue: 1 };
    });
    closeTo(
      (await scoreRows(runtime, file, request('binary-classification', {}, matrix))).scores,
      expected('tf2onnx', 'Identity'),
    );
  });
});

interface Value {
  type: { tensorType: { shape: { dim: object[] } } };
}
function edited(name: string, change: (model: { graph: { input: Value[]; output: Value[]; node: object[] } }) => void) {
  const model = ModelProto.toObject(ModelProto.decode(readFixture(`${name}.onnx`))) as Parameters<typeof change>[0];
  change(model);
  return { bytes: ModelProto.encode(ModelProto.fromObject(model)).finish(), source: `${name}.onnx` };
}

describe('what cannot be scored is refused', () => {
  const binary = 'binary-classification';
  const multiclass = 'multiclass-classification';
  const withColumn = (values: object) => ({ columns: { ...COLUMNS, ...values } });
  const minutes = COLUMNS['total_day_minutes'] as Float64Array;
  it.each([
    ['a ZipMap output', 'logistic-zipmap', request(binary), 'its probabilities are a list of maps (ZipMap)'],
    [
      'labels that the data lacks',
      'logistic-matrix',
      request(binary, {}, matrix),
      'gives the labels "0", "1"; the classes of the data are "no", "yes"',
    ],
    [
      'classes that the model lacks',
      'forest',
      request(multiclass, {}, { classes: ['a', 'b', 'c', 'd'] }),
      /gives the labels .* the classes of the data are "a"/,
    ],
    [
      'another number of classes',
      'torch-multiclass',
      request(multiclass, {}, { ...matrix, classes: ['a', 'b'] }),
      'gives 3 values a row in output "logits"; multiclass-classification needs 2, one for each class ("a", "b")',
    ],
    [
      'several scores for a value',
      'torch-multiclass',
      request('regression', {}, matrix),
      'gives 3 values a row in output "logits"; regression needs 1',
    ],
    [
      'classes in another order',
      'forest',
      request(multiclass, {}, { classes: ['middle', 'high', 'low'] }),
      /decides for another class than the one with its highest score in \d+ of 60 rows/,
    ],
    [
      'a pair in another order',
      'logistic',
      request(binary, {}, { outputClasses: ['yes', 'no'] }),
      'not in the order "yes", "no"',
    ],
    [
      'logits that are called probabilities',
      'torch-binary',
      request(binary, {}, matrix),
      /gives no probability: output "logits" is -?\d.* in row \d+, expected 0 to 1/,
    ],
    [
      'a missing number that becomes NaN',
      'tf2onnx',
      request(
        binary,
        {},
        {
          ...matrix,
          ...withColumn({ total_day_minutes: minutes.map((value, row) => (row === 6 ? Number.NaN : value)) }),
        },
      ),
      'gives no number: output "Identity" is NaN in row 7',
    ],
    [
      'a value that is not finite',
      'regressor',
      request('regression', {}, withColumn({ total_day_minutes: minutes.map(() => 1e300) })),
      /gives no number: output "variable" is -?Infinity in row 1/,
    ],
    [
      'a column that the data lacks',
      'logistic',
      request(binary, {}, { features: NUMERIC }),
      'reads "international_plan", which data.features of tidegate.yml does not list',
    ],
    [
      'a matrix of another width',
      'tf2onnx',
      request(binary),
      'reads "dense_input", which data.features of tidegate.yml does not list',
    ],
    [
      'a named matrix of another width',
      'tf2onnx',
      request(binary, { input: 'dense_input' }),
      'takes 3 features a row in "dense_input"; data.features lists 4',
    ],
    [
      'text in a matrix of numbers',
      'tf2onnx',
      request(binary, {}, { features: ['international_plan', ...NUMERIC.slice(1)] }),
      'takes a matrix of numbers; feature "international_plan" is text',
    ],
    [
      'an input of another name',
      'tf2onnx',
      request(binary, { input: 'x' }, matrix),
      'has the inputs "dense_input"; onnx.input names "x"',
    ],
    [
      'an output of another name',
      'tf2onnx',
      request(binary, { output: 'x' }, matrix),
      'has no output "x"; it has "Identity"',
    ],
    ['no rows', 'logistic', request(binary, {}, { rows: 0 }), 'There are no rows to score'],
  ])('%s', async (_, name, asked, message) => {
    await expect(scoreRows(runtime, modelFile(name), asked)).rejects.toThrow(message);
  });

  it('and says how to export without ZipMap', async () => {
    await expect(scoreRows(runtime, modelFile('logistic-zipmap'), request(binary))).rejects.toMatchObject({
      code: 'model-invalid',
      hint: expect.stringContaining("options={'zipmap': False}"),
    });
  });

  it('probabilities of a row that do not sum to 1', async () => {
    const file = edited('torch-multiclass', ({ graph }) => {
      graph.node.push({ opType: 'Sigmoid', name: 's', input: ['logits'], output: ['scores'] });
      Object.assign(graph.output[0] ?? {}, { name: 'scores' });
    });
    await expect(scoreRows(runtime, file, request(multiclass, {}, matrix))).rejects.toThrow(
      /output "scores" sums to [\d.]+ over the classes in row 1, expected 1/,
    );
  });

  it('two columns of a binary model that do not sum to 1, though only one of them is read', async () => {
    const file = edited('torch-binary', ({ graph }) => {
      graph.node.push({ opType: 'Sigmoid', name: 's', input: ['logits'], output: ['one'] });
      const axis = [{ name: 'axis', i: 1, type: 2 }];
      graph.node.push({ opType: 'Concat', name: 'c', input: ['one', 'one'], output: ['pair'], attribute: axis });
      Object.assign(graph.output[0] ?? {}, { name: 'pair' });
      if (graph.output[0]) graph.output[0].type.tensorType.shape.dim[1] = { dimValue: 2 };
    });
    await expect(scoreRows(runtime, file, request(binary, {}, matrix))).rejects.toThrow(
      /output "pair" sums to [\d.]+ over the classes in row 1, expected 1/,
    );
  });

  it('an order of the outputs without the positive class', async () => {
    const asked = request(binary, {}, { outputClasses: ['nein', 'ja'] });
    await expect(scoreRows(runtime, modelFile('logistic'), asked)).rejects.toThrow(
      'has the output classes "nein", "ja" by data.classes; "yes", which counts as positive, is none of them',
    );
  });

  it('but not a rounding error outside 0 and 1', async () => {
    const file = edited('tf2onnx', ({ graph }) => {
      graph.node.push({
        opType: 'Constant',
        name: 'c',
        output: ['big'],
        attribute: [{ name: 'value_float', f: 1.000001, type: 1 }],
      });
      graph.node.push({ opType: 'Max', name: 'm', input: ['Identity', 'big'], output: ['scores'] });
      Object.assign(graph.output[0] ?? {}, { name: 'scores' });
    });
    const { scores } = await scoreRows(runtime, file, request(binary, {}, matrix));
    expect(scores).toEqual(new Float64Array(ROWS).fill(1));
  });
});
