import { OperatorError } from '../../errors.ts';
import type { SqlRow, SqlValue } from '../../ports/sql-engine.ts';
import { cannotTell, type Finding } from '../finding.ts';
import { done, type Step } from '../step.ts';
import { askGroups } from './ask-groups.ts';
import { askScans } from './ask-scans.ts';
import { fromOf, type ScopePart } from './scope.ts';

export type Query = (sql: string, mostRows?: number) => Promise<readonly SqlRow[]>;

/** A check on a part of the rows, at the step where it is. */
export interface Task extends ScopePart {
  step: Step;
}

/** What tasks asked got, or why the engine refused it. */
export type Answer = readonly SqlValue[] | Refusal;
export interface Refusal {
  readonly refused: string;
}

/**
 * Takes tasks to their findings. In each round the scans of all tasks are answered together, then the groups, then what needs a
 * query of its own.
 */
export async function runSteps(
  tasks: readonly Task[],
  query: Query,
  onProgress: (share: number) => void = () => {},
): Promise<readonly Finding[]> {
  for (;;) {
    const waiting = tasks.filter(({ step }) => step.kind !== 'done');
    onProgress(1 - waiting.length / Math.max(1, tasks.length));
    if (waiting.length === 0) break;
    await askScans(tasksAt(waiting, 'scan'), query);
    await askGroups(tasksAt(waiting, 'groups'), query);
    for (const task of tasksAt(waiting, 'rows')) await askRows(task, query);
  }
  return tasks.map(({ step }) => (step.kind === 'done' ? step.finding : cannotTell('it was not checked')));
}

export type TaskAt<Kind extends Step['kind']> = Task & { step: Extract<Step, { kind: Kind }> };

function tasksAt<Kind extends Step['kind']>(tasks: readonly Task[], kind: Kind): readonly TaskAt<Kind>[] {
  return tasks.filter((task): task is TaskAt<Kind> => task.step.kind === kind);
}

async function askRows(task: TaskAt<'rows'>, query: Query): Promise<void> {
  const { step } = task;
  const answer = await attempt(() => query(step.sql(fromOf(task, step.isNumbered)), step.mostRows));
  advance(task, 'refused' in answer ? done(refusal(answer)) : step.next(answer));
}

export function advance(task: Task, step: Step): void {
  task.step = step;
}

/** The engine's refusal of one check must not take the others with it. */
export async function attempt<Value>(ask: () => Promise<Value>): Promise<Value | Refusal> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof OperatorError) || error.code !== 'data-invalid') throw error;
    return { refused: kindOf(error) };
  }
}

/** What stands behind the kind of an engine's error may be a value of the data. */
export function kindOf({ message }: OperatorError): string {
  return /: ([A-Z][A-Za-z ]+ Error):/.exec(message)?.[1] ?? 'an error';
}

export function refusal({ refused }: Refusal): Finding {
  return cannotTell(`the engine refused to compute it (${refused})`);
}
