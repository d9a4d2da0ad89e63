import type { MetricId } from '../config/metric-id.ts';
import type { Sample } from './sample.ts';

/** scikit-learn clips probabilities by the machine epsilon of float64. */
const EPSILON = 2 ** -52;

/**
 * What each row adds to a metric that is a mean over rows, up to a constant factor; undefined for other metrics. The root mean
 * squared error counts as one: two are equal exactly where the means of their squares are.
 */
export function lossOfRows(sample: Sample, { name, parameter = 0.5 }: MetricId): Float64Array | undefined {
  if (sample.task === 'regression') {
    const loss = regressionLoss(name, parameter);
    return loss && fill(sample.rows, (row) => loss(sample.labels[row] as number, sample.predictions[row] as number));
  }
  if (name !== 'log_loss' && name !== 'brier_score') return undefined;
  if (sample.task === 'binary-classification' && sample.scores) {
    const { labels, scores } = sample;
    return name === 'log_loss'
      ? fill(sample.rows, (row) => surprise(labels[row] === 1 ? (scores[row] as number) : 1 - (scores[row] as number)))
      : fill(sample.rows, (row) => ((labels[row] as number) - (scores[row] as number)) ** 2);
  }
  if (sample.task === 'multiclass-classification' && sample.scores) {
    const { labels, scores, classes } = sample;
    const scoreOf = (row: number, index: number) => scores[row * classes.length + index] as number;
    return name === 'log_loss'
      ? fill(sample.rows, (row) => surprise(scoreOf(row, labels[row] as number)))
      : fill(sample.rows, (row) =>
          classes.reduce((sum, _, index) => sum + ((labels[row] === index ? 1 : 0) - scoreOf(row, index)) ** 2, 0),
        );
  }
  return undefined;
}

type Loss = (label: number, prediction: number) => number;

function regressionLoss(name: MetricId['name'], parameter: number): Loss | undefined {
  const losses: Partial<Record<MetricId['name'], Loss>> = {
    mean_absolute_error: (label, prediction) => Math.abs(label - prediction),
    mean_squared_error: (label, prediction) => (label - prediction) ** 2,
    root_mean_squared_error: (label, prediction) => (label - prediction) ** 2,
    mean_absolute_percentage_error: (label, prediction) =>
      Math.abs(label - prediction) / Math.max(Math.abs(label), EPSILON),
    symmetric_mean_absolute_percentage_error: (label, prediction) =>
      label === prediction ? 0 : Math.abs(label - prediction) / (Math.abs(label) + Math.abs(prediction)),
    pinball_loss: (label, prediction) => {
      const short = label - prediction;
      return short >= 0 ? parameter * short : (parameter - 1) * short;
    },
    mean_poisson_deviance: (label, prediction) =>
      (label === 0 ? 0 : label * Math.log(label / prediction)) - label + prediction,
  };
  return losses[name];
}

function surprise(probability: number): number {
  return -Math.log(Math.min(Math.max(probability, EPSILON), 1 - EPSILON));
}

function fill(rows: number, lossOf: (row: number) => number): Float64Array {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) values[row] = lossOf(row);
  return values;
}
