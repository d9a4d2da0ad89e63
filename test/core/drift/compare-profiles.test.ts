import { Drift } from '@tidegate/core/config/drift';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import { DriftReport } from '@tidegate/core/drift/drift-report';
import type { DriftDecision } from '@tidegate/core/drift/finding';
import type { PerformanceReport } from '@tidegate/core/drift/performance/performance-report';
import { readWindow } from '@tidegate/core/drift/read-window';
import type { Column } from '@tidegate/core/ports/model-runtime';
import { Profile } from '@tidegate/core/profile/profile';
import { countColumnsAgainst, PREDICTION_COLUMN, profileColumns } from '@tidegate/core/profile/profile-columns';
import type { Prediction } from '@tidegate/core/serving/prediction';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';

const digest = `sha256:${'a'.repeat(64)}`;
const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };

interface Row {
  readonly x: number | null;
  readonly plan: string | null;
  readonly score: number;
}

function draw(count: number, seed: number, shift = 0): Row[] {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  return Array.from({ length: count }, () => ({
    x: uniform() + uniform() + shift,
    plan: uniform() < 0.2 ? 'yes' : 'no',
    score: uniform(),
  }));
}
const profileOf = (rows: readonly Row[]): Profile => {
  const columns: Record<string, Column> = {
    x: Float64Array.from(rows, ({ x }) => x ?? Number.NaN),
    plan: rows.map(({ plan }) => plan ?? ''),
  };
  const prediction = { name: PREDICTION_COLUMN, values: Float64Array.from(rows, ({ score }) => score) };
  return profileColumns({
    model: 'churn',
    columns,
    prediction,
    source: { name: 'churn.csv', rows: rows.length, digest },
  });
};
const reference = profileOf(draw(1500, 1));
const toPredictions = (rows: readonly Row[], change: Partial<Prediction> = {}): Prediction[] =>
  rows.map(({ x, plan, score }, index) => ({
    kind: 'tidegate.prediction',
    version: 1,
    id: String(index),
    at: `2026-01-01T00:00:00.${String(index % 1000).padStart(3, '0')}Z`,
    model: 'churn',
    modelVersion: '1.0.0',
    digest,
    inputs: { x, plan },
    score,
    label: 'no',
    ...change,
  }));
const compare = (
  predictions: readonly Prediction[],
  {
    settings = {},
    against = reference,
    before = [],
  }: { settings?: object; against?: Profile; before?: DriftDecision[] } = {},
) => {
  const drift = Drift.parse(settings);
  const window = readWindow(against, predictions, { digest, rows: drift['window-rows'], source: 'log' });
  const served = { release: 'churn@1.0.0', digest, environment: 'production' };
  return compareProfiles({ reference: against, ...window, settings: drift, clock, served, before });
};
const performance = (decision: DriftDecision): PerformanceReport => ({
  task: 'binary-classification',
  metric: 'accuracy',
  drop: null,
  realized: null,
  estimated: null,
  strangers: 0,
  read: null,
  decidedBy: null,
  decision,
  message: '',
});
const drifted = (report: DriftReport) =>
  report.columns.filter(({ decision }) => decision === 'drift').map(({ column }) => column);

