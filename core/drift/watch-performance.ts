import type { Drift } from '../config/drift.ts';
import type { MetricId } from '../config/metric-id.ts';
import type { Task } from '../config/task.ts';
import type { Verdict } from '../gate/verdict.ts';
import type { Calibration } from '../profile/calibration.ts';
import type { Prediction } from '../serving/prediction.ts';
import { cannotTell } from './multivariate/cannot-tell.ts';
import { estimateClassification } from './performance/estimate-classification.ts';
import { fitClassification } from './performance/fit-classification.ts';
import { judgedMetrics } from './performance/judged-metrics.ts';
import { measureLabelled } from './performance/labelled-performance.ts';
import { labelledPredictions } from './performance/labelled-predictions.ts';
import { intervalsOf, type PerformanceReport, reportPerformance } from './performance/performance-report.ts';
import { servedScores } from './performance/served-scores.ts';
import { unfoldCalibration } from './performance/unfold-calibration.ts';

export interface WatchedPerformance {
  readonly task: Task;
  /** Binary: the negative class, then the positive one; empty for values. */
  readonly classes: readonly string[];
  readonly metrics: readonly MetricId[];
  /** Of the version that serves: what its metrics were when it was judged. */
  readonly verdict: Pick<Verdict, 'metrics' | 'interval'>;
  readonly calibration: Calibration | undefined;
  /** Labels that have arrived, by the id of the prediction; undefined where none are given. */
  readonly labels: ReadonlyMap<string, string> | undefined;
  readonly settings: Drift;
}

/**
 * How well what serves does: estimated on its newest predictions, and measured on the newest ones whose label has arrived, however long
 * ago they were made. Undefined where there is neither.
 * @param predictions of the bytes that serve, oldest first
 */
export function watchPerformance(
  watched: WatchedPerformance,
  predictions: readonly Prediction[],
): PerformanceReport | undefined {
  const { task, metrics, labels, settings, calibration } = watched;
  const estimated = calibration ? estimate(watched, calibration, predictions) : null;
  if (!labels && !estimated) return undefined;
  const arrived = labels?.size ? labelledPredictions(watched, predictions, labels, settings['window-rows']) : undefined;
  const realized = arrived
    ? measureLabelled({
        ...arrived,
        windowRows: predictions.length,
        metrics,
        reference: judgedMetrics(watched.verdict, intervalsOf(settings).confidence),
        settings: { ...intervalsOf(settings), decidingRows: settings['min-rows'] },
      })
    : noneYet(watched);
  return reportPerformance(
    { task, realized, estimated, strangers: arrived?.strangers ?? 0, read: null },
    metrics,
    settings,
  );
}

/** A file of labels that is still empty is said to be so; without a file nothing is said. */
function noneYet({ labels, settings }: WatchedPerformance): PerformanceReport['realized'] {
  return labels
    ? cannotTell('too-few-labels', `No labels have arrived yet; ${settings['min-rows']} are needed.`)
    : null;
}

function estimate(
  { task, metrics, verdict, settings }: WatchedPerformance,
  calibration: Calibration,
  predictions: readonly Prediction[],
): PerformanceReport['estimated'] {
  if (task !== 'binary-classification') return null;
  const intervals = intervalsOf(settings);
  const { rows, labels } = unfoldCalibration(calibration);
  const fitted = fitClassification(rows, labels, metrics, intervals);
  // What the gate measured on single scores, rather than what bins of them give.
  const known =
    'kind' in fitted
      ? fitted
      : { ...fitted, reference: new Map([...fitted.reference, ...judgedMetrics(verdict, intervals.confidence)]) };
  return estimateClassification(known, servedScores(predictions.slice(-settings['window-rows']), calibration.classes));
}
