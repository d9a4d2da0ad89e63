import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { OnnxSettings } from '@tidegate/core/config/onnx';
import type { Model } from '@tidegate/core/config/schema';
import type { Task } from '@tidegate/core/config/task';
import { planServing } from '@tidegate/core/release/plan-serving';
import type { ServingHints } from '@tidegate/core/serving/serving-hints';
import { describe, expect, it } from 'vitest';
import { CLASSES, FEATURES, NUMERIC, readFixture } from '../adapters/model-fixtures.ts';
import { makeVerdict } from './validated.ts';

interface Change {
  readonly onnx?: Parameters<typeof OnnxSettings.parse>[0];
  readonly data?: Partial<Model['data']>;
  readonly judgedTask?: Task;
  readonly judged?: readonly string[];
  readonly threshold?: number;
}

const matrix = { features: { numeric: [...NUMERIC], categorical: [] } };

async function plan(file: string, task: Task, change: Change = {}): Promise<ServingHints> {
  const loaded = await createOnnxRuntime().load(readFixture(`${file}.onnx`), file);
  await loaded.release();
  const data: Model['data'] = {
    path: 'data.csv',
    target: 'target',
    features: { numeric: [...NUMERIC], categorical: FEATURES.slice(NUMERIC.length) },
    holdout: { fraction: 0.25, salt: '' },
    ...(task === 'binary-classification' && { positive: 'yes' }),
    ...change.data,
  };
  const { evaluation, ...verdict } = await makeVerdict({ task: change.judgedTask ?? task });
  const classes = Object.fromEntries((change.judged ?? CLASSES[task]).map((name) => [name, 10]));
  return planServing(
    { task, data, onnx: OnnxSettings.parse(change.onnx ?? {}) },
    { ...verdict, evaluation: { ...evaluation, classes, threshold: change.threshold ?? evaluation.threshold } },
    loaded.signature,
  );
}

describe('a server is told to answer as the gate judged', () => {
  const binary = { output: 'probabilities', threshold: 0.5, positive: 'yes', negative: 'no' };
  const multiclass = { task: 'multiclass-classification', output: 'probabilities', classes: ['high', 'low', 'middle'] };
  it.each<[title: string, file: string, task: Task, change: Change, expected: object]>([
    ['two columns of probabilities', 'logistic', 'binary-classification', {}, binary],
    ['a threshold that was chosen', 'logistic', 'binary-classification', { threshold: 1 }, { ...binary, threshold: 1 }],
    [
      'two columns in an order of their own',
      'logistic',
      'binary-classification',
      { data: { classes: ['yes', 'no'] } },
      { ...binary, classes: ['yes', 'no'] },
    ],
    [
      'the other class',
      'logistic',
      'binary-classification',
      { data: { positive: 'no' } },
      { ...binary, positive: 'no', negative: 'yes' },
    ],
    ['values', 'regressor', 'regression', {}, { task: 'regression', output: 'variable' }],
    ['classes and a label', 'forest', 'multiclass-classification', {}, { ...multiclass, labels: 'label' }],
    [
      'classes in the order of the policy',
      'forest',
      'multiclass-classification',
      { data: { classes: ['low', 'middle', 'high'] } },
      { ...multiclass, classes: ['low', 'middle', 'high'], labels: 'label' },
    ],
    [
      'logits of one matrix',
      'torch-multiclass',
      'multiclass-classification',
      { data: matrix, onnx: { scores: 'logit' } },
      { ...multiclass, output: 'logits', features: NUMERIC, labels: null, scores: 'logit' },
    ],
  ])('%s', async (_, file, task, change, expected) => {
    expect(await plan(file, task, change)).toEqual(expected);
  });

  it('keeps the order of classes that look like numbers', async () => {
    const judged = ['2', '10', '-1'];
    expect(await plan('forest', 'multiclass-classification', { judged })).toMatchObject({ classes: ['-1', '2', '10'] });
  });
});

describe('no release is made of', () => {
  it.each<[title: string, file: string, task: Task, change: Change, code: string, message: RegExp]>([
    [
      'labels alone',
      'logistic',
      'binary-classification',
      { onnx: { output: 'label' } },
      'model-invalid',
      /labels only/,
    ],
    [
      'several labels a row',
      'multilabel',
      'multilabel-classification',
      { data: matrix },
      'model-invalid',
      /not served yet/,
    ],
    [
      'more classes than a server answers with',
      'forest',
      'multiclass-classification',
      { judged: Array.from({ length: 1_001 }, (_, index) => `class ${index}`) },
      'model-invalid',
      /1001 classes are more than the 1000/,
    ],
    ['a ranking', 'regressor', 'ranking', {}, 'model-invalid', /not served yet/],
    [
      'what was judged as another task',
      'regressor',
      'regression',
      { judgedTask: 'ranking' },
      'artifact-mismatch',
      /its task was ranking, tidegate.yml now says regression/,
    ],
    [
      'what was judged with another positive class',
      'logistic',
      'binary-classification',
      { data: { positive: 'churned' } },
      'artifact-mismatch',
      /positive class was one of no, yes, tidegate.yml now says churned/,
    ],
    [
      'what was judged with other classes',
      'forest',
      'multiclass-classification',
      { data: { classes: ['low', 'high'] } },
      'artifact-mismatch',
      /classes was high, low, middle, tidegate.yml now says low, high/,
    ],
    [
      'columns that the policy does not list',
      'regressor',
      'regression',
      { data: { features: { numeric: ['x'], categorical: [] } } },
      'model-invalid',
      /does not list/,
    ],
  ])('%s', async (_, file, task, change, code, message) => {
    await expect(plan(file, task, change)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
