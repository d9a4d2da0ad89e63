import { compareModels } from '@tidegate/core/evaluation/compare';
import { MetricRow } from '@tidegate/core/evaluation/metric-row';
import { prepareMetric } from '@tidegate/core/evaluation/metrics';
import { deLong } from '@tidegate/core/evaluation/tests/delong';
import { mcnemar } from '@tidegate/core/evaluation/tests/mcnemar';
import { describe, expect, it } from 'vitest';
import {
  BINARY_METRICS,
  binarySample,
  comparisonOf,
  makeModels,
  metricIds,
  regressionSample,
  rowOf,
  width,
} from './make-samples.ts';
import { REFERENCES } from './tests/references.ts';

describe('compareModels', () => {
  it('gives the same rows for the same seed, and others for another', () => {
    const comparison = comparisonOf(makeModels(300, [0.3, 0.2], 1));
    expect(compareModels(comparison)).toEqual(compareModels(comparison));
    expect(compareModels({ ...comparison, seed: 8 })).not.toEqual(compareModels(comparison));
  });

  it('says not worse of a model and its own copy, with an interval of no width', () => {
    const [model] = makeModels(200, [0.3], 2);
    for (const row of compareModels(comparisonOf([model, model])))
      expect(row).toMatchObject({
        decision: 'not-worse',
        difference: { value: 0, low: 0, high: 0 },
        p: 1,
        minimumDetectableEffect: 0,
      });
  });

  it.each(['percentile', 'bca'] as const)(
    'calls a clearly stronger model better and a clearly weaker one worse, for metrics of both directions (%s)',
    (interval) => {
      const [strong, weak] = makeModels(600, [0.5, 0.1], 3);
      const decisions = (pair: (typeof strong)[]) =>
        compareModels(comparisonOf(pair, BINARY_METRICS, { interval })).map(({ decision }) => decision);
      if (!strong || !weak) throw new Error('no models');
      expect(decisions([strong, weak])).toEqual(['better', 'better', 'better', 'better']);
      expect(decisions([weak, strong])).toEqual(['worse', 'worse', 'worse', 'worse']);
    },
  );

  it('cannot tell a difference that a few rows do not show, unless a margin covers it', () => {
    const comparison = comparisonOf(makeModels(40, [0.3, 0.3], 4));
    expect(rowOf(comparison, 'accuracy').decision).toBe('cannot-tell');
    expect(rowOf({ ...comparison, margins: { accuracy: 0.9 } }, 'accuracy').decision).toBe('not-worse');
    expect(rowOf({ ...comparison, margins: { accuracy: 0.001 } }, 'accuracy').decision).toBe('cannot-tell');
  });

  it('pairs the rows: two nearly equal models differ by far less than either varies', () => {
    const [model] = makeModels(500, [0.3], 5);
    if (!model?.scores) throw new Error('no scores');
    const shifted = binarySample(
      model.labels,
      model.scores.map((score) => Math.min(0.99, score + 0.01)),
    );
    const row = rowOf(comparisonOf([model, shifted]), 'log_loss');
    expect(row.candidate.low).toBeLessThan(row.candidate.value);
    expect(row.candidate.high).toBeGreaterThan(row.candidate.value);
    expect(width(row.difference)).toBeLessThan(width(row.candidate) / 5);
  });

  it.each(REFERENCES.paired.rows)(
    'gives the interval of scipy.stats.bootstrap for $metric, up to chance',
    (expected) => {
      const { labels, candidate, baseline } = REFERENCES.paired;
      const models = [binarySample(labels, candidate), binarySample(labels, baseline)];
      const row = rowOf(comparisonOf(models, BINARY_METRICS, { replicates: 4000 }), expected.metric);
      const { value, low, high } = row.difference ?? { value: 0, low: 0, high: 0 };
      const tolerance = 0.06 * width(expected);
      expect(value).toBeCloseTo(expected.value, 12);
      expect(Math.abs(low - expected.low)).toBeLessThan(tolerance);
      expect(Math.abs(high - expected.high)).toBeLessThan(tolerance);
      // 2.80 standard errors: 95 % level, 80 % power.
      expect((row.minimumDetectableEffect ?? 0) / (2.8 * expected.standardError)).toBeCloseTo(1, 1);
    },
  );

  it('leaves everything about a baseline open when there is none', () => {
    const nothing = { baseline: null, difference: null, p: null, adjustedP: null, minimumDetectableEffect: null };
    const row = rowOf(comparisonOf(makeModels(100, [0.3], 6), BINARY_METRICS, { decidedOn: ['roc_auc'] }), 'roc_auc');
    expect(row).toMatchObject({ ...nothing, decision: 'no-baseline', method: 'bootstrap (percentile)' });
  });

  it('gives rows that a verdict can hold', () => {
    for (const row of compareModels(comparisonOf(makeModels(100, [0.3, 0.2], 6))))
      expect(MetricRow.parse(row)).toEqual(row);
  });

  it('takes less than three seconds for 2,000 replicates of 1,250 rows', () => {
    const comparison = comparisonOf(makeModels(1250, [0.3, 0.25], 8), BINARY_METRICS, { replicates: 2000 });
    const started = performance.now();
    compareModels(comparison);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('the p of a row', () => {
  const [candidate, baseline] = makeModels(250, [0.32, 0.28], 9);
  if (!candidate?.scores || !baseline?.scores) throw new Error('no scores');
  const groups = Int32Array.from(candidate.labels, (_, row) => Math.floor(row / 2));
  const right = (sample: typeof candidate) =>
    Float64Array.from(sample.predictions, (given, row) => (given === sample.labels[row] ? 1 : 0));
  const [own, other] = [right(candidate), right(baseline)];

  it("is McNemar's for accuracy and DeLong's for the area under the curve", () => {
    const comparison = comparisonOf([candidate, baseline]);
    const expected = mcnemar({
      candidateOnly: own.filter((is, row) => is === 1 && other[row] === 0).length,
      baselineOnly: own.filter((is, row) => is === 0 && other[row] === 1).length,
    });
    expect(rowOf(comparison, 'accuracy').p).toBe(expected);
    expect(rowOf(comparison, 'roc_auc').p).toBe(
      deLong(candidate.labels, candidate.scores ?? own, baseline.scores ?? other, 0.95).p,
    );
  });

  it.each([
    ['accuracy', {}, 'paired bootstrap (percentile)', 'McNemar mid-p'],
    ['roc_auc', {}, 'paired bootstrap (percentile)', 'DeLong'],
    ['log_loss', { interval: 'bca' as const }, 'paired bootstrap (BCa)', 'paired t'],
    ['f1', {}, 'paired bootstrap (percentile)', 'bootstrap t'],
    ['roc_auc', { groups }, 'paired bootstrap over groups (percentile)', 'bootstrap t'],
    ['accuracy', { weights: new Float64Array(250).fill(2) }, 'paired bootstrap (percentile)', 'bootstrap t'],
  ])('of %s is named with its method: %j', (metric, more, method, test) => {
    expect(rowOf(comparisonOf([candidate, baseline], BINARY_METRICS, more), metric)).toMatchObject({ method, test });
  });

  it('agrees between the test of a metric and the bootstrap, roughly', () => {
    const weights = new Float64Array(250).fill(1);
    for (const row of compareModels(comparisonOf([candidate, baseline], BINARY_METRICS, { replicates: 3000 }))) {
      const byBootstrap = rowOf(
        comparisonOf([candidate, baseline], BINARY_METRICS, { replicates: 3000, weights }),
        row.metric,
      );
      expect(Math.abs((row.p ?? 9) - (byBootstrap.p ?? 0)), row.metric).toBeLessThan(0.08);
    }
  });

  it('is corrected by Holm over the metrics that rules decide on, and only a corrected one decides', () => {
    const models = makeModels(400, [0.33, 0.29], 21);
    const alone = compareModels(comparisonOf(models));
    const decidedOn = ['accuracy', 'f1', 'roc_auc'];
    const rows = compareModels(comparisonOf(models, BINARY_METRICS, { decidedOn }));
    for (const [index, row] of rows.entries()) {
      expect(row.p).toBe(alone[index]?.p);
      if (decidedOn.includes(row.metric)) expect(row.adjustedP).toBeGreaterThanOrEqual(row.p ?? 9);
      else expect(row.adjustedP).toBeNull();
      if (row.decision === 'better') expect(row.adjustedP ?? row.p).toBeLessThan(0.05);
    }
    const smallest = Math.min(...rows.filter(({ adjustedP }) => adjustedP !== null).map(({ p }) => p ?? 1));
    expect(Math.min(...rows.flatMap(({ adjustedP }) => adjustedP ?? []))).toBeCloseTo(3 * smallest, 12);
  });

  it('proves nothing from three rows, however large the difference', () => {
    const rows = compareModels(
      comparisonOf([binarySample([1, 0, 1], [0.9, 0.1, 0.8]), binarySample([1, 0, 1], [0.1, 0.9, 0.2])]),
    );
    for (const row of rows)
      expect(row).toMatchObject({ decision: 'cannot-tell', difference: { high: expect.any(Number) } });
  });
});

describe('rows that do not stand alone', () => {
  it('widen the interval by group, and only the number of groups counts', () => {
    const [candidate, baseline] = makeModels(60, [0.32, 0.25], 12);
    if (!candidate?.scores || !baseline?.scores) throw new Error('no scores');
    const repeat = <T>(values: ArrayLike<T>) => Array.from(values).flatMap((value) => [value, value, value, value]);
    const many = [candidate, baseline].map(({ labels, scores }) => binarySample(repeat(labels), repeat(scores ?? [])));
    const groups = Int32Array.from({ length: 240 }, (_, row) => Math.floor(row / 4));
    const grouped = rowOf(comparisonOf(many, BINARY_METRICS, { groups }), 'log_loss');
    const once = rowOf(comparisonOf([candidate, baseline]), 'log_loss');
    expect(grouped).toMatchObject({ n: 240, effectiveN: 60 });
    // Every row is there four times: the same draws of the same groups.
    expect(grouped.difference?.low).toBeCloseTo(once.difference?.low ?? 9, 12);
    // Taken for 240 rows of their own, they would look twice as sure.
    const alone = rowOf(comparisonOf(many), 'log_loss');
    const ratio = (grouped.minimumDetectableEffect ?? 0) / (alone.minimumDetectableEffect ?? 9);
    expect(Math.abs(ratio - 2)).toBeLessThan(0.2);
  });

  it('count by their weights: a row of weight 0 is not there', () => {
    const [candidate, baseline] = makeModels(200, [0.32, 0.25], 13);
    const weights = Float64Array.from({ length: 200 }, (_, row) => (row < 100 ? 2 : 0));
    const row = rowOf(comparisonOf([candidate, baseline], BINARY_METRICS, { weights }), 'accuracy');
    const right = candidate?.labels
      .slice(0, 100)
      .filter((label, index) => label === candidate.predictions[index]).length;
    expect(row).toMatchObject({ n: 200, effectiveN: 100, candidate: { value: (right ?? 0) / 100 } });
  });

  it('stay with their query in a ranking', () => {
    const queries = Int32Array.from({ length: 60 }, (_, row) => Math.floor(row / 5));
    const labels = Float64Array.from(queries, (_, row) => row % 3);
    const ranking = (shift: number) =>
      ({
        task: 'ranking',
        rows: 60,
        queries,
        labels,
        scores: labels.map((label, row) => label + ((row * shift) % 7)),
      }) as const;
    const row = rowOf(comparisonOf([ranking(3), ranking(5)], ['ndcg@10']), 'ndcg@10');
    expect(row).toMatchObject({
      effectiveN: 12,
      method: 'paired bootstrap over queries (percentile)',
      test: 'bootstrap t',
    });
    expect(row.difference?.low).toBeLessThan(row.difference?.value ?? -9);
  });
});

describe('several seeds', () => {
  const truth = Float64Array.from({ length: 400 }, (_, row) => Math.sin(row));
  const biased = (bias: number) =>
    regressionSample(
      truth,
      truth.map((value, row) => value + bias + 0.1 * Math.cos(7 * row)),
    );
  const [metric] = ['mean_absolute_error'];

  it('name their mean and spread, and the spread enters the interval', () => {
    const seeds = [0.5, 0.6, 0.7, 0.8].map(biased);
    const one = rowOf(comparisonOf([seeds[0], biased(1)], [metric]), metric);
    const row = rowOf(comparisonOf([seeds[0], biased(1)], [metric], { seeds }), metric);
    expect(one.seeds).toBeNull();
    expect(row.seeds).toMatchObject({ count: 4, mean: row.candidate.value });
    expect(row.seeds?.mean).toBeCloseTo(0.65, 2);
    expect(row.seeds?.standardDeviation).toBeCloseTo(0.1291, 3);
    expect(row).toMatchObject({
      method: 'hierarchical bootstrap over rows and 4 seeds (percentile, stretched by t for few seeds)',
      test: 'bootstrap t',
    });
    // The rows hardly vary: what is left is Student's interval of four seeds, 3.18 · 0.1291 / √4 on either side.
    expect(width(one.difference)).toBeLessThan(0.05);
    expect(width(row.difference) / (2 * 3.1824 * 0.06455)).toBeGreaterThan(0.8);
    expect(width(row.difference) / (2 * 3.1824 * 0.06455)).toBeLessThan(1.2);
    expect(row.p).toBeGreaterThan(one.p ?? 1);
  });

  it('of quite different quality leave no interval beyond what the metric can be', () => {
    const labels = Uint8Array.from({ length: 200 }, (_, row) => row % 2);
    const right = (share: number) =>
      binarySample(
        labels,
        Float64Array.from(labels, (label, row) => (row < 200 * share ? label : 1 - label)),
      );
    const seeds = [0.99, 0.6, 0.95].map(right);
    const row = rowOf(comparisonOf([seeds[0], right(0.01)], ['accuracy'], { seeds }), 'accuracy');
    expect(row.seeds).toMatchObject({ count: 3, mean: row.candidate.value });
    expect(row.candidate.high).toBe(1);
    expect(row.difference?.high).toBe(1);
    expect(row.method).toContain('stretched by t for few seeds); candidate: cut at 1; difference: cut at 1');
    // No accuracy is so far from another that two such seeds would show it.
    const two = [0.99, 0.2].map(right);
    const open = rowOf(comparisonOf([two[0], right(0.01)], ['accuracy'], { seeds: two }), 'accuracy');
    expect(row.minimumDetectableEffect).toBeGreaterThan(0.5);
    expect(open).toMatchObject({ minimumDetectableEffect: null, decision: 'cannot-tell' });
  });

  it('count the candidate once, whether it is among them or not', () => {
    const [first, ...others] = [0.5, 0.6, 0.7].map(biased);
    const without = comparisonOf([first, biased(1)], [metric], { seeds: others });
    expect(compareModels(without)).toEqual(
      compareModels({ ...without, seeds: [...(first ? [first] : []), ...others] }),
    );
  });
});

describe('the interval that decides', () => {
  it('is in the row, so that whoever reads it finds the same decision', () => {
    for (const trial of Array(40).keys()) {
      const models = makeModels(150, [0.33, 0.29], trial);
      for (const row of compareModels(comparisonOf(models, BINARY_METRICS, { decidedOn: ['accuracy', 'roc_auc'] }))) {
        const { difference, settled, higherIsBetter } = row;
        if (!difference || !settled) throw new Error('no difference');
        expect(settled.low).toBeLessThanOrEqual(difference.low);
        expect(settled.high).toBeGreaterThanOrEqual(difference.high);
        const isProven = (row.adjustedP ?? row.p ?? 1) < 0.05 && (settled.low > 0 || settled.high < 0);
        const isGain = higherIsBetter === settled.low > 0;
        expect(row.decision).toBe(isProven ? (isGain ? 'better' : 'worse') : 'cannot-tell');
        // Interval and p that say "better" beside "cannot tell" come with the reason.
        const looksProven = (row.adjustedP ?? row.p ?? 1) < 0.05 && (difference.low > 0 || difference.high < 0);
        if (looksProven && !isProven) expect(row.reason).toBe('too-close-to-zero');
      }
    }
  });
});

describe('what cannot be measured', () => {
  it('is NaN and cannot be told, and leaves the other metrics alone', () => {
    const labels = new Uint8Array(50).fill(1);
    const models = [0.72, 0.62].map((score) =>
      binarySample(
        labels,
        Float64Array.from(labels, (_, row) => score - (row % 5) / 10),
      ),
    );
    const rows = compareModels(comparisonOf(models, ['roc_auc', 'accuracy'], { interval: 'bca' }));
    expect(rows[0]).toMatchObject({
      candidate: { value: Number.NaN },
      p: 1,
      minimumDetectableEffect: null,
      decision: 'cannot-tell',
    });
    expect(rows[1]?.candidate.value).toBe(0.6);
  });

  it('has an interval from the replicates that have both classes', () => {
    const labels = Uint8Array.from({ length: 40 }, (_, row) => (row === 3 ? 1 : 0));
    const row = rowOf(
      comparisonOf([
        binarySample(
          labels,
          Float64Array.from(labels, (_, index) => index / 40),
        ),
      ]),
      'roc_auc',
    );
    expect(row.candidate.low).toBeGreaterThanOrEqual(0);
    expect(row.candidate.high).toBeLessThan(0.3);
  });
});

describe('the observed value', () => {
  it('is that of the metric on all rows', () => {
    const [model] = makeModels(100, [0.3], 31);
    if (!model) throw new Error('no model');
    const draw = { weights: new Float64Array(100).fill(1) };
    for (const id of metricIds('binary-classification', BINARY_METRICS))
      expect(rowOf(comparisonOf([model]), id.id).candidate.value).toBe(prepareMetric(model, id, 0)(draw));
  });
});
