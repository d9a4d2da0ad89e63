import { expect, it } from 'vitest';
import { parseRows } from '../../serving/parse-rows.ts';

const minutes = (type: 'float32' | 'string') => [{ name: 'minutes', type }];

it('refuses a body of nothing but mistakes at the first of them, without a list of all', () => {
  const row = Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`c${index}`, []]));
  expect(() => parseRows({ rows: [row] }, minutes('float32'))).toThrow('does not read a column "c0"');
});

it('refuses text that is too long', () => {
  const rows = [{ minutes: 'x'.repeat(10_001) }];
  expect(() => parseRows({ rows }, minutes('string'))).toThrow('rows.0.minutes');
});
