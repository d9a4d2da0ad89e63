import { interpolateText } from './expressions.ts';
import { type JobContext, type StepResult, scopeOf } from './job-context.ts';
import type { StepRequest } from './run-step.ts';
import { type StepEnvironment, StepFailed, type Variables } from './step-environment.ts';
import type { Step } from './workflow-schema.ts';

export interface ActionRequest extends StepRequest {
  readonly uses: string;
  readonly runStep: (step: Step, job: JobContext, environment: StepEnvironment) => Promise<StepResult>;
}

/** Runs the steps of a composite action: with their own `inputs`, `steps` and status, and without the secrets. */
export async function runComposite(
  { job, environment, own, signal, runStep }: ActionRequest,
  steps: readonly Step[],
  outputs: Readonly<Record<string, { readonly value?: string | undefined }>>,
  inputs: Variables,
  folder: string,
): Promise<Variables> {
  const results: Record<string, StepResult> = {};
  const { secrets: _, ...contexts } = job.contexts;
  const github = { ...Object(contexts['github']), action_path: folder };
  const local: JobContext = {
    ...job,
    contexts: { ...contexts, github, inputs },
    variables: { ...job.variables, GITHUB_ACTION_PATH: folder },
    inherited: own,
    steps: results,
    failed: false,
    signal,
  };
  for (const step of steps) {
    const result = await runStep(step, local, environment);
    if (step.id) results[step.id] = result;
    if (result.conclusion === 'failure') local.failed = true;
  }
  const scope = scopeOf(local);
  const values = Object.entries(outputs).map(([name, { value }]) => [name, interpolateText(value ?? '', scope)]);
  if (local.failed) throw new StepFailed('A step of the composite action failed.', Object.fromEntries(values));
  if (signal.aborted) throw new StepFailed('The composite action was cancelled.', Object.fromEntries(values));
  return Object.fromEntries(values);
}
