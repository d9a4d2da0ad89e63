import { OperatorError } from '@tidegate/core/errors';
import { readFileAt } from '../actions/repository-files.ts';
import { type Contexts, interpolate, interpolateText, type Scope } from './expressions.ts';
import { parseWorkflowFile } from './parse-workflow.ts';
import type { JobOutcome } from './run-job.ts';
import { foldConclusion, runWorkflow, type WorkflowRequest } from './run-workflow.ts';
import type { Job, Trigger } from './workflow-schema.ts';

/** `uses: ./.github/workflows/x.yml`: runs a reusable workflow of the same repository, at the caller's commit. */
export async function callWorkflow(
  request: WorkflowRequest,
  key: string,
  job: Job,
  uses: string,
  contexts: Contexts,
): Promise<JobOutcome> {
  const path = uses.slice(2);
  const text = uses.startsWith('./.github/workflows/')
    ? await readFileAt(request.host.front, request.run.repository, path, request.run.headSha)
    : undefined;
  if (text === undefined) throw refuse(`uses: ${uses} is not a workflow of this repository at ${request.run.headSha}.`);
  const workflow = await parseWorkflowFile(text, path);
  if (!('workflow_call' in workflow.triggers)) throw refuse(`uses: ${uses} has no \`on: workflow_call\`.`);
  const trigger = workflow.triggers['workflow_call'] ?? null;
  const scope: Scope = { contexts, status: { success: true, failure: false, cancelled: false } };
  const results = await runWorkflow({
    ...request,
    workflow,
    secrets: secretsOf(request, job, scope),
    prefix: `${request.prefix}${key} / `,
    contexts: { ...request.contexts, inputs: inputsOf(uses, trigger, job, scope) },
  });
  const jobs = Object.fromEntries(
    Object.entries(results).map(([name, { result, outputs }]) => [name, { result, outputs }]),
  );
  const outputs = Object.entries(trigger?.outputs ?? {}).map(([name, { value }]) => [
    name,
    interpolateText(value, { ...scope, contexts: { ...contexts, jobs } }),
  ]);
  return {
    conclusion: foldConclusion(Object.values(results).map(({ result }) => result)),
    outputs: Object.fromEntries(outputs),
  };
}

function inputsOf(uses: string, trigger: Trigger, job: Job, scope: Scope): Record<string, unknown> {
  const declared = trigger?.inputs ?? {};
  const given = Object.fromEntries(
    Object.entries(job.with ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' ? interpolate(value, scope) : value,
    ]),
  );
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(declared, name));
  if (unknown) throw refuse(`uses: ${uses} has no input ${unknown}; it has ${Object.keys(declared).join(', ')}.`);
  const missing = Object.entries(declared).find(([name, input]) => input.required && given[name] === undefined);
  if (missing) throw refuse(`uses: ${uses} needs the input ${missing[0]}.`);
  const empty = { boolean: false, number: 0 } as const;
  const defaults = Object.entries(declared).map(([name, { default: value, type }]) => [
    name,
    (typeof value === 'string' ? interpolate(value, scope) : value) ??
      (type === 'boolean' || type === 'number' ? empty[type] : ''),
  ]);
  return { ...Object.fromEntries(defaults), ...given };
}

function secretsOf({ secrets }: WorkflowRequest, job: Job, scope: Scope): Readonly<Record<string, string>> {
  if (job.secrets === 'inherit') return secrets;
  const within = { ...scope, contexts: { ...scope.contexts, secrets } };
  const passed = Object.entries(job.secrets ?? {}).map(([name, value]) => [name, interpolateText(value, within)]);
  return Object.fromEntries(passed);
}

function refuse(problem: string): OperatorError {
  return new OperatorError('workflow-unsupported', problem, 'Call ./.github/workflows/<name>.yml with its inputs.');
}
