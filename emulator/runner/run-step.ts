import { join } from 'node:path';
import { OperatorError } from '@tidegate/core/errors';
import { readActionMetadata } from './action-metadata.ts';
import { checkout } from './checkout.ts';
import { runCommand } from './child-process.ts';
import { appendSummary, type CommandFiles, makeCommandFiles, readKeyValues, readLines } from './command-files.ts';
import { type Contexts, interpolateText, isTrue } from './expressions.ts';
import { type JobContext, type StepResult, scopeOf } from './job-context.ts';
import { shellOf } from './shells.ts';
import { mask, parseCommandLine } from './workflow-commands.ts';
import type { Step } from './workflow-schema.ts';

export interface StepEnvironment {
  /** Actions by `owner/repo`, as folders on this machine. */
  readonly actions: Readonly<Record<string, string>>;
  readonly apiUrl: string;
  readonly repository: string;
  readonly sha: string;
  readonly token: string;
  readonly cacheFolder: string;
  readonly summaryFile: string;
  readonly nextStepId: () => number;
  readonly defaults:
    | { readonly shell?: string | undefined; readonly 'working-directory'?: string | undefined }
    | undefined;
  /** Post steps of actions, to run in reverse when the job ends. */
  readonly posts: (() => Promise<void>)[];
  readonly onAnnotation: (command: string, properties: Readonly<Record<string, string>>, message: string) => void;
}

const CHECKOUT = 'actions/checkout';

