import { OnnxSettings } from '@tidegate/core/config/onnx';
import { parseTable } from '@tidegate/core/data/parse-table';
import { readTruth } from '@tidegate/core/data/truth';
import { checkScores } from '@tidegate/core/gate/check-scores';
import { createScoreDecoder } from '@tidegate/core/gate/decode-scores';
import type { ScoringPlan } from '@tidegate/core/gate/model-file';
import { describe, expect, it } from 'vitest';

const settings = OnnxSettings.parse({});
const plan = (task: ScoringPlan['task'], classes: readonly string[]): ScoringPlan => ({
  task,
  classes,
  features: [],
  settings,
});

async function scorePair(cells: readonly string[], positive: string): Promise<readonly number[]> {
  const table = await parseTable(
    new TextEncoder().encode(`x,y\n${cells.map((cell) => `1,${cell}\n`).join('')}`),
    'd.csv',
  );
  const data = { path: '', target: 'y', positive, features: { numeric: ['x'], categorical: [] } };
  const truth = readTruth(table, { ...data, holdout: { fraction: 0.25, salt: '' } }, 'binary-classification');
  const { read, choose } = createScoreDecoder(
    plan('binary-classification', 'classes' in truth ? truth.classes : []),
    'p',
    'm.onnx',
  );
  return [...choose(read({ data: Float64Array.of(0.125, 0.875), width: 2 }))];
}

describe('of two columns the one of the positive class is read, however it is written', () => {
  it.each([
    [['false', 'true'], 'true', 0.875],
    [['false', 'true'], 'True', 0.875],
    [['false', 'true'], 'TRUE', 0.875],
    [['false', 'true'], '1', 0.875],
    [['false', 'true'], '1.0', 0.875],
    [['false', 'true'], 'False', 0.125],
    [['False', 'True'], '1', 0.875],
    [['True', 'False'], '0', 0.125],
    [['0', '1'], 'true', 0.875],
    [['0', '1'], 'false', 0.125],
    [['0.0', '1.0'], '0', 0.125],
    [['-1', '1'], '1.0', 0.875],
    [['10', '9'], '10.0', 0.875],
    [['TRUE', 'false', 'true'], 'true', 0.875],
    [['false', 'TRUE', 'True'], '1', 0.875],
    [['maybe', 'TRUE'], 'TRUE', 0.125],
    [['no', 'yes'], 'yes', 0.875],
  ] as const)('%j with %s', async (cells, positive, expected) => {
    expect(await scorePair(cells, positive)).toEqual([expected]);
  });
});

describe('probabilities whose sum is a little off', () => {
  const scale = (values: readonly number[], factor: number) => Float64Array.from(values, (value) => value * factor);

  it.each([
    ['binary-classification', ['no', 'yes'], 2],
    ['multiclass-classification', ['a', 'b', 'c', 'd'], 4],
  ] as const)('are worth as much as before: %s', (task, classes, width) => {
    const { read, choose } = createScoreDecoder(plan(task, classes), 'p', 'm.onnx');
    const values = width === 2 ? [0.3, 0.7, 0.9, 0.1] : [0.1, 0.2, 0.3, 0.4];
    const range = { plan: plan(task, classes), name: 'p', source: 'm.onnx', firstRow: 0 };
    const scored = [1, 1.00095, 0.99905].map((factor) => {
      const said = read({ data: scale(values, factor), width });
      checkScores(said, range);
      return choose(said);
    });
    const [first = []] = scored;
    for (const scores of scored)
      for (const [at, score] of scores.entries()) expect(score).toBeCloseTo(first[at] ?? -1, 14);
    expect(() => checkScores(read({ data: scale(values, 1.002), width }), range)).toThrow('sums to 1.002');
  });
});
