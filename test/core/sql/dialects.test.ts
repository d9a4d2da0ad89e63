import { describe, expect, it } from 'vitest';
import { CLICKHOUSE } from '../../../core/sql/dialects/clickhouse.ts';
import { DUCKDB } from '../../../core/sql/dialects/duckdb.ts';
import { POSTGRES } from '../../../core/sql/dialects/postgres.ts';
import { TRINO } from '../../../core/sql/dialects/trino.ts';
import { probeGrid } from '../../../core/sql/grid-probe.ts';

const HOSTILE = `'"\\`;

describe.each([DUCKDB, POSTGRES, TRINO])('$name', ({ quoteName, quoteText }) => {
  it('doubles quotes, and leaves backslashes alone', () => {
    expect([quoteName(HOSTILE), quoteText(HOSTILE)]).toEqual([`"'""\\"`, `'''"\\'`]);
  });
});

it('ClickHouse escapes by backslashes', () => {
  expect([CLICKHOUSE.quoteName(HOSTILE), CLICKHOUSE.quoteText(HOSTILE)]).toEqual([`"\\'\\"\\\\"`, `'\\'\\"\\\\'`]);
});

it.each([DUCKDB, POSTGRES, TRINO, CLICKHOUSE])('$name writes no double that is no finite number', ({ double }) => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
    expect(() => double(value)).toThrow(RangeError);
  expect(double(-0.1)).toContain('-1e-1');
});

it('PostgreSQL is told that a dot is no line break, outside of brackets only', () => {
  expect(POSTGRES.matches('v', '^a.[.]\\.[^.]+[[:space:].].$')).toBe("v ~ '^a[^\n][.]\\.[^.]+[[:space:].][^\n]$'");
});

describe('the probe', () => {
  const engineOf = (compute: (value: number) => number) => ({
    dialect: DUCKDB,
    query: async (sql: string) => {
      const counts = new Map<number, number>();
      for (const [, text] of sql.matchAll(/\(CAST\((\S+) AS DOUBLE\)\)/g)) {
        const bin = compute(Number(text));
        counts.set(bin, (counts.get(bin) ?? 0) + 1);
      }
      return [...counts];
    },
  });
  const exact = (value: number) => Math.floor(((value - 0.3) / (1.7 + Math.abs(value - 0.3)) + 1) * 128);

  it('lets an engine pass that computes as IEEE 754 says', () =>
    expect(probeGrid(engineOf(exact), 'exact')).resolves.toBeUndefined());

  it.each([
    [
      'multiplies by a reciprocal',
      (value: number) => Math.floor(((value - 0.3) * (1 / (1.7 + Math.abs(value - 0.3))) + 1) * 128),
    ],
    [
      'has floats of 32 bits',
      (value: number) => Math.floor(Math.fround((value - 0.3) / Math.fround(1.7 + Math.abs(value - 0.3)) + 1) * 128),
    ],
    ['rounds', (value: number) => Math.round(((value - 0.3) / (1.7 + Math.abs(value - 0.3)) + 1) * 128)],
    ['knows no digits beyond the fifteenth', (value: number) => exact(Number(value.toPrecision(15)))],
    ['leaves rows out', (value: number) => (value === 0 ? 0 : exact(value))],
  ])('refuses an engine that %s', (_, compute) =>
    expect(probeGrid(engineOf(compute), 'other')).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('other computes otherwise'),
    }),
  );
});
