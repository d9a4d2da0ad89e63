import type { Evaluation as Settings } from '../config/evaluation.ts';
import type { Table, TablePart } from '../data/table.ts';
import { refuseRepeatedIds } from '../data/truth.ts';
import type { Digest } from '../digest.ts';
import { OperatorError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import { alignRows } from './align-rows.ts';
import { chooseMetrics } from './choose-metrics.ts';
import { type Comparison, compareModels } from './compare.ts';
import { compareScored } from './compare-scored.ts';
import { computeConfusion, computeCurves } from './compute-curves.ts';
import { countClasses } from './count-classes.ts';
import { describeBootstrap } from './describe-method.ts';
import type { Evaluation } from './evaluation-document.ts';
import { readEvaluationSet } from './evaluation-set.ts';
import type { MetricRow } from './metric-row.ts';
import type { Note } from './note.ts';
import { noteReversed, noteScores } from './note-scores.ts';
import { type PredictionColumns, readPredictions } from './read-predictions.ts';
import { refuseColumns } from './refuse-columns.ts';
import { refuseOtherRows } from './refuse-other-rows.ts';
import { noteUnlikeColumns } from './shared-columns.ts';
import { isDefined, listUndefined } from './undefined-metric.ts';

/**
 * Metrics of a file of predictions, with their noise.
 * @throws OperatorError `data-invalid`, `config-invalid`, `input-invalid`; `evaluation-mismatch` for a baseline of other rows
 */
export async function evaluatePredictions(request: {
  readonly table: Table;
  /** Predictions of the baseline in a file of their own. */
  readonly baseline?: Table | undefined;
  readonly columns: PredictionColumns;
  readonly settings: Settings;
  readonly clock: Clock;
  /** Same rows as `compareModels`, perhaps on more processors. */
  readonly compare?: (comparison: Comparison) => Promise<readonly MetricRow[]>;
}): Promise<Evaluation> {
  const { table, columns, settings, clock, compare = async (asked) => compareModels(asked) } = request;
  refuseColumns(columns, table.header, request.baseline !== undefined);
  const { other, rowsDigest, notes } = matchRows(table, request.baseline, columns);
  const predictions = readPredictions(table, columns, other);
  const { truth, positive, candidate, baseline, weights, groups } = predictions;
  const metrics = chooseMetrics(columns.task, settings, [], candidate);
  const { replicates, seed, confidence, interval } = settings;
  const comparison: Comparison = {
    candidate,
    baseline,
    metrics,
    zeroDivision: settings['zero-division'],
    weights,
    groups,
    replicates,
    seed,
    confidence,
    interval,
    margins: {},
    decidedOn: [],
  };
  const rows = await compareScored(compare)(comparison);
  const defined = rows.filter(isDefined);
  if (defined.length === 0) {
    const [first, ...others] = listUndefined(rows, comparison);
    const names = [first, ...others].map((each) => each?.metric).join(', ');
    const hint = 'Choose others with --metrics, or give more rows: most metrics need different values.';
    throw new OperatorError(
      'data-invalid',
      `${table.source}: ${names} has no value on these rows: ${first?.message}.`,
      hint,
    );
  }
  return {
    kind: 'tidegate.evaluation',
    version: 1,
    createdAt: clock.now().toISOString(),
    source: table.source,
    digest: table.digest,
    rowsDigest,
    id: columns.id ?? null,
    baseline: request.baseline ? { source: request.baseline.source, digest: request.baseline.digest } : null,
    task: columns.task,
    taskGuessedFrom: columns.taskGuessedFrom ?? null,
    positive: positive?.label ?? null,
    positiveGuessed: positive?.isGuessed ?? false,
    n: candidate.rows,
    classes: countClasses(truth),
    threshold: isCut(columns) ? columns.threshold : null,
    group: columns.group ?? null,
    weight: columns.weight ?? null,
    interval: { method: describeBootstrap(comparison), confidence, replicates, seed },
    metrics: defined,
    notDefined: listUndefined(rows, comparison),
    notes: [...notes, ...noteScores(columns, predictions), ...noteReversed(defined, positive?.label ?? null)],
    curves: computeCurves(candidate, baseline, weights),
    confusion: computeConfusion(candidate, baseline, weights, 'classes' in truth ? truth.classes : []),
  };
}

/** The file of the baseline with its rows in the candidate's order, which is the file itself where it holds both. */
function matchRows(
  table: Table,
  baseline: Table | undefined,
  columns: PredictionColumns,
): { readonly other: TablePart; readonly rowsDigest: Digest; readonly notes: readonly Note[] } {
  const { id } = columns;
  if (id !== undefined) refuseRepeatedIds(table, id);
  const rows = readEvaluationSet(table, columns);
  if (!baseline) return { other: table, rowsDigest: rows.digest, notes: [] };
  const other = id === undefined ? baseline : alignRows(table, baseline, id);
  refuseOtherRows(rows, readEvaluationSet(other, columns));
  return { other, rowsDigest: rows.digest, notes: noteUnlikeColumns(table, other, columns) };
}

/** Of a model that says labels too these are what it decides: its scores are not cut. */
function isCut({ task, prediction, baselineScores, baselinePrediction }: PredictionColumns): boolean {
  if (task !== 'binary-classification') return false;
  return prediction === undefined || (baselineScores !== undefined && baselinePrediction === undefined);
}
