import { CsvError, parse } from 'csv-parse/sync';
import { sha256 } from '../digest.ts';
import { OperatorError } from '../errors.ts';
import type { Table } from './table.ts';

/**
 * Parses a CSV file with a header row (RFC 4180; BOM and CRLF are taken).
 * @throws OperatorError `data-invalid` for ragged rows, duplicate or empty column names, and zero rows.
 */
export async function parseTable(bytes: Uint8Array, source: string): Promise<Table> {
  const records = readRecords(new TextDecoder().decode(bytes), source);
  const [header, ...rows] = records;
  if (!header || rows.length === 0) {
    throw new OperatorError(
      'data-invalid',
      `${source} has ${header ? 'a header but zero rows' : 'no header row'}.`,
      'Give a CSV file with a header and at least one row.',
    );
  }
  const repeated = header.find((name, index) => name.trim() === '' || header.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new OperatorError(
      'data-invalid',
      `${source}:1 has the column name ${JSON.stringify(repeated)} twice, or an empty one.`,
      'Give every column a name of its own.',
    );
  }
  return {
    source,
    header,
    rows: rows.length,
    cells: new Map(header.map((name, column) => [name, rows.map((row) => row[column] ?? '')])),
    digest: await sha256(bytes),
  };
}

function readRecords(text: string, source: string): string[][] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true });
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