describe('a drift report', () => {
  it('is a valid document, as its profile is', () => {
    expect(Profile.parse(reference)).toEqual(reference);
    const report = compare(toPredictions(draw(500, 2)));
    expect(DriftReport.parse(report)).toEqual(report);
    expect(report).toMatchObject({ model: 'churn', release: 'churn@1.0.0', window: { rows: 500 }, outcome: 'none' });
  });

  it('stays silent on the same population, in 200 windows of 200', () => {
    const outcomes = Array.from({ length: 200 }, (_, window) => compare(toPredictions(draw(400, window + 10))).outcome);
    expect(outcomes.filter((outcome) => outcome !== 'none')).toEqual([]);
  });

  it.each([
    ['drift', 'none', 'drift'],
    ['cannot-tell', 'none', 'none'],
    ['none', 'none', 'none'],
    ['none', 'drift', 'drift'],
  ] as const)('with performance %s and columns %s is %s', (decision, columns, outcome) => {
    const window = toPredictions(draw(500, 3, columns === 'drift' ? 0.4 : 0));
    const { current } = readWindow(reference, window, { digest, rows: 500, source: 'log' });
    const settings = Drift.parse({});
    const report = compareProfiles({ reference, current, settings, clock, performance: performance(decision) });
    expect(DriftReport.parse(report)).toMatchObject({ outcome, windows: [outcome], performance: { decision } });
    const twice = Drift.parse({ windows: { drifted: 2, of: 2 } });
    const waiting = compareProfiles({ reference, current, settings: twice, clock, performance: performance(decision) });
    expect(waiting.outcome).toBe('none');
  });

  it('does not take labels that have not arrived for missing values', () => {
    const rows = draw(1500, 1);
    const target = { name: 'churn', values: rows.map((_, row) => (row % 4 === 0 ? 'yes' : 'no')) };
    const source = { name: 'rows', rows: 1500, digest: null };
    const x = Float64Array.from(rows, (row) => row.x ?? Number.NaN);
    const whole = profileColumns({ model: null, columns: { x }, target, source });
    const some = { name: 'churn', values: target.values.map((label, row) => (row < 700 ? label : '')) };
    const current = countColumnsAgainst(whole, { model: null, columns: { x }, target: some, source });
    const report = compareProfiles({ reference: whole, current, settings: Drift.parse({}), clock });
    expect(report.outcome).toBe('none');
  });

  it('finds a shifted column, and only that one, and draws it', () => {
    const report = compare(toPredictions(draw(500, 3, 0.4)));
    expect([report.outcome, drifted(report)]).toEqual(['drift', ['x']]);
    const [first] = report.columns;
    expect(first?.findings[0]).toMatchObject({ aspect: 'distribution', measure: 'wasserstein', decision: 'drift' });
    expect(first?.findings[0]?.effect.low).toBeCloseTo(0.4 / 0.43, 0);
    expect(first?.shares?.current.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(report.driftedShare).toBe(0.5);
  });

  it('writes times as days, or as minutes where they are of a few weeks', () => {
    const labelsOf = (days: number) => {
      const seconds = Float64Array.from(
        { length: 1_000 },
        (_, row) => Date.UTC(2026, 0, 1) / 1_000 + row * 86.4 * days,
      );
      const counted = profileColumns({
        model: null,
        columns: { at: seconds },
        source: { name: 'rows', rows: 1_000, digest },
      });
      const columns = counted.columns.map((column) => ({ ...column, kind: 'timestamp' as const }));
      const profile = Profile.parse({ ...counted, columns });
      const settings = Drift.parse({ environment: 'production' });
      return (
        compareProfiles({ reference: profile, current: profile, settings, clock }).columns[0]?.shares?.labels ?? []
      );
    };
    expect(labelsOf(365)[0]).toMatch(/^2026-01-01 to 2026-01-(18|19|20)$/);
    expect(labelsOf(2)[0]).toMatch(/^2026-01-01 00:00 to 2026-01-01 02:\d\d$/);
  });

  it('does not alarm on an effect that is significant and tiny', () => {
    const report = compare(toPredictions(draw(60_000, 4, 0.015)), {
      settings: { 'window-rows': 60_000 },
      against: profileOf(draw(60_000, 15)),
    });
    const x = report.columns.find(({ column }) => column === 'x');
    expect(x?.findings.find(({ aspect }) => aspect === 'distribution')?.correctedP).toBeLessThan(0.01);
    expect(report.outcome).toBe('none');
  });

  it('finds categories that the reference never had', () => {
    const report = compare(toPredictions(draw(500, 5).map((row) => ({ ...row, plan: 'premium' }))));
    const plan = report.columns.find(({ column }) => column === 'plan');
    expect(plan?.findings.find(({ aspect }) => aspect === 'new-categories')).toMatchObject({
      effect: { low: 1, high: 1 },
      decision: 'drift',
    });
  });

  it.each(['x', 'plan'] as const)('alarms when %s stops arriving, without hiding what else moved', (missing) => {
    const predictions = toPredictions(draw(500, 11, 0.4).map((row) => ({ ...row, [missing]: null })));
    const report = compare(predictions);
    expect(DriftReport.parse(report)).toEqual(report);
    expect(drifted(report).sort()).toEqual(missing === 'x' ? ['x'] : ['plan', 'x']);
    const column = report.columns.find((each) => each.column === missing);
    expect(column?.findings[0]).toMatchObject({ aspect: 'missing', effect: { low: 1, high: 1 } });
  });

  it('counts half of the values missing', () => {
    const rows = draw(500, 6).map((row, index) => (index % 2 ? row : { ...row, x: null }));
    const report = compare(toPredictions(rows));
    expect(report.columns[0]?.findings[0]).toMatchObject({ aspect: 'missing', effect: { low: 0.5, high: 0.5 } });
  });

  it('stays silent on values that were missing in the reference already', () => {
    const sparse = (seed: number, count: number) =>
      draw(count, seed).map((row, index) => ({
        ...row,
        plan: index % 3 === 0 ? null : row.plan,
        x: index % 4 ? null : row.x,
      }));
    const against = profileOf(sparse(12, 1500));
    expect(compare(toPredictions(sparse(13, 600)), { against }).outcome).toBe('none');
    // The same column, now complete, is another population.
    expect(compare(toPredictions(draw(600, 14)), { against }).outcome).toBe('drift');
  });

  it.each([
    ['a constant that begins to vary', () => 3, (index: number) => 3 + (index % 2)],
    ['a constant that falls', () => 3, () => 2],
    ['a column that becomes constant', (index: number) => index % 7, () => 3],
    ['values far beyond the range', (index: number) => index % 7, (index: number) => (index % 5 ? index % 7 : 1e6)],
    [
      'a frequent zero that turns negative',
      (index: number) => Math.max(0, (index % 10) - 6),
      (index: number) => (index % 10) - 6,
    ],
    ['a column that was always missing', () => null, () => 1],
  ])('finds %s', (_, before, after) => {
    const rows = (value: (index: number) => number | null): Row[] =>
      Array.from({ length: 1000 }, (__, index) => ({ x: value(index), plan: null, score: index / 1000 }));
    const against = profileOf(rows(before));
    expect(Profile.parse(against)).toEqual(against);
    expect(drifted(compare(toPredictions(rows(after)), { against }))).toEqual(['x']);
    expect(compare(toPredictions(rows(before)), { against }).outcome).toBe('none');
  });

  it('takes 32-bit copies of frequent decimals for the same values', () => {
    const rows = (round: (value: number) => number): Row[] =>
      Array.from({ length: 1000 }, (_, index) => ({ x: round((index % 3) / 10 + 0.1), plan: null, score: 0.5 }));
    const against = profileOf(rows((value) => value));
    expect(compare(toPredictions(rows(Math.fround)), { against }).outcome).toBe('none');
  });

  it('cannot tell from 8 rows, nor from none', () => {
    for (const rows of [8, 0]) {
      const report = compare(toPredictions(draw(rows, 7, 5)));
      expect(DriftReport.parse(report)).toEqual(report);
      expect(report.outcome).toBe('cannot-tell');
      expect(report.columns.every(({ decision }) => decision === 'cannot-tell')).toBe(true);
    }
  });

  it('looks at the newest predictions of the served bytes only', () => {
    const others = toPredictions(draw(500, 8, 9), { digest: `sha256:${'b'.repeat(64)}` });
    const report = compare([...toPredictions(draw(300, 9, 9)), ...toPredictions(draw(400, 10)), ...others], {
      settings: { 'window-rows': 400 },
    });
    expect(report).toMatchObject({ outcome: 'none', window: { rows: 400 } });
  });

  it('alarms when k of the last j windows have drifted', () => {
    const settings = { windows: { drifted: 2, of: 3 } };
    const now = toPredictions(draw(500, 3, 0.4));
    expect(compare(now, { settings, before: ['none', 'none', 'drift'] }).outcome).toBe('none');
    const alarm = compare(now, { settings, before: ['none', 'drift'] });
    expect([alarm.outcome, alarm.windows]).toEqual(['drift', ['drift', 'none', 'drift']]);
    expect(compare(toPredictions(draw(500, 2)), { settings, before: ['drift', 'drift'] }).outcome).toBe('none');
  });

  it('weighs columns by importance, ignores what the policy ignores, and takes thresholds of their own', () => {
    const shifted = toPredictions(draw(500, 3, 0.4));
    const columns = { x: { importance: 3 }, plan: { importance: 1 } };
    expect(compare(shifted, { settings: { columns } }).driftedShare).toBe(0.75);
    const ignored = compare(shifted, { settings: { columns: { x: { ignore: true } } } });
    expect([ignored.outcome, ignored.columns.length]).toEqual(['none', 2]);
    expect(compare(shifted, { settings: { columns: { x: { threshold: 2 } }, 'out-of-range': 0.9 } }).outcome).toBe(
      'none',
    );
  });

  it.each(['kolmogorov-smirnov', 'population-stability-index', 'jensen-shannon', 'hellinger'])(
    'can measure numbers by %s',
    (distance) => {
      const settings = { numeric: { distance, threshold: 0.1 } };
      expect(drifted(compare(toPredictions(draw(500, 3, 0.4)), { settings }))).toEqual(['x']);
      expect(compare(toPredictions(draw(500, 2)), { settings }).outcome).toBe('none');
    },
  );
});
