import type { DataSet } from '../../config/schema.ts';
import { cellsOf, readFeatures } from '../../data/read-columns.ts';
import { hashText } from '../../data/split.ts';
import type { TableSource } from '../../data/table.ts';
import type { Truth } from '../../data/truth.ts';
import type { Column, Columns } from '../../ports/model-runtime.ts';
import { areaOfCategories, areaOfNumbers } from './column-area.ts';
import { spreadRows, takeColumns } from './take-columns.ts';

const MOST_ROWS = 50_000;
const MOST_COLUMNS = 50;

/** Share of evaluation rows whose features and target stand in training too, by a 53-bit hash of them. */
export async function measureSharedRows(
  evaluation: TableSource,
  training: TableSource,
  dataSet: DataSet,
): Promise<number> {
  const known = new Set<number>();
  for await (const hashes of hashRows(training, dataSet)) for (const hash of hashes) known.add(hash);
  let rows = 0;
  let shared = 0;
  for await (const hashes of hashRows(evaluation, dataSet)) {
    rows += hashes.length;
    for (const hash of hashes) if (known.has(hash)) shared += 1;
  }
  return shared / rows;
}

async function* hashRows(source: TableSource, dataSet: DataSet): AsyncGenerator<Float64Array> {
  const { numeric, categorical } = dataSet.features;
  for await (const part of source.chunks([...numeric, ...categorical, dataSet.target])) {
    const columns: readonly Column[] = [...Object.values(readFeatures(part, dataSet)), cellsOf(part, dataSet.target)];
    yield Float64Array.from({ length: part.rows }, (_, row) =>
      hashText(columns.map((column) => column[row]).join('\u001f')),
    );
  }
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
