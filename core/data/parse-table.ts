import { CsvError, parse } from 'csv-parse/sync';
import { sha256 } from '../digest.ts';
import { OperatorError } from '../errors.ts';
import { nameIndexColumn } from './index-column.ts';
import { NoRowsError } from './no-rows-error.ts';
import { sniffDelimiter } from './sniff-delimiter.ts';
import type { Table } from './table.ts';

/**
 * Parses a CSV file with a header row (RFC 4180; BOM and CRLF are taken). Its delimiter is that of its header by default.
 * @throws OperatorError `data-invalid` for ragged rows, duplicate or empty column names, and zero rows.
 */
export async function parseTable(bytes: Uint8Array, source: string, delimiter?: string): Promise<Table> {
  const text = decode(bytes, source);
  const [first, ...rows] = readRecords(text, source, delimiter ?? sniffDelimiter(text));
  const header = first && nameIndexColumn(first.cells);
  if (!header || rows.length === 0) {
    throw new NoRowsError(
      `${source} has ${header ? 'a header but zero rows' : 'no header row'}.`,
      'Give a CSV file with a header and at least one row.',
      header ?? [],
    );
  }
  refuseRepeatedNames(header, source);
  return {
    source,
    header,
    rows: rows.length,
    cells: new Map(header.map((name, column) => [name, rows.map(({ cells }) => cells[column] ?? '')])),
    lines: rows.map(({ line }) => line),
    digest: await sha256(bytes),
  };
}

/** @throws OperatorError `data-invalid` */
export function refuseRepeatedNames(header: readonly string[], source: string): void {
  const repeated = header.find((name, index) => name.trim() === '' || header.indexOf(name) !== index);
  if (repeated === undefined) return;
  throw new OperatorError(
    'data-invalid',
    `${source}:1 has the column name ${JSON.stringify(repeated)} twice, or an empty one.`,
    'Give every column a name of its own.',
  );
}

interface Row {
  readonly cells: string[];
  readonly line: number;
}

/** Any other encoding would turn its letters into the same sign, and categories into one. */
function decode(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new OperatorError(
      'data-invalid',
      `${source} is not UTF-8 text.`,
      'Save the file as CSV in UTF-8; spreadsheets offer it as "CSV UTF-8".',
      cause,
    );
  }
}

function readRecords(text: string, source: string, delimiter: string): Row[] {
  const rows: Row[] = [];
  try {
    parse(text, {
      bom: true,
      delimiter,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines }) => {
        rows.push({ cells, line: lines });
        return null; // collected above, with its line
      },
    });
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error ? `:${String(error['lines'])}` : '';
    throw new OperatorError(
      'data-invalid',
      `${source}${line} is not valid CSV: ${error.message}.`,
      'Every row needs as many cells as the header; quote cells that hold commas or quotes.',
      error,
    );
  }
}
