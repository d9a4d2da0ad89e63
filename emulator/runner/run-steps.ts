import type { JobRecord, StepRecord } from '../actions/run-store.ts';
import { now } from '../github/json.ts';
import { isTrue } from './expressions.ts';
import { type JobContext, type StepResult, scopeOf } from './job-context.ts';
import { runStep } from './run-step.ts';
import { type StepEnvironment, StepFailed } from './step-environment.ts';
import type { Job, Step } from './workflow-schema.ts';

/** Runs the steps of a job, then the post steps of its actions from the last to the first. */
export async function runSteps(
  job: Job,
  context: JobContext,
  environment: StepEnvironment,
  record: JobRecord,
): Promise<void> {
  for (const step of job.steps ?? []) {
    const result = await recorded(record, context, nameOf(step), () => runStep(step, context, environment));
    if (step.id) context.steps[step.id] = result;
    if (result.conclusion === 'failure') context.failed = true;
  }
  for (const post of environment.posts.toReversed()) {
    if (!isTrue(post.condition, scopeOf(context))) continue;
    // Cleaning up outlives the job's cancellation.
    await recorded(record, context, post.name, async () => {
      try {
        await post.run(new AbortController().signal);
        return { outputs: {}, outcome: 'success', conclusion: 'success' };
      } catch (error) {
        if (!(error instanceof StepFailed)) throw error;
        context.log(`##[error]${error.message}`);
        context.failed = true;
        return { outputs: {}, outcome: 'failure', conclusion: 'failure' };
      }
    });
  }
}

async function recorded(
  record: JobRecord,
  context: JobContext,
  name: string,
  run: () => Promise<StepResult>,
): Promise<StepResult> {
  const number = record.steps.length + 1;
  const entry: StepRecord = {
    number,
    name,
    status: 'in_progress',
    conclusion: null,
    startedAt: now(),
    completedAt: null,
  };
  record.steps.push(entry);
  context.log(`##[group]${name}`);
  const result = await run();
  context.log('##[endgroup]');
  Object.assign(entry, { status: 'completed', conclusion: result.conclusion, completedAt: now() });
  return result;
}

function nameOf(step: Step): string {
  return step.name ?? (step.uses ? `Run ${step.uses}` : `Run ${(step.run ?? '').split('\n')[0]}`);
}
