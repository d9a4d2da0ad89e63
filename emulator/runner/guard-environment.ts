import { readRepository } from '../actions/render-run.ts';
import type { RunRecord } from '../actions/run-store.ts';
import { createDeployment, createStatus, type StoredDeployment } from '../github/deployment-store.ts';
import { simpleUser } from '../github/repairs/repair-body.ts';
import { findEnvironment } from '../github/resources/environments.ts';
import type { RunnerHost } from './runner-host.ts';

const ACTIONS_BOT = 'github-actions[bot]';

/** The deployment of a job with `environment:`, from its creation to its end. */
export interface GuardedDeployment {
  readonly approved: boolean;
  readonly comment: string;
  finish(succeeded: boolean, url: string): Promise<void>;
}

/** Makes the deployment, asks the protection rules of the environment, and waits for every answer. */
export async function guardEnvironment(
  host: RunnerHost,
  run: RunRecord,
  request: {
    readonly environment: string;
    readonly jobId: number;
    readonly ref: string;
    readonly onWaiting: () => void;
    readonly signal: AbortSignal;
  },
): Promise<GuardedDeployment> {
  const { environment } = request;
  const { front } = host;
  const logUrl = `${front.url}/${run.repository}/actions/runs/${run.id}/job/${request.jobId}`;
  const deployment = await createDeployment(front, {
    repository: run.repository,
    sha: run.headSha,
    ref: request.ref,
    creator: ACTIONS_BOT,
    body: { environment },
  });
  const status = (state: string, extra: Readonly<Record<string, unknown>> = {}) =>
    createStatus(front, deployment, { state, log_url: logUrl, ...extra }, ACTIONS_BOT);
  const rules = findEnvironment(front, run.repository, environment)?.rules.filter(({ enabled }) => enabled) ?? [];
  if (rules.length > 0) {
    await status('queued');
    request.onWaiting();
  }
  for (const rule of rules) {
    const answer = await askRule(host, run, deployment, environment, request.signal);
    if (answer.state === 'approved') continue;
    await status('failure', { description: `Rejected by protection rule ${rule.id}` });
    return { approved: false, comment: answer.comment, finish: async () => {} };
  }
  await status('in_progress');
  return {
    approved: true,
    comment: '',
    async finish(succeeded, url) {
      await status(succeeded ? 'success' : 'failure', { environment_url: url, auto_inactive: true });
    },
  };
}

async function askRule(
  host: RunnerHost,
  run: RunRecord,
  deployment: StoredDeployment,
  environment: string,
  signal: AbortSignal,
): Promise<{ readonly state: string; readonly comment: string }> {
  const { front, store } = host;
  const repository = await readRepository(front, run.repository);
  const sender = simpleUser((await front.upstream.call(`/users/${encodeURIComponent(run.actor)}`)).data, front.url);
  return new Promise((resolve) => {
    const pending = {
      runId: run.id,
      environment,
      reports: [],
      answer: (state: string, comment: string) => {
        const index = store.pending.indexOf(pending);
        if (index >= 0) store.pending.splice(index, 1);
        resolve({ state, comment });
      },
    };
    store.pending.push(pending);
    const cancel = () => pending.answer('rejected', 'The run was cancelled.');
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    front.emit('deployment_protection_rule', {
      action: 'requested',
      environment,
      event: run.event,
      deployment_callback_url: `${front.url}/repos/${run.repository}/actions/runs/${run.id}/deployment_protection_rule`,
      deployment: deployment.json,
      pull_requests: [],
      sha: run.headSha,
      ref: String(deployment.json['ref']),
      repository,
      sender,
    });
  });
}
