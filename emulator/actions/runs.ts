import type { Context } from 'hono';
import type { Front, Level } from '../github/front.ts';
import { paged } from '../github/paged.ts';
import { refuse } from '../github/refusals.ts';
import { renderRun } from './render-run.ts';
import type { RunRecord, RunStore } from './run-store.ts';

const FILTERS = { head_sha: 'headSha', event: 'event', branch: 'headBranch', actor: 'actor' } as const;

/** Workflow runs: lists, one, cancel and rerun. */
export function runs(front: Front, store: RunStore): void {
  const base = '/repos/:owner/:repo/actions';
  const repositoryOf = (c: Context) => `${c.req.param('owner')}/${c.req.param('repo')}`;
  const list = (matches: (c: Context, run: RunRecord) => boolean) => async (c: Context) => {
    if (!(await front.may(c, 'actions', 'read'))) return refuse(c, 403, 'Resource not accessible by integration');
    const status = c.req.query('status');
    const found = store.runs.filter(
      (run) =>
        run.repository === repositoryOf(c) &&
        matches(c, run) &&
        (!status || run.status === status || run.conclusion === status) &&
        Object.entries(FILTERS).every(([query, key]) => !c.req.query(query) || c.req.query(query) === run[key]),
    );
    const page = paged(c, found.toReversed());
    const shown = await Promise.all(page.map((run) => renderRun(front, run)));
    return c.json({ total_count: found.length, workflow_runs: shown });
  };
  const one =
    (level: Level, answer: (c: Context, run: RunRecord) => Response | Promise<Response>) => async (c: Context) => {
      if (!(await front.may(c, 'actions', level))) return refuse(c, 403, 'Resource not accessible by integration');
      const id = Number(c.req.param('run_id'));
      const run = store.runs.find((known) => known.id === id && known.repository === repositoryOf(c));
      return run ? answer(c, run) : refuse(c, 404, 'Not Found');
    };
  front.app.get(
    `${base}/runs`,
    list(() => true),
  );
  front.app.get(
    `${base}/workflows/:workflow/runs`,
    list((c, { path, workflowId }) => {
      const wanted = c.req.param('workflow');
      return path.endsWith(`/${wanted}`) || String(workflowId) === wanted;
    }),
  );
  front.app.get(
    `${base}/runs/:run_id`,
    one('read', async (c, run) => c.json(await renderRun(front, run))),
  );
  front.app.post(
    `${base}/runs/:run_id/cancel`,
    one('write', (c, run) => {
      if (run.status === 'completed') return refuse(c, 409, 'Cannot cancel a workflow run that is completed.');
      store.cancel?.(run.id);
      return c.json({}, 202);
    }),
  );
  const rerun = (jobs: 'all' | 'failed') =>
    one('write', async (c, run) => {
      if (run.status !== 'completed') return refuse(c, 403, 'This workflow is already running');
      await store.rerun?.(run.id, jobs);
      return c.json({}, 201);
    });
  front.app.post(`${base}/runs/:run_id/rerun`, rerun('all'));
  front.app.post(`${base}/runs/:run_id/rerun-failed-jobs`, rerun('failed'));
}
