import { runCommand } from './child-process.ts';
import { appendSummary, makeCommandFiles, readKeyValues, readLines } from './command-files.ts';
import type { JobContext } from './job-context.ts';
import { type StepEnvironment, StepFailed, type Variables } from './step-environment.ts';
import { parseCommandLine } from './workflow-commands.ts';

export interface Execution {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly variables: Variables;
  /** Actions get the artifact service's address and token; scripts do not. */
  readonly isAction: boolean;
  /** Filled with what the step saves for its post step. */
  readonly state?: Record<string, string>;
}

const ANNOTATIONS = ['error', 'warning', 'notice'];
/** Switched off on GitHub too, or on the way out: a step must write the command files. */
const REMOVED = ['set-env', 'add-path', 'set-output', 'save-state'];

/** Runs a step's command with its command files; returns its outputs. @throws StepFailed when it exits with another code than 0 */
export async function execute(
  execution: Execution,
  job: JobContext,
  environment: StepEnvironment,
  signal: AbortSignal,
): Promise<Variables> {
  const files = makeCommandFiles(job.temporary, environment.nextStepId());
  const path = [...job.paths.toReversed(), job.variables['PATH'] ?? ''].join(':');
  const code = await runCommand({
    file: execution.file,
    args: execution.args,
    cwd: execution.cwd,
    env: {
      ...keep(job.variables, (name) => execution.isAction || !name.startsWith('ACTIONS_')),
      ...job.environment,
      ...execution.variables,
      ...keep(job.variables, isReserved),
      ...files,
      PATH: path,
    },
    signal,
    onLine: createLineReader(job, environment),
  });
  if (!appendSummary(environment.summaryFile, files))
    job.log('##[warning]The step summary is over 1 MiB and is dropped.');
  Object.assign(execution.state ?? {}, readKeyValues(files.GITHUB_STATE));
  const outputs = readKeyValues(files.GITHUB_OUTPUT);
  Object.assign(job.environment, keep(readKeyValues(files.GITHUB_ENV), isSettable));
  job.paths.push(...readLines(files.GITHUB_PATH));
  if (code !== 0) throw new StepFailed(`Process completed with exit code ${code}.`, outputs);
  return outputs;
}

/** Reads workflow commands from the output; `::stop-commands::word` lets everything pass until `::word::`. */
function createLineReader(job: JobContext, environment: StepEnvironment): (line: string) => void {
  let stoppedBy: string | undefined;
  return (line) => {
    const command = parseCommandLine(line);
    if (stoppedBy !== undefined) {
      if (command?.command === stoppedBy) stoppedBy = undefined;
      else job.log(line);
      return;
    }
    if (command === undefined) return job.log(line);
    const { command: name, message, properties } = command;
    if (name === 'stop-commands') stoppedBy = message;
    else if (name === 'add-mask') for (const secret of message.split(/\r?\n/)) job.secrets.add(secret);
    else if (ANNOTATIONS.includes(name)) {
      environment.onAnnotation(name, properties, message);
      job.log(`##[${name}]${message}`);
    } else if (REMOVED.includes(name))
      job.log(`##[error]::${name}:: is switched off; write GITHUB_OUTPUT, _ENV, _PATH or _STATE.`);
    else job.log(name === 'group' || name === 'endgroup' || name === 'debug' ? `##[${name}]${message}` : line);
  };
}

/** Neither a workflow nor a step may change what the runner itself set. */
function isReserved(name: string): boolean {
  return /^(GITHUB_|RUNNER_)/.test(name);
}

function isSettable(name: string): boolean {
  return !isReserved(name) && name !== 'NODE_OPTIONS';
}

function keep(values: Variables, wants: (name: string) => boolean): Variables {
  return Object.fromEntries(Object.entries(values).filter(([name]) => wants(name)));
}
