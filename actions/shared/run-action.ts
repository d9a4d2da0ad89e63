import { randomUUID } from 'node:crypto';
import * as core from '@actions/core';
import { createGitHub } from '@tidegate/core/adapters/octokit-github/octokit-github';
import { OperatorError } from '@tidegate/core/errors';
import { JOB_SUMMARY_MAX_BYTES } from '@tidegate/core/limits';
import type { Clock } from '@tidegate/core/ports/clock';
import type { Annotation, GitHubPort } from '@tidegate/core/ports/github';
import { logged } from '@tidegate/core/report/escape';
import type * as z from 'zod';
import type { Contract, InputShape, OutputShape } from './contract.ts';
import { isSecret } from './inputs.ts';
import { type Job, readJob } from './job.ts';
import { uploadArtifact } from './upload-artifact.ts';

const ISSUES_URL = 'https://github.com/tidegate/tidegate/issues';

export interface ActionContext {
  readonly job: Job;
  /** GitHub with the `github-token` input. */
  readonly github: GitHubPort;
  readonly clock: Clock;
  log(line: string): void;
  /** A note at a line of a file, in the pull request's changes. */
  annotate(annotation: Annotation): void;
  writeSummary(markdown: string): Promise<void>;
  uploadArtifact(name: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<void>;
}

/**
 * Runs one Action: the only place that reads the environment, speaks to the runner and sets the exit code. A mistake that
 * a person can mend becomes one annotation with its code; anything else is a fault of ours and says so.
 */
export async function runAction<Inputs extends z.ZodObject<InputShape>, Outputs extends z.ZodObject<OutputShape>>(
  contract: Contract<Inputs, Outputs>,
  run: (inputs: z.output<Inputs>, context: ActionContext) => Promise<z.output<Outputs>>,
): Promise<void> {
  try {
    const inputs = readInputs(contract);
    const outputs = contract.outputs.parse(await run(inputs, createContext(inputs)));
    for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
  } catch (error) {
    report(error);
    process.exitCode = 1;
  }
}

function readInputs<Inputs extends z.ZodObject<InputShape>, Outputs extends z.ZodObject<OutputShape>>(
  contract: Contract<Inputs, Outputs>,
): z.output<Inputs> {
  const shape: InputShape = contract.inputs.shape;
  const given = Object.keys(shape).flatMap((name) => {
    const value = core.getInput(name);
    return value === '' ? [] : [[name, value] as const];
  });
  for (const [name, value] of given) if (shape[name] && isSecret(shape[name])) core.setSecret(value);
  const result = contract.inputs.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => describeIssue(issue, Object.fromEntries(given), shape));
  throw new OperatorError(
    'input-invalid',
    `${problems.join('; ')}.`,
    `Mend the inputs of this step under "with:"; actions/${contract.name}/README.md lists them.`,
  );
}

function describeIssue(issue: z.core.$ZodIssue, given: Readonly<Record<string, string>>, shape: InputShape): string {
  const name = String(issue.path[0] ?? '');
  const value = given[name];
  if (value === undefined) return `Input ${name} is required`;
  const schema = shape[name];
  const shown = schema && isSecret(schema) ? '(a secret)' : JSON.stringify(value.slice(0, 100));
  return `Input ${name}: ${issue.message}, got ${shown}`;
}

function createContext(inputs: Readonly<Record<string, unknown>>): ActionContext {
  const job = readJob(process.env);
  const token = inputs['github-token'];
  return {
    job,
    get github() {
      if (typeof token !== 'string') throw new Error('This Action has no input github-token.');
      return createGitHub({ baseUrl: job.apiUrl, token, owner: job.owner, repo: job.repo });
    },
    clock: { now: () => new Date(), id: randomUUID },
    log: (line) => core.info(logged(line)),
    annotate,
    writeSummary,
    uploadArtifact: (name, files) => uploadArtifact(job.temporaryFolder, name, files),
  };
}

function annotate({ path, line, level, title, message }: Annotation): void {
  const write = { failure: core.error, warning: core.warning, notice: core.notice }[level];
  write(logged(message), { title, file: path, startLine: line });
}

async function writeSummary(markdown: string): Promise<void> {
  const bytes = new TextEncoder().encode(markdown);
  // GitHub drops a summary that is too long without a word.
  const text = new TextDecoder().decode(bytes.subarray(0, JOB_SUMMARY_MAX_BYTES - 1024));
  if (process.env['GITHUB_STEP_SUMMARY']) await core.summary.addRaw(text, true).write();
}

function report(error: unknown): void {
  if (error instanceof OperatorError) {
    core.error(logged(`${error.message} ${error.hint}`), { title: error.code });
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  core.error(logged(`This is a fault of Tidegate: ${message} Please report it: ${ISSUES_URL}`), {
    title: 'tidegate-fault',
  });
  // A stack trace is for us: people who want to help switch on debug logging.
  if (core.isDebug() && error instanceof Error) core.info(logged(error.stack ?? ''));
}
