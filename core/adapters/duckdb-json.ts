import { quoteName, quoteText } from '../data/quote-sql.ts';
import { refuseAlike } from '../sql/refuse-alike.ts';
import type { FilesToRead } from './duckdb-relation.ts';
import type { DuckDbColumn, DuckDbSession } from './duckdb-session.ts';
import { refuseDeepPackedJson } from './refuse-deep-json.ts';

/**
 * What follows FROM for files of JSON objects on this machine: all keys of all objects, NULL where an object has not got one. Types hold for all
 * of them (values of mixed types are text), and are fixed then.
 */
export async function readJson(
  session: DuckDbSession,
  { paths, source, signal }: FilesToRead,
  format: 'auto' | 'newline_delimited',
): Promise<string> {
  const kind = format === 'auto' ? 'json-array' : 'json-lines';
  for (const path of paths) await refuseDeepPackedJson(path, source, kind, signal);
  const options = `[${paths.map(quoteText).join(', ')}], format = '${format}', records = true`;
  const columns = await session.columnsOf(`read_json(${options}, sample_size = -1, union_by_name = true)`, source);
  refuseAlike(
    source,
    columns.map(({ name }) => name),
  );
  await checkKeys(session, columns, `[${paths.map(quoteText).join(', ')}], format = '${format}'`, source);
  const types = columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`);
  const rows = `read_json(${options}, columns = {${types.join(', ')}})`;
  const times = await findTimes(session, columns, rows, source);
  if (times.length === 0) return rows;
  const casts = times.map((name) => `CAST(${quoteName(name)} AS TIMESTAMP) AS ${quoteName(name)}`);
  return `(SELECT * REPLACE (${casts.join(', ')}) FROM ${rows}) AS lines`;
}

const TIME = '^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}([.]\\d+)?)?(Z|[+-]\\d{2}(:?\\d{2})?)?$';

/** DuckDB leaves times with milliseconds and without a zone, as pandas writes them, as text: columns of nothing but times. */
async function findTimes(
  session: DuckDbSession,
  columns: readonly DuckDbColumn[],
  rows: string,
  source: string,
): Promise<readonly string[]> {
  const texts = columns.filter(({ type }) => type === 'VARCHAR').map(({ name }) => name);
  if (texts.length === 0) return [];
  const tests = texts.map((name) => {
    const text = quoteName(name);
    return `bool_and(regexp_matches(${text}, ${quoteText(TIME)}) AND TRY_CAST(${text} AS TIMESTAMP) IS NOT NULL)`;
  });
  // Most texts are told by their first rows.
  const ask = async (from: string, asked: readonly string[]) =>
    (await session.ask(`SELECT ${asked.join(', ')} FROM ${from}`, { source }))[0] ?? [];
  const first = await ask(`(SELECT * FROM ${rows} LIMIT 1000) AS beginning`, tests);
  const maybe = texts.filter((_, place) => first[place] !== false);
  if (maybe.length === 0) return [];
  const all = await ask(
    rows,
    tests.filter((_, place) => first[place] !== false),
  );
  return maybe.filter((_, place) => all[place] === true);
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
