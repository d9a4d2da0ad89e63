import type { Model } from '../config/schema.ts';
import { OperatorError } from '../errors.ts';
import { collectColumns, joinNumbers } from './collect-columns.ts';
import { cellsOf } from './read-columns.ts';
import type { TablePart, TableSource } from './table.ts';
import { readTruth } from './truth.ts';

export interface Split {
  readonly train: readonly number[];
  readonly holdout: readonly number[];
}

export type Splittable = Pick<Model, 'task' | 'data'> & {
  readonly evaluation?: { readonly group?: string | undefined };
};

/**
 * Split by hash: in each class the rows with the smallest hashes are held out (classes of classification only). It does not depend
 * on the order of the rows, and rows with equal content, of one group or of one query land on the same side. Both lists are in
 * file order.
 */
export function splitRows(table: TablePart, model: Splittable): Split {
  const columns = columnsOfHash(model, table.header).map((name) => cellsOf(table, name));
  const hashes = Float64Array.from({ length: table.rows }, (_, row) => hashRow(columns, row, model));
  const held = holdRows(hashes, table, model);
  const all = [...held.keys()];
  return { train: all.filter((row) => held[row] === 0), holdout: all.filter((row) => held[row] === 1) };
}

/** The same split of a file that is not held in memory: 1 for each row that is held out. */
export async function splitSource(source: TableSource, model: Splittable): Promise<Uint8Array> {
  const pieces: Float64Array[] = [];
  for await (const part of source.chunks()) {
    const columns = columnsOfHash(model, part.header).map((name) => cellsOf(part, name));
    pieces.push(Float64Array.from({ length: part.rows }, (_, row) => hashRow(columns, row, model)));
  }
  const rows = pieces.reduce((sum, { length }) => sum + length, 0);
  const asked = [model.data.target, ...(model.data.query === undefined ? [] : [model.data.query])];
  return holdRows(joinNumbers(pieces, rows), await collectColumns(source, asked), model);
}

/** Rows that belong together by a group or a query stay together; else by all that they say. */
function columnsOfHash({ data, task, evaluation }: Splittable, header: readonly string[]): readonly string[] {
  const together = evaluation?.group ?? (task === 'ranking' ? data.query : undefined);
  return together === undefined ? header : [together];
}

function hashRow(columns: readonly (readonly string[])[], row: number, { data }: Splittable): number {
  return hashText(`${data.holdout.salt}\u001e${columns.map((column) => column[row]).join('\u001f')}`);
}

function holdRows(hashes: Float64Array, table: TablePart, model: Splittable): Uint8Array {
  const { data, task } = model;
  const isStratified = columnsOfHash(model, table.header) === table.header;
  const strata = isStratified ? strataOf(table, model) : new Int32Array(table.rows);
  const held = new Uint8Array(table.rows);
  for (const rows of rowsByStratum(strata)) {
    const sorted = Float64Array.from(rows, (row) => hashes[row] ?? 0).sort();
    // At least one row of each class on each side, else neither training nor evaluation is possible.
    const count = Math.min(Math.max(1, Math.round(rows.length * data.holdout.fraction)), Math.max(1, rows.length - 1));
    const last = sorted.at(-1) ?? -1;
    // A group that reaches over the limit goes along, unless nothing would be left to train on.
    const limit =
      sorted[count - 1] === last ? (sorted.findLast((hash) => hash < last) ?? last) : (sorted[count - 1] ?? -1);
    for (const row of rows) if ((hashes[row] ?? 0) <= limit) held[row] = 1;
  }
  refuseEmptySide(table, task === 'binary-classification' ? strataOf(table, model) : new Int32Array(table.rows), held);
  return held;
}

function strataOf(table: TablePart, { task, data }: Splittable): Int32Array {
  if (task !== 'binary-classification' && task !== 'multiclass-classification') return new Int32Array(table.rows);
  const truth = readTruth(table, data, task);
  return truth.labels instanceof Int32Array ? truth.labels : new Int32Array(table.rows);
}

function rowsByStratum(strata: Int32Array): readonly (readonly number[])[] {
  const rows = new Map<number, number[]>();
  strata.forEach((stratum, row) => {
    const list = rows.get(stratum);
    if (list) list.push(row);
    else rows.set(stratum, [row]);
  });
  return [...rows.values()];
}

/** A class of one row, or of equal rows only, cannot be on both sides; nor can one group. */
function refuseEmptySide(table: TablePart, strata: Int32Array, held: Uint8Array): void {
  const sides = new Set(Array.from(strata, (stratum, row) => 2 * stratum + (held[row] ?? 0)));
  if (sides.size === 2 * new Set(strata).size) return;
  const counts = rowsByStratum(strata).map(({ length }) => length);
  throw new OperatorError(
    'data-invalid',
    `${table.source} has ${counts.join(' and ')} rows of its classes or groups: too few different ones to train on and to measure.`,
    'Give at least two different rows of each class, or two groups; equal rows and rows of one group always stay on one side.',
  );
}

/** 53-bit hash of two mixed 32-bit lanes (cyrb53 construction, public domain): enough to split rows, no secret. */
export function hashText(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
