import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findModel, parseConfig } from '../../../../core/config/parse-config.ts';
import { parseSuite } from '../../../../core/expectations/suite/parse-suite.ts';
import { check } from '../check.ts';
import { openTables } from '../open-tables.ts';

const TABLES = {
  rows: { columns: { id: { type: 'int', values: ['9007199254740992', '9007199254740995', 1] } } },
} as const;

let engine: Awaited<ReturnType<typeof openTables>>;
beforeAll(async () => {
  engine = await openTables(TABLES);
});
afterAll(() => engine.close());

const HEAD = 'kind: tidegate.expectation-suite\nversion: 1\nexpectations:\n';
const yaml = (type: string, kwargs: string) => `${HEAD}  - type: ${type}\n    kwargs: { column: id, ${kwargs} }\n`;
const json = (type: string, kwargs: string) =>
  `{"kind":"tidegate.expectation-suite","version":1,"expectations":[{"type":"${type}","kwargs":{"column":"id",${kwargs}}}]}`;
const statusOf = async (text: string) =>
  (await check(engine, 'rows', parseSuite(text, 'suite').suite.expectations)).results[0]?.status;

describe('integers that a number would round', () => {
  it.each([
    ['not_be_in_set', '"value_set": [9007199254740992]', 'fail'],
    ['not_be_in_set', '"value_set": [9007199254740993]', 'pass'],
    ['be_in_set', '"value_set": [1, 9007199254740992, 9007199254740995]', 'pass'],
    ['be_in_set', '"value_set": [1, 9007199254740993, 9007199254740995]', 'fail'],
    ['be_in_set', '"value_set": [1, "9007199254740992", "9007199254740995"]', 'pass'],
    ['be_in_set', '"value_set": ["1", "9007199254740992", "9007199254740995"]', 'fail'],
    ['be_between', '"max_value": 9007199254740995', 'pass'],
    ['be_between', '"max_value": 9007199254740994', 'fail'],
    ['be_between', '"min_value": -99999999999999999999, "max_value": 99999999999999999999', 'pass'],
  ])('are compared to the last digit: %s %s', async (name, kwargs, status) => {
    const type = `expect_column_values_to_${name}`;
    expect(await statusOf(json(type, kwargs))).toBe(status);
    expect(await statusOf(yaml(type, kwargs.replace(/"(\w+)":/g, '$1:')))).toBe(status);
  });

  it('are numbers where a number is asked', async () => {
    const type = 'expect_column_sum_to_be_between';
    expect(await statusOf(json(type, '"min_value": 0, "max_value": 99999999999999999999'))).toBe('pass');
    expect(await statusOf(json(type, '"min_value": 99999999999999999999'))).toBe('fail');
  });

  it('keep their digits in the policy, and only where rows are compared with them', () => {
    const text = (seed: string) => `version: 1
models:
  churn:
    task: regression
    paths: [train.ts]
    training: { command: node train.ts, parameters: { big: ${seed} } }
    data:
      path: train.csv
      target: y
      features: { numeric: [x] }
      expectations:
        - type: expect_column_values_to_be_in_set
          kwargs: { column: x, value_set: [${seed}, 7] }
    gate: [{ kind: data-expectations }]
`;
    const { data, training } = findModel(parseConfig(text('9007199254740993')), 'churn');
    expect(data.expectations).toMatchObject([{ kwargs: { value_set: ['9007199254740993', 7] } }]);
    expect(training.parameters).toEqual({ big: 9007199254740992 });
  });
});
