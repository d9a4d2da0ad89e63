import type { MetricId } from '../../config/metric-id.ts';
import type { Estimate } from '../../evaluation/metric-row.ts';
import { spreadRows } from '../../gate/probes/take-columns.ts';
import { type CannotTell, cannotTell, LEAST_ROWS } from '../multivariate/cannot-tell.ts';
import { type ClassCalibration, calibrateScores } from './calibrate-scores.ts';
import { type IntervalSettings, measureSample } from './measure-sample.ts';
import { LEAST_IN_CLASS } from './performance-part.ts';
import { findScored, type ScoredRows, sampleOf, scoresOf, takeScored, widthOf } from './scored-rows.ts';

export interface EstimateSettings extends IntervalSettings {
  /** Rows that the reference and a window need. */
  readonly leastRows?: number | undefined;
  /** Rows of the reference that each class needs. */
  readonly leastInClass?: number | undefined;
  /** Largest loss that is accepted, by metric; 0 where none is given. */
  readonly margins?: Readonly<Record<string, number>> | undefined;
}

/** What was learnt from the reference, for any number of windows. */
export interface FittedClassification {
  readonly task: ScoredRows['task'];
  readonly classes: readonly string[];
  readonly rows: number;
  readonly metrics: readonly MetricId[];
  readonly calibration: readonly ClassCalibration[];
  /** Metrics of the labelled reference. */
  readonly reference: ReadonlyMap<string, Estimate>;
  /** Lowest and highest score, a pair for each number that a row has. */
  readonly ranges: readonly (readonly [number, number])[];
  readonly settings: EstimateSettings;
}

/** A label that is not known. */
export const NO_LABEL = -1;
/** Rows that calibration learns from; of more, every so many-th. */
const MOST_ROWS = 200_000;

/**
 * Learns how the scores of the reference become probabilities.
 * @param labels index into the classes, −1 where the label is not known; shape [rows]
 */
export function fitClassification(
  rows: ScoredRows,
  labels: Int32Array,
  metrics: readonly MetricId[],
  settings: EstimateSettings,
): FittedClassification | CannotTell {
  const { leastRows = LEAST_ROWS, leastInClass = LEAST_IN_CLASS } = settings;
  if (rows.scores.length === 0 && rows.rows > 0)
    return cannotTell('no-scores', 'Without scores nothing says how sure the model was.');
  const all = findScored(rows).filter((row) => labels[row] !== NO_LABEL);
  const known = Int32Array.from(spreadRows(all.length, MOST_ROWS), (place) => all[place] as number);
  if (known.length < leastRows)
    return cannotTell(
      'reference-too-small',
      `The reference has ${known.length} rows with label and score; ${leastRows} are needed.`,
    );
  const own = takeScored(rows, known);
  const ownLabels = Int32Array.from(known, (row) => labels[row] as number);
  const counts = rows.classes.map((_, index) => ownLabels.reduce((sum, label) => sum + Number(label === index), 0));
  const rare = counts.findIndex((count) => count < leastInClass);
  if (rare >= 0)
    return cannotTell(
      'too-few-in-class',
      `The reference has ${counts[rare]} rows of class ${JSON.stringify(rows.classes[rare])}; ${leastInClass} are needed.`,
    );
  return {
    task: rows.task,
    classes: rows.classes,
    rows: known.length,
    metrics,
    calibration: calibrateScores(own, ownLabels, settings),
    reference: measureSample(sampleOf(own, ownLabels), metrics, settings),
    ranges: Array.from({ length: widthOf(rows) }, (_, index) => rangeOf(scoresOf(own, index))),
    settings,
  };
}

function rangeOf(values: Float64Array): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}
