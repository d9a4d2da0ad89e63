import { listWorkflowFiles, readFileAt } from '../actions/repository-files.ts';
import type { RunRecord } from '../actions/run-store.ts';
import type { WebhookEvent } from '../github/front.ts';
import { textAt } from '../github/json.ts';
import { happeningOf, refsOf } from './happening.ts';
import { parseWorkflowFile, type Workflow } from './parse-workflow.ts';
import type { RunnerHost } from './runner-host.ts';
import { type RunRequest, refuseRun } from './start-run.ts';
import { isTriggered } from './triggers.ts';

/**
 * Events that a job's own token causes start no workflow, but for a dispatch (docs.github.com, "GITHUB_TOKEN"). Runs are told of
 * by GitHub itself, whoever started them. A `workflow_dispatch` starts its run where it is asked for.
 */
const STARTS_FOR_JOBS_TOO = ['repository_dispatch', 'workflow_run', 'schedule'];
const ACTIONS_BOT = 'github-actions[bot]';

/** Starts every workflow whose `on:` fires for this event. */
export async function startTriggered(
  host: RunnerHost,
  start: (request: RunRequest) => Promise<RunRecord>,
  { event, payload }: WebhookEvent,
): Promise<void> {
  const repository = textAt(payload, 'repository', 'full_name');
  const actor = textAt(payload, 'sender', 'login');
  if (!repository || event === 'workflow_dispatch') return;
  if (actor === ACTIONS_BOT && !STARTS_FOR_JOBS_TOO.includes(event)) return;
  const refs = await refsOf(host.front, event, payload, repository);
  if (!refs) return;
  const happening = happeningOf(host.front, event, payload, repository, refs);
  for (const path of await listWorkflowFiles(host.front, repository, refs.sha)) {
    const text = await readFileAt(host.front, repository, path, refs.sha);
    // Cheap and true for every trigger: what does not name the event is not parsed.
    if (text === undefined || !new RegExp(`\\b${event}\\b`).test(text)) continue;
    const workflow = await parseWorkflowFile(text, path).catch(async (error: unknown) => {
      if (isOn(text, event)) await refuseRun(host, { repository, event, refs, actor }, path, error);
    });
    if (workflow && (await fires(workflow, event, happening)))
      await start({ repository, workflow, event, payload, refs, inputs: {}, actor });
  }
}

async function fires(
  workflow: Workflow,
  event: string,
  happening: Parameters<typeof isTriggered>[1],
): Promise<boolean> {
  return event in workflow.triggers && isTriggered(workflow.triggers[event] ?? null, happening);
}

/** Whether a file that does not parse seems to be meant for this event. */
function isOn(text: string, event: string): boolean {
  return new RegExp(`^["']?on["']?:[^\\n]*\\b${event}\\b|^\\s+(- )?${event}:?\\s*$`, 'm').test(text);
}
