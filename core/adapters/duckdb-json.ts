import { quoteText } from '../data/quote-sql.ts';
import { refuseAlike } from '../sql/refuse-alike.ts';
import type { FilesToRead } from './duckdb-relation.ts';
import type { DuckDbSession } from './duckdb-session.ts';

/**
 * What follows FROM for files of JSON objects: all keys of all objects, NULL where an object has not got one. Types hold for all
 * of them (values of mixed types are text), and are fixed then.
 */
export async function readJson(
  session: DuckDbSession,
  { paths, source }: FilesToRead,
  format: 'auto' | 'newline_delimited',
): Promise<string> {
  const options = `[${paths.map(quoteText).join(', ')}], format = '${format}', records = true`;
  const columns = await session.columnsOf(`read_json(${options}, sample_size = -1, union_by_name = true)`, source);
  refuseAlike(
    source,
    columns.map(({ name }) => name),
  );
  const types = columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`);
  return `read_json(${options}, columns = {${types.join(', ')}})`;
}
