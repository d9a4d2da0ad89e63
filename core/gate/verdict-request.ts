import type { DataRole } from '../config/expectations.ts';
import type { OwnMetric } from '../config/own-metric.ts';
import type { Model } from '../config/schema.ts';
import type { TableSource } from '../data/table.ts';
import type { Digest } from '../digest.ts';
import type { Comparison } from '../evaluation/compare.ts';
import type { MetricRow } from '../evaluation/metric-row.ts';
import type { Note } from '../evaluation/note.ts';
import type { OwnMetricValue } from '../evaluation/own-metric-values.ts';
import type { Sample } from '../evaluation/sample.ts';
import type { PlacedExpectation } from '../expectations/suite/policy-suite.ts';
import type { Clock } from '../ports/clock.ts';
import type { ModelRuntime } from '../ports/model-runtime.ts';
import type { Relation, SqlEngine } from '../ports/sql-engine.ts';
import type { TableEngine } from '../ports/table-engine.ts';
import type { Predictions } from '../run/predictions.ts';
import type { ModelFile } from './model-file.ts';
import type { OpenModel } from './open-model.ts';
import type { RulesFrom } from './verdict.ts';

export interface Candidate extends ModelFile {
  readonly commit: string | null;
  readonly pullRequest: number | null;
  readonly run: string | null;
  /** Its configuration trained with other seeds; the candidate itself is not among them. */
  readonly seeds?: readonly { readonly seed: number; readonly file: ModelFile }[];
}

export interface Baseline extends ModelFile {
  /** Null for a file that somebody named: one that cannot be run is then their mistake, not a verdict. */
  readonly release: string | null;
  readonly environment: string | null;
  /** Decision threshold that it serves with; the policy's by default. */
  readonly threshold?: number | undefined;
}

/** Another model to compare with, by what rules call it. */
export interface Reference extends ModelFile {
  readonly name: string;
  readonly threshold?: number | undefined;
}

/** What the gate does not do itself. */
export interface GateTools {
  readonly runtime: ModelRuntime;
  readonly tables: Pick<TableEngine, 'selectRows'>;
  readonly clock: Clock;
  /** Milliseconds since any moment. */
  readonly stopwatch: () => number;
  /** Same rows as `compareModels`, perhaps on more processors. */
  readonly compare: (comparison: Comparison) => Promise<readonly MetricRow[]>;
  /** Peak memory of a process that loads the model and predicts, in bytes; null where that cannot be measured. */
  readonly measureMemory: (file: ModelFile, model: OpenModel, rows: EvaluationColumns) => Promise<number | null>;
  readonly openRows: (
    references: readonly string[],
    limits: { readonly timeoutMs: number | undefined },
  ) => Promise<OpenedRows>;
  readonly measureOwn: (metric: OwnMetric, rows: OwnRows) => Promise<readonly OwnMetricValue[]>;
}

/** A data file that is expected to be something. */
export interface ExpectedFile {
  readonly role: DataRole;
  /** As the policy names it. */
  readonly path: string;
  readonly isChanged: boolean;
  readonly source: ExpectedSource;
}

/** Where rows are; or why they are nowhere. */
export type ExpectedSource = { readonly reference: string } | { readonly unread: string };

/** What the policy expects of data, and the files that it is asked of. */
export interface ExpectedData {
  readonly expectations: readonly PlacedExpectation[];
  readonly files: readonly ExpectedFile[];
  /** Files that expectations speak of by name. */
  readonly tables: Readonly<Record<string, ExpectedSource>>;
  /** Longest time of one query over them; as the tools have it by default. */
  readonly timeoutMs?: number | undefined;
}

/** Rows on an engine that reads them and nothing else. */
export interface OpenedRows {
  readonly engine: SqlEngine;
  readonly relations: readonly Relation[];
  close(): Promise<void>;
}

export interface EvaluationColumns {
  readonly columns: Parameters<OpenModel['run']>[0];
  readonly rows: number;
}

export interface OwnRows {
  readonly sample: Sample;
  readonly weights: Float64Array | undefined;
  readonly groups: Int32Array | undefined;
}

export interface VerdictRequest {
  readonly tools: GateTools;
  readonly modelName: string;
  readonly model: Model;
  readonly data: TableSource;
  /** Rows of `data.evaluation`; undefined where they are held out of `data`. */
  readonly evaluation?: TableSource | undefined;
  /** Rows of `data.validation`, where a threshold is chosen on them. */
  readonly validation?: TableSource | undefined;
  readonly candidate: Candidate;
  readonly baseline: Baseline | undefined;
  /** Why production's model could not be had although one serves. */
  readonly lostBaseline?: string | undefined;
  readonly references?: readonly Reference[];
  /** What nobody said of a model without a policy: what its task was guessed from, and whether its positive class was. */
  readonly guessed?: { readonly taskFrom: string | undefined; readonly positive: boolean } | undefined;
  readonly policy: { readonly commit: string | null; readonly digest: Digest; readonly rules?: RulesFrom };
  /** What is known of the rows before anything is measured. */
  readonly notes?: readonly Note[];
  /** Files that the pull request changes; null where there is none to ask. */
  readonly changedFiles?: readonly string[] | null;
  /** What the training framework predicted, where the command wrote it. */
  readonly predictions?: Predictions | undefined;
  /** Absent: the files are not known, so rules about them cannot tell. */
  readonly expected?: ExpectedData | undefined;
  /** Text of a file of the candidate's repository; undefined where it is not there. Absent: nothing can be looked for. */
  readonly readDocument?: (path: string) => Promise<string | undefined>;
}
