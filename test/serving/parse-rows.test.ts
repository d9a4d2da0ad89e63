import { expect, it } from 'vitest';
import { parseRows } from '../../serving/parse-rows.ts';

const signatureOf = (type: 'float32' | 'string') => ({
  inputs: [{ name: 'minutes', type, shape: [-1, 1] }],
  outputs: [{ name: 'probability', type: 'float32' as const, shape: [-1, 1] }],
});

it('refuses a body of nothing but mistakes at the first of them, without a list of all', () => {
  const row = Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`c${index}`, []]));
  expect(() => parseRows({ rows: [row] }, signatureOf('float32'))).toThrow('does not read a column "c0"');
});

it('refuses text that is too long', () => {
  const rows = [{ minutes: 'x'.repeat(10_001) }];
  expect(() => parseRows({ rows }, signatureOf('string'))).toThrow('rows.0.minutes');
});
