import type { RunStore } from '../actions/run-store.ts';
import type { Front } from '../github/front.ts';
import type { Concurrency } from './concurrency.ts';
import type { Finished } from './run-workflow.ts';

export interface RunnerEvent {
  readonly kind: 'run-started' | 'run-finished' | 'annotation';
  readonly run: number;
  readonly workflow: string;
  readonly text: string;
}

/** What every run on this runner shares. */
export interface RunnerHost {
  readonly front: Front;
  readonly store: RunStore;
  readonly actions: Readonly<Record<string, string>>;
  readonly workDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly concurrency: Concurrency;
  readonly onEvent: (event: RunnerEvent) => void;
  /** A free machine of the pool: its number names its work folder. */
  readonly slots: { take(): Promise<number>; give(slot: number): void };
  nextId(): number;
  /** Results of jobs by run and job, for a rerun of what failed. */
  readonly results: Map<number, Map<string, Finished>>;
  /** A failure in words: what a person must mend, or that the runner itself is at fault. */
  explain(error: unknown): string;
}
