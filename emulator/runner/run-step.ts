import { join } from 'node:path';
import { OperatorError } from '@tidegate/core/errors';
import { execute } from './execute.ts';
import { interpolateText, isTrue, type Scope } from './expressions.ts';
import { type JobContext, type StepResult, scopeOf } from './job-context.ts';
import { runAction } from './run-action.ts';
import { shellOf } from './shells.ts';
import { type StepEnvironment, StepFailed, type Variables } from './step-environment.ts';
import type { Step } from './workflow-schema.ts';

const DEFAULT_MINUTES = 360;

/** Runs one step: its `if`, its command or action, and what it wrote into the command files. */
export async function runStep(step: Step, job: JobContext, environment: StepEnvironment): Promise<StepResult> {
  const timeout = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wasCancelled = job.signal.aborted;
  let scope = scopeOf(job);
  try {
    if (!isTrue(step.if, scope)) return { outputs: {}, outcome: 'skipped', conclusion: 'skipped' };
    const declared = Object.entries(step.env ?? {}).map(([name, value]) => [name, interpolateText(value, scope)]);
    const own: Variables = { ...job.inherited, ...Object.fromEntries(declared) };
    scope = scopeOf(job, { env: { ...job.environment, ...own } });
    const minutes = Number(interpolateText(step['timeout-minutes'] ?? DEFAULT_MINUTES, scope));
    timer = setTimeout(() => timeout.abort(`The step took longer than ${minutes} minutes.`), minutes * 60_000);
    // A step that runs although the job was cancelled (`always()`) is cleaning up: let it.
    const signal = wasCancelled ? timeout.signal : AbortSignal.any([job.signal, timeout.signal]);
    const request = { step, job, environment, own, scope, signal };
    const outputs = await (step.uses === undefined
      ? runScript(request)
      : runAction({ ...request, uses: step.uses, runStep }));
    return { outputs, outcome: 'success', conclusion: 'success' };
  } catch (error) {
    if (!(error instanceof StepFailed || error instanceof OperatorError)) throw error;
    const outputs = error instanceof StepFailed ? error.outputs : {};
    if (job.signal.aborted && !wasCancelled) return { outputs, outcome: 'cancelled', conclusion: 'cancelled' };
    const text = error instanceof OperatorError ? `${error.message} ${error.hint}` : error.message;
    const message = timeout.signal.aborted ? String(timeout.signal.reason) : text;
    job.log(`##[error]${message}`);
    environment.onAnnotation('error', {}, message);
    return { outputs, outcome: 'failure', conclusion: isForgiven(step, scope) ? 'success' : 'failure' };
  } finally {
    clearTimeout(timer);
  }
}

export interface StepRequest {
  readonly step: Step;
  readonly job: JobContext;
  readonly environment: StepEnvironment;
  readonly own: Variables;
  readonly scope: Scope;
  readonly signal: AbortSignal;
}

async function runScript({ step, job, environment, own, scope, signal }: StepRequest): Promise<Variables> {
  const script = interpolateText(step.run ?? '', scope);
  const shell = shellOf(step.shell ?? environment.defaults?.shell, script, job.temporary, environment.nextStepId());
  const folder = step['working-directory'] ?? environment.defaults?.['working-directory'] ?? '';
  const cwd = join(job.workspace, interpolateText(folder, scope));
  return execute(
    { file: shell.file, args: shell.args, cwd, variables: own, isAction: false },
    job,
    environment,
    signal,
  );
}

function isForgiven(step: Step, scope: Scope): boolean {
  const forgiving = step['continue-on-error'];
  return forgiving !== undefined && interpolateText(forgiving, scope) === 'true';
}
