import type { ExpectationsFact, OpenExpectation } from '@tidegate/core/gate/facts';
import { decideRules } from '@tidegate/core/gate/rules';
import { dataExpectations } from '@tidegate/core/gate/rules/data-expectations';
import { RuleRow } from '@tidegate/core/gate/verdict';
import { expect, it } from 'vitest';
import { evidence } from './evidence.ts';

const open = (status: OpenExpectation['status'], severity: OpenExpectation['severity'] = 'fail'): OpenExpectation => ({
  type: 'expect_column_values_to_be_in_set',
  columns: ['state'],
  severity,
  status,
  observed: 0.02,
  unexpectedCount: 2,
  unexpectedPercent: 2,
  sentence: 'state: expected values among CA, NY; 2 of 100 (2 %) are not.',
  file: 'expectations.yml',
  line: 3,
});
const fact = (...found: readonly OpenExpectation[]): ExpectationsFact => {
  const count = (status: OpenExpectation['status']) => found.filter((one) => one.status === status).length;
  return {
    role: 'data',
    path: 'data/churn.csv',
    isChanged: false,
    rows: 100,
    counts: { pass: 5, warn: count('warn'), fail: count('fail'), 'cannot-tell': count('cannot-tell') },
    open: [...found],
    unread: null,
  };
};
const unread = { ...fact(), role: 'evaluation', rows: null, unread: 'There is no file test.csv.' } as const;

it.each([
  ['all met', [fact()], 'pass', 'expectations-met', 0],
  ['one failed', [fact(open('fail'))], 'fail', 'expectation-failed', 1],
  ['one failed, another file unread', [fact(open('fail')), unread], 'fail', 'expectation-failed', 1],
  ['one failed among warnings', [fact(open('fail'), open('warn', 'warn'))], 'fail', 'expectation-failed', 1],
  ['warnings only', [fact(open('warn', 'warn'), open('warn', 'warn'))], 'warn', 'expectation-warned', 2],
  ['one that could not be computed', [fact(open('cannot-tell'))], 'cannot-tell', 'expectation-open', 1],
  ['open, and a warning', [fact(open('cannot-tell'), open('warn', 'warn'))], 'cannot-tell', 'expectation-open', 1],
  ['a warning that could not be computed', [fact(open('cannot-tell', 'warn'))], 'pass', 'expectations-met', 0],
  ['a file that was not read', [fact(), unread], 'cannot-tell', 'data-unread', null],
  ['nothing looked at', [], 'cannot-tell', 'not-measured', null],
] as const)('%s', (_, expectations, status, reason, actual) => {
  const found = dataExpectations.decide(
    { kind: 'data-expectations', on: ['data', 'evaluation'] },
    evidence({ expectations: [...expectations] }),
  );
  expect(found).toMatchObject({ status, reason, actual, subject: 'data, evaluation' });
});

it('names file, expectation, column, and the share that is not as expected', () => {
  const expectations = [fact(...Array.from({ length: 9 }, () => open('fail')))];
  const found = dataExpectations.decide({ kind: 'data-expectations', on: ['data'] }, evidence({ expectations }));
  expect(found.message).toMatch(
    /^9 expectations are not met\. data\/churn\.csv, column_values_to_be_in_set: state: .*2 %/,
  );
  expect(found.message).toMatch(/… and 6 more\.$/);
  const [row] = decideRules([{ kind: 'data-expectations', on: ['data'] }], evidence({ expectations }));
  expect(() => RuleRow.parse(row)).not.toThrow();
});

it('looks at the files that it is asked for and no others', () => {
  const given = evidence({ expectations: [fact(open('fail'))] });
  expect(dataExpectations.decide({ kind: 'data-expectations', on: ['evaluation'] }, given).reason).toBe('not-measured');
});
