import type { DataSet } from '../../config/schema.ts';
import { cellsOf, readFeatures } from '../../data/read-columns.ts';
import { hashText } from '../../data/split.ts';
import type { Table } from '../../data/table.ts';
import type { Truth } from '../../data/truth.ts';
import type { Column, Columns } from '../../ports/model-runtime.ts';
import { areaOfCategories, areaOfNumbers } from './column-area.ts';
import { spreadRows, takeColumns } from './take-columns.ts';

const MOST_ROWS = 50_000;
const MOST_COLUMNS = 50;

/** Share of evaluation rows whose features and target stand in training too, by a 53-bit hash of them. */
export function measureSharedRows(evaluation: Table, training: Table, dataSet: DataSet): number {
  const known = new Set(hashRows(training, dataSet));
  const shared = hashRows(evaluation, dataSet).filter((hash) => known.has(hash)).length;
  return shared / evaluation.rows;
}

function hashRows(table: Table, dataSet: DataSet): Float64Array {
  const columns: readonly Column[] = [...Object.values(readFeatures(table, dataSet)), cellsOf(table, dataSet.target)];
  return Float64Array.from({ length: table.rows }, (_, row) =>
    hashText(columns.map((column) => column[row]).join('\u001f')),
  );
}

/**
 * How well each column alone tells one class (or label) from the others, or the upper half of values from the lower: the largest
 * area under the ROC curve, best first, at most 50 columns. 0.5 is chance, 1 gives the target away.
 */
export function rankColumns(columns: Columns, truth: Truth): { column: string; auc: number }[] {
  const rows = Object.values(columns)[0]?.length ?? 0;
  const sampled = spreadRows(rows, MOST_ROWS);
  const targets = listTargets(truth, sampled);
  const areas = Object.entries(takeColumns(columns, sampled)).map(([column, values]) => {
    const areaOf = values instanceof Float64Array ? areaOfNumbers(values) : areaOfCategories(values);
    return { column, auc: targets.reduce((best, target) => Math.max(best, areaOf(target)), 0.5) };
  });
  return areas.sort((left, right) => right.auc - left.auc).slice(0, MOST_COLUMNS);
}

/** What is to be told apart, as 0 and 1. */
function listTargets(truth: Truth, rows: Uint32Array): Uint8Array[] {
  const pick = (isOne: (row: number) => boolean) => Uint8Array.from(rows, (row) => Number(isOne(row)));
  switch (truth.task) {
    case 'binary-classification':
      return [pick((row) => truth.labels[row] === 1)];
    case 'multiclass-classification':
      return truth.classes.map((_, index) => pick((row) => truth.labels[row] === index));
    case 'multilabel-classification':
      return truth.classes.map((_, index) => pick((row) => truth.labels[row * truth.classes.length + index] === 1));
    default: {
      const sorted = Float64Array.from(rows, (row) => truth.labels[row] ?? 0).sort();
      const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
      return [pick((row) => (truth.labels[row] ?? 0) > middle)];
    }
  }
}
