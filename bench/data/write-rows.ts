import { DuckDBInstance } from '@duckdb/node-api';

export const NUMBERS = Array.from({ length: 15 }, (_, column) => `n${column}`);
export const CATEGORIES = [2, 10, 50, 200, 1000].map((count) => ({ name: `c${count}`, count }));

// Drawn by hashing the number of the row: the same rows on any number of threads.
const uniform = (column: number, seed: number) => `((hash(range, ${column}, ${seed}) >> 11) / 9007199254740992.0)`;
const normal = (column: number, seed: number) =>
  `sqrt(-2 * ln(1 - ${uniform(column, seed)})) * cos(2 * pi() * ${uniform(column + 100, seed)})`;

/** Rows of 15 columns of numbers and 5 of categories as Parquet; another seed gives other rows of the same population. */
export function writeRows(path: string, rows: number, seed: number): Promise<void> {
  const shapes = [
    (column: number) => normal(column, seed),
    (column: number) => `1e6 + 1e4 * ${normal(column, seed)}`,
    (column: number) => `exp(${normal(column, seed)})`,
    (column: number) =>
      `CASE WHEN ${uniform(column, seed)} < 0.7 THEN 0 ELSE -ln(1 - ${uniform(column + 50, seed)}) END`,
    (column: number) => `floor(100 * ${uniform(column, seed)})`,
  ];
  const numbers = NUMBERS.map((name, column) => `${shapes[column % shapes.length]?.(column)} AS ${name}`);
  const categories = CATEGORIES.map(
    ({ name, count }, column) => `'v' || CAST(floor(${count} * ${uniform(column + 20, seed)}) AS INTEGER) AS ${name}`,
  );
  return copy(`SELECT ${[...numbers, ...categories].join(', ')} FROM range(${rows})`, path);
}

/** Rows of many columns of numbers as Parquet. */
export function writeWideRows(path: string, columns: number, rows: number, seed: number): Promise<void> {
  const names = Array.from({ length: columns }, (_, column) => `round(${uniform(column, seed)}, 4) AS w${column}`);
  return copy(`SELECT ${names.join(', ')} FROM range(${rows})`, path);
}

async function copy(select: string, path: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet, COMPRESSION zstd)`);
  } finally {
    instance.closeSync();
  }
}
