import type { Model } from '../config/schema.ts';
import { OperatorError } from '../errors.ts';
import { cellsOf } from './read-columns.ts';
import type { Table } from './table.ts';
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
export function splitRows(table: Table, model: Splittable): Split {
  const { data, task } = model;
  const together = model.evaluation?.group ?? (task === 'ranking' ? data.query : undefined);
  const columns = (together === undefined ? table.header : [together]).map((name) => cellsOf(table, name));
  const hashes = Float64Array.from({ length: table.rows }, (_, row) =>
    hashText(`${data.holdout.salt}\u001e${columns.map((column) => column[row]).join('\u001f')}`),
  );
  const strata = together === undefined ? strataOf(table, model) : new Int32Array(table.rows);
  const held = new Uint8Array(table.rows);
  for (const rows of rowsByStratum(strata)) {
    const sorted = rows.map((row) => hashes[row] ?? 0).sort((left, right) => left - right);
    // At least one row of each class on each side, else neither training nor evaluation is possible.
    const count = Math.min(Math.max(1, Math.round(rows.length * data.holdout.fraction)), Math.max(1, rows.length - 1));
    const last = sorted.at(-1) ?? -1;
    // A group that reaches over the limit goes along, unless nothing would be left to train on.
    const limit =
      sorted[count - 1] === last ? (sorted.findLast((hash) => hash < last) ?? last) : (sorted[count - 1] ?? -1);
    for (const row of rows) if ((hashes[row] ?? 0) <= limit) held[row] = 1;
  }
  const all = [...held.keys()];
  refuseEmptySide(table, task === 'binary-classification' ? strataOf(table, model) : new Int32Array(table.rows), held);
  return { train: all.filter((row) => held[row] === 0), holdout: all.filter((row) => held[row] === 1) };
}

function strataOf(table: Table, { task, data }: Splittable): Int32Array {
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
function refuseEmptySide(table: Table, strata: Int32Array, held: Uint8Array): void {
  const sides = new Set(Array.from(strata, (stratum, row) => 2 * stratum + (held[row] ?? 0)));
  if (sides.size === 2 * new Set(strata).size) return;
  const counts = rowsByStratum(strata).map(({ length }) => length);
  throw new OperatorError(
    'data-invalid',
    `${table.source} has ${counts.join(' and ')} rows of its classes or groups: too few different ones to train on and to measure.`,
    'Give at least two different rows of each class, or two groups; equal rows and rows of one group always stay on one side.',
  );
}

/** These rows of the table, in this order. */
export function takeTable(table: Table, rows: readonly number[]): Table {
  const cells = [...table.cells].map(([name, column]): [string, readonly string[]] => [
    name,
    rows.map((row) => column[row] ?? ''),
  ]);
  return { ...table, rows: rows.length, cells: new Map(cells), lines: rows.map((row) => table.lines[row] ?? 0) };
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
