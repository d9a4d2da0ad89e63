import { type Isotonic, prepareReading } from './isotonic.ts';
import { type ScoredRows, scoresOf, widthOf } from './scored-rows.ts';

/**
 * Probabilities of the classes by any curves, shaped as the scores; scores without a curve are probabilities already. Several classes
 * are divided by their sum, and are alike where all are 0 (NannyML does both). The array is reused by the next call.
 */
export function prepareProbabilities(rows: ScoredRows): (curves: readonly (Isotonic | undefined)[]) => Float64Array {
  const width = widthOf(rows);
  const columns = Array.from({ length: width }, (_, index) => {
    const scores = scoresOf(rows, index);
    return { scores: scores.map((score) => Math.min(1, Math.max(0, score))), read: prepareReading(scores) };
  });
  const probabilities = new Float64Array(rows.rows * width);
  return (curves) => {
    columns.forEach(({ scores, read }, index) => {
      const curve = curves[index];
      const own = curve ? read(curve) : scores;
      for (let row = 0; row < rows.rows; row += 1) probabilities[row * width + index] = own[row] as number;
    });
    if (width > 1) divideBySums(probabilities, width);
    return probabilities;
  };
}

function divideBySums(probabilities: Float64Array, width: number): void {
  for (let from = 0; from < probabilities.length; from += width) {
    let sum = 0;
    for (let at = from; at < from + width; at += 1) sum += probabilities[at] as number;
    for (let at = from; at < from + width; at += 1)
      probabilities[at] = sum === 0 ? 1 / width : (probabilities[at] as number) / sum;
  }
}
