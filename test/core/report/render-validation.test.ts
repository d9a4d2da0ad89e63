import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import type { ExpectationResult, ValidationResult } from '../../../core/expectations/validation-result.ts';
import { renderValidation } from '../../../core/report/render-validation.ts';

const one = (more: Partial<ExpectationResult>): ExpectationResult => ({
  index: 0,
  type: 'expect_column_values_to_not_be_null',
  columns: ['age'],
  kwargs: { column: 'age' },
  severity: 'fail',
  rowCondition: null,
  segment: null,
  status: 'pass',
  observed: null,
  elementCount: 10,
  missingCount: 0,
  unexpectedCount: 0,
  unexpectedPercent: 0,
  sampleRows: [],
  sentence: 'age: expected rows with a value; all 10 are.',
  ...more,
});
const result = (results: readonly ExpectationResult[], outcome: ValidationResult['outcome']): ValidationResult => {
  const count = (status: string) => results.filter((row) => row.status === status).length;
  return {
    kind: 'tidegate.validation-result',
    version: 1,
    createdAt: '2024-03-31T00:00:00.000Z',
    source: 'data/churn.csv',
    rows: 1250,
    outcome,
    counts: { pass: count('pass'), warn: count('warn'), fail: count('fail'), 'cannot-tell': count('cannot-tell') },
    sampleKey: null,
    results: [...results],
  };
};

describe('renderValidation', () => {
  it('says an imported condition without what makes missing values compare as in pandas', () => {
    const rowCondition = `(COALESCE("region" = 'we(st', 1 = 0) AND NOT (COALESCE("a" <> 3, 1 = 1)))`;
    const body = renderValidation(result([one({ status: 'fail', rowCondition })], 'fail'));
    expect(body).toContain(`Only rows where \`("region" = 'we(st' AND NOT ("a" <> 3))\`.`);
  });

  it('begins with the verdict, then what is not met, worst first, and folds what is', () => {
    const text = renderValidation(
      result(
        [
          one({}),
          one({ status: 'warn', severity: 'warn', sentence: 'a warning' }),
          one({ status: 'cannot-tell', sentence: 'an open one' }),
          one({
            status: 'fail',
            sentence: 'a failed one',
            sampleRows: ['1', '2', '3', '4', '5', '6'],
            rowCondition: 'id > 1',
          }),
        ],
        'fail',
      ),
    );
    expect(text).toMatch(
      /^❌ \*\*1 of 4 expectations is not met\*\*, 1 warning, 1 could not be checked: 1,250 rows of `data\/churn.csv`\./,
    );
    const places = [
      'a failed one Only rows where `id > 1`.',
      'an open one',
      'a warning',
      '<details><summary>1 expectation met',
    ].map((words) => text.indexOf(words));
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(text).toContain('| rows (from 0)');
    expect(text).toContain('`1`, `2`, `3`, `4`, `5`, …');
  });

  it('says so where all is met, where nothing can be told and where nothing is expected', () => {
    expect(renderValidation(result([one({})], 'pass'))).toMatch(/^✅ \*\*The data are as expected\*\*: 1,250 rows/);
    expect(renderValidation(result([one({ status: 'cannot-tell' })], 'cannot-tell'))).toMatch(
      /^❔ \*\*1 of 1 expectation could not be checked\*\*:/,
    );
    expect(renderValidation(result([], 'pass'))).toMatch(/^✅ \*\*Nothing is expected of the data\*\*:/);
  });

  it('lets no text of the suite or the data mention, link, or leave its cell', () => {
    const hostile = '@octocat | <img src=x> `a` [x](https://example.com)\n\n# heading #1';
    const text = renderValidation(
      result(
        [one({ status: 'fail', type: hostile, sentence: hostile, sampleRows: [hostile], rowCondition: hostile })],
        'fail',
      ),
    );
    expect(text).not.toContain('@octocat');
    expect(new MarkdownIt({ html: true, linkify: true }).render(text)).not.toMatch(/<img|<a |<h1/);
    expect(
      text
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .every((line) => line.split('|').length === 6),
    ).toBe(true);
  });

  it('shows sixty of many, and how many are left', () => {
    const text = renderValidation(
      result(
        Array.from({ length: 100 }, () => one({ status: 'fail' })),
        'fail',
      ),
    );
    expect(text).toContain('… and 40 more in the document.');
    expect(text.length).toBeLessThan(20_000);
  });
});
