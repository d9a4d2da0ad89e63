import { strToU8, zipSync } from 'fflate';
import type { Context } from 'hono';
import type { Front } from '../github/front.ts';
import { paged } from '../github/paged.ts';
import { refuse } from '../github/refusals.ts';
import { renderJob } from './render-run.ts';
import type { JobRecord, RunRecord, RunStore } from './run-store.ts';

/** Jobs of a run and their logs. */
export function jobs(front: Front, store: RunStore): void {
  const base = '/repos/:owner/:repo/actions';
  const isHere = (c: Context, run: RunRecord) => run.repository === `${c.req.param('owner')}/${c.req.param('repo')}`;
  const guarded = (answer: (c: Context) => Response) => async (c: Context) =>
    (await front.may(c, 'actions', 'read')) ? answer(c) : refuse(c, 403, 'Resource not accessible by integration');
  const findRun = (c: Context) => store.runs.find((run) => run.id === Number(c.req.param('run_id')) && isHere(c, run));
  const findJob = (c: Context) =>
    store.runs
      .filter((run) => isHere(c, run))
      .flatMap((run) => run.jobs.map((job) => ({ run, job })))
      .find(({ job }) => job.id === Number(c.req.param('job_id')));
  const list = (c: Context, pick: (run: RunRecord) => readonly JobRecord[]) => {
    const run = findRun(c);
    if (!run) return refuse(c, 404, 'Not Found');
    const found = pick(run);
    return c.json({ total_count: found.length, jobs: paged(c, found).map((job) => renderJob(front, run, job)) });
  };
  front.app.get(
    `${base}/runs/:run_id/jobs`,
    guarded((c) => list(c, (run) => (c.req.query('filter') === 'all' ? run.jobs : latest(run.jobs)))),
  );
  front.app.get(
    `${base}/runs/:run_id/attempts/:attempt/jobs`,
    guarded((c) => list(c, (run) => run.jobs.filter(({ attempt }) => attempt === Number(c.req.param('attempt'))))),
  );
  front.app.get(
    `${base}/jobs/:job_id`,
    guarded((c) => {
      const found = findJob(c);
      return found ? c.json(renderJob(front, found.run, found.job)) : refuse(c, 404, 'Not Found');
    }),
  );
  front.app.get(
    `${base}/jobs/:job_id/logs`,
    guarded((c) => {
      const found = findJob(c);
      return found ? c.redirect(`${front.url}/_front/logs/jobs/${found.job.id}`, 302) : refuse(c, 404, 'Not Found');
    }),
  );
  front.app.get(
    `${base}/runs/:run_id/logs`,
    guarded((c) => {
      const run = findRun(c);
      return run ? c.redirect(`${front.url}/_front/logs/runs/${run.id}`, 302) : refuse(c, 404, 'Not Found');
    }),
  );
  front.app.get('/_front/logs/jobs/:id', (c) => {
    const job = store.runs.flatMap((run) => run.jobs).find(({ id }) => id === Number(c.req.param('id')));
    return job ? c.text(job.log.join('\n')) : refuse(c, 404, 'Not Found');
  });
  front.app.get('/_front/logs/runs/:id', (c) => {
    const run = store.runs.find(({ id }) => id === Number(c.req.param('id')));
    if (!run) return refuse(c, 404, 'Not Found');
    const files = run.jobs.map((job, index) => {
      const name = `${index}_${job.name.replaceAll(/[^\w. ()-]/g, '_')}.txt`;
      return [name, strToU8(job.log.join('\n'))] as const;
    });
    const zip = zipSync(Object.fromEntries(files));
    return c.body(Uint8Array.from(zip), 200, { 'content-type': 'application/zip' });
  });
}

/** The newest attempt of every job: what did not run again keeps its place. */
function latest(records: readonly JobRecord[]): readonly JobRecord[] {
  return [...new Map(records.map((job) => [job.name, job])).values()];
}
