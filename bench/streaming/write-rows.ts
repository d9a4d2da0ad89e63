import { DuckDBInstance } from '@duckdb/node-api';
import { exportOnnx } from '@tidegate/core/export/export-onnx';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const CATEGORIES = ['north', 'south', 'east', 'west'];
const NUMERIC = Array.from({ length: 17 }, (_, column) => `x${column}`);
const CATEGORICAL = ['a', 'b', 'c'];
export const TARGET = 'y';
export const FEATURES = { numeric: NUMERIC, categorical: CATEGORICAL };

/** Rows of 17 numbers and 3 categories as Parquet; the target follows the first number. */
export async function writeRows(path: string, rows: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const names = CATEGORIES.map((name) => `'${name}'`).join(', ');
  const columns = [
    ...NUMERIC.map((name) => `2 * random() - 1 AS ${name}`),
    ...CATEGORICAL.map((name) => `list_extract([${names}], 1 + CAST(floor(4 * random()) AS INTEGER)) AS ${name}`),
  ];
  await connection.run('SELECT setseed(0.5)');
  const drawn = `SELECT ${columns.join(', ')} FROM range(${rows})`;
  await connection.run(
    `COPY (SELECT *, CAST(x0 + random() > 0.5 AS INTEGER) AS ${TARGET} FROM (${drawn})) TO '${path}'`,
  );
  instance.closeSync();
}

/** A network over those columns, its first layer as wide as asked. */
export function makeNetwork(width: number): Uint8Array {
  const random = xoroshiro128plus(3);
  const draw = (count: number, scale: number) =>
    Float32Array.from({ length: count }, () => scale * (2 * uniformFloat64(random) - 1));
  const inputs = NUMERIC.length + CATEGORICAL.length * CATEGORIES.length;
  const layer = (from: number, units: number, activation: 'relu' | 'sigmoid') => ({
    units,
    activation,
    kernel: draw(from * units, 1 / Math.sqrt(from)),
    bias: draw(units, 0.1),
  });
  return exportOnnx({
    preprocessing: {
      numeric: NUMERIC.map((name) => ({ name, fill: 0, mean: 0, standardDeviation: 0.577 })),
      categorical: CATEGORICAL.map((name) => ({ name, fill: 'north', categories: CATEGORIES })),
    },
    layers: [layer(inputs, width, 'relu'), layer(width, width, 'relu'), layer(width, 1, 'sigmoid')],
    output: 'probability',
  });
}
