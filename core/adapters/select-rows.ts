import type { DuckDBConnection } from '@duckdb/node-api';
import { type DescribedColumns, describeColumns } from '../data/describe-columns.ts';
import { quoteName } from '../data/quote-sql.ts';
import { cellsOf } from '../data/read-columns.ts';
import type { TableSource } from '../data/table.ts';
import { OperatorError } from '../errors.ts';
import { listNames } from '../list-names.ts';
import { findHarmful } from '../sql/parsed-query.ts';
import { tookTooLong } from '../sql/took-too-long.ts';
import type { OpenDatabase } from './duckdb.ts';
import { parseQuery } from './parse-query.ts';
import { startDeadline } from './query-deadline.ts';

const LONGEST_PREDICATE_MS = 60_000;
const MOST_ROWS_IN_MEMORY = 100_000;

/** Fills a table with the rows and asks it each predicate, where nothing else can be reached. */
export async function selectRows(
  openDatabase: OpenDatabase,
  rows: TableSource,
  predicates: readonly string[],
  timeoutMs = LONGEST_PREDICATE_MS,
): Promise<Readonly<Record<string, Uint8Array>>> {
  const columns = await describeColumns(rows);
  const { connection, close } = await openDatabase(columns.rows > MOST_ROWS_IN_MEMORY ? 'disk' : 'memory');
  try {
    const order = await fillRows(connection, rows, columns);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    const selected: [string, Uint8Array][] = [];
    for (const predicate of predicates)
      selected.push([
        predicate,
        await ask(connection, predicate, { ...columns, order, timeoutMs, source: rows.source }),
      ]);
    return Object.fromEntries(selected);
  } finally {
    close();
  }
}

/** Gives the name of the column that says where a row stands: a user's own `rowid` would take the place of the engine's. */
async function fillRows(
  connection: DuckDBConnection,
  source: TableSource,
  described: DescribedColumns,
): Promise<string> {
  const { header, numeric } = described;
  const names = new Set(header.map((name) => name.toLowerCase()));
  const alike = header.find((name, index) =>
    header.some((other, place) => place < index && other.toLowerCase() === name.toLowerCase()),
  );
  if (alike !== undefined)
    throw new OperatorError(
      'data-invalid',
      `${source.source} has two columns that differ from ${JSON.stringify(alike)} in upper and lower case only; SQL takes them for one.`,
      'Give one of them another name, or cut slices by column instead of by a predicate.',
    );
  let order = 'place_of_row';
  while (names.has(order)) order += '_';
  const types = header.map((name) => `${quoteName(name)} ${numeric.has(name) ? 'DOUBLE' : 'VARCHAR'}`);
  await connection.run(`CREATE TABLE rows (${[...types, `${quoteName(order)} BIGINT`].join(', ')})`);
  let place = 0n;
  const appender = await connection.createAppender('rows');
  for await (const part of source.chunks()) {
    const columns = header.map((name) => {
      const isNumeric = numeric.has(name);
      return { isNumeric, values: (isNumeric && part.numbers?.get(name)) || cellsOf(part, name) };
    });
    for (let row = 0; row < part.rows; row += 1) {
      for (const { values, isNumeric } of columns) {
        const value = values[row] ?? '';
        if (value === '' || Number.isNaN(value)) appender.appendNull();
        else if (isNumeric) appender.appendDouble(Number(value));
        else appender.appendVarchar(String(value));
      }
      appender.appendBigInt(place);
      place += 1n;
      appender.endRow();
    }
  }
  appender.closeSync();
  return order;
}

interface Asked extends DescribedColumns {
  readonly source: string;
  readonly order: string;
  readonly timeoutMs: number;
}

async function ask(
  connection: DuckDBConnection,
  predicate: string,
  { source, header, rows, order, timeoutMs }: Asked,
): Promise<Uint8Array> {
  const deadline = startDeadline(timeoutMs, () => connection.interrupt());
  try {
    // On a line of its own, so that a comment at its end closes nothing.
    const query = `SELECT CAST((\n${predicate}\n) AS BOOLEAN) FROM rows ORDER BY ${quoteName(order)}`;
    const { count } = await connection.extractStatements(query);
    if (count !== 1) throw new Error('expected one expression');
    const harmful = findHarmful(await parseQuery(connection, query));
    if (harmful !== undefined) throw new Error(`${harmful} is not for conditions`);
    const [column = []] = (await connection.runAndReadAll(query)).getColumns();
    if (column.length !== rows) throw new Error(`expected an answer for each of ${rows} rows, got ${column.length}`);
    return Uint8Array.from(column, (value) => (value === true ? 1 : 0));
  } catch (cause) {
    if (deadline.isOver()) throw tookTooLong(`The predicate ${JSON.stringify(predicate.slice(0, 200))}`, timeoutMs);
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(
      'config-invalid',
      `The predicate ${JSON.stringify(predicate.slice(0, 200))} does not work on ${source}: ${text.split('\n').slice(0, 3).join(' ').trim().slice(0, 300)}`,
      `Write a condition as after WHERE, over the columns ${listNames(header)}.`,
      cause,
    );
  } finally {
    deadline.stop();
  }
}
