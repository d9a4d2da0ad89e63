import type { Contexts, Scope, Status } from './expressions.ts';
import { hashFiles } from './hash-files.ts';

type Result = 'success' | 'failure' | 'cancelled' | 'skipped';

/** What a finished step left to later ones. */
export interface StepResult {
  readonly outputs: Readonly<Record<string, string>>;
  /** Before `continue-on-error`. */
  readonly outcome: Result;
  readonly conclusion: Result;
}

/** The state of a job while its steps run. */
export interface JobContext {
  readonly contexts: Contexts;
  /** What the runner sets: GITHUB_*, RUNNER_*, PATH. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the workflow declares, and steps add through GITHUB_ENV: the `env` context. */
  readonly environment: Record<string, string>;
  /** `env` of the step that calls a composite action, for the steps inside; already evaluated. */
  readonly inherited: Readonly<Record<string, string>>;
  readonly paths: string[];
  readonly steps: Record<string, StepResult>;
  readonly secrets: Set<string>;
  readonly workspace: string;
  readonly temporary: string;
  failed: boolean;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

export function scopeOf(job: JobContext, extra: Contexts = {}): Scope {
  const status: Status = {
    success: !job.failed && !job.signal.aborted,
    failure: job.failed && !job.signal.aborted,
    cancelled: job.signal.aborted,
  };
  const state = job.signal.aborted ? 'cancelled' : job.failed ? 'failure' : 'success';
  return {
    contexts: {
      ...job.contexts,
      env: { ...job.environment, ...job.inherited },
      steps: job.steps,
      job: { status: state },
      ...extra,
    },
    status,
    hashFiles: (patterns) => hashFiles(job.workspace, patterns),
  };
}
