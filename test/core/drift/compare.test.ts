import { Drift } from '@tidegate/core/config/schema';
import { buildProfile } from '@tidegate/core/drift/build-profile';
import { compareWithProfile } from '@tidegate/core/drift/compare';
import { DriftReport } from '@tidegate/core/drift/drift-report';
import { parsePredictions } from '@tidegate/core/drift/parse-predictions';
import { Profile } from '@tidegate/core/drift/profile';
import type { Prediction } from '@tidegate/core/serving/prediction';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';

const digest = `sha256:${'a'.repeat(64)}`;
const settings = Drift.parse({});
const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };

function draw(
  count: number,
  seed: number,
  shift = 0,
): readonly { readonly x: number; readonly plan: string; readonly score: number }[] {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformInt(generator, 0, 1_000_000) / 1_000_000;
  return Array.from({ length: count }, () => ({
    x: uniform() + uniform() + shift,
    plan: uniform() < 0.2 ? 'yes' : 'no',
    score: uniform(),
  }));
}
const reference = draw(1500, 1);
const profile = buildProfile({
  modelName: 'churn',
  columns: { x: Float64Array.from(reference, ({ x }) => x), plan: reference.map(({ plan }) => plan) },
  scores: Float64Array.from(reference, ({ score }) => score),
  source: { digest, rows: reference.length },
});
const toPredictions = (rows: ReturnType<typeof draw>, change: Partial<Prediction> = {}): Prediction[] =>
  rows.map(({ x, plan, score }, index) => ({
    kind: 'tidegate.prediction',
    version: 1,
    id: String(index),
    at: '2026-01-01T00:00:00.000Z',
    model: 'churn',
    modelVersion: '1.0.0',
    digest,
    inputs: { x, plan },
    score,
    label: 'no',
    ...change,
  }));
const compare = (predictions: readonly Prediction[], extra: Partial<Drift> = {}, against: Profile = profile) =>
  compareWithProfile({
    profile: against,
    predictions,
    brokenLines: 0,
    settings: { ...settings, ...extra },
    model: 'churn',
    release: 'churn@1.0.0',
    digest,
    environment: 'production',
    clock,
  });

