import { closeSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { sniffDelimiter } from '../data/sniff-delimiter.ts';
import { OperatorError } from '../errors.ts';

/** What a file of rows is, and how its cells are told apart. */
export type TableFormat =
  | { readonly kind: 'csv'; readonly delimiter: string; readonly isCompressed: boolean; readonly head: string }
  | { readonly kind: 'parquet' | 'json-lines' | 'json-array' };

/** Kinds of files that can be read, for people. */
export const TABLE_KINDS = '.csv and .tsv (also .gz), .parquet, .pq, .jsonl, .ndjson or .json';

const LONGEST_HEADER = 1024 ** 2;
/** A thousandth of what it can become: deflate packs no tighter. */
const LONGEST_PACKED_HEADER = 64 * 1024;

/** By its ending, and by its first bytes where an ending says too little. @throws OperatorError `data-invalid` */
export function findTableFormat(path: string, source: string): TableFormat {
  const [, ending = '', packed] = /\.([a-z]+)(\.gz)?$/.exec(path.toLowerCase()) ?? [];
  const isCompressed = packed !== undefined;
  if (ending === 'csv' || ending === 'tsv') {
    const head = readHead(path, source, isCompressed);
    return { kind: 'csv', delimiter: ending === 'tsv' ? '\t' : sniffDelimiter(head), isCompressed, head };
  }
  if (!isCompressed) {
    if (ending === 'parquet' || ending === 'pq') return { kind: 'parquet' };
    if (ending === 'jsonl' || ending === 'ndjson') return { kind: 'json-lines' };
    if (ending === 'json') return { kind: /^\s*\[/.test(readHead(path, source, false)) ? 'json-array' : 'json-lines' };
  }
  throw new OperatorError(
    'data-invalid',
    `${source} is of no kind that can be read, by its ending.`,
    `Give ${TABLE_KINDS}; save anything else as Parquet or CSV.`,
  );
}

function readHead(path: string, source: string, isCompressed: boolean): string {
  const bytes = new Uint8Array(isCompressed ? LONGEST_PACKED_HEADER : LONGEST_HEADER);
  const handle = openSync(path, 'r');
  try {
    const read = bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, 0));
    // A cut stream is flushed, not refused.
    const head = isCompressed ? gunzipSync(read, { finishFlush: constants.Z_SYNC_FLUSH }) : read;
    return new TextDecoder().decode(head.subarray(0, LONGEST_HEADER));
  } catch (cause) {
    throw new OperatorError(
      'data-invalid',
      `${source} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Check that the file is whole and is what its ending says.',
      cause,
    );
  } finally {
    closeSync(handle);
  }
}
