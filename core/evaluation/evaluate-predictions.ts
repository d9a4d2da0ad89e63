import type { Evaluation as Settings } from '../config/evaluation.ts';
import type { Table } from '../data/table.ts';
import type { Clock } from '../ports/clock.ts';
import { chooseMetrics } from './choose-metrics.ts';
import { compareModels } from './compare.ts';
import { computeConfusion, computeCurves } from './compute-curves.ts';
import { countClasses } from './count-classes.ts';
import type { Evaluation } from './evaluation-document.ts';
import { type PredictionColumns, readPredictions } from './read-predictions.ts';

/** Metrics of a file of predictions, with their noise. @throws OperatorError `data-invalid`, `config-invalid`, `input-invalid` */
export function evaluatePredictions(request: {
  readonly table: Table;
  readonly columns: PredictionColumns;
  readonly settings: Settings;
  readonly clock: Clock;
}): Evaluation {
  const { table, columns, settings, clock } = request;
  const { truth, candidate, baseline, weights, groups } = readPredictions(table, columns);
  const metrics = chooseMetrics(columns.task, settings, [], candidate);
  const { replicates, seed, confidence, interval } = settings;
  const rows = compareModels({
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
  });
  return {
    kind: 'tidegate.evaluation',
    version: 1,
    createdAt: clock.now().toISOString(),
    source: table.source,
    digest: table.digest,
    task: columns.task,
    n: candidate.rows,
    classes: countClasses(truth),
    threshold: columns.task === 'binary-classification' ? columns.threshold : null,
    group: columns.group ?? null,
    weight: columns.weight ?? null,
    interval: { method: rows[0]?.method ?? '', confidence, replicates, seed },
    metrics: rows,
    curves: computeCurves(candidate, baseline, weights),
    confusion: computeConfusion(candidate, baseline, weights, 'classes' in truth ? truth.classes : []),
  };
}
