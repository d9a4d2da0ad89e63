import { createGateTools } from '@tidegate/core/adapters/gate-tools';
import { Model } from '@tidegate/core/config/schema';
import { parseTable } from '@tidegate/core/data/parse-table';
import { splitRows } from '@tidegate/core/data/split';
import { sourceOf, type Table } from '@tidegate/core/data/table';
import { sha256 } from '@tidegate/core/digest';
import { exportOnnx } from '@tidegate/core/export/export-onnx';
import { decideVerdict, type VerdictRequest } from '@tidegate/core/gate/decide';
import { Verdict } from '@tidegate/core/gate/verdict';
import type { Clock } from '@tidegate/core/ports/clock';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';

const policyDigest = `sha256:${'c'.repeat(64)}`;
const model = Model.parse({
  task: 'binary-classification',
  paths: ['train.ts'],
  training: { command: 'node train.ts' },
  data: { path: 'd.csv', target: 'y', positive: 'yes', features: { numeric: ['x'] } },
  evaluation: { replicates: 300 },
  gate: [
    { kind: 'threshold', metric: 'roc_auc', min: 0.6 },
    { kind: 'non-inferior', metric: 'log_loss', margin: 0.02 },
  ],
});

/** Probability rises with x by this slope; below zero the model is wrong on purpose. */
const makeModel = (slope: number, inputs: readonly string[] = ['x']) =>
  exportOnnx({
    preprocessing: {
      numeric: inputs.map((name) => ({ name, fill: 0, mean: 0, standardDeviation: 1 })),
      categorical: [],
    },
    layers: [
      {
        units: 1,
        activation: 'sigmoid',
        kernel: Float32Array.from(inputs, () => slope),
        bias: Float32Array.from([0]),
      },
    ],
    output: 'probability',
  });

function makeTable(count: number): Promise<Table> {
  const generator = xoroshiro128plus(5);
  const uniform = () => uniformInt(generator, -1_000_000, 1_000_000) / 500_000;
  const rows = Array.from({ length: count }, () => {
    const x = uniform();
    return `${x},${x + uniform() > 0 ? 'yes' : 'no'}`;
  });
  return parseTable(new TextEncoder().encode(`x,y\n${rows.join('\n')}\n`), 'd.csv');
}
const table = await makeTable(1200);

