import type { Contexts, Scope, Status } from './expressions.ts';

/** What a finished step left to later ones. */
export interface StepResult {
  readonly outputs: Readonly<Record<string, string>>;
  /** Before `continue-on-error`. */
  readonly outcome: 'success' | 'failure' | 'cancelled' | 'skipped';
  readonly conclusion: 'success' | 'failure' | 'cancelled' | 'skipped';
}

/** The state of a job while its steps run. */
export interface JobContext {
  readonly contexts: Contexts;
  readonly environment: Record<string, string>;
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
  const state = job.failed ? 'failure' : 'success';
  return {
    contexts: { ...job.contexts, env: job.environment, steps: job.steps, job: { status: state }, ...extra },
    status,
  };
}
