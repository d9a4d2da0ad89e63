import type { Drift } from '../../config/drift.ts';
import type { MetricId } from '../../config/metric-id.ts';
import type { Task } from '../../config/task.ts';
import type { Verdict } from '../../gate/verdict.ts';
import { listNames } from '../../list-names.ts';
import type { Profile } from '../../profile/profile.ts';
import type { Prediction } from '../../serving/prediction.ts';
import { cannotTell } from '../multivariate/cannot-tell.ts';
import { servedColumns } from '../served-columns.ts';
import { whyDoubtful } from './doubtful-errors.ts';
import { estimateClassification } from './estimate-classification.ts';
import { estimateRegression } from './estimate-regression.ts';
import { fitClassification } from './fit-classification.ts';
import { fittedClasses } from './fitted-classes.ts';
import { fittedErrors } from './fitted-errors.ts';
import { judgedMetrics } from './judged-metrics.ts';
import { intervalsOf, type PerformanceReport } from './performance-report.ts';
import { servedProbabilities, servedScores } from './served-scores.ts';
import { unfoldCalibration } from './unfold-calibration.ts';

/** What is left of the rows that a release was judged on, to estimate by. */
type KeptReference = Pick<Profile, 'columns' | 'calibration' | 'classCalibration' | 'errorModel'>;

export interface ServedQuestion {
  readonly task: Task;
  /** Of several classes, in the order in which the log has their probabilities. */
  readonly classes: readonly string[];
  readonly metrics: readonly MetricId[];
  readonly verdict: Pick<Verdict, 'metrics' | 'interval'>;
  readonly reference: KeptReference;
  readonly settings: Drift;
}

/** How well what serves does on these predictions, as its release teaches to estimate it; null where it keeps nothing for that. */
export function estimateServed(
  { task, classes, metrics, verdict, reference, settings }: ServedQuestion,
  predictions: readonly Prediction[],
): PerformanceReport['estimated'] {
  const { calibration, classCalibration, errorModel, columns } = reference;
  const intervals = intervalsOf(settings);
  const judged = judgedMetrics(verdict, intervals.confidence);
  if (task === 'binary-classification' && calibration) {
    const { rows, labels } = unfoldCalibration(calibration);
    const fitted = fitClassification(rows, labels, metrics, intervals);
    // What the gate measured on single scores, rather than what bins of them give.
    const known = 'kind' in fitted ? fitted : { ...fitted, reference: new Map([...fitted.reference, ...judged]) };
    return estimateClassification(known, servedScores(predictions, calibration.classes));
  }
  if (task === 'multiclass-classification' && classCalibration) {
    const names = classCalibration.map((each) => each.class);
    if (names.length !== classes.length || names.some((name) => !classes.includes(name)))
      return cannotTell(
        'not-defined',
        `The release keeps scores of ${listNames(names)}; its server answers with ${listNames(classes)}.`,
      );
    const fitted = fittedClasses(classCalibration, metrics, judged, intervals);
    return estimateClassification(fitted, servedProbabilities(predictions, names, classes));
  }
  if (task === 'regression' && errorModel) {
    const doubt = whyDoubtful(errorModel, columns, judged);
    if (doubt !== undefined) return cannotTell('not-defined', doubt);
    return estimateRegression(fittedErrors({ errorModel, columns }, metrics, judged, intervals), {
      features: servedColumns(reference, predictions),
      predictions: Float64Array.from(predictions, ({ score }) => score),
    });
  }
  return null;
}
