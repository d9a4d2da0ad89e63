import { Model } from '@tidegate/core/config/schema';
import { buildRunRecord, type RunFacts } from '@tidegate/core/run/build-run-record';
import { parseTrainingResult } from '@tidegate/core/run/read-training-result';
import { describe, expect, it } from 'vitest';
import { MODEL, makeRecord, SIGNATURE } from './trained.ts';

const resultOf = (featureImportance: unknown) =>
  parseTrainingResult(
    JSON.stringify({
      kind: 'tidegate.training-result',
      version: 1,
      metrics: [],
      parity: null,
      framework: null,
      device: null,
      featureImportance,
    }),
    'result.json',
  );

describe('what a trainer says of its features', () => {
  it('is in the run record as it is', async () => {
    const { id, commit, actor } = await makeRecord();
    const facts: RunFacts = {
      id,
      commit,
      actor,
      modelName: 'churn',
      model: Model.parse({
        task: 'binary-classification',
        paths: ['train.ts'],
        training: { command: 'node train.ts' },
        data: { path: 'd.csv', target: 'y', positive: 'yes', features: { numeric: ['x'] } },
        gate: [{ kind: 'signature' }],
      }),
      pullRequest: null,
      workflow: null,
      dataSet: { digest: `sha256:${'a'.repeat(64)}`, rows: 3 },
      result: resultOf({ x: 0.75, z: 0 }),
      seeds: [7],
      seedModels: [],
      predictions: undefined,
      onnx: { bytes: MODEL, opset: 17, signature: SIGNATURE },
      interpreter: 'Node.js',
      platform: 'linux',
      lockFiles: [],
      startedAt: new Date(0),
      finishedAt: new Date(1),
      trainingMs: 1,
      peakMemoryBytes: null,
    };
    expect((await buildRunRecord(facts)).featureImportance).toEqual({ x: 0.75, z: 0 });
    expect(await buildRunRecord({ ...facts, result: resultOf(undefined) })).not.toHaveProperty('featureImportance');
  });

  it.each([[{ x: -1 }], [{ x: null }], [{ x: '1' }], [[1, 2]], [{ '': 1 }]])('%j is refused', (importance) => {
    expect(() => resultOf(importance)).toThrow(/featureImportance/);
  });
});
