import type { MetricId } from '../config/metric-id.ts';
import { lossOfRows } from './loss-of-rows.ts';
import type { RegressionSample, Sample } from './sample.ts';
import { deLong } from './tests/delong.ts';
import { type Discordance, mcnemar } from './tests/mcnemar.ts';
import { pairedT } from './tests/paired-t.ts';
import { swappedMaxima } from './tests/swapped-maxima.ts';
import type { Units } from './units.ts';

/** A p and the name of the test that gave it. */
export interface TestedDifference {
  readonly p: number;
  readonly name: string;
}

/**
 * The test made for a metric, where rows are independent and count alike: McNemar for accuracy, DeLong for a binary ROC AUC,
 * and for means of per-row losses the paired t test, whose hypothesis is the metric's own: equal means. (Wilcoxon's is
 * a symmetric difference: of two models with equal mean losses, one with rare large ones, it rejects it.) Swapped maxima for the
 * largest error, of any units. Undefined elsewhere.
 */
export function testDifference(
  candidate: Sample,
  baseline: Sample,
  metric: MetricId,
  units: Units,
): TestedDifference | undefined {
  if (metric.name === 'max_error' && candidate.task === 'regression' && baseline.task === 'regression')
    return { p: swappedMaxima(errorsOf(candidate), errorsOf(baseline), units), name: 'paired swap' };
  if (units.ofRow !== undefined || units.weights !== undefined) return undefined;
  if (metric.name === 'accuracy') {
    const discordance = countDiscordance(candidate, baseline);
    return discordance && { p: mcnemar(discordance), name: 'McNemar mid-p' };
  }
  if (metric.name === 'roc_auc' && isBinary(candidate) && isBinary(baseline))
    return candidate.scores && baseline.scores
      ? defined(deLong(candidate.labels, candidate.scores, baseline.scores, 0.95).p, 'DeLong')
      : undefined;
  const own = lossOfRows(candidate, metric);
  const other = lossOfRows(baseline, metric);
  if (!own || !other) return undefined;
  for (let row = 0; row < own.length; row += 1) own[row] = (own[row] as number) - (other[row] as number);
  return defined(pairedT(own).p, 'paired t');
}

function defined(p: number, name: string): TestedDifference | undefined {
  return Number.isNaN(p) ? undefined : { p, name };
}

function isBinary(sample: Sample): sample is Extract<Sample, { task: 'binary-classification' }> {
  return sample.task === 'binary-classification';
}

function errorsOf({ labels, predictions }: RegressionSample): Float64Array {
  return labels.map((label, row) => Math.abs(label - (predictions[row] as number)));
}

/** Rows that only one model has wholly right; for multilabel samples that is every label of the row. */
function countDiscordance(candidate: Sample, baseline: Sample): Discordance | undefined {
  if (candidate.task === 'ranking' || baseline.task === 'ranking') return undefined;
  const width = candidate.task === 'multilabel-classification' ? candidate.classes.length : 1;
  let candidateOnly = 0;
  let baselineOnly = 0;
  for (let row = 0; row < candidate.rows; row += 1) {
    let own = true;
    let other = true;
    for (let cell = row * width; cell < (row + 1) * width; cell += 1) {
      own &&= candidate.predictions[cell] === candidate.labels[cell];
      other &&= baseline.predictions[cell] === baseline.labels[cell];
    }
    if (own && !other) candidateOnly += 1;
    if (other && !own) baselineOnly += 1;
  }
  return { candidateOnly, baselineOnly };
}
