import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { sha256 } from '@tidegate/core/digest';
import { Prediction } from '@tidegate/core/serving/prediction';
import type { ServingHints } from '@tidegate/core/serving/serving-hints';
import { predictRows } from '@tidegate/serving/predict-rows';
import { openVersion } from '@tidegate/serving/served-version';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  COLUMNS,
  expected,
  expectedLabels,
  FEATURES,
  NUMERIC,
  ROWS,
  readFixture,
} from '../core/adapters/model-fixtures.ts';
import { makeManifest } from './releases.ts';

const Answer = z.object({
  classes: z.array(z.string()).optional(),
  predictions: z.array(
    z.strictObject({
      id: z.string(),
      value: z.number().optional(),
      score: z.number().optional(),
      label: z.string().optional(),
      probabilities: z.array(z.number()).optional(),
    }),
  ),
});
const rowsOf = (columns: readonly string[]) =>
  Array.from({ length: ROWS }, (_, row) => Object.fromEntries(columns.map((name) => [name, COLUMNS[name]?.[row]])));

async function open(file: string, serving: ServingHints) {
  const runtime = createOnnxRuntime();
  const bytes = readFixture(`${file}.onnx`);
  const loaded = await runtime.load(bytes, file);
  await loaded.release();
  const manifest = await makeManifest('1.0.0', bytes);
  const onnx = { ...manifest.onnx, digest: await sha256(bytes), signature: loaded.signature };
  return openVersion(runtime, { ...manifest, onnx, serving }, bytes, new Date(0));
}

/** What is answered for all rows of the fixtures, and what the log says of the same rows. */
async function predict(file: string, serving: ServingHints, rows: readonly object[] = rowsOf(FEATURES)) {
  const version = await open(file, serving);
  try {
    const { body, logged } = await predictRows(version, { rows });
    const { classes, predictions } = Answer.parse(body);
    for (const line of logged) expect(Prediction.parse(JSON.parse(JSON.stringify(line)))).toEqual(line);
    expect(logged.map(({ id }) => id)).toEqual(predictions.map(({ id }) => id));
    return { classes, predictions, logged };
  } finally {
    await version.loaded.release();
  }
}
const closeTo = (values: readonly (number | undefined)[], others: readonly number[], digits = 5) => {
  expect(values).toHaveLength(others.length);
  for (const [index, value] of values.entries()) expect(value).toBeCloseTo(others[index] ?? Number.NaN, digits);
};
const CLASSES = ['high', 'low', 'middle'];
const multiclass = { task: 'multiclass-classification', output: 'probabilities', classes: CLASSES } as const;

describe('what Python predicts with the same file is answered', () => {
  it('as a value, which the log calls the score', async () => {
    const { predictions, logged } = await predict('regressor', { task: 'regression', output: 'variable' });
    closeTo(
      predictions.map(({ value }) => value),
      expected('regressor', 'variable'),
      3,
    );
    expect(Object.keys(predictions[0] ?? {})).toEqual(['id', 'value']);
    expect(logged.map(({ score }) => score)).toEqual(predictions.map(({ value }) => value));
    expect(logged[0]).toMatchObject({ task: 'regression', inputs: rowsOf(FEATURES)[0] });
    expect(logged[0]).not.toHaveProperty('label');
  });

  it('as the class that the model decides for, with the probabilities in the order of the classes', async () => {
    const { classes, predictions, logged } = await predict('forest', { ...multiclass, labels: 'label' });
    expect(classes).toEqual(CLASSES);
    expect(predictions.map(({ label }) => label)).toEqual(expectedLabels('forest'));
    closeTo(
      predictions.flatMap(({ probabilities }) => probabilities ?? []),
      expected('forest', 'probabilities'),
    );
    for (const { label = '', score, probabilities } of predictions)
      expect(probabilities?.[CLASSES.indexOf(label)]).toBe(score);
    // The log has all probabilities too: performance is estimated from them.
    const answered = predictions.map(({ label, score, probabilities }) => ({ label, score, probabilities }));
    expect(logged).toMatchObject(answered.map((answer) => ({ task: multiclass.task, ...answer })));
  });

  it('as the most probable class where the model gives no label', async () => {
    const { predictions } = await predict('forest', { ...multiclass, labels: null });
    for (const { label = '', probabilities = [] } of predictions)
      expect(probabilities.indexOf(Math.max(...probabilities))).toBe(CLASSES.indexOf(label));
  });

  it('from logits over one matrix of columns that are sent by name', async () => {
    const hints: ServingHints = {
      ...multiclass,
      output: 'logits',
      features: [...NUMERIC],
      labels: null,
      scores: 'logit',
    };
    const { predictions } = await predict('torch-multiclass', hints, rowsOf(NUMERIC));
    const logits = expected('torch-multiclass', 'logits');
    const first = predictions[0]?.probabilities ?? [];
    expect(first.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
    expect(Math.log((first[0] ?? 0) / (first[1] ?? 0))).toBeCloseTo((logits[0] ?? 0) - (logits[1] ?? 0), 4);
  });

  it.each<[title: string, change: object, isPositive: (label: string) => boolean]>([
    ['the second of two columns', {}, (label) => label === 'yes'],
    ['the first, for the other class', { positive: 'no', negative: 'yes' }, (label) => label === 'no'],
  ])('as the positive class: %s', async (_, change, isPositive) => {
    const binary = { output: 'probabilities', threshold: 0.5, positive: 'yes', negative: 'no', ...change };
    const { predictions } = await predict('logistic', binary);
    expect(Object.keys(predictions[0] ?? {})).toEqual(['id', 'score', 'label']);
    expect(predictions.map(({ label }) => label)).toEqual(expectedLabels('logistic'));
    for (const { score = 0, label = '' } of predictions) expect(score >= 0.5).toBe(isPositive(label));
  });
});

describe('a version is not opened', () => {
  it.each<[title: string, hints: ServingHints, code: string]>([
    ['whose output is not there', { task: 'regression', output: 'probability' }, 'artifact-mismatch'],
    ['whose labels are not there', { ...multiclass, labels: 'decision' }, 'artifact-mismatch'],
    ['whose matrix has another width', { ...multiclass, labels: null, features: ['a'] }, 'model-invalid'],
  ])('%s', async (_, hints, code) => {
    await expect(open('forest', hints)).rejects.toMatchObject({ code });
  });
});

it('refuses rows of a model that gives another number of classes than its manifest names', async () => {
  await expect(predict('forest', { ...multiclass, classes: ['high', 'low'], labels: null })).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringContaining('gives 3 values a row'),
  });
});
