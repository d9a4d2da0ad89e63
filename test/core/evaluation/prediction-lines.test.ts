import { predictionLines } from '@tidegate/core/evaluation/prediction-lines';
import type { Sample } from '@tidegate/core/evaluation/sample';
import { expect, it } from 'vitest';

const SAMPLES: readonly [Sample, readonly unknown[]][] = [
  [
    {
      task: 'binary-classification',
      rows: 2,
      labels: Uint8Array.from([1, 0]),
      predictions: Uint8Array.from([0, 0]),
      scores: Float64Array.from([0.25, 0.1]),
    },
    [
      { label: 1, prediction: 0, score: 0.25 },
      { label: 0, prediction: 0, score: 0.1 },
    ],
  ],
  [
    {
      task: 'multiclass-classification',
      rows: 2,
      classes: ['a', 'b'],
      labels: Int32Array.from([1, 0]),
      predictions: Int32Array.from([0, 0]),
      scores: Float64Array.from([0.75, 0.25, 0.5, 0.5]),
    },
    [
      { label: 'b', prediction: 'a', scores: { a: 0.75, b: 0.25 } },
      { label: 'a', prediction: 'a', scores: { a: 0.5, b: 0.5 } },
    ],
  ],
  [
    {
      task: 'multilabel-classification',
      rows: 2,
      classes: ['a', 'b'],
      labels: Uint8Array.from([1, 1, 0, 0]),
      predictions: Uint8Array.from([0, 1, 1, 0]),
      scores: undefined,
    },
    [
      { label: ['a', 'b'], prediction: ['b'] },
      { label: [], prediction: ['a'] },
    ],
  ],
  [
    {
      task: 'regression',
      rows: 2,
      labels: Float64Array.from([1, 2]),
      predictions: Float64Array.from([1.5, 2]),
    },
    [
      { label: 1, prediction: 1.5 },
      { label: 2, prediction: 2 },
    ],
  ],
  [
    {
      task: 'ranking',
      rows: 2,
      labels: Float64Array.from([0, 3]),
      scores: Float64Array.from([-0.5, 2]),
      queries: Int32Array.from([0, 0]),
    },
    [
      { label: 0, score: -0.5, query: 0 },
      { label: 3, score: 2, query: 0 },
    ],
  ],
];

it.each(SAMPLES)('tells each row as one line of JSON: $task', (sample, expected) => {
  const lines = [...predictionLines({ sample, weights: Float64Array.from([1, 2.5]), groups: Int32Array.from([4, 0]) })];
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { row: 0, ...(expected[0] as object), weight: 1, group: 4 },
    { row: 1, ...(expected[1] as object), weight: 2.5, group: 0 },
  ]);
});

it.each(SAMPLES)('weighs every row 1 and leaves the group empty where the data has neither: $task', (sample) => {
  const lines = [...predictionLines({ sample, weights: undefined, groups: undefined })];
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ weight: 1, group: null });
});
