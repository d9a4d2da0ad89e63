import { join } from 'node:path';
import type { Model } from '../config/schema.ts';
import { splitSource } from '../data/split.ts';
import { ROW_SPLIT, type RowSplit } from '../run/row-split.ts';
import { createDuckDb } from './duckdb.ts';
import { openTable } from './load-table.ts';

/**
 * The split that the gate will make of the same file.
 * @throws OperatorError `data-invalid`
 */
export async function splitFile(workspace: string, model: Model): Promise<RowSplit> {
  const { kind, version } = ROW_SPLIT;
  const { path, evaluation } = model.data;
  if (evaluation !== undefined)
    return { kind, version, training: { path, rows: null }, evaluation: { path: evaluation, rows: null } };
  const held = await splitSource(openTable(createDuckDb(), join(workspace, path), path), model);
  const side = (value: 0 | 1) => {
    const rows: number[] = [];
    held.forEach((each, row) => {
      if (each === value) rows.push(row);
    });
    return { path, rows };
  };
  return { kind, version, training: side(0), evaluation: side(1) };
}
