import { existsSync, statSync } from 'node:fs';
import { OperatorError } from '../errors.ts';
import type { QueryOptions, Relation } from '../ports/sql-engine.ts';
import { type FileFormat, isRemote, type Reference } from '../sql/reference.ts';
import { copyJson } from './copy-json.ts';
import { relateArrow } from './duckdb-arrow.ts';
import { readCsv } from './duckdb-csv.ts';
import { relateDatabase } from './duckdb-database.ts';
import { findFiles } from './duckdb-files.ts';
import { readJson } from './duckdb-json.ts';
import { readParquet } from './duckdb-parquet.ts';
import { relateQuery } from './duckdb-query.ts';
import { reachRemote } from './duckdb-remote.ts';
import type { DuckDbSession } from './duckdb-session.ts';
import { isSqlite, relateSqlite } from './duckdb-sqlite.ts';

const MOST_KEPT_BYTES = 32 * 1024 ** 2;

export interface RelateOptions extends Pick<QueryOptions, 'signal' | 'onProgress'> {
  /** Where credentials of remote files come from; the environment of this process by default. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** A view of a database file is a query of whoever wrote the file, and may have no end: only its tables are read. */
  readonly onlyTables?: boolean | undefined;
}

/** Files of one format and schema, and what reading them may show. */
export interface FilesToRead extends RelateOptions {
  readonly source: string;
  readonly paths: readonly string[];
}

/** A view or a table of the session for what a user refers to. @throws OperatorError `data-invalid`, `input-invalid`, `engine-failed` */
export async function relate(session: DuckDbSession, reference: Reference, options: RelateOptions): Promise<Relation> {
  const relation = await relateAny(session, reference, options);
  if (options.onlyTables) await refuseVariant(session, relation);
  return relation;
}

/** Conditions could turn deep texts into what such a column holds, which ends the process. */
async function refuseVariant(session: DuckDbSession, { from, source }: Relation): Promise<void> {
  const columns = await session.columnsOf(from, source);
  const found = columns.find(({ type }) => /\bVARIANT\b/.test(type));
  if (found === undefined) return;
  throw new OperatorError(
    'data-invalid',
    `${source} has a column of the type VARIANT: ${JSON.stringify(found.name.slice(0, 80))}.`,
    'Leave it out, or write its values as plain columns.',
  );
}

async function relateAny(session: DuckDbSession, reference: Reference, options: RelateOptions): Promise<Relation> {
  const { source } = reference;
  switch (reference.kind) {
    case 'files':
      await reachRemote(session, reference.paths, source, options);
      return readFiles(session, reference.format, {
        ...options,
        source,
        paths: await findFiles(session, reference.paths, source),
      });
    case 'database': {
      const { path, rows } = reference;
      if (!existsSync(path))
        throw new OperatorError(
          'data-invalid',
          `There is no file ${path}.`,
          'Check the path, and that the file is checked out.',
        );
      const relateTo = (await isSqlite(path)) ? relateSqlite : relateDatabase;
      return { source, from: await relateTo(session, { source, path, rows, ...options }) };
    }
    case 'query':
      return { source, from: await relateQuery(session, reference.sql, source, options) };
    case 'server':
      throw new OperatorError('input-invalid', `${source} is not read by DuckDB.`, 'Open it with its own engine.');
  }
}

async function readFiles(session: DuckDbSession, format: FileFormat, files: FilesToRead): Promise<Relation> {
  const { source } = files;
  switch (format) {
    case 'csv':
      return keep(session, files, await readCsv(session, files));
    case 'tsv':
      return keep(session, files, await readCsv(session, files, '\t'));
    case 'parquet': {
      const rows = await readParquet(session, files);
      return { ...(await view(session, source, rows)), numbered: rows.replace(/\)$/, ', file_row_number = true)') };
    }
    case 'json':
    case 'json-lines': {
      const own = files.paths.some(isRemote) ? { ...files, paths: await copyJson(session, files) } : files;
      return keep(session, own, await readJson(session, own, format === 'json' ? 'auto' : 'newline_delimited'));
    }
    case 'arrow':
      return { source, from: await relateArrow(session, files) };
  }
}

/** Text is parsed anew by each of the many queries of a profile: small files are read once, into a table. */
async function keep(session: DuckDbSession, files: FilesToRead, rows: string): Promise<Relation> {
  const { source, paths } = files;
  const bytes = paths.reduce(
    (sum, path) => sum + (existsSync(path) ? statSync(path).size : Number.POSITIVE_INFINITY),
    0,
  );
  if (bytes > MOST_KEPT_BYTES) return view(session, source, rows);
  const name = session.nextName();
  await session.ask(`CREATE TEMP TABLE ${name} AS SELECT * FROM ${rows}`, { ...files });
  return { source, from: name };
}

async function view(session: DuckDbSession, source: string, rows: string): Promise<Relation> {
  const name = session.nextName();
  await session.ask(`CREATE TEMP VIEW ${name} AS SELECT * FROM ${rows}`, { source });
  return { source, from: name };
}
