import { expandConfidence } from '../../evaluation/interval.ts';
import type { Estimate } from '../../evaluation/metric-row.ts';
import { spreadRows } from '../../gate/probes/take-columns.ts';
import { createLabelDraws, everyLabel, expectedDraw } from './expected-labels.ts';
import type { FittedClassification } from './fit-classification.ts';
import type { Isotonic } from './isotonic.ts';
import { estimateTogether, prepareDefined } from './measure-sample.ts';
import { prepareProbabilities } from './probabilities.ts';
import { type ScoredRows, takeScored } from './scored-rows.ts';
import { MOST_DRAWN, shrinkInterval } from './shrink-interval.ts';

/** Expected share of rows of each kind, by what the model said and what is true. */
export interface ExpectedCounts {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
  readonly falseNegative: number;
}

/**
 * Each metric as it is expected to be on these rows, where labels would be. The interval is what might be seen: replicates draw the
 * reference that the scores are calibrated on, the rows, and a label for each with its probability. With NannyML's sampling error it
 * has in common that it is of a sample as large as these rows.
 */
export function expectMetrics(fitted: FittedClassification, rows: ScoredRows): Map<string, Estimate> {
  const { metrics } = fitted;
  const most = Math.max(1, Math.floor(MOST_DRAWN / Math.max(1, rows.classes.length / 2)));
  const part = rows.rows > most ? takeScored(rows, Int32Array.from(spreadRows(rows.rows, most))) : rows;
  const estimates = drawMetrics(fitted, part);
  if (part === rows) return new Map(metrics.map(({ id }, index) => [id, estimates[index] as Estimate]));
  const sample = everyLabel(rows);
  const expected = expectedDraw(rows, prepareProbabilities(rows)(curvesOf(fitted)));
  return new Map(
    metrics.map((id, index) => {
      const value = prepareDefined(sample, id)(expected);
      return [id.id, shrinkInterval(value, estimates[index] as Estimate, part.rows / rows.rows)];
    }),
  );
}

function drawMetrics(fitted: FittedClassification, rows: ScoredRows): Estimate[] {
  const { calibration, metrics, settings } = fitted;
  const sample = everyLabel(rows);
  const read = prepareProbabilities(rows);
  const probabilities = read(curvesOf(fitted));
  const draw = createLabelDraws(rows, settings.seed);
  const isCalibrated = calibration.some(({ curve }) => curve !== undefined);
  return estimateTogether(
    metrics.map((id) => prepareDefined(sample, id)),
    expectedDraw(rows, probabilities),
    {
      draw: (replicate) => {
        const curves = calibration.map(({ replicates }) => replicates[replicate]);
        return draw(replicate, isCalibrated ? read(curves) : probabilities);
      },
      replicates: settings.replicates,
      level: expandConfidence(settings.confidence, rows.rows),
    },
  );
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

function curvesOf({ calibration }: FittedClassification): (Isotonic | undefined)[] {
  return calibration.map(({ curve }) => curve);
}
