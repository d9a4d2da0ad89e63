import { prepareMetric } from '../../evaluation/metrics.ts';
import { jumpStream, seedStream } from '../../evaluation/random-stream.ts';
import { countDraws } from '../../evaluation/resample.ts';
import { measureHeldOut } from './held-out-error.ts';
import { type Isotonic, prepareIsotonic } from './isotonic.ts';
import { evenDraw } from './measure-sample.ts';
import { type ScoredRows, scoresOf, widthOf } from './scored-rows.ts';

/** Scores that rank this well leave nothing to learn a curve from (NannyML's limit). */
const PERFECT_AREA = 0.999;

/** Curves that stand for the noise of the reference; fitting them takes longer than anything else, and more tell no more. */
export const MOST_CURVES = 200;

/** How the scores of one class become probabilities. */
export interface ClassCalibration {
  /** Mean expected calibration error of held-out rows. */
  readonly errorBefore: number;
  readonly errorAfter: number;
  /** Undefined where scores are taken as they are. */
  readonly curve: Isotonic | undefined;
  /** The curves of bootstrap replicates of the reference. */
  readonly replicates: readonly Isotonic[];
}

interface Settings {
  readonly seed: number;
  readonly replicates: number;
}

/** One calibration a class, each against the rest; binary: of the positive class. */
export function calibrateScores(rows: ScoredRows, labels: ArrayLike<number>, settings: Settings): ClassCalibration[] {
  const width = widthOf(rows);
  return Array.from({ length: width }, (_, index) => {
    const own = width === 1 ? 1 : index;
    const isOwn = Uint8Array.from({ length: rows.rows }, (__, row) => (labels[row] === own ? 1 : 0));
    return calibrateClass(scoresOf(rows, index), isOwn, settings);
  });
}

/** Isotonic where it makes the error of held-out rows smaller. */
export function calibrateClass(
  scores: Float64Array,
  labels: Uint8Array,
  { seed, replicates }: Settings,
): ClassCalibration {
  const isProbability = scores.every((score) => score >= 0 && score <= 1);
  const { before, after } = measureHeldOut(scores, labels, seed);
  const errors = { errorBefore: before, errorAfter: after };
  const isBetter = after < before && areaOf(scores, labels) <= PERFECT_AREA;
  // Scores that are no probabilities have to become some, well or not.
  if (isProbability && !isBetter) return { ...errors, curve: undefined, replicates: [] };
  const fit = prepareIsotonic(scores, labels);
  // A stream of its own: where files are sorted alike, equal draws of reference and window would move together.
  const stream = seedStream(seed + 1);
  const counts = new Uint8Array(scores.length);
  const drawn = Array.from({ length: Math.min(replicates, MOST_CURVES) }, () => {
    countDraws(stream.slice(), counts);
    jumpStream(stream);
    return fit(counts);
  });
  return { ...errors, curve: fit(), replicates: drawn };
}

function areaOf(scores: Float64Array, labels: Uint8Array): number {
  const rows = labels.length;
  const sample = { task: 'binary-classification', rows, labels, scores, predictions: labels } as const;
  const id = { id: 'roc_auc', name: 'roc_auc', strategy: undefined, average: undefined, parameter: undefined } as const;
  return prepareMetric(sample, id, 0)(evenDraw(rows));
}
