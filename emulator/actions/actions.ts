import type { Context } from 'hono';
import type { Front } from '../github/front.ts';
import { refuse } from '../github/refusals.ts';
import { paged } from '../github/resources/deployments.ts';
import { artifacts } from './artifacts.ts';
import { dispatches } from './dispatches.ts';
import { pendingDeployments } from './pending-deployments.ts';
import { renderJob, renderRun } from './render-run.ts';
import { runStoreOf } from './run-store.ts';

/** Workflows, runs, jobs, logs and artifacts: what the runner does, as REST shows it. */
export function actions(front: Front): void {
  const store = runStoreOf(front);
  dispatches(front, store);
  pendingDeployments(front, store);
  artifacts(front, store);
  const repositoryOf = (c: Context) => `${c.req.param('owner')}/${c.req.param('repo')}`;
  const findRun = (c: Context) =>
    store.runs.find((run) => run.id === Number(c.req.param('run_id')) && run.repository === repositoryOf(c));
  const findJob = (c: Context) =>
    store.runs
      .flatMap((run) => run.jobs.map((job) => ({ run, job })))
      .find(({ job }) => job.id === Number(c.req.param('job_id')));
  const base = '/repos/:owner/:repo/actions';
  const list = async (c: Context, extra: (path: string, id: number) => boolean) => {
    const filters = { head_sha: 'headSha', event: 'event', branch: 'headBranch', actor: 'actor' } as const;
    const status = c.req.query('status');
    const found = store.runs.filter(
      (run) =>
        run.repository === repositoryOf(c) &&
        extra(run.path, run.workflowId) &&
        (!status || run.status === status || run.conclusion === status) &&
        Object.entries(filters).every(([query, key]) => !c.req.query(query) || c.req.query(query) === run[key]),
    );
    const page = paged(c, found.toReversed());
    return c.json({
      total_count: found.length,
      workflow_runs: await Promise.all(page.map((run) => renderRun(front, run))),
    });
  };
  const guarded = (handle: (c: Context) => Promise<Response>) => async (c: Context) =>
    (await front.may(c, 'actions', 'read')) ? handle(c) : refuse(c, 403, 'Resource not accessible by integration');
  front.app.get(
    `${base}/runs`,
    guarded((c) => list(c, () => true)),
  );
  front.app.get(
    `${base}/workflows/:workflow/runs`,
    guarded((c) =>
      list(c, (path, id) => path.endsWith(`/${c.req.param('workflow')}`) || String(id) === c.req.param('workflow')),
    ),
  );
  front.app.get(
    `${base}/runs/:run_id`,
    guarded(async (c) => {
      const run = findRun(c);
      return run ? c.json(await renderRun(front, run)) : refuse(c, 404, 'Not Found');
    }),
  );
  front.app.get(
    `${base}/runs/:run_id/jobs`,
    guarded(async (c) => {
      const run = findRun(c);
      if (!run) return refuse(c, 404, 'Not Found');
      return c.json({ total_count: run.jobs.length, jobs: run.jobs.map((job) => renderJob(front, run, job)) });
    }),
  );
  front.app.get(
    `${base}/jobs/:job_id`,
    guarded(async (c) => {
      const found = findJob(c);
      return found ? c.json(renderJob(front, found.run, found.job)) : refuse(c, 404, 'Not Found');
    }),
  );
  front.app.get(
    `${base}/jobs/:job_id/logs`,
    guarded(async (c) => {
      const found = findJob(c);
      return found ? c.redirect(`${front.url}/_front/logs/${found.job.id}`, 302) : refuse(c, 404, 'Not Found');
    }),
  );
  front.app.get('/_front/logs/:job_id', (c) => {
    const found = findJob(c);
    return found ? c.text(found.job.log.join('\n')) : refuse(c, 404, 'Not Found');
  });
  front.app.post(`${base}/runs/:run_id/cancel`, async (c) => {
    if (!(await front.may(c, 'actions', 'write'))) return refuse(c, 403, 'Resource not accessible by integration');
    const run = findRun(c);
    if (!run) return refuse(c, 404, 'Not Found');
    if (run.status === 'completed') return refuse(c, 409, 'Cannot cancel a workflow run that is completed.');
    store.cancel?.(run.id);
    return c.json({}, 202);
  });
}
