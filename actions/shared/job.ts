import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperatorError } from '@tidegate/core/errors';
import type { RunFacts } from '@tidegate/core/run/build-run-record';
import * as z from 'zod';

/** The job that we run in, as the runner describes it. */
export interface Job {
  readonly apiUrl: string;
  readonly owner: string;
  readonly repo: string;
  /** The commit that is worked on: the pull request's head, not GitHub's merge of it. */
  readonly commit: string;
  readonly pullRequest: number | undefined;
  readonly actor: string;
  readonly runId: number;
  readonly attempt: number;
  readonly runUrl: string;
  readonly workspace: string;
  readonly temporaryFolder: string;
  /** What outlives the job on a self-hosted runner: model servers, their logs and predictions. */
  readonly stateFolder: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const Runner = z.object({
  GITHUB_API_URL: z.url(),
  GITHUB_SERVER_URL: z.url(),
  GITHUB_REPOSITORY: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'expected owner/name'),
  GITHUB_SHA: z.string().regex(/^[0-9a-f]{40}$/, 'expected a full commit SHA'),
  GITHUB_ACTOR: z.string().min(1),
  GITHUB_RUN_ID: z.coerce.number().int().min(1),
  GITHUB_RUN_ATTEMPT: z.coerce.number().int().min(1).default(1),
  GITHUB_WORKSPACE: z.string().min(1),
  GITHUB_EVENT_PATH: z.string().optional(),
  RUNNER_TEMP: z.string().default(tmpdir()),
  TIDEGATE_STATE: z.string().default(join(homedir(), '.tidegate')),
});

const PullRequestEvent = z.object({
  pull_request: z.object({ number: z.int(), head: z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/) }) }),
});

export function readJob(environment: Environment): Job {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = Runner.safeParse(given);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new OperatorError(
      'input-invalid',
      `This is no job of GitHub Actions: ${problems.join('; ')}.`,
      'Run it as a step of a workflow. On your own machine, use the `tidegate` command.',
    );
  }
  const runner = result.data;
  const [owner = '', repo = ''] = runner.GITHUB_REPOSITORY.split('/');
  const event = readPullRequestEvent(runner.GITHUB_EVENT_PATH);
  return {
    apiUrl: runner.GITHUB_API_URL,
    owner,
    repo,
    commit: event?.head.sha ?? runner.GITHUB_SHA,
    pullRequest: event?.number,
    actor: runner.GITHUB_ACTOR,
    runId: runner.GITHUB_RUN_ID,
    attempt: runner.GITHUB_RUN_ATTEMPT,
    runUrl: `${runner.GITHUB_SERVER_URL}/${owner}/${repo}/actions/runs/${runner.GITHUB_RUN_ID}`,
    workspace: runner.GITHUB_WORKSPACE,
    temporaryFolder: runner.RUNNER_TEMP,
    stateFolder: runner.TIDEGATE_STATE,
  };
}

/** The part of a run record that only the job knows. */
export function describeRun(
  job: Job,
): Pick<RunFacts, 'id' | 'commit' | 'pullRequest' | 'actor' | 'workflow' | 'interpreter' | 'platform'> {
  return {
    id: `run-${job.runId}-${job.attempt}`,
    commit: job.commit,
    pullRequest: job.pullRequest ?? null,
    actor: job.actor,
    workflow: { runId: job.runId, attempt: job.attempt, url: job.runUrl },
    interpreter: `Node.js ${process.version}`,
    platform: `${process.platform}-${process.arch}`,
  };
}

function readPullRequestEvent(path: string | undefined): z.infer<typeof PullRequestEvent>['pull_request'] | undefined {
  if (path === undefined) return undefined;
  try {
    return PullRequestEvent.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data?.pull_request;
  } catch {
    return undefined; // an event without a readable payload is not a pull request's
  }
}
