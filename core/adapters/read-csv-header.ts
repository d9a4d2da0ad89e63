import { parse } from 'csv-parse/sync';
import { nameIndexColumn } from '../data/index-column.ts';
import { refuseRepeatedNames } from '../data/parse-table.ts';
import { OperatorError } from '../errors.ts';

/** The first record of a CSV file, read by the parser that small files are read by. @throws OperatorError `data-invalid` */
export function readCsvHeader(head: string, delimiter: string, source: string): readonly string[] {
  try {
    const [first = []]: string[][] = parse(head, {
      bom: true,
      delimiter,
      to: 1,
      relax_column_count: true,
      skip_empty_lines: true,
    });
    const header = nameIndexColumn(first);
    if (header.length === 0)
      throw new OperatorError(
        'data-invalid',
        `${source} has no header row.`,
        'Give a CSV file with a header and at least one row.',
      );
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
  }
}
