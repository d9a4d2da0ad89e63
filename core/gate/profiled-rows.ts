import { cellsOf, readNumbers } from '../data/read-columns.ts';
import { takeNumbers } from '../data/take-rows.ts';
import { PREDICTION_COLUMN, type ProfiledRows } from '../profile/profile-columns.ts';
import type { EvaluationRows } from './evaluation-rows.ts';
import type { ScoredModel } from './scored-model.ts';
import type { VerdictRequest } from './verdict-request.ts';

/** What a later window of served predictions is compared with: features, predictions and truth of the rows that were judged. */
export function profiledRows(
  { modelName, model }: VerdictRequest,
  rows: EvaluationRows,
  { scored }: ScoredModel,
): ProfiledRows {
  const { sample, table, source, digest } = rows;
  const { target } = model.data;
  const isOneNumber = scored.scores !== undefined && scored.width === 1;
  const truth =
    rows.truth.labels instanceof Float64Array
      ? takeNumbers(readNumbers(table, target), sample.index)
      : takeTexts(cellsOf(table, target), sample.index);
  return {
    model: modelName,
    columns: sample.columns,
    ...(isOneNumber && {
      prediction: { name: PREDICTION_COLUMN, values: takeNumbers(scored.scores ?? new Float64Array(), sample.index) },
    }),
    target: { name: target, values: truth },
    source: { name: source.source, rows: sample.rows, digest },
  };
}

function takeTexts(cells: readonly string[], rows: Int32Array): readonly string[] {
  return Array.from(rows, (row) => cells[row] ?? '');
}
