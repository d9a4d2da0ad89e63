import { zlibCompression } from '@tidegate/core/adapters/zlib-compression';
import { errorModelOf } from '@tidegate/core/drift/performance/error-model-of';
import { estimateRegression } from '@tidegate/core/drift/performance/estimate-regression';
import { fitRegression } from '@tidegate/core/drift/performance/fit-regression';
import { fittedErrors } from '@tidegate/core/drift/performance/fitted-errors';
import { ErrorModel } from '@tidegate/core/profile/error-model';
import { Profile } from '@tidegate/core/profile/profile';
import { PREDICTION_COLUMN, type ProfiledRows, profileColumns } from '@tidegate/core/profile/profile-columns';
import { writeProfileFile } from '@tidegate/core/profile/profile-file';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../multivariate/random-rows.ts';
import { metricIds } from './nannyml-fixtures.ts';

const SETTINGS = { confidence: 0.95, replicates: 50, seed: 7 };
const ALL = ['mean_absolute_error', 'mean_squared_error', 'root_mean_squared_error', 'mean_absolute_percentage_error'];
const IDS = metricIds('regression', ALL);

/** Errors grow with x; `k0` is half as hard as the other kinds. */
function draw(seed: number, rows: number, shift = 0) {
  const { normal, normals, categories } = createRandom(seed);
  const x = normals(rows, shift);
  const kind = categories(rows, 3);
  const predictions = x.map((value) => 50 + 5 * value);
  const labels = predictions.map(
    (value, row) => value + Math.exp(0.5 * (x[row] ?? 0)) * (kind[row] === 'k0' ? 1 : 2) * normal(),
  );
  return { features: { x, kind, noise: normals(rows) }, predictions, labels };
}
type Drawn = ReturnType<typeof draw>;
const profiled = ({ features, predictions, labels }: Drawn): ProfiledRows => ({
  model: 'price',
  columns: features,
  prediction: { name: PREDICTION_COLUMN, values: predictions },
  target: { name: 'y', values: labels },
  source: { name: 'rows', rows: labels.length, digest: null },
});
function keep(rows: Drawn, metrics = ALL) {
  const errorModel = errorModelOf(profiled(rows), metrics);
  if (!errorModel) throw new Error('expected a model of errors');
  // As it travels: text, read back and validated.
  const { columns } = profileColumns(profiled(rows));
  return { errorModel: ErrorModel.parse(JSON.parse(JSON.stringify(errorModel))), columns };
}
function estimate(kept: ReturnType<typeof keep>, window: Drawn) {
  const result = estimateRegression(fittedErrors(kept, IDS, new Map(), SETTINGS), window);
  if (result.kind !== 'measured') throw new Error(result.message);
  return result;
}
const meanError = ({ labels, predictions }: Drawn) =>
  labels.reduce((sum, label, row) => sum + Math.abs(label - (predictions[row] ?? 0)) / labels.length, 0);

describe('a model of errors that travels with a profile', () => {
  const reference = draw(1, 4_000);
  const kept = keep(reference);

  it('estimates nearly what all trees on the rows themselves do, window by window', () => {
    const full = fitRegression(reference, reference.labels, ['mean_absolute_error'], SETTINGS);
    for (const shift of [0, 0.5, 1]) {
      const window = draw(2 + shift, 500, shift);
      const [small, large] = [estimate(kept, window), estimateRegression(full, window)];
      if (large.kind !== 'measured') throw new Error(large.message);
      const ratio = (small.metrics[0]?.estimate.value ?? 0) / (large.metrics[0]?.estimate.value ?? 0);
      expect(Math.abs(ratio - 1), `shift ${shift}`).toBeLessThan(0.1);
    }
  });

  it('gives intervals that hold the realised error in nearly all of 40 windows', () => {
    let inside = 0;
    for (let trial = 0; trial < 40; trial += 1) {
      const window = draw(100 + trial, 300);
      const own = estimate(kept, window).metrics.find(({ metric }) => metric === 'mean_absolute_error')?.estimate;
      const realised = meanError(window);
      inside += Number(own !== undefined && realised >= own.low && realised <= own.high);
    }
    expect(inside).toBeGreaterThanOrEqual(37);
  });

  it('says what it assumes, on how many rows, and how many rows are like none of the reference', () => {
    const { assumptions, referenceRows, unseenShare, metrics, heldOut } = estimate(kept, draw(3, 200, 4));
    expect(assumptions.join(' ')).toMatch(/concept drift/);
    expect(new Set(metrics.map(({ metric }) => metric))).toEqual(new Set(ALL));
    expect([referenceRows, heldOut.map(({ rows }) => rows)]).toEqual([4_000, [800, 800, 800]]);
    expect(unseenShare).toBeGreaterThan(0.3);
    expect(estimate(kept, draw(3, 200)).unseenShare).toBeLessThan(0.02);
  });

  it('is the same for the same rows, and a few kilobytes of 20 columns', () => {
    expect(keep(reference).errorModel).toEqual(kept.errorModel);
    const { normals } = createRandom(5);
    const more = Array.from({ length: 17 }, (_, index) => [`n${index}`, normals(4_000)] as const);
    const wide = profiled({ ...reference, features: { ...reference.features, ...Object.fromEntries(more) } });
    const metrics = ['mean_absolute_error', 'root_mean_squared_error', 'r2'];
    const profile = profileColumns(wide);
    const size = (one: Profile) => writeProfileFile(zlibCompression, one, 'profile.json.br').length;
    const errorModel = errorModelOf(wide, metrics);
    expect(errorModel?.losses.map(({ loss }) => loss)).toEqual(['absolute', 'squared']);
    const whole = size(Profile.parse({ ...profile, errorModel }));
    expect(whole - size(profile)).toBeLessThan(5_000);
    expect(whole).toBeLessThanOrEqual(20_000);
  });

  it('tells no value of single rows: edges are round, rare categories have no bin', () => {
    const rows = draw(6, 500);
    const kind = rows.features.kind.map((value, row) => (row < 4 ? 'Ada Lovelace' : value));
    const { errorModel } = keep({ ...rows, features: { ...rows.features, kind } });
    expect(JSON.stringify(errorModel)).not.toContain('Lovelace');
    for (const column of errorModel.columns)
      if (column.kind === 'numeric')
        for (const edge of column.edges) expect(String(edge).replace(/^-?0?\.?|\./g, '').length).toBeLessThan(6);
  });

  it.each<[string, Drawn, string[]]>([
    ['rows are few', draw(7, 49), ALL],
    ['no metric is a mean of errors', draw(7, 400), ['r2']],
  ])('is left out where %s', (_, rows, metrics) => {
    expect(errorModelOf(profiled(rows), metrics)).toBe(undefined);
  });

  it('is left out where the target is no number', () => {
    const labels = Array.from({ length: 400 }, () => 'yes');
    const rows = { ...profiled(draw(7, 400)), target: { name: 'y', values: labels } };
    expect(errorModelOf(rows, ALL)).toBe(undefined);
  });

  it('survives a window without a column, of other types, and of infinities', () => {
    const window = draw(8, 100);
    const fitted = fittedErrors(kept, IDS, new Map(), SETTINGS);
    const { x: _, ...without } = window.features;
    expect(estimateRegression(fitted, { ...window, features: without })).toMatchObject({ reason: 'column-missing' });
    const strange = { ...window.features, x: new Float64Array(100).fill(Number.POSITIVE_INFINITY) };
    expect(estimateRegression(fitted, { ...window, features: strange })).toMatchObject({ unseenShare: 1 });
  });

  it('says so of a metric that nothing was learnt for', () => {
    const few = keep(reference, ['mean_absolute_error']);
    const { notDefined, metrics } = estimate(few, draw(9, 100));
    expect(metrics.map(({ metric }) => metric)).toEqual(['mean_absolute_error']);
    expect(notDefined.find(({ metric }) => metric === 'mean_squared_error')?.message).toMatch(/keeps no model/);
  });
});

