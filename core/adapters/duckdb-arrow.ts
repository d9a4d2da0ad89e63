import { open } from 'node:fs/promises';
import type { RecordBatch, RecordBatchReader, Schema } from 'apache-arrow';
import { OperatorError } from '../errors.ts';
import { refuseOtherNames } from '../sql/join-columns.ts';
import { refuseAlike } from '../sql/refuse-alike.ts';
import { type ArrowColumn, arrowColumn } from './arrow-column.ts';
import type { FilesToRead } from './duckdb-relation.ts';
import type { DuckDbSession } from './duckdb-session.ts';
import { fillTable, type TableRows } from './duckdb-table.ts';

/** Copies Arrow IPC files or streams of one schema into a table: DuckDB's own reader is an extension from the network. */
export async function relateArrow(session: DuckDbSession, files: FilesToRead): Promise<string> {
  const { source, paths, signal } = files;
  const schemas: {
    readonly path: string;
    readonly columns: readonly { readonly name: string; readonly type: string }[];
  }[] = [];
  let columns: readonly ArrowColumn[] = [];
  for (const path of paths) {
    const schema = await readArrow(path, source, async (reader) => reader.schema);
    schemas.push({ path, columns: schema.fields.map(({ name, type }) => ({ name, type: String(type) })) });
    if (columns.length === 0) columns = await columnsOf(schema);
  }
  const [first, ...others] = schemas;
  refuseAlike(source, first?.columns.map(({ name }) => name) ?? []);
  for (const other of others) if (first) refuseOther(source, first, other);
  async function* parts(): AsyncGenerator<TableRows> {
    for (const path of paths) yield* batchesOf(path, source, columns);
  }
  return fillTable(session, columns, parts(), { source, signal });
}

async function columnsOf({ fields }: Schema): Promise<readonly ArrowColumn[]> {
  const arrow = await import('apache-arrow');
  return fields.map((field) => arrowColumn(arrow, field));
}

async function* batchesOf(path: string, source: string, columns: readonly ArrowColumn[]): AsyncGenerator<TableRows> {
  const handle = await open(path);
  try {
    for await (const batch of await readerOf(handle, source)) yield rowsOf(batch, columns);
  } catch (cause) {
    throw unreadable(path, source, cause);
  } finally {
    await handle.close().catch(() => undefined);
  }
}

function rowsOf(batch: RecordBatch, columns: readonly ArrowColumn[]): TableRows {
  return {
    rows: batch.numRows,
    columns: columns.map(({ name, read }) => {
      const vector = batch.getChild(name);
      return vector ? read(vector) : () => null;
    }),
  };
}

async function readArrow<Answer>(
  path: string,
  source: string,
  use: (reader: RecordBatchReader) => Promise<Answer>,
): Promise<Answer> {
  const handle = await open(path);
  try {
    return await use(await readerOf(handle, source));
  } catch (cause) {
    throw unreadable(path, source, cause);
  } finally {
    await handle.close().catch(() => undefined);
  }
}

async function readerOf(handle: Awaited<ReturnType<typeof open>>, source: string): Promise<RecordBatchReader> {
  const { CompressionType, compressionRegistry, RecordBatchReader: Reader } = await import('apache-arrow');
  const [{ decompress }, zlib] = await Promise.all([import('lz4js'), import('node:zlib')]);
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (bytes) => Uint8Array.from(decompress(bytes)) });
  compressionRegistry.set(CompressionType.ZSTD, {
    decode: (bytes) => {
      if (zlib.zstdDecompressSync) return zlib.zstdDecompressSync(bytes);
      throw new OperatorError(
        'engine-failed',
        `${source} is compressed with zstd, which Node reads from version 22.15 on; this is ${process.version}.`,
        'Use a newer Node, or write the file with lz4 or without compression.',
      );
    },
  });
  const reader = await Reader.from(handle);
  return (await reader.open()) as RecordBatchReader;
}

function refuseOther(
  source: string,
  first: Parameters<typeof refuseOtherNames>[1],
  other: Parameters<typeof refuseOtherNames>[2],
): void {
  refuseOtherNames(source, first, other);
  const column = first.columns.find(({ type }, index) => type !== other.columns[index]?.type);
  if (!column) return;
  throw new OperatorError(
    'data-invalid',
    `The files of ${source} have different types: ${JSON.stringify(column.name)} is ${column.type} in ${first.path} and another in ${other.path}.`,
    'Write the files with one schema.',
  );
}

function unreadable(path: string, source: string, cause: unknown): OperatorError {
  if (cause instanceof OperatorError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const name = path === source ? source : `${path} of ${source}`;
  return new OperatorError(
    'data-invalid',
    `${name} cannot be read as Arrow: ${(text.split('\n')[0] ?? '').slice(0, 200)}`,
    'Check that the file is whole, and that it holds an Arrow IPC file or stream.',
    cause,
  );
}
