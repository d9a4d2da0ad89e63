import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import type { Task } from '@tidegate/core/config/task';
import { openModel } from '@tidegate/core/gate/open-model';
import { measureRobustness, type RobustnessRequest } from '@tidegate/core/gate/probes/robustness';
import { describe, expect, it } from 'vitest';
import { COLUMNS, FEATURES, FIXTURES, modelFile, NUMERIC, ROWS, request } from '../../adapters/model-fixtures.ts';

const runtime = createOnnxRuntime();
const charges = Float64Array.from(FIXTURES.targets.charge);
const mean = charges.reduce((sum, value) => sum + value, 0) / charges.length;
const targetDeviation = Math.sqrt(charges.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (charges.length - 1));

async function measure(
  name: string,
  task: Task,
  asked: Pick<RobustnessRequest, 'perturbation'> & Partial<RobustnessRequest>,
  features = FEATURES,
) {
  const model = await openModel(runtime, modelFile(name), request(task, {}, { features }));
  try {
    const given = {
      columns: COLUMNS,
      rows: ROWS,
      noise: 0.01,
      seed: 7,
      confidence: 0.95,
      threshold: 0.5,
      targetDeviation,
    };
    return await measureRobustness({ ...given, model, task, ...asked });
  } finally {
    await model.release();
  }
}

describe('noise', () => {
  it('of nothing flips nothing', async () => {
    const { fact } = await measure('logistic', 'binary-classification', { perturbation: 'noise', noise: 1e-12 });
    expect(fact).toEqual({ perturbation: 'noise', noise: 1e-12, rows: ROWS, flipRate: 0, worstColumn: null });
  });

  it('flips more rows the larger it is, the same ones for a seed', async () => {
    const rates: number[] = [];
    for (const noise of [0.01, 0.1, 1]) {
      const asked = { perturbation: 'noise', noise } as const;
      const { fact } = await measure('tf2onnx', 'binary-classification', asked, NUMERIC);
      expect((await measure('tf2onnx', 'binary-classification', asked, NUMERIC)).fact).toEqual(fact);
      rates.push(fact.flipRate);
    }
    expect(rates).toEqual([...rates].sort((left, right) => left - right));
    expect(rates.at(-1)).toBeGreaterThan(0);
  });

  it('moves numbers only, whole numbers by whole ones, and names the column that moves most', async () => {
    const asked = { perturbation: 'noise', noise: 0.5 } as const;
    const { fact, columns } = await measure('regressor', 'regression', asked);
    expect(columns.map(({ column }) => column).sort()).toEqual([...NUMERIC].sort());
    expect(fact.worstColumn).toBe('total_day_minutes');
    // Noise of 0.5 deviations in the one column that counts moves 84 % of rows by more than 0.1.
    expect(fact.flipRate).toBeGreaterThan(0.7);
    expect(fact.flipRate).toBeLessThan(0.95);
  });
});

describe('a missing value', () => {
  it('is a missing text, or a missing number where the input has a way to say so; the worst column counts', async () => {
    const { fact, columns, allAtOnce } = await measure('forest', 'multiclass-classification', {
      perturbation: 'missing',
    });
    expect(columns.map(({ column }) => column).sort()).toEqual(['international_plan', 'total_day_minutes']);
    expect(fact).toMatchObject({ flipRate: columns[0]?.flipRate, worstColumn: 'total_day_minutes' });
    expect(allAtOnce).toBeGreaterThan(0);
  });

  it('for which a model gives no number has flipped', async () => {
    const { fact } = await measure('tf2onnx', 'binary-classification', { perturbation: 'missing' }, NUMERIC);
    expect(fact.flipRate).toBe(1);
  });
});

describe('an unseen category', () => {
  it('goes into columns of text only', async () => {
    const { columns } = await measure('logistic', 'binary-classification', { perturbation: 'unseen' });
    expect(columns.map(({ column }) => column)).toEqual(['international_plan']);
  });

  it('flips nothing where there is no text', async () => {
    const { fact, allAtOnce } = await measure(
      'multilabel',
      'multilabel-classification',
      { perturbation: 'unseen' },
      NUMERIC,
    );
    expect({ ...fact, allAtOnce }).toMatchObject({ flipRate: 0, worstColumn: null, allAtOnce: 0 });
  });
});

it('counts a run that the model refuses as all rows flipped', async () => {
  const model = await openModel(runtime, modelFile('logistic'), request('binary-classification'));
  let calls = 0;
  const strict: typeof model = {
    ...model,
    score: async (columns, rows, options) => {
      calls += 1;
      return calls === 1 ? model.score(columns, rows, options) : model.score({}, rows, options);
    },
  };
  const { fact } = await measureRobustness({
    model: strict,
    task: 'binary-classification',
    columns: COLUMNS,
    rows: ROWS,
    perturbation: 'unseen',
    noise: 0.01,
    seed: 7,
    confidence: 0.95,
    threshold: 0.5,
  });
  await model.release();
  expect(fact).toMatchObject({ flipRate: 1, worstColumn: 'international_plan' });
});
