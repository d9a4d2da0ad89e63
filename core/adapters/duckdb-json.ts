import { quoteText } from '../data/quote-sql.ts';
import { isRemote } from '../sql/reference.ts';
import { refuseAlike } from '../sql/refuse-alike.ts';
import type { FilesToRead } from './duckdb-relation.ts';
import type { DuckDbColumn, DuckDbSession } from './duckdb-session.ts';
import { refuseDeepPackedJson } from './refuse-deep-json.ts';

/**
 * What follows FROM for files of JSON objects: all keys of all objects, NULL where an object has not got one. Types hold for all
 * of them (values of mixed types are text), and are fixed then.
 */
export async function readJson(
  session: DuckDbSession,
  { paths, source }: FilesToRead,
  format: 'auto' | 'newline_delimited',
): Promise<string> {
  const kind = format === 'auto' ? 'json-array' : 'json-lines';
  for (const path of paths) if (!isRemote(path)) await refuseDeepPackedJson(path, source, kind);
  const options = `[${paths.map(quoteText).join(', ')}], format = '${format}', records = true`;
  const columns = await session.columnsOf(`read_json(${options}, sample_size = -1, union_by_name = true)`, source);
  refuseAlike(
    source,
    columns.map(({ name }) => name),
  );
  await checkKeys(session, columns, `[${paths.map(quoteText).join(', ')}], format = '${format}'`, source);
  const types = columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`);
  return `read_json(${options}, columns = {${types.join(', ')}})`;
}

/** DuckDB renames a key that differs from another in case only, and then finds no value for it. */
async function checkKeys(
  session: DuckDbSession,
  columns: readonly DuckDbColumn[],
  files: string,
  source: string,
): Promise<void> {
  const names = columns.map(({ name }) => name.toLowerCase());
  if (!names.some((name) => /_\d+$/.test(name) && names.includes(name.replace(/_\d+$/, '')))) return;
  const keys = await session.ask(`SELECT DISTINCT unnest(json_keys(json)) FROM read_json_objects(${files})`, {
    source,
  });
  refuseAlike(
    source,
    keys.map(([key]) => String(key)),
  );
}