const toolsAt = (clock: Clock) => createGateTools({ clock, workspace: '.', environment: {}, onLine: () => {} });
const tools = toolsAt({ now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' });
const decide = (change: Partial<VerdictRequest> & { readonly slope?: number; readonly against?: number } = {}) =>
  decideVerdict({
    tools,
    modelName: 'churn',
    model,
    data: sourceOf(table),
    candidate: {
      bytes: makeModel(change.slope ?? 1),
      source: 'model.onnx of run 7',
      commit: 'a'.repeat(40),
      pullRequest: 5,
      run: 'run-7-1',
    },
    baseline:
      change.against === undefined
        ? undefined
        : {
            bytes: makeModel(change.against),
            source: 'model.onnx of churn@1.0.0',
            release: 'churn@1.0.0',
            environment: 'production',
          },
    policy: { commit: 'b'.repeat(40), digest: policyDigest },
    ...change,
  });

describe('a verdict', () => {
  it('is a valid document about the bytes that were given, on the holdout alone', async () => {
    const { verdict, profiled } = await decide({ against: 0.9 });
    const scores = profiled.prediction?.values ?? [];
    const { holdout } = splitRows(table, model);
    expect(Verdict.parse(verdict)).toEqual(verdict);
    expect(verdict.candidate.digest).toBe(await sha256(makeModel(1)));
    expect(verdict.baseline).toMatchObject({ digest: await sha256(makeModel(0.9)), release: 'churn@1.0.0' });
    expect(verdict.evaluation.n).toBe(holdout.length);
    expect(scores).toHaveLength(holdout.length);
    expect(scores[0]).toBeCloseTo(1 / (1 + Math.exp(-Number(table.cells.get('x')?.[holdout[0] ?? 0]))), 6);
  });

  it('is the same twice but for id and time', async () => {
    const later = { now: () => new Date('2026-02-03T04:05:06Z'), id: () => 'other' };
    const { verdict: first } = await decide({ against: 0.5 });
    const { verdict: second } = await decide({ against: 0.5, tools: toolsAt(later) });
    expect(second.id).not.toBe(first.id);
    expect({ ...second, id: first.id, createdAt: first.createdAt }).toEqual(first);
  });

  it('does not depend on the order of the rows', async () => {
    const [header = '', ...rows] = [...(table.cells.get('x') ?? [])].map(
      (x, row) => `${x},${table.cells.get('y')?.[row]}`,
    );
    const turned = await parseTable(
      new TextEncoder().encode(`x,y\n${[header, ...rows].reverse().join('\n')}\n`),
      'd.csv',
    );
    const values = async (from: Table) =>
      (await decide({ data: sourceOf(from) })).verdict.metrics.map(({ candidate }) => candidate.value.toFixed(12));
    expect(await values(turned)).toEqual(await values(table));
  });

  it.each<[string, number, number | undefined, string, readonly string[]]>([
    ['the first model, good enough', 1, undefined, 'pass', ['threshold-met', 'no-baseline']],
    ['the same model again', 1, 1, 'pass', ['threshold-met', 'within-margin']],
    ['a better model', 1, 0.05, 'pass', ['threshold-met', 'within-margin']],
    ['a worse model', 0.05, 1, 'fail', ['threshold-met', 'worse-than-margin']],
    ['a model that ranks the wrong way', -1, undefined, 'fail', ['threshold-missed', 'no-baseline']],
    ['a loss that these rows cannot place', 2.2, 1, 'cannot-tell', ['threshold-met', 'interval-straddles-margin']],
  ])('on %s', async (_, slope, against, outcome, reasons) => {
    const { verdict } = await decide({ slope, ...(against === undefined ? {} : { against }) });
    expect(verdict.rules.map(({ reason }) => reason)).toEqual(reasons);
    expect(verdict.outcome).toBe(outcome);
  });
});

describe('a baseline that cannot be compared with', () => {
  const bad = { source: 'churn@1.0.0', release: 'churn@1.0.0', environment: null };
  it.each<[string, Partial<VerdictRequest>, RegExp]>([
    ['does not load', { baseline: { ...bad, bytes: new Uint8Array(4) } }, /churn@1\.0\.0 is not a usable model/],
    ['reads what the data lacks', { baseline: { ...bad, bytes: makeModel(1, ['x', 'z']) } }, /"z"/],
    ['could not be fetched', { lostBaseline: 'Release churn@1.0.0 is gone.' }, /Release churn@1\.0\.0 is gone/],
  ])('because it %s leaves the verdict open, and never lets it pass', async (_, change, why) => {
    const { verdict } = await decide(change);
    expect(verdict.outcome).toBe('cannot-tell');
    expect(verdict.baseline).toBeNull();
    expect(verdict.rules.find(({ rule }) => rule === 'non-inferior')?.message).toMatch(why);
  });
});

it('a baseline that somebody named and that cannot be run is their mistake, not a verdict', async () => {
  const named = { source: 'old.onnx', release: null, environment: null, bytes: makeModel(1, ['x', 'z']) };
  await expect(decide({ baseline: named })).rejects.toMatchObject({ message: expect.stringContaining('old.onnx') });
});

describe('a candidate that was trained with several seeds', () => {
  it('has its spread in the intervals, in slices too, and says how many seeds there were', async () => {
    const sliced = { ...model, evaluation: { ...model.evaluation, slices: [{ column: 'y' }] } };
    const metricsOf = async (slopes: readonly number[]) => {
      const files = slopes.map((slope, index) => ({
        seed: index,
        file: { bytes: makeModel(slope), source: `seed-${index}.onnx` },
      }));
      const candidate = { bytes: makeModel(1), source: 'm', commit: null, pullRequest: null, run: null, seeds: files };
      const { verdict } = await decide({ model: sliced, candidate, against: 0.9 });
      expect(Verdict.parse(verdict)).toEqual(verdict);
      return verdict.metrics.find(({ metric }) => metric === 'log_loss');
    };
    const [alone, alike, apart] = [await metricsOf([]), await metricsOf([1, 1]), await metricsOf([0.1, 3])];
    const width = (row: typeof alone) => (row?.candidate.high ?? 0) - (row?.candidate.low ?? 0);
    expect([alone?.seeds, alike?.seeds?.count, apart?.seeds?.count]).toEqual([null, 3, 3]);
    expect(alike?.candidate.value).toBeCloseTo(alone?.candidate.value ?? 0, 12);
    expect(width(alike) / width(alone)).toBeCloseTo(1, 6);
    expect(width(apart) / width(alone)).toBeGreaterThan(1.5);
  });
});

it('is decided by the file that would ship, however good the models of other seeds are', async () => {
  const seeds = Array.from({ length: 9 }, (_, seed) => ({
    seed,
    file: { bytes: makeModel(2), source: `${seed}.onnx` },
  }));
  const worthless = { bytes: makeModel(-0.001), source: 'm', commit: null, pullRequest: null, run: null };
  const alone = (await decide({ candidate: worthless })).verdict;
  const surrounded = (await decide({ candidate: { ...worthless, seeds } })).verdict;
  expect([alone.outcome, surrounded.outcome]).toEqual(['fail', 'fail']);
  expect(surrounded.rules.find(({ status }) => status === 'fail')?.actual).toBeLessThan(0.5);
});

describe('a policy with every kind of rule', () => {
  const rich = Model.parse({
    ...model,
    licence: 'MIT',
    data: { ...model.data, features: { numeric: ['x'], categorical: [] } },
    evaluation: {
      replicates: 200,
      metrics: ['accuracy', 'roc_auc', 'brier_score', 'fbeta@2'],
      threshold: { choose: 'f1', on: 'training' },
      slices: [{ column: 'part' }, { name: 'upper', where: 'x > 1' }, { name: 'cut', column: 'x', bins: [0] }],
    },
    gate: [
      { kind: 'threshold', metric: 'roc_auc', min: 0.6, warn: 0.99 },
      { kind: 'improves', metric: 'log_loss' },
      { kind: 'non-inferior', metric: 'log_loss', margin: 0.05 },
      { kind: 'regression', metric: 'accuracy', against: 'churn@0.9.0' },
      { kind: 'slice', metric: 'accuracy', min: 0.2, 'max-loss': 0.3, 'min-rows': 20 },
      { kind: 'fairness', criterion: 'demographic_parity_difference', column: 'part', max: 0.5, 'min-rows': 20 },
      { kind: 'calibration', max: 0.5 },
      { kind: 'latency', max: 1000, 'max-ratio': 50 },
      { kind: 'throughput', min: 1 },
      { kind: 'memory', max: 4000 },
      { kind: 'size', max: 1, 'max-ratio': 2 },
      { kind: 'determinism' },
      { kind: 'parity' },
      { kind: 'signature' },
      { kind: 'robustness', perturbation: 'noise', max: 0.5 },
      { kind: 'robustness', perturbation: 'missing', max: 1 },
      { kind: 'leakage', check: 'shared-rows', max: 0.01 },
      { kind: 'leakage', check: 'evaluation-changed' },
      { kind: 'leakage', check: 'single-column', max: 0.99 },
      { kind: 'sample-size', 'min-rows': 100, 'min-per-class': 10 },
      { kind: 'documents', fields: ['intended use'] },
    ],
  });

  it('measures all of it and gives a row for each rule', async () => {
    const parts = Array.from({ length: table.rows }, (_, row) => (row % 3 === 0 ? 'a' : 'b'));
    const header = [...table.header, 'part'];
    const data = sourceOf({ ...table, header, cells: new Map([...table.cells, ['part', parts]]) });
    const { verdict, profiled } = await decide({ model: rich, data, against: 0.05 });
    const scores = profiled.prediction?.values ?? [];
    const request = {
      model: rich,
      data,
      against: 0.05,
      references: [{ name: 'churn@0.9.0', bytes: makeModel(0.5), source: 'churn@0.9.0' }],
      changedFiles: ['README.md'],
      predictions: {
        kind: 'tidegate.predictions' as const,
        version: 1 as const,
        rows: scores.length,
        values: [...scores].map(Number),
      },
      readDocument: async () => '---\nlicense: mit\n---\n# Intended use\nTests.\n',
    };
    const { verdict: full } = await decide(request);
    expect(Verdict.parse(full)).toEqual(full);
    expect(full.rules.map(({ index }) => index)).toEqual(rich.gate.map((_, index) => index));
    const open = full.rules.filter(({ status }) => status !== 'pass' && status !== 'warn');
    expect(open.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
    // Without what only a repository has, the rules that need it cannot tell, and none of them passes.
    const unknown = verdict.rules.filter(({ status }) => status === 'cannot-tell').map(({ rule }) => rule);
    expect(unknown.sort()).toEqual(['documents', 'leakage', 'parity', 'regression']);
    expect(full.evaluation).toMatchObject({ thresholdFrom: 'training', provider: 'cpu' });
    expect(full.slices.map(({ of, slice }) => `${of}: ${slice}`)).toContain('upper: x > 1');
    expect(full.measurements.leakage?.changedFiles).toEqual([]);
    expect(full.curves?.candidate.roc.length).toBeGreaterThan(10);
  });
});

describe('what has no value says why', () => {
  it('in a rule over too few groups, and in the slices of one class', async () => {
    const cells = Array.from({ length: table.rows }, (_, row) => table.cells.get('y')?.[row] ?? '');
    const data = sourceOf({
      ...table,
      header: [...table.header, 'part'],
      cells: new Map([...table.cells, ['part', cells]]),
    });
    const asked = Model.parse({
      ...model,
      data: { ...model.data, features: { numeric: ['x'], categorical: [] } },
      evaluation: { replicates: 100, slices: [{ column: 'part' }] },
      gate: [
        { kind: 'fairness', criterion: 'equalized_odds_difference', column: 'part', max: 0.5, 'min-rows': 10 },
        { kind: 'fairness', criterion: 'demographic_parity_difference', column: 'part', max: 0.5, 'min-rows': 5000 },
        { kind: 'slice', metric: 'roc_auc', min: 0.2, 'min-rows': 10 },
      ],
    });
    const { verdict } = await decide({ model: asked, data });
    expect(verdict.rules.map(({ reason }) => reason)).toEqual([
      'metric-undefined',
      'too-few-groups',
      'metric-undefined',
    ]);
    expect(verdict.rules[0]?.message).toContain('no row of "no" is positive, so there is no true positive rate');
    expect(verdict.rules[2]?.message).toMatch(/\(in the first, all \d+ rows that count are of the negative class\)/);
    expect(Verdict.parse(verdict)).toEqual(verdict);
  });
});

describe('no verdict', () => {
  const file = (bytes: Uint8Array) => ({
    bytes,
    source: 'model.onnx of run 7',
    commit: null,
    pullRequest: null,
    run: null,
  });
  it.each([
    ['a column that the data lacks', makeModel(1, ['x', 'z']), 'reads "z", which data.features'],
    ['a file that is no model', new TextEncoder().encode('<html>'), 'is not a usable model'],
    ['half a model', makeModel(1).subarray(0, 80), 'is not a usable model'],
    ['scores that are no numbers', makeModel(Number.NaN), 'gives'],
  ])('on a candidate with %s', async (_, bytes, message) => {
    await expect(decide({ candidate: file(bytes) })).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['a missing column', 'z,y\n1,yes\n2,no\n3,yes\n4,no\n', 'has no column "x"'],
    ['a cell that is no number', 'x,y\n1,yes\n2,yes\nmany,no\n3,no\n', 'expected a number, got "many"'],
    ['only one class', 'x,y\n1,yes\n2,yes\n', 'must have two classes'],
  ])('on data with %s', async (_, text, message) => {
    const broken = await parseTable(new TextEncoder().encode(text), 'd.csv');
    await expect(decide({ data: sourceOf(broken) })).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining(message),
    });
  });
});
