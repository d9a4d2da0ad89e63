import { createClassFinder } from '../data/label-forms.ts';
import { cellsOf } from '../data/read-columns.ts';
import type { TablePart } from '../data/table.ts';
import { readTruth, type Truth } from '../data/truth.ts';
import { OperatorError } from '../errors.ts';
import { listNames } from '../list-names.ts';
import type { Outputs } from './build-sample.ts';
import { readFinite, readScores } from './read-scores.ts';

/** Columns of one model, and what the command line calls them. */
export interface OutputColumns {
  readonly scores: readonly string[] | undefined;
  readonly prediction: string | undefined;
  /** `--score` or `--baseline-score`. */
  readonly flag: string;
  /** Order of the score columns, where it was given. */
  readonly order: readonly string[] | undefined;
}

/** @throws OperatorError `data-invalid`, `input-invalid` for another number of columns than the task takes */
export function readOutputs(table: TablePart, truth: Truth, columns: OutputColumns): Outputs {
  const { scores, prediction, flag } = columns;
  if (truth.task === 'regression' || truth.task === 'ranking') {
    if (scores && scores.length > 1) {
      const problem = `${scores.length} score columns were given for ${truth.task}, which takes one.`;
      throw new OperatorError(
        'input-invalid',
        problem,
        `Give one: ${flag} ${scores[0]}; --task says what is predicted.`,
      );
    }
    return { scores: readFinite(table, prediction ?? scores?.[0] ?? '') };
  }
  const decisions = prediction === undefined ? undefined : readDecisions(table, truth, prediction, flag);
  return { scores: scores && readScores(table, truth, { ...columns, scores }), decisions };
}

function readDecisions(table: TablePart, truth: Truth, column: string, flag: string): Int32Array | Uint8Array {
  const classes = 'classes' in truth ? truth.classes : [];
  if (truth.task === 'multilabel-classification') {
    const data = { path: '', target: column, classes: [...classes], features: { numeric: [], categorical: [] } };
    const read = readTruth(table, { ...data, holdout: { fraction: 0.25, salt: '' } }, truth.task);
    return read.labels instanceof Float64Array ? new Int32Array() : read.labels;
  }
  const find = createClassFinder(classes);
  const places = new Map<string, number | undefined>();
  return Int32Array.from(cellsOf(table, column), (cell, row) => {
    if (!places.has(cell)) places.set(cell, find(cell));
    const place = places.get(cell);
    if (place !== undefined) return place;
    throw new OperatorError(
      'data-invalid',
      `${table.source}:${table.lines[row] ?? 0} prediction ${JSON.stringify(cell.slice(0, 60))} is no class of the target (${listNames(classes, 20)}).`,
      /^0?\.\d+$/.test(cell)
        ? `--prediction takes labels: if these are probabilities, give ${flag} ${column}.`
        : 'Write predictions with the labels of the target; --classes lists classes that no row has.',
    );
  });
}
