import type { Prediction } from '../serving/prediction.ts';
import { cannotTell } from './multivariate/cannot-tell.ts';
import { estimateServed, type ServedQuestion } from './performance/estimate-served.ts';
import { judgedMetrics } from './performance/judged-metrics.ts';
import { labelsNeeded, measureLabelled } from './performance/labelled-performance.ts';
import { labelledPredictions } from './performance/labelled-predictions.ts';
import { intervalsOf, type PerformanceReport, reportPerformance } from './performance/performance-report.ts';
import { refuseStrangeAnswers } from './performance/refuse-no-classes.ts';

export interface WatchedPerformance extends ServedQuestion {
  /** Binary: the negative class, then the positive one; several: in the order in which the server answers; empty for values. */
  readonly classes: readonly string[];
  /** Of the version that serves: what its metrics were when it was judged. */
  readonly verdict: ServedQuestion['verdict'];
  /** Labels that have arrived, by the id of the prediction; undefined where none are given. */
  readonly labels: ReadonlyMap<string, string> | undefined;
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
  const { task, classes, metrics, labels, settings } = watched;
  if (task !== 'regression') refuseStrangeAnswers(predictions, classes);
  const estimated = estimateServed(watched, predictions.slice(-settings['window-rows']));
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
    ? cannotTell('too-few-labels', `No labels have arrived yet; ${labelsNeeded(settings['min-rows'])}`)
    : null;
}
