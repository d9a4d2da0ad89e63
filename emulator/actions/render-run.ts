import type { Front } from '../github/front.ts';
import { type Json, nodeId, numberAt, textAt } from '../github/json.ts';
import { repairBody, simpleUser } from '../github/repairs/repair-body.ts';
import type { JobRecord, RunRecord } from './run-store.ts';

/** A run as REST and `workflow_run` webhooks show it. */
export async function renderRun(front: Front, run: RunRecord): Promise<Json> {
  const repository = await readRepository(front, run.repository);
  const actor = simpleUser((await front.upstream.call(`/users/${encodeURIComponent(run.actor)}`)).data, front.url);
  const url = `${front.url}/repos/${run.repository}/actions/runs/${run.id}`;
  const html = `${front.url}/${run.repository}/actions/runs/${run.id}`;
  const person = { name: run.actor, email: `${run.actor.replace(/[[\]]/g, '')}@users.noreply.github.com` };
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('WorkflowRun', run.id),
    check_suite_id: run.id,
    check_suite_node_id: nodeId('CheckSuite', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.path,
    run_number: run.number,
    run_attempt: run.attempt,
    referenced_workflows: [],
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflowId,
    url,
    html_url: html,
    display_title: run.title,
    pull_requests: await pullRequestsOf(front, run, repository),
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    run_started_at: run.startedAt,
    actor,
    triggering_actor: actor,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${front.url}/repos/${run.repository}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${front.url}/repos/${run.repository}/actions/workflows/${run.workflowId}`,
    head_commit: {
      id: run.headSha,
      tree_id: run.headSha,
      message: run.title,
      timestamp: run.createdAt,
      author: person,
      committer: person,
    },
    repository,
    head_repository: repository,
  };
}

/** The short form of the pull requests that a run belongs to. */
async function pullRequestsOf(front: Front, run: RunRecord, repository: Json): Promise<readonly Json[]> {
  const url = `${front.url}/repos/${run.repository}`;
  const repo = { id: repository['id'], url, name: repository['name'] };
  return Promise.all(
    run.pullRequests.map(async (number) => {
      const { data } = await front.upstream.call(`/repos/${run.repository}/pulls/${number}`);
      const side = (name: 'head' | 'base') => ({
        ref: textAt(data, name, 'ref'),
        sha: textAt(data, name, 'sha'),
        repo,
      });
      return {
        id: numberAt(data, 'id'),
        number,
        url: `${url}/pulls/${number}`,
        head: side('head'),
        base: side('base'),
      };
    }),
  );
}

export function renderWorkflow(
  front: Front,
  run: Pick<RunRecord, 'repository' | 'workflowId' | 'name' | 'path' | 'createdAt'>,
): Json {
  const url = `${front.url}/repos/${run.repository}/actions/workflows/${run.workflowId}`;
  return {
    id: run.workflowId,
    node_id: nodeId('Workflow', run.workflowId),
    name: run.name,
    path: run.path,
    state: 'active',
    created_at: run.createdAt,
    updated_at: run.createdAt,
    url,
    html_url: `${front.url}/${run.repository}/blob/main/${run.path}`,
    badge_url: `${front.url}/${run.repository}/workflows/${encodeURIComponent(run.name)}/badge.svg`,
  };
}

export function renderJob(front: Front, run: RunRecord, job: JobRecord): Json {
  const url = `${front.url}/repos/${run.repository}/actions/jobs/${job.id}`;
  return {
    id: job.id,
    run_id: run.id,
    run_url: `${front.url}/repos/${run.repository}/actions/runs/${run.id}`,
    run_attempt: job.attempt,
    node_id: nodeId('CheckRun', job.id),
    head_sha: run.headSha,
    head_branch: run.headBranch,
    workflow_name: run.name,
    url,
    html_url: `${front.url}/${run.repository}/actions/runs/${run.id}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: job.createdAt,
    started_at: job.startedAt ?? job.createdAt,
    completed_at: job.completedAt,
    name: job.name,
    steps: job.steps.map((step) => ({
      name: step.name,
      status: step.status,
      conclusion: step.conclusion,
      number: step.number,
      started_at: step.startedAt,
      completed_at: step.completedAt,
    })),
    check_run_url: `${front.url}/repos/${run.repository}/check-runs/${job.id}`,
    labels: ['self-hosted'],
    runner_id: 1,
    runner_name: job.runnerName,
    runner_group_id: 1,
    runner_group_name: 'Default',
  };
}

export async function readRepository(front: Front, repository: string): Promise<Json> {
  return repairBody(Object((await front.upstream.call(`/repos/${repository}`)).data), front.url);
}
