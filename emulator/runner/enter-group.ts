import { OperatorError } from '@tidegate/core/errors';
import type { RunRecord } from '../actions/run-store.ts';
import { interpolateText, type Scope } from './expressions.ts';
import type { RunnerHost } from './runner-host.ts';
import type { WorkflowFile } from './workflow-schema.ts';

/** Name of a `concurrency` group once its expression is filled in; undefined when there is none. */
export function groupNameOf(settings: WorkflowFile['concurrency'], scope: Scope): string | undefined {
  if (settings === undefined) return undefined;
  return interpolateText(typeof settings === 'string' ? settings : settings.group, scope).toLowerCase();
}

/** Waits for the turn in a `concurrency` group. The answer says whether it came, and how to leave. */
export async function enterGroup(
  host: RunnerHost,
  run: RunRecord,
  settings: WorkflowFile['concurrency'],
  scope: Scope,
  stop: AbortController,
  outer?: string,
): Promise<{ readonly isTurn: boolean; leave(): void }> {
  const group = groupNameOf(settings, scope);
  if (group === undefined || settings === undefined) return { isTurn: true, leave: () => {} };
  if (group === outer) {
    throw new OperatorError(
      'workflow-unsupported',
      `concurrency: the job would wait for its own run, which holds the group "${group}".`,
      'Give the job a group of its own.',
    );
  }
  const { 'cancel-in-progress': cancel = false, queue = 'single' } = typeof settings === 'string' ? {} : settings;
  const name = `${run.repository}/${group}`;
  const isTurn = await host.concurrency.enter(name, {
    cancelRunning: interpolateText(cancel, scope) === 'true',
    queue,
    cancel: () => stop.abort(),
    signal: stop.signal,
  });
  return { isTurn, leave: () => isTurn && host.concurrency.leave(name) };
}
