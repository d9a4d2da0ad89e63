import { createGateTools } from '@tidegate/core/adapters/gate-tools';
import { Model } from '@tidegate/core/config/schema';
import { parseTable } from '@tidegate/core/data/parse-table';
import { sourceOf } from '@tidegate/core/data/table';
import { readWindow } from '@tidegate/core/drift/read-window';
import { exportOnnx } from '@tidegate/core/export/export-onnx';
import { decideVerdict } from '@tidegate/core/gate/decide';
import type { Profile } from '@tidegate/core/profile/profile';
import { PREDICTION_COLUMN, type ProfiledRows, profileColumns } from '@tidegate/core/profile/profile-columns';
import type { Prediction } from '@tidegate/core/serving/prediction';
import { expect, it } from 'vitest';

const CLASSES = ['low', 'middle', 'high'];
/** Reads x in -1, 0 or 1 and is sure of low, middle or high. */
const onnx = exportOnnx({
  preprocessing: { numeric: [{ name: 'x', fill: 0, mean: 0, standardDeviation: 1 }], categorical: [] },
  layers: [{ units: 3, activation: 'softmax', kernel: Float32Array.of(-4, 0, 4), bias: Float32Array.of(0, 2, 0) }],
  output: 'probabilities',
});
const model = Model.parse({
  task: 'multiclass-classification',
  paths: ['train.ts'],
  training: { command: 'node train.ts' },
  data: { path: 'd.csv', target: 'y', classes: CLASSES, features: { numeric: ['x'] } },
  evaluation: { replicates: 100 },
  gate: [{ kind: 'threshold', metric: 'accuracy', min: 0.9 }],
});
const digest = `sha256:${'a'.repeat(64)}`;

// low once, middle twice, high three times.
const ROWS = [0, 1, 1, 2, 2, 2].map((each) => `${each - 1},${CLASSES[each]}`);

async function judge(policy = model, file = onnx, rows: readonly string[] = ROWS): Promise<ProfiledRows> {
  const days = rows.map((row, day) => `${row},2026-01-${String(1 + (day % 28)).padStart(2, '0')}`);
  const text = `x,y,day\n${days.join('\n')}\n`;
  const table = await parseTable(new TextEncoder().encode(text), 'd.csv');
  const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
  const { verdict, profiled } = await decideVerdict({
    tools: createGateTools({ clock, workspace: '.', environment: {}, onLine: () => {} }),
    modelName: 'usage',
    model: policy,
    data: sourceOf(table),
    evaluation: sourceOf(table),
    candidate: { bytes: file, source: 'model.onnx', commit: null, pullRequest: null, run: null },
    baseline: undefined,
    policy: { commit: null, digest },
  });
  expect(verdict.outcome).toBe('pass');
  return profiled;
}

const labelsOf = ({ columns }: Profile) => {
  const column = columns.find(({ name }) => name === PREDICTION_COLUMN);
  if (column?.kind !== 'categorical') return undefined;
  const { values, counts, other } = column.categories;
  return { ...Object.fromEntries(values.map((value, place) => [value, counts[place]])), other };
};

it('keeps the classes that were decided for, and counts those of the prediction log beside them', async () => {
  const reference = profileColumns(await judge());
  expect(labelsOf(reference)).toEqual({ low: 1, middle: 2, high: 3, other: 0 });
  const predictions = ['high', 'low', 'low', 'unheard-of'].map(
    (label, index): Prediction => ({
      kind: 'tidegate.prediction',
      version: 1,
      id: String(index),
      at: '2026-01-02T03:04:05.000Z',
      model: 'usage',
      modelVersion: '1.0.0',
      digest,
      task: 'multiclass-classification',
      inputs: { x: 0 },
      score: 0.9,
      label,
    }),
  );
  const { current } = readWindow(reference, predictions, { digest, rows: 100, source: 'predictions.jsonl' });
  expect(labelsOf(current)).toEqual({ low: 2, middle: 0, high: 1, other: 1 });
});

it('brings the columns that drift cuts rows by, and leaves out what no policy asks for', async () => {
  const drift = { segments: ['y'], thresholds: 'learnt', chunk: { column: 'day', by: 'day' }, 'min-rows': 1 };
  const { cells } = await judge(Model.parse({ ...model, drift }));
  expect(Object.fromEntries(cells ?? [])).toEqual({
    y: ['low', 'middle', 'middle', 'high', 'high', 'high'],
    day: ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05', '2026-01-06'],
  });
  expect((await judge()).cells?.size).toBe(0);
  await expect(judge(Model.parse({ ...model, drift: { segments: ['region'] } }))).rejects.toThrow(/region/);
});

it('keeps scores and labels of two classes by bins, decided as the policy does', async () => {
  const file = exportOnnx({
    preprocessing: { numeric: [{ name: 'x', fill: 0, mean: 0, standardDeviation: 1 }], categorical: [] },
    layers: [{ units: 1, activation: 'sigmoid', kernel: Float32Array.of(1), bias: Float32Array.of(0) }],
    output: 'probability',
  });
  const policy = Model.parse({
    ...model,
    task: 'binary-classification',
    data: { path: 'd.csv', target: 'y', positive: 'yes', features: { numeric: ['x'] } },
    evaluation: { replicates: 100, threshold: 0.9 },
    gate: [{ kind: 'threshold', metric: 'accuracy', min: 0.1 }],
  });
  // Scores of 0.5 and of 0.73; at 0.9 nothing is called positive.
  const rows = Array.from({ length: 40 }, (_, row) => `${row % 2},${row % 4 === 1 || row === 0 ? 'yes' : 'no'}`);
  const { calibration } = await judge(policy, file, rows);
  expect(calibration?.classes).toEqual(['no', 'yes']);
  expect(
    calibration?.bins.map(({ rows: count, positives, predicted, hits }) => [count, positives, predicted, hits]),
  ).toEqual([
    [20, 1, 0, 0],
    [20, 10, 0, 0],
  ]);
  expect(calibration?.bins[1]?.sum).toBeCloseTo(20 / (1 + Math.exp(-1)), 5);
  expect((await judge()).calibration).toBe(undefined);
});

it('keeps scores and labels of several classes, each against the rest', async () => {
  const { classCalibration } = await judge();
  expect(classCalibration?.map((each) => each.class)).toEqual(CLASSES);
  expect(classCalibration?.map(({ bins }) => bins.map(({ rows, own }) => [rows, own]))).toEqual([
    [[6, 1]],
    [[6, 2]],
    [[6, 3]],
  ]);
  // Softmax of (4, 2, −4), (0, 2, 0) twice and (−4, 2, 4) three times: the highest score of each class.
  const [low, middle, high] = classCalibration?.map(({ highest }) => highest) ?? [];
  expect([low, middle, high].map((score) => Number(score?.toFixed(2)))).toEqual([0.88, 0.79, 0.88]);
});
