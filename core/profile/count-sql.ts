import type { Relation } from '../ports/sql-engine.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { FrozenNumbers } from './frozen.ts';
import { BINS, binsOf, rangeOf, ticksPerUnit } from './grid.ts';
import { oneFormOf } from './one-form.ts';

/** What is not counted on the grid: no finite number, or a far one. */
export const SPECIAL = {
  missing: -1,
  nan: -2,
  positiveInfinity: -3,
  negativeInfinity: -4,
  farBelow: -5,
  farAbove: -6,
} as const;

/** What is counted: a relation whose rows are in parts, or in one. */
export interface CountedRows extends Relation {
  /** Column that says which part a row is of: 0, 1, …, or NULL for none; undefined where all rows are in one. */
  readonly part?: string | undefined;
  /** Rows of each part. */
  readonly rows: readonly number[];
}

/** Rows by bin and atom, of the values that are not far. Its columns: `id`, bin, atom, rows, ticks and, where rows are split, part. */
export function countBins(
  id: number,
  value: string,
  { grid, atoms }: FrozenNumbers,
  relation: CountedRows,
  dialect: Dialect,
): string {
  const { double } = dialect;
  const distance = `(v - ${double(grid.center)})`;
  const share = `${distance} / (${double(grid.scale)} + abs(${distance}))`;
  const bin = castBin(`floor((${share} + ${double(1)}) * ${double(binsOf(grid) / 2)})`, binsOf(grid), dialect);
  const ticks = `sum(floor(${distance} * ${double(ticksPerUnit(grid))}))`;
  const inRange = isInRange('v', { grid, atoms }, dialect);
  const values = valuesOf(value, relation);
  const also = partOf(relation);
  // By its name where names of results may be keys: half the text to plan.
  const key = dialect.name === 'duckdb' ? 'b' : bin;
  // A key that is always NULL costs time in every row.
  return atoms.length === 0
    ? `SELECT ${id} AS id, ${bin} AS b, ${dialect.castToDouble('NULL')} AS a, count(*) AS n, ${ticks} AS t${also} FROM ${values} WHERE ${inRange} GROUP BY ${key}${also}`
    : `SELECT ${id} AS id, b, a, count(*) AS n, sum(t) AS t${also} FROM (SELECT ${bin} AS b, ${atomOf(atoms, dialect)} AS a, floor(${distance} * ${double(ticksPerUnit(grid))}) AS t${also} FROM ${values} WHERE ${inRange}) y GROUP BY b, a${also}`;
}

/** Rows by what is special about them; `id`, code, rows, part. */
export function countSpecial(
  id: number,
  value: string,
  frozen: FrozenNumbers,
  relation: CountedRows,
  dialect: Dialect,
): string {
  const positive = `v > ${dialect.double(0)}`;
  const code = [
    `CASE WHEN v IS NULL THEN ${SPECIAL.missing}`,
    `WHEN ${dialect.isNaN('v')} THEN ${SPECIAL.nan}`,
    `WHEN ${dialect.isInfinite('v')} AND ${positive} THEN ${SPECIAL.positiveInfinity}`,
    `WHEN ${dialect.isInfinite('v')} THEN ${SPECIAL.negativeInfinity}`,
    `WHEN v > ${dialect.double(rangeOf(frozen.grid)[1])} THEN ${SPECIAL.farAbove} ELSE ${SPECIAL.farBelow} END`,
  ].join(' ');
  const special = `v IS NULL OR ${dialect.isNaN('v')} OR NOT (${isInRange('v', frozen, dialect)})`;
  const also = partOf(relation);
  const inner = `SELECT ${code} AS b${also} FROM ${valuesOf(value, relation)} WHERE ${special}`;
  return `SELECT ${id} AS id, b, count(*) AS n${also} FROM (${inner}) y GROUP BY b${also}`;
}

/** Rows by text: of these values, of all others together (bin 1) and of NULL. Its columns: `id`, bin, text, rows, part. */
export function countTexts(
  id: number,
  value: string,
  values: readonly string[],
  relation: CountedRows,
  dialect: Dialect,
): string {
  const listed = values.length === 0 ? '1 = 0' : `f IN (${values.map(dialect.quoteText).join(', ')})`;
  const bin = `CASE WHEN f IS NULL THEN ${SPECIAL.missing} WHEN ${listed} THEN 0 ELSE 1 END`;
  const text = `CASE WHEN f IS NOT NULL AND ${listed} THEN f ELSE NULL END`;
  // Grouped by the value first: there are fewer of them than rows.
  const also = partOf(relation);
  const counted = `SELECT v, count(*) AS c${also} FROM ${valuesOf(value, relation)} GROUP BY v${also}`;
  const grouped = `SELECT ${oneFormOf('v')} AS f, c${also} FROM (${counted}) w`;
  return `SELECT ${id} AS id, b, s, sum(c) AS n${also} FROM (SELECT ${bin} AS b, ${text} AS s, c${also} FROM (${grouped}) y) z GROUP BY b, s${also}`;
}

/** Values that are not far have bins 0 … K − 1. DuckDB groups by a byte in an array, in half the time of a hash table. */
function castBin(bin: string, bins: number, dialect: Dialect): string {
  return dialect.name === 'duckdb' && bins <= BINS ? `CAST(${bin} AS UTINYINT)` : dialect.castToInteger(bin);
}

function valuesOf(value: string, relation: CountedRows): string {
  const { from, part } = relation;
  const where = part === undefined ? '' : ` WHERE ${part} IS NOT NULL`;
  return `(SELECT ${value} AS v${partOf(relation)} FROM ${from}${where}) x`;
}

function partOf({ part }: CountedRows): string {
  return part === undefined ? '' : `, ${part}`;
}

/** The finite values of a column, NULL for all others. */
export function finiteOf(value: string, dialect: Dialect): string {
  return `CASE WHEN ${value} IS NULL OR ${dialect.isNaN(value)} OR ${dialect.isInfinite(value)} THEN NULL ELSE ${value} END`;
}

function isInRange(value: string, { grid }: FrozenNumbers, { double }: Dialect): string {
  const [low, high] = rangeOf(grid);
  return `${value} BETWEEN ${double(low)} AND ${double(high)}`;
}

function atomOf(atoms: readonly number[], { double }: Dialect): string {
  return `CASE WHEN v IN (${atoms.map(double).join(', ')}) THEN v ELSE NULL END`;
}
