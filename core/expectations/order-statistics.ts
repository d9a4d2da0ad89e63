import type { Dialect } from '../sql/dialect.ts';
import type { ColumnFacts } from './column-facts.ts';
import { type AskedQuantile, interpolate, positionsOf } from './quantile-positions.ts';
import { countOf, numberOf, type Step } from './step.ts';

/** Asks for exact quantiles of the values that are there; undefined where there are none. */
export function orderStatistics(
  column: ColumnFacts,
  dialect: Dialect,
  asked: readonly AskedQuantile[],
  then: (values: readonly (number | undefined)[]) => Step,
): Step {
  return {
    kind: 'scan',
    aggregates: [`count(${column.sql})`],
    next: ([present]) => {
      const n = countOf(present);
      if (n === 0) return then(asked.map(() => undefined));
      const places = asked.map((one) => positionsOf(one, n));
      const positions = [...new Set(places.flat())].sort((left, right) => left - right);
      return {
        kind: 'rows',
        mostRows: positions.length,
        sql: (from) => valuesAt(column, dialect, positions, n, from),
        next: (rows) => {
          const at = new Map(rows.map(([place, value]) => [countOf(place), numberOf(value) ?? Number.NaN]));
          const value = (position: number) => at.get(position) ?? Number.NaN;
          return then(
            asked.map((one, index) => {
              const [low = 0, high = 0] = places[index] ?? [];
              return interpolate(one, n, value(low), value(high));
            }),
          );
        },
      };
    },
  };
}

/** Few places are selected in linear time; many, or on another engine, are read off the sorted column. */
const SELECTED = 8;

function valuesAt(
  { sql, comparable }: ColumnFacts,
  dialect: Dialect,
  positions: readonly number[],
  n: number,
  from: string,
): string {
  const value = dialect.castToDouble(comparable);
  if (dialect.name === 'duckdb' && positions.length <= SELECTED) {
    // In the middle of its step, a share means this place whichever way it is rounded.
    const shares = positions.map((position) => dialect.double((position + 0.5) / n));
    const list = `SELECT quantile_disc(${value}, [${shares.join(', ')}]) AS l FROM ${from}`;
    return positions
      .map((position, index) => `SELECT ${position}, l[${index + 1}] FROM found`)
      .join(' UNION ALL ')
      .replace(/^/, `WITH found AS MATERIALIZED (${list}) `);
  }
  const sorted = `SELECT ${value} AS v, row_number() OVER (ORDER BY ${value}) - 1 AS place FROM ${from} WHERE ${sql} IS NOT NULL`;
  return `SELECT place, v FROM (${sorted}) AS sorted WHERE place IN (${positions.join(', ')})`;
}
