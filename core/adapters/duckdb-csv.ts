import { basename } from 'node:path';
import type { DuckDBValue } from '@duckdb/node-api';
import { quoteName, quoteText } from '../data/quote-sql.ts';
import { OperatorError } from '../errors.ts';
import { joinColumns } from '../sql/join-columns.ts';
import { isRemote } from '../sql/reference.ts';
import { refuseAlike } from '../sql/refuse-alike.ts';
import { checkPacked, packingOf } from './check-packed.ts';
import { findDialect } from './csv-dialect.ts';
import type { FilesToRead } from './duckdb-relation.ts';
import type { DuckDbColumn, DuckDbSession } from './duckdb-session.ts';

const SAMPLE_LINES = 20_480;
const ALL_LINES = -1;

interface Sniffed {
  readonly columns: readonly DuckDbColumn[];
  readonly dateFormat: string | undefined;
  readonly timestampFormat: string | undefined;
  readonly skippedLines: number;
}

/**
 * What follows FROM for CSV files. Types come from a sample of lines, hold for all lines (a column of mixed values is text), and
 * are fixed then: every query reads the same. Cells are told apart by `delimiter`, else by what the header has.
 */
export async function readCsv(session: DuckDbSession, files: FilesToRead, delimiter?: string): Promise<string> {
  const { source, paths, signal, onProgress } = files;
  await checkWhole(files);
  const { dialect, emptyLines, cells } = await findDialect(session, files, delimiter);
  const list = `[${paths.map(quoteText).join(', ')}]`;
  const sniffAll = async (lines: number) => {
    const sniffed: Sniffed[] = [];
    for (const path of paths) sniffed.push(await sniff(session, path, source, `${dialect}, sample_size = ${lines}`));
    const unlike = paths.find((_, index) => (sniffed[index]?.skippedLines ?? 0) > emptyLines);
    if (unlike !== undefined) await refuseLines(session, unlike, source, dialect, cells);
    return sniffed;
  };
  const bySample = await sniffAll(SAMPLE_LINES);
  for (const path of paths) await checkHeader(session, path, files, dialect);
  const rowsBy = async (sniffed: readonly Sniffed[]) => {
    const isAllNull = async (path: string, column: string) => {
      const rows = `read_csv(${quoteText(path)}, header = true, all_varchar = true, ${dialect})`;
      const [[count] = []] = await session.ask(`SELECT count(${quoteName(column)}) FROM ${rows}`, { source, signal });
      return Number(count) === 0;
    };
    const columns = await joinColumns(
      source,
      paths.map((path, index) => ({ path, columns: sniffed[index]?.columns ?? [] })),
      isAllNull,
    );
    const write = (booleans: ReadonlySet<string>) =>
      `read_csv(${list}, auto_detect = false, header = true, ${dialect}, ${writeTypes(columns, sniffed, booleans)})`;
    const maybe = columns.filter(({ type }) => type === 'BOOLEAN').map(({ name }) => name);
    const tests = maybe.map((name) => `bool_and(lower(${quoteName(name)}) IN ('true', 'false'))`);
    const asked = `SELECT ${[...tests, 'count(COLUMNS(*))'].join(', ')} FROM ${write(new Set())}`;
    const [answers = []] = await session.ask(asked, { source, signal, onProgress });
    return write(new Set(maybe.filter((_, place) => answers[place] === true)));
  };
  try {
    return await rowsBy(bySample);
  } catch (error) {
    if (!(error instanceof OperatorError) || error.code !== 'data-invalid') throw error;
    return rowsBy(await sniffAll(ALL_LINES));
  }
}

async function checkWhole({ paths, source, signal }: FilesToRead): Promise<void> {
  for (const path of paths.filter((name) => !isRemote(name))) {
    const packing = packingOf(path);
    if (packing) await checkPacked(path, paths.length > 1 ? basename(path) : source, { packing, signal });
  }
}

