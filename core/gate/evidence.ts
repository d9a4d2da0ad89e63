import type { Task } from '../config/task.ts';
import type { Signature } from '../data/signature.ts';
import type { MetricRow } from '../evaluation/metric-row.ts';
import type { UndefinedMetric } from '../evaluation/undefined-metric.ts';
import type { Measurements } from './facts.ts';
import type { SliceRow } from './verdict.ts';

/** Everything that rules may look at. */
export interface Evidence extends Measurements {
  readonly task: Task;
  /** Level of every interval, 0.95 for 95 %. */
  readonly confidence: number;
  /** Candidate against production. */
  readonly metrics: readonly MetricRow[];
  /** Metrics that have no row among them, and why. */
  readonly notDefined: readonly UndefinedMetric[];
  /** Candidate against others, by what a rule calls them: `base` or a release. Missing: there is none, or it could not be fetched. */
  readonly references: Readonly<Record<string, readonly MetricRow[]>>;
  /** Why production's model could not be compared with although one serves; rules that need it cannot tell. */
  readonly lostBaseline: string | null;
  /** The baseline was named by somebody, and nobody knows that it serves. */
  readonly isUnserved?: boolean;
  readonly rows: number;
  /** Rows of each class of the evaluation set; empty for regression and ranking. */
  readonly classes: Readonly<Record<string, number>>;
  readonly slices: readonly SliceRow[];
  readonly candidate: ModelFacts;
  readonly baseline: ModelFacts | undefined;
  /** Licence that the policy names for the model. */
  readonly licence: string | undefined;
}

export interface ModelFacts {
  readonly bytes: number;
  readonly opset: number;
  readonly signature: Signature;
  /** Peak resident memory of a process of its own that loads the model and predicts, in bytes; null where not measured. */
  readonly peakMemoryBytes: number | null;
}
