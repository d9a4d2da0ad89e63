import type { DataSet } from '../config/schema.ts';
import { OperatorError } from '../errors.ts';
import type { Column, Columns } from '../ports/model-runtime.ts';
import { readLabels } from './read-columns.ts';
import type { Table } from './table.ts';

export interface Split {
  readonly train: readonly number[];
  readonly holdout: readonly number[];
}

/**
 * Stratified split by hash of the row: in each class the rows with the smallest hashes are held out. It does not depend
 * on the order of the rows, and rows with equal content land on the same side. Both lists are in file order.
 */
export function splitRows(table: Table, dataSet: DataSet): Split {
  const labels = readLabels(table, dataSet);
  const columns = table.header.map((name) => table.cells.get(name) ?? []);
  const hashes = Float64Array.from({ length: table.rows }, (_, row) =>
    hashText(`${dataSet.holdout.salt}\u001e${columns.map((column) => column[row]).join('\u001f')}`),
  );
  const held = new Uint8Array(table.rows);
  for (const label of [0, 1]) {
    const rows = [...labels.keys()].filter((row) => labels[row] === label);
    const sorted = rows.map((row) => hashes[row] ?? 0).sort((left, right) => left - right);
    // At least one row of each class on each side, else neither training nor evaluation is possible.
    const count = Math.min(
      Math.max(1, Math.round(rows.length * dataSet.holdout.fraction)),
      Math.max(1, rows.length - 1),
    );
    const limit = sorted[count - 1] ?? -1;
    for (const row of rows) if ((hashes[row] ?? 0) <= limit) held[row] = 1;
  }
  const all = [...held.keys()];
  refuseMissingClass(table, labels, held);
  return { train: all.filter((row) => held[row] === 0), holdout: all.filter((row) => held[row] === 1) };
}

/** A class of one row, or of equal rows only, cannot be on both sides. */
function refuseMissingClass(table: Table, labels: Uint8Array, held: Uint8Array): void {
  const sides = new Set(Array.from(labels, (label, row) => 2 * label + (held[row] ?? 0)));
  if (sides.size === 4) return;
  const positives = labels.reduce((sum, label) => sum + label, 0);
  throw new OperatorError(
    'data-invalid',
    `${table.source} has ${positives} positive and ${table.rows - positives} other rows: too few different ones to train on and to measure.`,
    'Give at least two different rows of each class; equal rows always stay on one side.',
  );
}

export function takeRows(columns: Columns, rows: readonly number[]): Columns {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, takeColumn(column, rows)]));
}

export function takeLabels(labels: Uint8Array, rows: readonly number[]): Uint8Array {
  return Uint8Array.from(rows, (row) => labels[row] ?? 0);
}

function takeColumn(column: Column, rows: readonly number[]): Column {
  if (column instanceof Float64Array) return Float64Array.from(rows, (row) => column[row] ?? Number.NaN);
  return rows.map((row) => column[row] ?? '');
}

/** 53-bit hash of two mixed 32-bit lanes (cyrb53 construction, public domain): enough to split rows, no secret. */
function hashText(text: string): number {
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
