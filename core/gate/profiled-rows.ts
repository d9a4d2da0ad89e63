import { driftColumns } from '../config/drift.ts';
import { cellsOf, readNumbers } from '../data/read-columns.ts';
import { takeNumbers } from '../data/take-rows.ts';
import { highestClasses } from '../evaluation/build-sample.ts';
import type { Column } from '../ports/model-runtime.ts';
import { countCalibration } from '../profile/calibration.ts';
import { countClassCalibration } from '../profile/class-calibration.ts';
import { PREDICTION_COLUMN, type ProfiledRows } from '../profile/profile-columns.ts';
import type { EvaluationRows } from './evaluation-rows.ts';
import { type ScoredModel, sampleOf } from './scored-model.ts';
import type { VerdictRequest } from './verdict-request.ts';

/** What a later window of served predictions is compared with: features, predictions and truth of the rows that were judged. */
export function profiledRows(
  { modelName, model }: VerdictRequest,
  rows: EvaluationRows,
  { candidate, threshold }: { readonly candidate: ScoredModel; readonly threshold: number | null },
): ProfiledRows {
  const { scored } = candidate;
  const { sample, table, source, digest } = rows;
  const { target } = model.data;
  const prediction = predictionOf(rows, scored);
  const truth =
    rows.truth.labels instanceof Float64Array
      ? takeNumbers(readNumbers(table, target), sample.index)
      : takeTexts(cellsOf(table, target), sample.index);
  return {
    model: modelName,
    columns: sample.columns,
    ...(prediction && { prediction: { name: PREDICTION_COLUMN, values: prediction } }),
    target: { name: target, values: truth },
    source: { name: source.source, rows: sample.rows, digest },
    cells: new Map(
      driftColumns(model.drift).map((name) => [name, takeTexts(cellsOf(table, name), sample.index)] as const),
    ),
    ...calibrationOf(rows, candidate, threshold),
  };
}

/** Of all rows, not of the sample: bins stay small however many there are. */
function calibrationOf(
  rows: EvaluationRows,
  candidate: ScoredModel,
  threshold: number | null,
): Pick<ProfiledRows, 'calibration' | 'classCalibration'> {
  const sample = sampleOf(candidate, rows, threshold ?? 0);
  if (sample.task === 'multiclass-classification' && sample.scores) {
    const { classes, scores, labels } = sample;
    return { classCalibration: countClassCalibration({ classes, scores, labels }) };
  }
  if (rows.truth.task !== 'binary-classification' || sample.task !== 'binary-classification' || !sample.scores)
    return {};
  const [negative = '', positive = ''] = rows.truth.classes;
  const { scores, labels, predictions } = sample;
  return { calibration: countCalibration({ classes: [negative, positive], scores, labels, predictions }) };
}

/** As the prediction log tells it: the score or the value, of several classes the one that was answered. */
function predictionOf(
  { rows, truth, sample }: EvaluationRows,
  { scores, width, decisions }: ScoredModel['scored'],
): Column | undefined {
  if (truth.task === 'multiclass-classification') {
    const winners = decisions ?? highestClasses(scores, rows, truth.classes.length);
    return takeTexts(
      Array.from(winners, (winner) => truth.classes[winner] ?? ''),
      sample.index,
    );
  }
  return scores && width === 1 ? takeNumbers(scores, sample.index) : undefined;
}

function takeTexts(cells: readonly string[], rows: Int32Array): readonly string[] {
  return Array.from(rows, (row) => cells[row] ?? '');
}
