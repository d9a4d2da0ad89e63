import { quoteText } from '../data/quote-sql.ts';
import { OperatorError } from '../errors.ts';
import { type FileColumns, refuseOtherNames } from '../sql/join-columns.ts';
import { refuseAlike } from '../sql/refuse-alike.ts';
import type { FilesToRead } from './duckdb-relation.ts';
import type { DuckDbSession } from './duckdb-session.ts';

const NUMBER = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\))$/;

/** What follows FROM for Parquet files of the same columns; numbers of different types are read as the wider one. */
export async function readParquet(session: DuckDbSession, { paths, source }: FilesToRead): Promise<string> {
  const all: FileColumns[] = [];
  for (const path of paths) {
    const columns = await session.columnsOf(`read_parquet(${quoteText(path)})`, source);
    const schema = await session.ask(`SELECT name FROM parquet_schema(${quoteText(path)})`, { source });
    const names = schema.map(([name]) => String(name));
    // A name that the file does not hold was made up by DuckDB for one that it has twice.
    if (columns.some(({ name }) => !names.includes(name))) refuseAlike(source, names.slice(1));
    all.push({ path, columns });
  }
  const [first, ...others] = all;
  for (const other of others) if (first) refuseOtherNames(source, first, other, false);
  const mixed = first?.columns.filter(({ name, type }) => others.some((other) => typeIn(other, name) !== type)) ?? [];
  for (const { name, type } of mixed) refuseOtherKind(source, name, type, others);
  const list = `[${paths.map(quoteText).join(', ')}]`;
  // Otherwise DuckDB reads all files with the types of the first, and rounds what does not fit.
  return mixed.length > 0 ? `read_parquet(${list}, union_by_name = true)` : `read_parquet(${list})`;
}

function typeIn({ columns }: FileColumns, name: string): string | undefined {
  return columns.find((column) => column.name === name)?.type;
}

function refuseOtherKind(source: string, name: string, type: string, others: readonly FileColumns[]): void {
  const other = others.find(
    (one) => typeIn(one, name) !== type && !(NUMBER.test(type) && NUMBER.test(typeIn(one, name) ?? '')),
  );
  if (!other) return;
  throw new OperatorError(
    'data-invalid',
    `The files of ${source} have different types: ${JSON.stringify(name)} is ${type} in the first file and ${typeIn(other, name)} in ${other.path}.`,
    'Write the files with one schema, or cast: sql:SELECT CAST(… AS …) FROM ….',
  );
}
