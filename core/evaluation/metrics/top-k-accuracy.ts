import type { MetricFamily } from '../metric.ts';
import type { MulticlassSample } from '../sample.ts';
import { weightedMean } from '../weighted-mean.ts';

export const topKAccuracy: MetricFamily<MulticlassSample> = {
  name: 'top_k_accuracy',
  summary:
    'Share of rows whose true class is among the k highest scores; of equal scores the later class is the higher.',
  sklearn: 'top_k_accuracy_score(y, scores, k=2)',
  needs: 'scores',
  prepare(sample, { parameter }) {
    const hits = topHits(sample, parameter ?? 2);
    return ({ weights }) => weightedMean(hits, weights);
  },
};

function topHits({ labels, scores, classes, rows }: MulticlassSample, k: number): Float64Array {
  const width = classes.length;
  return Float64Array.from({ length: rows }, (_, row) => {
    const label = labels[row] as number;
    const own = scores?.[row * width + label] ?? Number.NaN;
    let higher = 0;
    for (let index = 0; index < width; index += 1) {
      const score = scores?.[row * width + index] ?? Number.NaN;
      if (score > own || (score === own && index > label)) higher += 1;
    }
    return higher < k ? 1 : 0;
  });
}
