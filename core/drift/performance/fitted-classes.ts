import type { MetricId } from '../../config/metric-id.ts';
import type { Estimate } from '../../evaluation/metric-row.ts';
import { type CalibratedClass, type ClassCalibration, countRows } from '../../profile/class-calibration.ts';
import { type CannotTell, cannotTell, LEAST_ROWS } from '../multivariate/cannot-tell.ts';
import { calibrateClass } from './calibrate-scores.ts';
import type { EstimateSettings, FittedClassification } from './fit-classification.ts';
import { LEAST_IN_CLASS } from './performance-part.ts';

/** Rows that are unfolded of all classes together, whatever a profile claims to have counted. */
const MOST_ROWS = 200_000;
const SEEDS_APART = 1000;

/** How the scores of several classes become probabilities, from the bins of a reference whose rows are gone. */
export function fittedClasses(
  calibrated: ClassCalibration,
  metrics: readonly MetricId[],
  reference: ReadonlyMap<string, Estimate>,
  settings: EstimateSettings,
): FittedClassification | CannotTell {
  const { leastRows = LEAST_ROWS, leastInClass = LEAST_IN_CLASS, seed } = settings;
  const rows = countRows(calibrated[0]);
  if (rows < leastRows)
    return cannotTell('reference-too-small', `The reference has ${rows} rows with a label; ${leastRows} are needed.`);
  const rare = calibrated.find(({ bins }) => bins.reduce((sum, { own }) => sum + own, 0) < leastInClass);
  if (rare)
    return cannotTell(
      'too-few-in-class',
      `The reference has fewer than ${leastInClass} rows of class ${JSON.stringify(rare.class)}.`,
    );
  const most = Math.floor(MOST_ROWS / calibrated.length);
  return {
    task: 'multiclass-classification',
    classes: calibrated.map((each) => each.class),
    rows,
    metrics,
    // Rows stand in the order of one class's scores: equal draws would take low scores of all classes together.
    calibration: calibrated.map((each, index) => {
      const { scores, isOwn } = unfoldClass(each, most);
      return calibrateClass(scores, isOwn, { ...settings, seed: seed + SEEDS_APART * index });
    }),
    reference,
    ranges: calibrated.map(({ lowest, highest }) => [lowest, highest]),
    settings,
  };
}

/** Rows of one class against the rest, with the mean score of their bin; of more, evenly fewer. */
function unfoldClass(
  { bins }: CalibratedClass,
  most: number,
): { readonly scores: Float64Array; readonly isOwn: Uint8Array } {
  const groups = bins.flatMap(({ rows, sum, own }) => [
    { rows: own, score: sum / rows, isOwn: 1 },
    { rows: rows - own, score: sum / rows, isOwn: 0 },
  ]);
  const all = groups.reduce((sum, { rows }) => sum + rows, 0);
  const count = Math.min(most, all);
  const scores = new Float64Array(count);
  const isOwn = new Uint8Array(count);
  let before = 0;
  for (const group of groups) {
    const [from, to] = [before, before + group.rows].map((rows) => Math.round((rows * count) / all));
    scores.fill(group.score, from, to);
    isOwn.fill(group.isOwn, from, to);
    before += group.rows;
  }
  return { scores, isOwn };
}