/** Runs one step: its `if`, its command or action, and what it wrote into the command files. */
export async function runStep(
  step: Step,
  job: JobContext,
  environment: StepEnvironment,
  extra: Contexts = {},
): Promise<StepResult> {
  if (!isTrue(step.if, scopeOf(job, extra))) return { outputs: {}, outcome: 'skipped', conclusion: 'skipped' };
  const own = Object.fromEntries(
    Object.entries(step.env ?? {}).map(([name, value]) => [name, interpolateText(value, scopeOf(job, extra))]),
  );
  const minutes = Number(interpolateText(step['timeout-minutes'] ?? 360, scopeOf(job, extra)));
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), minutes * 60_000);
  const signal = AbortSignal.any([job.signal, timeout.signal]);
  try {
    const outputs = await (step.uses === undefined
      ? runScript(step, job, environment, own, extra, signal)
      : runAction(step, step.uses, job, environment, own, extra, signal));
    return { outputs, outcome: 'success', conclusion: 'success' };
  } catch (error) {
    if (error instanceof StepFailed || error instanceof OperatorError) {
      const text = error instanceof OperatorError ? `${error.message} ${error.hint}` : error.message;
      job.log(`##[error]${timeout.signal.aborted ? `The step took longer than ${minutes} minutes.` : text}`);
      environment.onAnnotation('error', {}, text);
      const forgiven =
        step['continue-on-error'] !== undefined &&
        interpolateText(step['continue-on-error'], scopeOf(job, extra)) === 'true';
      const outputs = error instanceof StepFailed ? error.outputs : {};
      return { outputs, outcome: 'failure', conclusion: forgiven ? 'success' : 'failure' };
    }
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

class StepFailed extends Error {
  readonly outputs: Readonly<Record<string, string>>;
  constructor(message: string, outputs: Readonly<Record<string, string>>) {
    super(message);
    this.outputs = outputs;
  }
}

type Variables = Readonly<Record<string, string>>;

async function runScript(
  step: Step,
  job: JobContext,
  environment: StepEnvironment,
  own: Variables,
  extra: Contexts,
  signal: AbortSignal,
): Promise<Variables> {
  const script = interpolateText(step.run ?? '', scopeOf(job, extra));
  const shell = shellOf(step.shell ?? environment.defaults?.shell, script, job.temporary, environment.nextStepId());
  const folder = interpolateText(
    step['working-directory'] ?? environment.defaults?.['working-directory'] ?? '',
    scopeOf(job, extra),
  );
  return execute(
    { file: shell.file, args: shell.args, cwd: join(job.workspace, folder), variables: own },
    job,
    environment,
    signal,
  );
}

async function runAction(
  step: Step,
  uses: string,
  job: JobContext,
  environment: StepEnvironment,
  own: Variables,
  extra: Contexts,
  signal: AbortSignal,
): Promise<Variables> {
  const given = Object.fromEntries(
    Object.entries(step.with ?? {}).map(([name, value]) => [name, interpolateText(value, scopeOf(job, extra))]),
  );
  const [name = uses] = uses.split('@');
  if (name === CHECKOUT) {
    const { apiUrl, repository, token, cacheFolder } = environment;
    const sha = await checkout({
      apiUrl,
      repository,
      ref: given['ref'] || environment.sha,
      token,
      workspace: job.workspace,
      cacheFolder,
      inputs: given,
    });
    job.log(`Checked out ${repository} at ${sha}`);
    return { commit: sha };
  }
  const folder = findAction(name, uses, job.workspace, environment.actions);
  const metadata = readActionMetadata(folder, uses);
  const defaults = Object.entries(metadata.inputs).map(([input, declared]) => [
    input,
    interpolateText(declared?.default ?? '', scopeOf(job, extra)),
  ]);
  const inputs: Variables = { ...Object.fromEntries(defaults), ...given };
  for (const unexpected of Object.keys(given).filter((input) => !Object.hasOwn(metadata.inputs, input))) {
    job.log(
      `##[warning]Unexpected input '${unexpected}', valid inputs are ${JSON.stringify(Object.keys(metadata.inputs))}`,
    );
  }
  const { runs } = metadata;
  if (runs.using === 'composite')
    return runComposite(runs.steps, metadata.outputs, inputs, job, environment, folder, own);
  const variables = {
    ...own,
    ...Object.fromEntries(Object.entries(inputs).map(([input, value]) => [inputVariable(input), value])),
    GITHUB_ACTION_REPOSITORY: name,
  };
  const state: Record<string, string> = {};
  const run = (file: string, withState: Variables) =>
    execute(
      {
        file: process.execPath,
        args: [join(folder, file)],
        cwd: job.workspace,
        variables: { ...variables, ...withState },
        state,
      },
      job,
      environment,
      signal,
    );
  if (runs.pre) await run(runs.pre, {});
  if (runs.post) {
    const post = runs.post;
    environment.posts.push(async () => {
      await run(post, Object.fromEntries(Object.entries(state).map(([key, value]) => [`STATE_${key}`, value])));
    });
  }
  return run(runs.main, {});
}

async function runComposite(
  steps: readonly Step[],
  outputs: Readonly<Record<string, { readonly value?: string | undefined }>>,
  inputs: Variables,
  job: JobContext,
  environment: StepEnvironment,
  folder: string,
  own: Variables,
): Promise<Variables> {
  const results: Record<string, StepResult> = {};
  const inner = { ...job.environment, ...own, GITHUB_ACTION_PATH: folder };
  const local: JobContext = { ...job, environment: inner };
  const extra = () => ({ inputs, steps: results });
  for (const step of steps) {
    const result = await runStep(step, local, environment, extra());
    if (step.id) results[step.id] = result;
    if (result.conclusion === 'failure') local.failed = true;
  }
  const values = Object.entries(outputs).map(([name, { value }]) => [
    name,
    interpolateText(value ?? '', scopeOf(local, extra())),
  ]);
  if (local.failed) throw new StepFailed('A step of the composite action failed.', Object.fromEntries(values));
  return Object.fromEntries(values);
}

interface Execution {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly variables: Variables;
  readonly state?: Record<string, string>;
}

async function execute(
  execution: Execution,
  job: JobContext,
  environment: StepEnvironment,
  signal: AbortSignal,
): Promise<Variables> {
  const files: CommandFiles = makeCommandFiles(job.temporary, environment.nextStepId());
  const path = [...job.paths.toReversed(), job.environment['PATH'] ?? ''].join(':');
  const code = await runCommand({
    file: execution.file,
    args: execution.args,
    cwd: execution.cwd,
    env: { ...job.environment, ...execution.variables, ...files, PATH: path },
    signal,
    onLine: (line) => takeLine(line, job, environment),
  });
  appendSummary(environment.summaryFile, files);
  Object.assign(execution.state ?? {}, readKeyValues(files.GITHUB_STATE));
  const outputs = readKeyValues(files.GITHUB_OUTPUT);
  Object.assign(job.environment, withoutReserved(readKeyValues(files.GITHUB_ENV)));
  job.paths.push(...readLines(files.GITHUB_PATH));
  if (code !== 0) throw new StepFailed(`Process completed with exit code ${code}.`, outputs);
  return outputs;
}

function takeLine(line: string, job: JobContext, environment: StepEnvironment): void {
  const command = parseCommandLine(line);
  if (command?.command === 'add-mask') {
    job.secrets.add(command.message);
    return;
  }
  if (command && ['error', 'warning', 'notice'].includes(command.command)) {
    environment.onAnnotation(command.command, command.properties, mask(command.message, job.secrets));
    job.log(`##[${command.command}]${command.message}`);
    return;
  }
  job.log(command?.command === 'group' ? `##[group]${command.message}` : line);
}

function findAction(name: string, uses: string, workspace: string, actions: Readonly<Record<string, string>>): string {
  if (name.startsWith('./')) return join(workspace, name);
  const [owner, repository, ...path] = name.split('/');
  const folder = actions[`${owner}/${repository}`];
  if (folder) return join(folder, ...path);
  throw new OperatorError(
    'workflow-unsupported',
    `uses: ${uses} is not known to this runner.`,
    `It knows ./local actions, ${CHECKOUT} and ${Object.keys(actions).join(', ')}.`,
  );
}

function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

/** A step may not change what the runner itself set. */
function withoutReserved(values: Variables): Variables {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !/^(GITHUB_|RUNNER_|NODE_OPTIONS$)/.test(name)));
}
