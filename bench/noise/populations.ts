import { nextWord, type StreamState } from '../../core/evaluation/random-stream.ts';
import type { Sample } from '../../core/evaluation/sample.ts';

/** Two models' answers on the same rows. */
export interface Pair {
  readonly candidate: Sample;
  readonly baseline: Sample;
}

export interface Population {
  readonly name: string;
  readonly metrics: readonly string[];
  /** `noise`: standard deviation of the candidate's own error; the baseline's is always BASELINE_NOISE. */
  draw(rows: number, noise: number, stream: StreamState): Pair;
}

/** The models see the truth through errors of this size, half of whose variance they share: both read the same columns. */
export const BASELINE_NOISE = 0.6;
const SHARED = 0.5;

/** A third of the rows is positive; scores are probabilities, neither calibrated perfectly nor badly. */
const binary: Population = {
  name: 'binary-classification',
  metrics: ['accuracy', 'f1', 'roc_auc', 'log_loss'],
  draw(rows, noise, stream) {
    const labels = new Uint8Array(rows);
    const scores = [new Float64Array(rows), new Float64Array(rows)] as const;
    const normal = createNormal(stream);
    for (let row = 0; row < rows; row += 1) {
      const truth = normal();
      labels[row] = uniform(stream) < logistic(-0.9 + 1.6 * truth) ? 1 : 0;
      const shared = Math.sqrt(SHARED) * normal();
      for (const [model, sd] of [noise, BASELINE_NOISE].entries()) {
        const seen = truth + sd * (shared + Math.sqrt(1 - SHARED) * normal());
        (scores[model] as Float64Array)[row] = logistic(-0.9 + 1.4 * seen);
      }
    }
    const [candidate, baseline] = scores.map((each) => ({
      task: 'binary-classification' as const,
      rows,
      labels,
      scores: each,
      predictions: Uint8Array.from(each, (score) => (score >= 0.5 ? 1 : 0)),
    }));
    return asPair(candidate, baseline);
  },
};

/** Noise of the target that grows with its size, as prices and durations have it: errors have heavy tails. */
const regression: Population = {
  name: 'regression',
  metrics: ['root_mean_squared_error'],
  draw(rows, noise, stream) {
    const labels = new Float64Array(rows);
    const predictions = [new Float64Array(rows), new Float64Array(rows)] as const;
    const normal = createNormal(stream);
    for (let row = 0; row < rows; row += 1) {
      const truth = normal();
      labels[row] = truth + 0.5 * Math.exp(0.4 * truth) * normal();
      const shared = Math.sqrt(SHARED) * normal();
      for (const [model, sd] of [noise, BASELINE_NOISE].entries())
        (predictions[model] as Float64Array)[row] = truth + sd * (shared + Math.sqrt(1 - SHARED) * normal());
    }
    const [candidate, baseline] = predictions.map((each) => ({
      task: 'regression' as const,
      rows,
      labels,
      predictions: each,
    }));
    return asPair(candidate, baseline);
  },
};

export const POPULATIONS: readonly Population[] = [binary, regression];

function asPair(candidate: Sample | undefined, baseline: Sample | undefined): Pair {
  if (!candidate || !baseline) throw new Error('two models make a pair');
  return { candidate, baseline };
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** 0 < u < 1. */
function uniform(stream: StreamState): number {
  return (nextWord(stream) + 0.5) / 2 ** 32;
}

/** Box & Muller 1958, both values used. */
function createNormal(stream: StreamState): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform(stream)));
    const angle = 2 * Math.PI * uniform(stream);
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
