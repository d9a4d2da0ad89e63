import type { QueryOptions, SqlEngine, SqlValue } from '../ports/sql-engine.ts';
import type { AskedNumbers } from './count-numbers.ts';
import { type CountedRows, finiteOf } from './count-sql.ts';
import { inGroups } from './in-groups.ts';

const COLUMNS_A_QUERY = 40;

export type Extremes = readonly [least: number | null, greatest: number | null];

/** Least and greatest finite value of each column, by part. */
export async function findExtremes(
  engine: SqlEngine,
  relation: CountedRows,
  asked: readonly AskedNumbers[],
  options: QueryOptions,
): Promise<(readonly Extremes[])[]> {
  return relation.part === undefined
    ? [await findInAll(engine, relation, asked, options)]
    : findByPart(engine, relation, relation.part, asked, options);
}

/** Of all values first, which engines often know without a scan. */
async function findInAll(
  engine: SqlEngine,
  relation: CountedRows,
  asked: readonly AskedNumbers[],
  options: QueryOptions,
): Promise<Extremes[]> {
  const found: Extremes[] = [];
  const ask = async (pairs: readonly string[]) => {
    const [row = []] = await engine.query(`SELECT ${pairs.join(', ')} FROM ${relation.from}`, options);
    return row.map(readNumber);
  };
  for (const some of inGroups(asked, COLUMNS_A_QUERY)) {
    const extremes = await ask(some.flatMap(({ extreme }) => [extreme('min'), extreme('max')]));
    for (const [index, { value }] of some.entries()) {
      const pair = extremes.slice(2 * index, 2 * index + 2);
      const isKnown = pair.every((extreme) => extreme === null || Number.isFinite(extreme));
      const finite = finiteOf(value, engine.dialect);
      const [least = null, greatest = null] = isKnown ? pair : await ask([`min(${finite})`, `max(${finite})`]);
      found.push([least, greatest]);
    }
  }
  return found;
}

async function findByPart(
  engine: SqlEngine,
  relation: CountedRows,
  part: string,
  asked: readonly AskedNumbers[],
  options: QueryOptions,
): Promise<Extremes[][]> {
  const found = relation.rows.map((): Extremes[] => []);
  for (const some of inGroups(asked, COLUMNS_A_QUERY)) {
    const list = some.flatMap(({ value }) => {
      const finite = finiteOf(value, engine.dialect);
      return [`min(${finite})`, `max(${finite})`];
    });
    const sql = `SELECT ${part}, ${list.join(', ')} FROM ${relation.from} WHERE ${part} IS NOT NULL GROUP BY ${part}`;
    const byPart = new Map((await engine.query(sql, options)).map(([place, ...row]) => [Number(place), row]));
    found.forEach((ofPart, place) => {
      const row = (byPart.get(place) ?? []).map(readNumber);
      some.forEach((_, index) => {
        ofPart.push([row[2 * index] ?? null, row[2 * index + 1] ?? null]);
      });
    });
  }
  return found;
}

function readNumber(value: SqlValue): number | null {
  return value === null ? null : Number(value);
}
