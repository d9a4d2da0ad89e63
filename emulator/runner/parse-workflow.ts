import './json-import-hook.ts';
import { OperatorError } from '@tidegate/core/errors';
import { parse } from 'yaml';
import * as z from 'zod';
import { Trigger, WorkflowFile } from './workflow-schema.ts';

/** A workflow that this runner can execute. */
export interface Workflow {
  readonly path: string;
  readonly name: string;
  readonly triggers: Readonly<Record<string, Trigger>>;
  /** Cron lines of `on: schedule`. */
  readonly schedules: readonly string[];
  readonly file: WorkflowFile;
}

const EVENTS = [
  'pull_request',
  'push',
  'workflow_dispatch',
  'workflow_run',
  'workflow_call',
  'schedule',
  'deployment',
  'deployment_status',
  'repository_dispatch',
  'issue_comment',
];

/**
 * Parses a workflow with GitHub's own parser (syntax, contexts, expressions), then with the schema of what this runner does.
 * @throws OperatorError `workflow-unsupported`
 */
export async function parseWorkflowFile(content: string, path: string): Promise<Workflow> {
  const { parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter } = await import('@actions/workflow-parser');
  const official = parseWorkflow({ name: path, content }, new NoOperationTraceWriter());
  // The conversion finds what the syntax cannot: `needs` that name no job or go in a circle.
  if (official.value && official.context.errors.count === 0)
    await convertWorkflowTemplate(official.context, official.value);
  const errors = official.context.errors.getErrors();
  if (errors.length > 0 || !official.value) {
    const found = errors.map(({ range, rawMessage }) => `line ${range?.start.line ?? '?'}: ${rawMessage}`);
    throw refuse(path, found.join('; ') || 'the file is empty');
  }
  const result = WorkflowFile.safeParse(parse(content));
  if (!result.success) throw refuse(path, result.error.issues.map(describe).join('; '));
  const file = result.data;
  const on =
    typeof file.on === 'string'
      ? { [file.on]: null }
      : Array.isArray(file.on)
        ? Object.fromEntries(file.on.map((event) => [event, null]))
        : file.on;
  const unknown = Object.keys(on).find((event) => !EVENTS.includes(event));
  if (unknown) throw refuse(path, `on.${unknown}: this runner knows ${EVENTS.join(', ')}`);
  const { schedule, ...rest } = on;
  const triggers = Object.entries(rest).map(([event, trigger]) => {
    const parsed = Trigger.safeParse(trigger);
    if (!parsed.success)
      throw refuse(path, parsed.error.issues.map((issue) => `on.${event}.${describe(issue)}`).join('; '));
    return [event, parsed.data] as const;
  });
  const schedules = z
    .array(z.object({ cron: z.string() }))
    .catch([])
    .parse(schedule);
  return {
    path,
    name: file.name ?? path,
    triggers: Object.fromEntries(schedule === undefined ? triggers : [...triggers, ['schedule', null] as const]),
    schedules: schedules.map(({ cron }) => cron),
    file,
  };
}

function describe(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  return issue.code === 'unrecognized_keys'
    ? `${path ? `${path}.` : ''}${issue.keys.join(', ')} is not supported`
    : `${path}: ${issue.message}`;
}

function refuse(path: string, problem: string): OperatorError {
  return new OperatorError(
    'workflow-unsupported',
    `${path}: ${problem.replace(/\.$/, '')}.`,
    'Mend the workflow, or run it on GitHub: this runner refuses what it cannot do.',
  );
}
