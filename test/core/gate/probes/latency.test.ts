import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { type OpenModel, openModel } from '@tidegate/core/gate/open-model';
import { measureSpeed } from '@tidegate/core/gate/probes/latency';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect, it } from 'vitest';
import { COLUMNS, modelFile, ROWS, request } from '../../adapters/model-fixtures.ts';

const runtime = createOnnxRuntime();
const real = { columns: COLUMNS, rows: ROWS, confidence: 0.95, seed: 7, stopwatch: () => performance.now() };

/** A machine whose clock moves by what a call costs; now and then it is busy with something else for a while. */
function createMachine(seed: number, slowdown = () => 1) {
  const generator = xoroshiro128plus(seed);
  let now = 0;
  let calls = 0;
  let busyUntil = 0;
  const seen: string[] = [];
  const model = (name: string, cost: number): OpenModel => ({
    signature: { inputs: [], outputs: [] },
    opset: 17,
    provider: 'cpu',
    fixedRows: undefined,
    feed: (columns) => columns,
    run: async () => {
      calls += 1;
      seen.push(name);
      if (uniformFloat64(generator) < 0.002) busyUntil = calls + 40;
      now += cost * (0.8 + 0.4 * uniformFloat64(generator)) * (calls < busyUntil ? 3 : 1) * slowdown();
      return {};
    },
    score: () => Promise.reject(new Error('is not asked')),
    scoreBatches: () => Promise.reject(new Error('is not asked')),
    release: async () => undefined,
  });
  return { model, stopwatch: () => now, seen };
}

it('measures percentiles in order, and a rate, on real models', async () => {
  const asked = request('binary-classification');
  const [candidate, baseline] = await Promise.all([1, 2].map(() => openModel(runtime, modelFile('logistic'), asked)));
  if (!candidate) throw new Error('no model');
  const fact = await measureSpeed({ ...real, candidate, baseline, batchSize: 1, budgetMs: 60 });
  const { p50, p95, p99, rowsPerSecond } = fact.candidate;
  expect(p50).toBeGreaterThan(0);
  expect(p95).toBeGreaterThanOrEqual(p50);
  expect(p99).toBeGreaterThanOrEqual(p95);
  expect(rowsPerSecond).toBeGreaterThan(10);
  expect(fact).toMatchObject({ batchSize: 1, provider: 'cpu' });
  expect(fact.ratio?.p50.low).toBeLessThanOrEqual(fact.ratio?.p50.value ?? 0);
  const alone = await measureSpeed({ ...real, candidate, baseline: undefined, batchSize: 256, budgetMs: 20 });
  expect(alone).toMatchObject({ batchSize: 256, baseline: null, ratio: null });
  await Promise.all([candidate.release(), baseline?.release()]);
});

it('takes short turns of drawn length and order, as many calls of each model', async () => {
  const { model, stopwatch, seen } = createMachine(1);
  const pair = { candidate: model('a', 1), baseline: model('b', 1) };
  await measureSpeed({ ...real, stopwatch, ...pair, batchSize: 1, budgetMs: 1e5 });
  const calls = seen.slice(400);
  expect(calls.filter((name) => name === 'a')).toHaveLength(calls.length / 2);
  const turns = calls.join('').match(/a+|b+/g) ?? [];
  expect(Math.max(...turns.map((turn) => turn.length))).toBeLessThanOrEqual(10);
  expect(new Set(turns.map((turn) => turn.length)).size).toBeGreaterThan(4);
});

it('is not led astray by a pause after every so many calls', async () => {
  for (const period of [4, 6, 7, 12]) {
    let calls = 0;
    const { model, stopwatch } = createMachine(1, () => {
      calls += 1;
      return calls % period === 0 ? 5 : 1;
    });
    const pair = { candidate: model('a', 1), baseline: model('b', 1) };
    const { ratio } = await measureSpeed({ ...real, stopwatch, ...pair, batchSize: 1 });
    const { low = 0, high = 0 } = ratio?.rowsPerSecond ?? {};
    expect(low).toBeLessThan(1.02);
    expect(high).toBeGreaterThan(0.98);
  }
});

it('finds no difference between equal models on a busy machine, in all but few of the trials', async () => {
  const wrong = { p50: 0, p95: 0, rowsPerSecond: 0 };
  const trials = 60;
  for (let seed = 0; seed < trials; seed += 1) {
    const { model, stopwatch } = createMachine(seed + 1);
    const machine = { ...real, stopwatch, seed, budgetMs: 600 };
    const { ratio } = await measureSpeed({
      ...machine,
      candidate: model('a', 1),
      baseline: model('b', 1),
      batchSize: 1,
    });
    for (const key of ['p50', 'p95', 'rowsPerSecond'] as const) {
      const { low = 0, high = 0 } = ratio?.[key] ?? {};
      if (low > 1 || high < 1) wrong[key] += 1;
    }
  }
  for (const count of Object.values(wrong)) expect(count).toBeLessThanOrEqual(7);
});

it('finds a model that takes a third longer', async () => {
  const { model, stopwatch } = createMachine(3);
  const pair = { candidate: model('a', 4), baseline: model('b', 3) };
  const { ratio } = await measureSpeed({ ...real, stopwatch, ...pair, batchSize: 1 });
  expect(ratio?.p50.low).toBeGreaterThan(1.2);
  expect(ratio?.p50.high).toBeLessThan(1.5);
  expect(ratio?.rowsPerSecond.high).toBeLessThan(1);
});

it('does not let one stall decide on the rate', async () => {
  let calls = 0;
  const { model, stopwatch } = createMachine(1, () => {
    calls += 1;
    return calls === 1000 ? 5000 : 1;
  });
  const pair = { candidate: model('a', 1), baseline: model('b', 1) };
  const { ratio } = await measureSpeed({ ...real, stopwatch, ...pair, batchSize: 1, budgetMs: 1e5 });
  expect(ratio?.rowsPerSecond.low).toBeGreaterThan(0.95);
  expect(ratio?.rowsPerSecond.high).toBeLessThan(1.05);
});

it('gives no infinite rate on a clock that stands still', async () => {
  const { model } = createMachine(3);
  const pair = { candidate: model('a', 1), baseline: model('b', 1) };
  const fact = await measureSpeed({ ...real, stopwatch: () => 0, ...pair, batchSize: 1 });
  expect(Number.isFinite(fact.candidate.rowsPerSecond)).toBe(true);
  expect(fact.ratio?.p99).toEqual({ value: 1, low: 1, high: 1 });
});
