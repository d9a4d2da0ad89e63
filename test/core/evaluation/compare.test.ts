import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Comparison, compareModels } from '@tidegate/core/evaluation/compare';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';

interface Paired {
  readonly labels: number[];
  readonly candidate: number[];
  readonly baseline: number[];
  readonly rows: { metric: string; value: number; low: number; high: number; standardError: number }[];
}
const { paired }: { paired: Paired } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/metrics.json'), 'utf8'),
);

const SETTINGS = { threshold: 0.5, replicates: 400, seed: 7, confidence: 0.95 } as const;

/** Rows whose score separates the classes with this strength. */
function makeRows(count: number, strength: number, seed: number): Pick<Comparison, 'labels' | 'candidate'> {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformInt(generator, 0, 1_000_000) / 1_000_000;
  const labels = Uint8Array.from({ length: count }, () => (uniform() < 0.3 ? 1 : 0));
  const candidate = Float64Array.from(labels, (label) =>
    Math.min(0.99, Math.max(0.01, 0.5 + strength * (label - 0.5) + (uniform() - 0.5) * 0.8)),
  );
  return { labels, candidate };
}

function rowOf(comparison: Comparison, name: string) {
  const row = compareModels(comparison).find(({ metric }) => metric === name);
  if (!row) throw new Error(`no row ${name}`);
  return row;
}

describe('compareModels', () => {
  it('gives the same rows for the same seed, and others for another', () => {
    const rows = { ...makeRows(300, 0.3, 1), ...SETTINGS };
    expect(compareModels(rows)).toEqual(compareModels(rows));
    expect(compareModels({ ...rows, seed: 8 })).not.toEqual(compareModels(rows));
  });

  it('says not worse of a model and its own copy, with an interval of no width', () => {
    const { labels, candidate } = makeRows(200, 0.3, 2);
    for (const row of compareModels({ labels, candidate, baseline: candidate, ...SETTINGS })) {
      expect(row).toMatchObject({
        decision: 'not-worse',
        difference: { value: 0, low: 0, high: 0 },
        p: 1,
        minimumDetectableEffect: 0,
      });
    }
  });

  it('calls a clearly stronger model better and a clearly weaker one worse, for metrics of both directions', () => {
    const strong = makeRows(600, 0.5, 3);
    const weak = Float64Array.from(strong.candidate, (score, row) => (row % 3 === 0 ? 1 - score : score));
    for (const metric of ['accuracy', 'roc_auc', 'log_loss', 'f1']) {
      expect(rowOf({ ...strong, baseline: weak, ...SETTINGS }, metric).decision).toBe('better');
      expect(
        rowOf({ labels: strong.labels, candidate: weak, baseline: strong.candidate, ...SETTINGS }, metric).decision,
      ).toBe('worse');
    }
  });

  it('cannot tell a difference that a few rows do not show, unless a margin covers it', () => {
    const { labels, candidate } = makeRows(40, 0.2, 4);
    const baseline = Float64Array.from(candidate, (score, row) => (row % 10 === 0 ? 1 - score : score));
    expect(rowOf({ labels, candidate, baseline, ...SETTINGS }, 'accuracy').decision).toBe('cannot-tell');
    expect(rowOf({ labels, candidate, baseline, ...SETTINGS, margins: { accuracy: 0.9 } }, 'accuracy').decision).toBe(
      'not-worse',
    );
  });

  it('keeps both values inside their intervals and pairs the difference', () => {
    const { labels, candidate } = makeRows(500, 0.3, 5);
    const baseline = Float64Array.from(candidate, (score) => Math.min(0.99, score + 0.01));
    const row = rowOf({ labels, candidate, baseline, ...SETTINGS }, 'log_loss');
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(row.candidate.low).toBeLessThan(row.candidate.value);
    expect(row.candidate.high).toBeGreaterThan(row.candidate.value);
    // Resampled together, two nearly equal models differ by far less than either varies.
    expect(width(row.difference ?? { low: 0, high: 9 })).toBeLessThan(width(row.candidate) / 5);
  });

  it('covers the true accuracy in about 95 % of samples', () => {
    const truth = rowOf({ ...makeRows(40_000, 0.3, 99), ...SETTINGS, replicates: 2 }, 'accuracy').candidate.value;
    const trials = 200;
    const covered = Array.from(
      { length: trials },
      (_, trial) => rowOf({ ...makeRows(250, 0.3, trial + 100), ...SETTINGS, replicates: 200 }, 'accuracy').candidate,
    ).filter(({ low, high }) => low <= truth && truth <= high);
    expect(covered.length / trials).toBeGreaterThan(0.89);
    expect(covered.length / trials).toBeLessThan(0.99);
  });

  it.each(paired.rows)('gives the interval of scipy.stats.bootstrap for $metric, up to chance', (expected) => {
    const row = rowOf(
      {
        labels: Uint8Array.from(paired.labels),
        candidate: Float64Array.from(paired.candidate),
        baseline: Float64Array.from(paired.baseline),
        ...SETTINGS,
        replicates: 4000,
      },
      expected.metric,
    );
    const { value, low, high } = row.difference ?? { value: 0, low: 0, high: 0 };
    const width = expected.high - expected.low;
    expect(value).toBeCloseTo(expected.value, 12);
    expect(Math.abs(low - expected.low)).toBeLessThan(0.06 * width);
    expect(Math.abs(high - expected.high)).toBeLessThan(0.06 * width);
    // 2.80 standard errors: 95 % level, 80 % power.
    expect((row.minimumDetectableEffect ?? 0) / (2.8 * expected.standardError)).toBeCloseTo(1, 1);
  });

  it('takes less than three seconds for 2,000 replicates of 1,250 rows', () => {
    const rows = makeRows(1250, 0.3, 8);
    const baseline = Float64Array.from(rows.candidate, (score) => 1 - score);
    const started = performance.now();
    compareModels({ ...rows, baseline, ...SETTINGS, replicates: 2000 });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('leaves everything about a baseline open when there is none', () => {
    const row = rowOf({ ...makeRows(100, 0.3, 6), ...SETTINGS }, 'roc_auc');
    expect(row).toMatchObject({
      baseline: null,
      difference: null,
      p: null,
      minimumDetectableEffect: null,
      decision: 'no-baseline',
    });
  });
});