async function sniff(session: DuckDbSession, path: string, source: string, options: string): Promise<Sniffed> {
  const asked = `SELECT unnest(Columns, recursive := true), DateFormat, TimestampFormat, SkipRows FROM sniff_csv(${quoteText(path)}, header = true, ${options})`;
  const rows = await session.ask(asked, { source });
  const textOf = (value: DuckDBValue | undefined) => (typeof value === 'string' && value !== '' ? value : undefined);
  const [, , dateFormat, timestampFormat, skipped] = rows[0] ?? [];
  return {
    columns: rows.map(([name, type]) => ({ name: String(name), type: String(type) })),
    dateFormat: textOf(dateFormat),
    timestampFormat: textOf(timestampFormat),
    skippedLines: Number(skipped ?? 0),
  };
}

/**
 * The engine leaves out lines before those that fit each other: titles, and a header that has fewer cells than its rows. Read with
 * the cells of the first line, it says which line has others.
 */
async function refuseLines(
  session: DuckDbSession,
  path: string,
  source: string,
  dialect: string,
  cells: number,
): Promise<never> {
  const columns = Array.from({ length: cells }, (_, index) => `c${index}: 'VARCHAR'`).join(', ');
  const rows = `read_csv(${quoteText(path)}, auto_detect = false, header = true, ${dialect}, columns = {${columns}})`;
  await session.ask(`SELECT count(COLUMNS(*)) FROM ${rows}`, { source });
  throw new OperatorError(
    'data-invalid',
    `${source}: its first lines have different numbers of cells.`,
    'Begin the file with the names of all columns, no title above them; quote cells that hold the delimiter.',
  );
}

/** Dates that files write in different ways stay text. `booleans` hold nothing but true and false. */
function writeTypes(
  columns: readonly DuckDbColumn[],
  sniffed: readonly Sniffed[],
  booleans: ReadonlySet<string>,
): string {
  const formatOf = (read: (one: Sniffed) => string | undefined) => {
    const formats = new Set(sniffed.map(read).filter((format) => format !== undefined));
    return formats.size > 1 ? 'several' : [...formats][0];
  };
  const date = formatOf(({ dateFormat }) => dateFormat);
  const timestamp = formatOf(({ timestampFormat }) => timestampFormat);
  // The engine takes yes and no for true and false: what people compare with is what they wrote.
  const typeOf = ({ name, type }: DuckDbColumn) =>
    (type === 'BOOLEAN' && !booleans.has(name)) ||
    (type === 'DATE' && date === 'several') ||
    (type.startsWith('TIMESTAMP') && timestamp === 'several')
      ? 'VARCHAR'
      : type;
  const types = columns.map((column) => `${quoteText(column.name)}: ${quoteText(typeOf(column))}`);
  const formats = [
    ...(date && date !== 'several' ? [`dateformat = ${quoteText(date)}`] : []),
    ...(timestamp && timestamp !== 'several' ? [`timestampformat = ${quoteText(timestamp)}`] : []),
  ];
  return [`columns = {${types.join(', ')}}`, ...formats].join(', ');
}

/** DuckDB renames a column whose name it has seen, in whatever case; a profile of `a_1` would fit no other file. */
async function checkHeader(
  session: DuckDbSession,
  path: string,
  { source }: FilesToRead,
  dialect: string,
): Promise<void> {
  const asked = `SELECT * FROM read_csv(${quoteText(path)}, header = false, all_varchar = true, parallel = false, ${dialect}) LIMIT 1`;
  const [header = []] = await session.ask(asked, { source });
  const names = header.map((name) => String(name ?? ''));
  if (names.every((name) => name === ''))
    throw new OperatorError(
      'data-invalid',
      `${source} has no header row.`,
      'Give a CSV file with a header and at least one row.',
    );
  refuseAlike(
    source,
    names.filter((name) => name !== ''),
  );
}
