import { quoteText } from '../data/quote-sql.ts';
import { bareHeader, sniffDelimiter } from '../data/sniff-delimiter.ts';
import { OperatorError } from '../errors.ts';
import type { FilesToRead } from './duckdb-relation.ts';
import type { DuckDbSession } from './duckdb-session.ts';

const FIRST_LINES = 100;
/** A sign that no header has: a line is one cell then. */
const NO_DELIMITER = '\u0001';

export interface CsvDialect {
  /** Options of read_csv. */
  readonly dialect: string;
  /** Before the header. */
  readonly emptyLines: number;
  /** Of the header. */
  readonly cells: number;
}

/**
 * How cells are told apart: by the header, as for the rows of models. What the engine finds by itself is what most lines fit.
 * @throws OperatorError `data-invalid` for files that are not written alike
 */
export async function findDialect(
  session: DuckDbSession,
  { source, paths }: FilesToRead,
  delimiter: string | undefined,
): Promise<CsvDialect> {
  const dialects: CsvDialect[] = [];
  for (const path of paths) dialects.push(await dialectOf(session, path, source, delimiter));
  const [first, ...others] = dialects;
  if (!first) throw new Error('there is a file');
  const odd = others.findIndex(({ dialect }) => dialect !== first.dialect);
  if (odd < 0) return first;
  throw new OperatorError(
    'data-invalid',
    `${source}: ${paths[odd + 1]} separates its columns by another sign than ${paths[0]}, or begins with empty lines.`,
    'Write all files alike, or give each on its own.',
  );
}

async function dialectOf(
  session: DuckDbSession,
  path: string,
  source: string,
  wanted: string | undefined,
): Promise<CsvDialect> {
  const plain = `auto_detect = false, header = false, delim = '${NO_DELIMITER}', quote = '', escape = '', comment = ''`;
  // In their order; lines that cannot be read are told when the columns are.
  const lines = `strict_mode = false, ignore_errors = true, parallel = false, columns = {line: 'VARCHAR'}`;
  const asked = `SELECT line FROM read_csv(${quoteText(path)}, ${plain}, ${lines}) LIMIT ${FIRST_LINES}`;
  const texts = (await session.ask(asked, { source })).map(([line]) => (typeof line === 'string' ? line : ''));
  const head = texts.join('\n');
  const delimiter = wanted ?? sniffDelimiter(head);
  const header = bareHeader(head);
  refuseOtherSign(header, delimiter, source);
  const emptyLines = Math.max(
    0,
    texts.findIndex((line) => line !== ''),
  );
  const skip = emptyLines > 0 ? `, skip = ${emptyLines}` : '';
  const dialect = `delim = ${quoteText(delimiter)}, quote = '"', escape = '"', comment = '', strict_mode = true${skip}`;
  return { dialect, emptyLines, cells: header.split(delimiter).length };
}

function refuseOtherSign(header: string, delimiter: string, source: string): void {
  if (header.includes(delimiter)) return;
  const other = [';', '\t', '|', ','].find((mark) => header.includes(mark));
  if (other === undefined) return;
  throw new OperatorError(
    'data-invalid',
    `${source} seems to separate its columns by ${JSON.stringify(other)}: read with ${JSON.stringify(delimiter)} it has one, ${JSON.stringify(header.slice(0, 80))}.`,
    'Save it with commas or semicolons as .csv, or with tabs as .tsv.',
  );
}
