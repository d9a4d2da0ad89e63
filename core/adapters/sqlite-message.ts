import { deserialize, serialize } from 'node:v8';
import type { ErrorCode } from '../errors.ts';
import type { RowsOf } from '../sql/reference.ts';

/** What the process that reads a SQLite file is asked for. */
export interface SqliteRequest {
  readonly path: string;
  readonly source: string;
  readonly rows: RowsOf;
  readonly onlyTables: boolean;
}

export type SqliteCell = null | number | bigint | string | Uint8Array;
/** Numbers lie in arrays of their own, beside which of them are missing: single ones take a process five times as long to say. */
export type SqliteCells =
  | readonly (string | null)[]
  | { readonly numbers: BigInt64Array | Float64Array; readonly isNull: Uint8Array };
export interface SqliteColumn {
  readonly name: string;
  readonly type: 'text' | 'double' | 'integer';
}

/** What that process says: its columns, then their rows, then that these were all. */
export type SqliteMessage =
  | { readonly kind: 'columns'; readonly columns: readonly SqliteColumn[] }
  | { readonly kind: 'rows'; readonly rows: number; readonly columns: readonly SqliteCells[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string; readonly hint: string };

const LENGTH_BYTES = 4;

/** A message behind its length. */
export function packMessage(message: SqliteMessage): Buffer {
  const body = serialize(message);
  const packed = Buffer.allocUnsafe(LENGTH_BYTES + body.length);
  packed.writeUInt32LE(body.length, 0);
  body.copy(packed, LENGTH_BYTES);
  return packed;
}

/** Messages, from pieces that are cut anywhere; what is cut off at the end is left out. */
export async function* unpackMessages(pieces: AsyncIterable<Buffer>): AsyncGenerator<SqliteMessage> {
  let [held, bytes, needed]: [Buffer[], number, number] = [[], 0, LENGTH_BYTES];
  let isBody = false;
  for await (const piece of pieces) {
    held.push(piece);
    bytes += piece.length;
    while (bytes >= needed) {
      const all = held.length === 1 && held[0] ? held[0] : Buffer.concat(held);
      const [part, rest] = [all.subarray(0, needed), all.subarray(needed)];
      [held, bytes] = [[rest], rest.length];
      if (isBody) yield deserialize(part) as SqliteMessage;
      needed = isBody ? LENGTH_BYTES : part.readUInt32LE(0);
      isBody = !isBody;
    }
  }
}
