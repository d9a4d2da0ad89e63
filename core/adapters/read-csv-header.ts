import { closeSync, openSync, readSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { refuseRepeatedNames } from '../data/parse-table.ts';
import { OperatorError } from '../errors.ts';

const LONGEST_HEADER = 1024 ** 2;

/** The first record of a CSV file, read by the parser that small files are read by. @throws OperatorError `data-invalid` */
export function readCsvHeader(path: string, source: string): readonly string[] {
  const handle = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(LONGEST_HEADER);
    const length = readSync(handle, bytes, 0, LONGEST_HEADER, 0);
    const text = new TextDecoder().decode(bytes.subarray(0, length));
    const [header = []]: string[][] = parse(text, {
      bom: true,
      to: 1,
      relax_column_count: true,
      skip_empty_lines: true,
    });
    refuseRepeatedNames(header, source);
    return header;
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause;
    throw new OperatorError(
      'data-invalid',
      `${source}:1 is no header of a CSV file: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Begin the file with the names of its columns, separated by commas.',
      cause,
    );
  } finally {
    closeSync(handle);
  }
}
