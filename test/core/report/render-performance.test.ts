import type { MultivariateReport } from '@tidegate/core/drift/multivariate/multivariate-report';
import type { PerformanceReport } from '@tidegate/core/drift/performance/performance-report';
import { comparePerformance } from '@tidegate/core/drift/performance/performance-row';
import { renderPageMultivariate } from '@tidegate/core/report/drift-page/render-multivariate';
import { renderPagePerformance } from '@tidegate/core/report/drift-page/render-performance';
import { renderMultivariate } from '@tidegate/core/report/render-multivariate';
import { renderPerformance } from '@tidegate/core/report/render-performance';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from './drift-page/hostile-report.ts';

const around = (value: number) => ({ value, low: value - 0.02, high: value + 0.02 });
const row = (metric: string, value: number) =>
  comparePerformance({ metric, higherIsBetter: true, estimate: around(value), reference: around(0.9), margin: 0 });
const interval = { method: 'bootstrap', confidence: 0.99, replicates: 1000, seed: 7 };

const report = (changes: Partial<PerformanceReport> = {}): PerformanceReport => ({
  task: 'binary-classification',
  metric: 'accuracy',
  drop: 0.045,
  realized: {
    kind: 'measured',
    task: 'binary-classification',
    rows: 300,
    windowRows: 1_200,
    labelledShare: 0.25,
    metrics: [row('roc_auc', 0.89), row('accuracy', 0.8)],
    notDefined: [],
    interval,
    chunks: [],
  },
  estimated: {
    kind: 'measured',
    method: 'cbpe',
    assumptions: ['No concept drift: as it was.', 'Calibrated scores.'],
    rows: 1_200,
    windowRows: 1_200,
    referenceRows: 4_000,
    calibration: [],
    unseenShare: 0.031,
    counts: null,
    metrics: [row('accuracy', 0.88), row('f1', 0.7)],
    notDefined: [],
    interval,
    chunks: [],
  },
  strangers: 2,
  read: { reference: { read: 4_000, all: 4_000 }, window: { read: 1_200, all: 90_000 } },
  decidedBy: 'labels',
  decision: 'drift',
  message: 'Labels: accuracy is worse by 0.1.',
  ...changes,
});
const together = (column: string, message = 'The reference has 9 rows; 500 are needed.'): MultivariateReport => ({
  classifier: {
    kind: 'measured',
    rows: { reference: 4_000, window: 1_200 },
    leftOut: [],
    area: { value: 0.81, low: 0.79, high: 0.83 },
    confidence: 0.95,
    folds: 5,
    p: 0.0001,
    alpha: 0.0025,
    threshold: 0.55,
    columns: [
      { column, share: 0.8 },
      { column: 'noise', share: 0.001 },
    ],
    seed: 7,
    decision: 'drift',
  },
  reconstruction: { kind: 'cannot-tell', reason: 'reference-too-small', message },
  read: { reference: { read: 4_000, all: 4_000 }, window: { read: 1_200, all: 1_200 } },
  decision: 'drift',
});

describe('performance', () => {
  it('is a table of what was, what labels say and what is expected, the metric that decides first', () => {
    const body = renderPerformance(report());
    const rows = body.split('\n').filter((line) => line.startsWith('| `'));
    expect(
      rows.map((line) =>
        line
          .split('|')
          .map((cell) => cell.trim())
          .slice(1, -1),
      ),
    ).toEqual([
      [
        '`accuracy` (decides)',
        '0.9000 (0.8800 … 0.9200)',
        '0.8000 (0.7800 … 0.8200) worse',
        '0.8800 (0.8600 … 0.9000)',
      ],
      [expect.stringContaining('roc_auc'), expect.any(String), expect.stringMatching(/^0\.89/), '—'],
      [expect.stringContaining('f1'), expect.any(String), '—', expect.stringMatching(/^0\.70.* worse$/)],
    ]);
    expect(body).toContain('🔴 drift: Labels: accuracy is worse by 0.1.');
  });

  it('says what it rests on: labels, rows that were left out, scores that are new, strangers, assumptions', () => {
    for (const text of [renderPerformance(report()), renderPagePerformance(report())]) {
      expect(text).toContain('Measured on 300 of 1,200 rows, whose labels have arrived (25.0 %).');
      expect(text).toContain('for 1,200 rows, from 4,000 labelled rows of the reference.');
      expect(text).toContain('3.1 % of the rows have scores that the reference does not reach');
      expect(text).toContain('2 labels are no class of the model');
      expect(text).toContain('Of the 90,000 rows of the window 1,200 were looked at, evenly spread.');
      expect(text).not.toContain('rows of the reference 4,000 were');
      expect(text).toContain('No concept drift: as it was.');
    }
  });

  it('gives reasons where nothing is measured or estimated', () => {
    const nothing = { kind: 'cannot-tell', reason: 'too-few-labels', message: '3 rows have a label.' } as const;
    const body = renderPerformance(
      report({ realized: nothing, estimated: null, decision: 'cannot-tell', decidedBy: null }),
    );
    expect(body).toContain('Measured: nothing. 3 rows have a label.');
    expect(body).not.toMatch(/\| metric|takes for granted/);
    expect(renderPagePerformance(undefined)).toBe('');
  });
});

describe('columns together', () => {
  it('names the columns that tell both sides apart, and why a question has no answer', () => {
    for (const text of [renderMultivariate(together('minutes')), renderPageMultivariate(together('minutes'))]) {
      expect(text).toMatch(/0\.81 \(0\.79 to 0\.83\)/);
      expect(text).toMatch(/Most by `?minutes`? 80 %\./);
      expect(text).not.toContain('noise');
      expect(text).toContain('The reference has 9 rows; 500 are needed.');
    }
  });

  it.each(HOSTILE)('keep %j words', (text) => {
    const shape = (page: string) => page.match(/<\/?[a-z!][^>]*>/gi);
    expect(shape(renderPageMultivariate(together(text, text)))).toEqual(shape(renderPageMultivariate(together('x'))));
    const hostile = report({ message: text, estimated: { kind: 'cannot-tell', reason: 'no-scores', message: text } });
    const plain = report({ message: 'x', estimated: { kind: 'cannot-tell', reason: 'no-scores', message: 'x' } });
    expect(shape(renderPagePerformance(hostile))).toEqual(shape(renderPagePerformance(plain)));
    for (const body of [renderMultivariate(together(text, text)), renderPerformance(hostile)])
      expect(body.replaceAll(/`[^`\n]*`/g, '')).not.toMatch(/<(?!details|summary|\/details|\/summary)/);
  });
});
