import type { Dialect } from '../sql/dialect.ts';

const DIGITS = /^-?\d{16,39}$/;

/** An integer of a suite: a number that is one, or the digits of one that a number would round. */
export function integerOf(value: unknown): bigint | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'string' && DIGITS.test(value) ? BigInt(value) : undefined;
}

/** Its literal, to the last digit; undefined where the engine has no such integers. */
export function integerLiteral(value: bigint, { name }: Dialect): string | undefined {
  const bits = name === 'duckdb' ? 127n : 63n;
  const size = 2n ** bits;
  return -size < value && value < size ? String(value) : undefined;
}
