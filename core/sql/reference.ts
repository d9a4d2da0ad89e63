import { OperatorError } from '../errors.ts';
import { parseTableName } from './parse-table-name.ts';
import { parseServerAddress, type ServerAddress } from './server-address.ts';

/** Which rows of a database: a table by the parts of its name, or a query; its only table where nothing is said. */
export type RowsOf = { readonly table: readonly string[] } | { readonly sql: string } | undefined;
export type FileFormat = 'csv' | 'tsv' | 'parquet' | 'json' | 'json-lines' | 'arrow';

/** Where rows are, as a user writes it; `source` is how messages call it, without anything secret. */
export type Reference =
  | { readonly kind: 'files'; readonly source: string; readonly format: FileFormat; readonly paths: readonly string[] }
  | { readonly kind: 'database'; readonly source: string; readonly path: string; readonly rows: RowsOf }
  | { readonly kind: 'query'; readonly source: string; readonly sql: string }
  | {
      readonly kind: 'server';
      readonly source: string;
      readonly address: ServerAddress;
      readonly rows: NonNullable<RowsOf>;
    };

const FORMATS: readonly (readonly [RegExp, FileFormat])[] = [
  [/\.csv(\.gz|\.zst)?$/i, 'csv'],
  [/\.tsv(\.gz|\.zst)?$/i, 'tsv'],
  [/\.(parquet|pq)$/i, 'parquet'],
  [/\.(jsonl|ndjson)(\.gz|\.zst)?$/i, 'json-lines'],
  [/\.json(\.gz|\.zst)?$/i, 'json'],
  [/\.(arrow|arrows|feather|ipc)$/i, 'arrow'],
];
const DATABASE = /^(.+\.(?:duckdb|ddb|db|sqlite3?))(?:#([\s\S]+))?$/i;
const ENDINGS = '.csv, .tsv, .parquet, .jsonl, .json, .arrow, .duckdb#table or .sqlite#table';
const REMOTE = /^(https?|s3|gs|gcs):\/\//i;
const LONGEST_NAME = 80;

/** One reference, or several files of one schema. @throws OperatorError `input-invalid` */
export function parseReference(text: string | readonly string[]): Reference {
  const [first = '', ...others] = typeof text === 'string' ? [text] : text;
  if (others.length > 0) return files([first, ...others]);
  if (/^sql:/i.test(first)) return { kind: 'query', source: shorten(first), sql: sqlOf(first.slice(4), first) };
  if (/^(clickhouse|postgres|postgresql|trino):/i.test(first)) return server(first);
  const database = DATABASE.exec(first);
  return database && !REMOTE.test(first) ? databaseOf(first, database) : files([first]);
}

export function isRemote(path: string): boolean {
  return REMOTE.test(path);
}

function files(paths: readonly string[]): Reference {
  const formats = new Set(paths.map(formatOf));
  const [format] = formats;
  if (formats.size !== 1 || !format)
    throw new OperatorError(
      'input-invalid',
      `${paths.slice(0, 3).map(nameOf).join(', ')} are files of ${[...formats].join(' and ')}.`,
      'Give files of one format.',
    );
  const [name = ''] = paths.map(nameOf);
  return { kind: 'files', source: paths.length > 1 ? `${name} and ${paths.length - 1} more` : name, format, paths };
}

function formatOf(path: string): FileFormat {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(path)?.[1];
  if (scheme && !REMOTE.test(path))
    throw new OperatorError(
      'input-invalid',
      `${nameOf(path)}: nothing here reads ${scheme}://.`,
      'Give a file, https://, s3://, gs://, sql:SELECT …, clickhouse://, postgres:// or trino://.',
    );
  const ending = REMOTE.test(path) ? path.replace(/[?#].*$/s, '') : path;
  const format = FORMATS.find(([pattern]) => pattern.test(ending))?.[1];
  if (format) return format;
  throw new OperatorError(
    'input-invalid',
    `${nameOf(path)} has no known ending.`,
    `Give a file that ends with ${ENDINGS}.`,
  );
}

function databaseOf(text: string, [, path = '', rows]: RegExpExecArray): Reference {
  return { kind: 'database', source: shorten(text), path, rows: rows === undefined ? undefined : rowsOf(rows, text) };
}

function server(text: string): Reference {
  const [url = '', ...rest] = text.split('#');
  const address = parseServerAddress(url);
  const rows = rest.join('#');
  if (rows === '')
    throw new OperatorError(
      'input-invalid',
      `${address.name} says no table.`,
      `Write ${address.name}#schema.table, or ${address.name}#sql:SELECT ….`,
    );
  return { kind: 'server', source: shorten(`${address.name}#${rows}`), address, rows: rowsOf(rows, address.name) };
}

function rowsOf(text: string, source: string): NonNullable<RowsOf> {
  return /^sql:/i.test(text) ? { sql: sqlOf(text.slice(4), source) } : { table: parseTableName(text) };
}

function sqlOf(text: string, source: string): string {
  const sql = text.replace(/;\s*$/, '').trim();
  if (sql !== '') return sql;
  throw new OperatorError('input-invalid', `${shorten(source)} holds no query.`, 'Write sql:SELECT … after it.');
}

/** Signed addresses carry their secret behind the question mark, others a password before the @. */
function nameOf(path: string): string {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? path.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//') : path;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME)}…` : line;
}
