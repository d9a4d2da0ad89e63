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
])('%s', (message, shown) => {
  expect(hideValues(message)).toBe(shown);
});
