import { expandConfidence } from '../../evaluation/interval.ts';
import type { Draw } from '../../evaluation/metric.ts';
import type { Estimate } from '../../evaluation/metric-row.ts';
import { spreadRows } from '../../gate/probes/take-columns.ts';
import { MOST_CURVES } from './calibrate-scores.ts';
import { createLabelDraws, everyLabel, expectedDraw } from './expected-labels.ts';
import type { FittedClassification } from './fit-classification.ts';
import type { Isotonic } from './isotonic.ts';
import { estimateTogether, prepareDefined } from './measure-sample.ts';
import { prepareProbabilities } from './probabilities.ts';
import { type ScoredRows, takeScored } from './scored-rows.ts';
import { addNoise, MOST_DRAWN, shrinkInterval } from './shrink-interval.ts';

/** Expected share of rows of each kind, by what the model said and what is true. */
export interface ExpectedCounts {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
  readonly falseNegative: number;
}

/** What a replicate draws anew: the reference that the curves are fitted to, the rows of the window with their labels, or both. */
type Noise = 'reference' | 'window' | 'both';

/**
 * Each metric as it is expected to be on these rows, where labels would be. The interval is what might be seen: replicates draw the
 * reference that the scores are calibrated on, the rows, and a label for each with its probability. With NannyML's sampling error it
 * has in common that it is of a sample as large as these rows.
 */
export function expectMetrics(fitted: FittedClassification, rows: ScoredRows): Map<string, Estimate> {
  const { metrics } = fitted;
  const most = Math.max(1, Math.floor(MOST_DRAWN / Math.max(1, rows.classes.length / 2)));
  if (rows.rows <= most) {
    const estimates = drawMetrics(fitted, rows, 'both');
    return new Map(metrics.map(({ id }, index) => [id, estimates[index] as Estimate]));
  }
  const part = takeScored(rows, Int32Array.from(spreadRows(rows.rows, most)));
  const ofWindow = drawMetrics(fitted, part, 'window');
  // Noise of the reference does not fall with the rows of the window.
  const ofReference = isCalibrated(fitted) ? drawMetrics(fitted, part, 'reference') : undefined;
  const sample = everyLabel(rows);
  const expected = expectedDraw(rows, prepareProbabilities(rows)(curvesOf(fitted)));
  return new Map(
    metrics.map((id, index) => {
      const value = prepareDefined(sample, id)(expected);
      const shrunken = shrinkInterval(value, ofWindow[index] as Estimate, part.rows / rows.rows);
      return [id.id, addNoise(shrunken, ofReference?.[index])];
    }),
  );
}

function drawMetrics(fitted: FittedClassification, rows: ScoredRows, noise: Noise): Estimate[] {
  const { metrics, settings } = fitted;
  const sample = everyLabel(rows);
  const read = prepareProbabilities(rows);
  const all = expectedDraw(rows, read(curvesOf(fitted)));
  return estimateTogether(
    metrics.map((id) => prepareDefined(sample, id)),
    all,
    {
      draw: prepareDraws(fitted, rows, noise),
      replicates: noise === 'reference' ? Math.min(settings.replicates, MOST_CURVES) : settings.replicates,
      level: expandConfidence(settings.confidence, rows.rows),
    },
  );
}

function prepareDraws(fitted: FittedClassification, rows: ScoredRows, noise: Noise): (replicate: number) => Draw {
  const read = prepareProbabilities(rows);
  const drawCurves = noise !== 'window' && isCalibrated(fitted);
  const probabilities = drawCurves ? undefined : read(curvesOf(fitted));
  const drawLabels = createLabelDraws(rows, fitted.settings.seed);
  return (replicate) => {
    const own =
      probabilities ??
      read(fitted.calibration.map(({ curve, replicates }) => replicates[replicate % replicates.length] ?? curve));
    return noise === 'reference' ? expectedDraw(rows, own) : drawLabels(replicate, own);
  };
}

/** Expected counts of two classes. */
export function expectCounts(fitted: FittedClassification, rows: ScoredRows): ExpectedCounts {
  const probabilities = prepareProbabilities(rows)(curvesOf(fitted));
  const counts = { truePositive: 0, falsePositive: 0, trueNegative: 0, falseNegative: 0 };
  probabilities.forEach((probability, row) => {
    const isPositive = rows.predictions[row] === 1;
    counts[isPositive ? 'truePositive' : 'falseNegative'] += probability;
    counts[isPositive ? 'falsePositive' : 'trueNegative'] += 1 - probability;
  });
  return counts;
}

function isCalibrated({ calibration }: FittedClassification): boolean {
  return calibration.some(({ curve }) => curve !== undefined);
}

function curvesOf({ calibration }: FittedClassification): (Isotonic | undefined)[] {
  return calibration.map(({ curve }) => curve);
}
