import type { LeakageFacts } from '@tidegate/core/gate/facts';
import { leakage } from '@tidegate/core/gate/rules/leakage';
import { describe, expect, it } from 'vitest';
import { evidence } from './evidence.ts';

const decide = (settings: Omit<Parameters<typeof leakage.decide>[0], 'kind'>, facts?: Partial<LeakageFacts>) => {
  const found: LeakageFacts | null = facts ? { sharedRows: null, changedFiles: null, columns: [], ...facts } : null;
  return leakage.decide({ kind: 'leakage', ...settings }, evidence({ leakage: found }));
};

describe('rows shared with training', () => {
  it.each([
    ['none', 0, undefined, 'pass', 'rows-separate'],
    ['some, where none may be', 0.001, undefined, 'fail', 'rows-shared'],
    ['as many as may be', 0.05, 0.05, 'pass', 'rows-separate'],
    ['more than may be', 0.06, 0.05, 'fail', 'rows-shared'],
  ])('%s', (_, sharedRows, max, status, reason) => {
    const found = decide({ check: 'shared-rows', max }, { sharedRows });
    expect(found).toMatchObject({ status, reason, actual: sharedRows, threshold: max ?? 0 });
  });
});

describe('an evaluation set', () => {
  it.each([
    ['that stays', [], 'pass', 'evaluation-unchanged'],
    ['that the pull request changes', ['data/churn.csv'], 'fail', 'evaluation-changed'],
  ])('%s', (_, changedFiles, status, reason) => {
    const found = decide({ check: 'evaluation-changed' }, { changedFiles });
    expect(found).toMatchObject({ status, reason, actual: changedFiles.length });
  });

  it('is named when it changes', () => {
    const changedFiles = ['a.csv', 'b.csv', 'c.csv', 'd.csv', 'e.csv'];
    expect(decide({ check: 'evaluation-changed' }, { changedFiles }).message).toContain(
      'a.csv, b.csv, c.csv, d.csv and 1 more',
    );
  });
});

describe('a single column', () => {
  it.each([
    ['that tells little', [{ column: 'age', auc: 0.7 }], undefined, 'pass', 'no-column-predicts'],
    ['at the default bound', [{ column: 'age', auc: 0.98 }], undefined, 'pass', 'no-column-predicts'],
    ['that tells the target', [{ column: 'cancelled', auc: 0.999 }], undefined, 'fail', 'column-predicts'],
    ['above a bound of its own', [{ column: 'age', auc: 0.7 }], 0.6, 'fail', 'column-predicts'],
  ])('%s', (_, columns, max, status, reason) => {
    const found = decide({ check: 'single-column', max }, { columns });
    expect(found).toMatchObject({ status, reason, actual: columns[0]?.auc, threshold: max ?? 0.98 });
  });

  it('is named, and so are others that tell the target', () => {
    const columns = [
      { column: 'cancelled', auc: 1 },
      { column: 'refund', auc: 0.99 },
      { column: 'age', auc: 0.7 },
    ];
    expect(decide({ check: 'single-column' }, { columns }).message).toBe(
      '"cancelled" alone predicts the target with an AUC of 1, more than 0.98; so does refund. Was it known before the target?',
    );
  });
});

it.each(['shared-rows', 'evaluation-changed', 'single-column'] as const)(
  'cannot tell %s that nobody looked for',
  (check) => {
    for (const facts of [undefined, {}])
      expect(decide({ check }, facts)).toMatchObject({ status: 'cannot-tell', reason: 'not-measured', actual: null });
  },
);
