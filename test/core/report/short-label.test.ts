import { expect, it } from 'vitest';
import { shortLabel } from '../../../core/report/short-label.ts';

it.each([
  ['12 to 15', '12 to 15'],
  ['0.0001234 to 0.0002345', '1.23e-4 to 2.35e-4'],
  ['12345678 to 234567890', '1.23e7 to 2.35e8'],
  ['-0.00001234 to -0.00001233', '-1.23e-5 to -1.23e-5'],
  ['2026-01-01 00:00 to 2026-02-01 00:00', '2026-01-01 00:00'],
  ['a value that somebody wrote down', 'a value that someb..'],
  ['12345678901234567890123', '1.23e22'],
])('%s is told as %s in 20 letters', (label, short) => {
  expect(shortLabel(label, 20)).toBe(short);
});

it('numbers that are cut keep their size, however short', () => {
  for (const [low, high] of [
    [1234567.8, 2345678.9],
    [-0.000012345, 0.00098765],
    [98765.4, 123456.7],
  ] as const) {
    const [first = '', second] = shortLabel(`${low} to ${high}`, 16).split(' to ');
    expect(Number(first) / low).toBeCloseTo(1, 0);
    if (second !== undefined) expect(Number(second) / high).toBeCloseTo(1, 0);
  }
});
