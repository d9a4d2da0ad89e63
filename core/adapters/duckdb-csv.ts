import type { DuckDBValue } from '@duckdb/node-api';
import { quoteName, quoteText } from '../data/quote-sql.ts';
import { OperatorError } from '../errors.ts';
import { joinColumns } from '../sql/join-columns.ts';
import { refuseAlike } from '../sql/refuse-alike.ts';
import type { FilesToRead } from './duckdb-relation.ts';
import type { DuckDbColumn, DuckDbSession } from './duckdb-session.ts';

const SAMPLE_LINES = 20_480;
const ALL_LINES = -1;

interface Sniffed {
  readonly columns: readonly DuckDbColumn[];
  readonly dateFormat: string | undefined;
  readonly timestampFormat: string | undefined;
}

/**
 * What follows FROM for CSV files. Types come from a sample of lines, hold for all lines (a column of mixed values is text), and
 * are fixed then: every query reads the same.
 */
export async function readCsv(session: DuckDbSession, files: FilesToRead, delimiter: string): Promise<string> {
  const { source, paths, signal, onProgress } = files;
  const dialect = `delim = ${quoteText(delimiter)}, quote = '"', escape = '"', strict_mode = true`;
  const list = `[${paths.map(quoteText).join(', ')}]`;
  for (const path of paths) await checkHeader(session, path, files, delimiter, dialect);
  const rowsBy = async (lines: number): Promise<string> => {
    const sniffed: Sniffed[] = [];
    for (const path of paths) sniffed.push(await sniff(session, path, source, `${dialect}, sample_size = ${lines}`));
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
    return `read_csv(${list}, auto_detect = false, header = true, ${dialect}, ${writeTypes(columns, sniffed)})`;
  };
  const sampled = await rowsBy(SAMPLE_LINES);
  const check = (rows: string) => session.ask(`SELECT count(COLUMNS(*)) FROM ${rows}`, { source, signal, onProgress });
  try {
    await check(sampled);
    return sampled;
  } catch (error) {
    if (!(error instanceof OperatorError) || error.code !== 'data-invalid') throw error;
    const rows = await rowsBy(ALL_LINES);
    await check(rows);
    return rows;
  }
}

async function sniff(session: DuckDbSession, path: string, source: string, options: string): Promise<Sniffed> {
  const asked = `SELECT unnest(Columns, recursive := true), DateFormat, TimestampFormat FROM sniff_csv(${quoteText(path)}, header = true, ${options})`;
  const rows = await session.ask(asked, { source });
  const textOf = (value: DuckDBValue | undefined) => (typeof value === 'string' && value !== '' ? value : undefined);
  const [, , dateFormat, timestampFormat] = rows[0] ?? [];
  return {
    columns: rows.map(([name, type]) => ({ name: String(name), type: String(type) })),
    dateFormat: textOf(dateFormat),
    timestampFormat: textOf(timestampFormat),
  };
}

/** Dates that files write in different ways stay text. */
function writeTypes(columns: readonly DuckDbColumn[], sniffed: readonly Sniffed[]): string {
  const formatOf = (read: (one: Sniffed) => string | undefined) => {
    const formats = new Set(sniffed.map(read).filter((format) => format !== undefined));
    return formats.size > 1 ? 'several' : [...formats][0];
  };
  const date = formatOf(({ dateFormat }) => dateFormat);
  const timestamp = formatOf(({ timestampFormat }) => timestampFormat);
  // The engine takes yes and no for true and false: what people compare with is what they wrote.
  const typeOf = ({ type }: DuckDbColumn) =>
    type === 'BOOLEAN' ||
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
  delimiter: string,
  dialect: string,
): Promise<void> {
  const asked = `SELECT * FROM read_csv(${quoteText(path)}, header = false, all_varchar = true, ${dialect}) LIMIT 1`;
  const [header = []] = await session.ask(asked, { source });
  const names = header.map((name) => String(name ?? ''));
  refuseAlike(
    source,
    names.filter((name) => name !== ''),
  );
  const [only = ''] = names;
  const other = [';', '\t', '|', ','].find((mark) => mark !== delimiter && only.includes(mark));
  if (names.length === 1 && other !== undefined)
    throw new OperatorError(
      'data-invalid',
      `${source} seems to separate its columns by ${JSON.stringify(other)}: read with ${JSON.stringify(delimiter)} it has one, ${JSON.stringify(only.slice(0, 80))}.`,
      'Save it with commas as .csv, or with tabs as .tsv.',
    );
}