describe('a model of errors that somebody else wrote', () => {
  const { errorModel } = keep(draw(1, 400), ['mean_absolute_error']);
  const [loss] = errorModel.losses;
  if (!loss) throw new Error('expected a loss');
  const withTree = (tree: unknown) => ({ ...errorModel, losses: [{ ...loss, trees: [tree] }] });
  const withLoss = (changes: object) => ({ ...errorModel, losses: [{ ...loss, ...changes }] });
  it.each<[string, unknown]>([
    ['a tree that goes in a circle', withTree([[0, 1, 1], [0, 1, 1], 0, 0])],
    ['a node that leads to itself', withTree([[0, 1, 0], 0])],
    ['a node that leads nowhere', withTree([[0, 1, 1], 0])],
    ['a column that is not listed', withTree([[1_000, 1, 1], 0, 0])],
    ['bits of bins that no column has', withTree([[0, 2 ** 32, 1], 0, 0])],
    ['a tree without nodes', withTree([])],
    ['too many trees', withLoss({ trees: new Array(101).fill([0]) })],
    ['too many nodes', withTree(new Array(64).fill(0))],
    ['a scale of nothing', withLoss({ scale: 0 })],
    ['an infinite base', withLoss({ base: Number.POSITIVE_INFINITY })],
    ['a base below 0', withLoss({ base: -1e308 })],
    ['trees whose sums overflow', withLoss({ scale: 1e308, trees: [[1e308]] })],
    ['a base of nothing where rows lost something', withLoss({ base: 0 })],
    ['more rows held out than there were', withLoss({ heldOut: { ...loss.heldOut, rows: 401 } })],
    ['a column twice', { ...errorModel, columns: [...errorModel.columns, ...errorModel.columns] }],
    ['a variance below 0', withLoss({ residuals: { edges: [], variances: [-1] } })],
    ['groups without a variance', withLoss({ residuals: { edges: [1, 2], variances: [1] } })],
    ['edges that fall', { ...errorModel, columns: [{ kind: 'numeric', name: 'x', edges: [2, 1] }] }],
    ['a category twice', { ...errorModel, columns: [{ kind: 'categorical', name: 'x', values: ['a', 'a'] }] }],
    ['a loss twice', { ...errorModel, losses: [loss, loss] }],
    ['a key that nobody knows', { ...errorModel, code: 'process.exit()' }],
  ])('is refused for %s', (_, document) => {
    expect(ErrorModel.safeParse(errorModel).success).toBe(true);
    expect(ErrorModel.safeParse(document).success).toBe(false);
  });

  it('is no way to change how other columns are read, whatever its names', () => {
    const columns = [{ kind: 'numeric', name: '__proto__', edges: [0] }];
    const own = ErrorModel.parse({ ...withTree([[0, 1, 1], 0.5, -0.5]), columns });
    const result = estimateRegression(
      fittedErrors({ errorModel: own, columns: [] }, IDS, new Map(), SETTINGS),
      draw(2, 60),
    );
    expect(result.kind).toBe('measured');
  });
});
