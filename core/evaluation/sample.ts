/**
 * What one model said about the evaluation rows, beside what was true. Two models are compared on two samples that share rows,
 * labels and order.
 */
export type Sample = BinarySample | MulticlassSample | MultilabelSample | RegressionSample | RankingSample;

export interface BinarySample {
  readonly task: 'binary-classification';
  readonly rows: number;
  /** 1 is positive; shape [rows]. */
  readonly labels: Uint8Array;
  /** Probability of the positive class; shape [rows]; undefined where only predictions are known. */
  readonly scores: Float64Array | undefined;
  /** 1 where the model says positive; shape [rows]. */
  readonly predictions: Uint8Array;
}

export interface MulticlassSample {
  readonly task: 'multiclass-classification';
  readonly rows: number;
  readonly classes: readonly string[];
  /** Index into `classes`; shape [rows]. */
  readonly labels: Int32Array;
  readonly predictions: Int32Array;
  /** Probabilities, row-major; shape [rows, classes]. */
  readonly scores: Float64Array | undefined;
}

export interface MultilabelSample {
  readonly task: 'multilabel-classification';
  readonly rows: number;
  readonly classes: readonly string[];
  /** 1 where the row has the label, row-major; shape [rows, classes]. */
  readonly labels: Uint8Array;
  readonly predictions: Uint8Array;
  readonly scores: Float64Array | undefined;
}

export interface RegressionSample {
  readonly task: 'regression';
  readonly rows: number;
  /** The true values, in the unit of the target; shape [rows]. */
  readonly labels: Float64Array;
  readonly predictions: Float64Array;
}

export interface RankingSample {
  readonly task: 'ranking';
  readonly rows: number;
  /** Relevance, 0 for none; shape [rows]. */
  readonly labels: Float64Array;
  /** Higher is ranked first; shape [rows]. */
  readonly scores: Float64Array;
  /** Which query a row belongs to: 0 … queries − 1; shape [rows]. */
  readonly queries: Int32Array;
}
