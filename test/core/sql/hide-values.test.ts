import { hideValues } from '@tidegate/core/sql/hide-values';
import { expect, it } from 'vitest';

it.each([
  [
    `Error when converting column "id". Could not convert string "ada@example.com" to 'BIGINT'`,
    `Error when converting column "id". Could not convert string (not shown) to 'BIGINT'`,
  ],
  [`Could not convert string "a" to 'b" to 'INT'`, `Could not convert string (not shown) to 'INT'`],
  [`invalid input syntax: value: "4111"`, 'invalid input syntax: value (not shown)'],
  ['Malformed JSON in file "data.jsonl", at byte 33', 'Malformed JSON in file "data.jsonl", at byte 33'],
  [
    'd.csv cannot be read: Conversion Error: invalid date field format: "ada@example.com"',
    'd.csv cannot be read: Conversion Error.',
  ],
  [
    'd.csv cannot be read: Invalid Input Error: missing ): ada@example.com(',
    'd.csv cannot be read: Invalid Input Error.',
  ],
  [
    'd.csv cannot be read: Invalid Input Error: CSV Error on Line: 3: date field value out of range: "2024-99-99 ada", expected',
    'd.csv cannot be read: Invalid Input Error: CSV Error on Line: 3: date field value out of range (not shown), expected',
  ],
  [
    'd.csv cannot be read: Binder Error: Referenced column "x" not found',
    'd.csv cannot be read: Binder Error: Referenced column "x" not found',
  ],
])('%s', (message, shown) => {
  expect(hideValues(message)).toBe(shown);
});
