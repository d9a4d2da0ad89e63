import { type ClassSample, classesOf, confusionOf } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';
import { weightedMean } from '../weighted-mean.ts';

export const accuracy: MetricFamily<ClassSample> = {
  name: 'accuracy',
  summary: 'Share of rows that are right; multilabel: of rows whose labels all are.',
  sklearn: 'accuracy_score(y, predicted)',
  needs: 'predictions',
  prepare(sample) {
    if (sample.task === 'multilabel-classification') {
      const { labels, predictions, classes, rows } = sample;
      const isRight = (row: number) => {
        for (let at = row * classes.length; at < (row + 1) * classes.length; at += 1)
          if (labels[at] !== predictions[at]) return 0;
        return 1;
      };
      const right = Float64Array.from({ length: rows }, (_, row) => isRight(row));
      return ({ weights }) => weightedMean(right, weights);
    }
    const classes = classesOf(sample);
    return (draw) => {
      const cells = confusionOf(sample, draw);
      let right = 0;
      for (let index = 0; index < classes; index += 1) right += cells[index * (classes + 1)] as number;
      return right / cells.reduce((sum, cell) => sum + cell, 0);
    };
  },
};