describe('a drift report', () => {
  it('is a valid document, as its profile is', async () => {
    expect(Profile.parse(profile)).toEqual(profile);
    const report = await compare(toPredictions(draw(500, 2)));
    expect(DriftReport.parse(report)).toEqual(report);
  });

  it('stays silent on the same population, in 40 windows of 40', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, window) => compare(toPredictions(draw(400, window + 10)))),
    );
    expect(outcomes.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'none')).toEqual([]);
  });

  it('finds a shifted column, and only that one', async () => {
    const report = await compare(toPredictions(draw(500, 3, 0.4)));
    expect(report.outcome).toBe('drift');
    expect(report.columns.map(({ column, decision }) => [column, decision])).toEqual([
      ['x', 'drift'],
      ['plan', 'none'],
    ]);
  });

  it('does not alarm on an effect that is significant and tiny', async () => {
    const report = await compare(toPredictions(draw(60_000, 4, 0.06)), { 'window-rows': 60_000 });
    expect(report.columns[0]?.p).toBeLessThan(0.01);
    expect(report.outcome).toBe('none');
  });

  it('finds categories that the reference never had, and says how many', async () => {
    const report = await compare(toPredictions(draw(500, 5).map((row) => ({ ...row, plan: 'premium' }))));
    expect(report.columns.find(({ column }) => column === 'plan')).toMatchObject({ decision: 'drift', unseenShare: 1 });
    expect(report.dataQuality).toContainEqual({
      column: 'plan',
      finding: 'categories that the reference did not have',
      rows: 500,
    });
  });

  it('counts missing values instead of hiding them', async () => {
    const predictions = toPredictions(draw(500, 6)).map((prediction, index) =>
      index % 2 ? prediction : { ...prediction, inputs: { ...prediction.inputs, x: null } },
    );
    const report = await compare(predictions);
    expect(report.columns[0]?.missingShare).toEqual({ reference: 0, current: 0.5 });
    expect(report.dataQuality).toContainEqual({
      column: 'x',
      finding: 'missing values that the reference did not have',
      rows: 250,
    });
  });

  it('alarms when a column stops arriving, without hiding what else moved', async () => {
    for (const missing of ['x', 'plan']) {
      const predictions = toPredictions(draw(500, 11, 0.4)).map((prediction) => ({
        ...prediction,
        inputs: { ...prediction.inputs, [missing]: null },
      }));
      const report = await compare(predictions);
      expect(DriftReport.parse(report)).toEqual(report);
      expect(report.columns.filter(({ decision }) => decision === 'drift').map(({ column }) => column)).toEqual(
        missing === 'x' ? ['x'] : ['x', 'plan'],
      );
      expect(report.columns.find(({ column }) => column === missing)?.message).toContain(
        'missing 0.0 % in the reference, 100.0 % now',
      );
    }
  });

  it('stays silent on values that were missing in the reference already', async () => {
    const sparse = (seed: number, count: number) =>
      draw(count, seed).map((row, index) => ({
        ...row,
        plan: index % 3 === 0 ? '' : row.plan,
        x: index % 4 ? Number.NaN : row.x,
      }));
    const rows = sparse(12, 1500);
    const sparseProfile = buildProfile({
      modelName: 'churn',
      columns: { x: Float64Array.from(rows, ({ x }) => x), plan: rows.map(({ plan }) => plan) },
      scores: Float64Array.from(rows, ({ score }) => score),
      source: { digest, rows: rows.length },
    });
    const predictions = toPredictions(sparse(13, 600)).map((row) => ({
      ...row,
      inputs: { ...row.inputs, x: Number.isNaN(row.inputs['x']) ? null : (row.inputs['x'] ?? null) },
    }));
    expect(await compare(predictions, {}, sparseProfile)).toMatchObject({ outcome: 'none' });
    // The same column, now complete, is another population.
    expect(await compare(toPredictions(draw(600, 14)), {}, sparseProfile)).toMatchObject({ outcome: 'drift' });
  });

  it.each([
    ['a constant that begins to vary', () => 3, (index: number) => 3 + (index % 2)],
    ['a constant that falls', () => 3, () => 2],
    [
      'a frequent zero that turns negative',
      (index: number) => Math.max(0, (index % 10) - 6),
      (index: number) => (index % 10) - 6,
    ],
    ['a column that was always missing', () => Number.NaN, () => 1],
  ])('finds %s', async (_, before, after) => {
    const rows = Array.from({ length: 1000 }, (__, index) => index);
    const bare = buildProfile({
      modelName: 'churn',
      columns: { x: Float64Array.from(rows, before) },
      scores: Float64Array.from(rows, (index) => index / 1000),
      source: { digest, rows: 1000 },
    });
    expect(Profile.parse(bare)).toEqual(bare);
    const seen = (value: (index: number) => number) =>
      toPredictions(rows.map((index) => ({ x: value(index), plan: '', score: index / 1000 }))).map((row) => ({
        ...row,
        inputs: { x: Number.isNaN(row.inputs['x']) ? null : (row.inputs['x'] ?? null) },
      }));
    expect((await compare(seen(after), {}, bare)).outcome).toBe('drift');
    expect((await compare(seen(before), {}, bare)).outcome).toBe('none');
    // A caller that keeps 32-bit floats sends the same values.
    expect(
      (
        await compare(
          seen((index) => Math.fround(before(index))),
          {},
          bare,
        )
      ).outcome,
    ).toBe('none');
  });

  it('takes 32-bit copies of frequent decimals for the same values', async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => (index % 3) / 10 + 0.1);
    const bare = buildProfile({
      modelName: 'churn',
      columns: { x: Float64Array.from(rows) },
      scores: new Float64Array(1000).fill(0.5),
      source: { digest, rows: 1000 },
    });
    expect(bare.errorBound).toBe(0);
    const predictions = toPredictions(rows.map((x) => ({ x: Math.fround(x), plan: '', score: 0.5 })));
    expect(await compare(predictions, {}, bare)).toMatchObject({
      outcome: 'none',
      columns: [{ statistic: 0, psi: 0 }],
    });
  });

  it('cannot tell from too few rows', async () => {
    expect((await compare(toPredictions(draw(199, 7, 5)))).outcome).toBe('cannot-tell');
    expect((await compare([])).outcome).toBe('cannot-tell');
  });

  it('looks at the served bytes and the newest rows only', async () => {
    const other = toPredictions(draw(1000, 8, 5), { digest: `sha256:${'b'.repeat(64)}` });
    const old = toPredictions(draw(1000, 9, 5));
    const report = await compare([...old, ...other, ...toPredictions(draw(1000, 10))]);
    expect(report).toMatchObject({ outcome: 'none', window: { rows: 1000 } });
  });
});

describe('a prediction log', () => {
  const line = JSON.stringify(toPredictions(draw(1, 1))[0]);
  it('may end in the middle of a line after a crash', () => {
    expect(parsePredictions(`${line}\n${line}\n${line.slice(0, 40)}`, 'log')).toMatchObject({
      predictions: { length: 2 },
      brokenLines: 1,
    });
  });
  it('is refused when nothing in it is a prediction', () => {
    expect(() => parsePredictions('hello\nworld\n', 'log')).toThrow(
      'log has 2 lines, none of which is a tidegate.prediction',
    );
    expect(parsePredictions('', 'log')).toEqual({ predictions: [], brokenLines: 0 });
  });
});
