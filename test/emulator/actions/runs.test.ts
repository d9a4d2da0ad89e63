import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Lab, REPOSITORY, startLab } from '../runner/lab.ts';

const BASE = `/repos/${REPOSITORY}/actions`;
let lab: Lab;
beforeAll(async () => {
  lab = await startLab({
    '.github/workflows/flaky.yml': `
name: Flaky
on: workflow_dispatch
jobs:
  good:
    runs-on: [self-hosted]
    outputs: { at: '\${{ steps.a.outputs.at }}' }
    steps: [{ id: a, run: 'echo "at=$GITHUB_RUN_ATTEMPT" >> "$GITHUB_OUTPUT"' }]
  flaky:
    needs: good
    runs-on: [self-hosted]
    steps: [{ run: 'echo "attempt $GITHUB_RUN_ATTEMPT, good at \${{ needs.good.outputs.at }}"; [ "$GITHUB_RUN_ATTEMPT" -gt 1 ]' }]
`,
    '.github/workflows/long.yml': `
name: Long
on: workflow_dispatch
jobs:
  a:
    runs-on: [self-hosted]
    steps:
      - run: sleep 30
      - if: cancelled()
        run: echo tidied up
`,
  });
});
afterAll(() => lab.close());

it('reruns what failed and keeps what succeeded', async () => {
  const run = await lab.dispatch('flaky.yml');
  expect(run).toMatchObject({ conclusion: 'failure', attempt: 1 });
  expect((await lab.call('POST', `${BASE}/runs/${run.id}/rerun-failed-jobs`)).status).toBe(201);
  await lab.runner.idle();
  expect(run).toMatchObject({ conclusion: 'success', attempt: 2 });
  expect(lab.log(run)).toContain('attempt 2, good at 1');
  const { body } = await lab.call('GET', `${BASE}/runs/${run.id}/jobs`);
  expect(body).toMatchObject({
    total_count: 2,
    jobs: [
      { name: 'good', run_attempt: 1 },
      { name: 'flaky', run_attempt: 2 },
    ],
  });
  expect((await lab.call('GET', `${BASE}/runs/${run.id}/jobs?filter=all`)).body).toMatchObject({ total_count: 3 });
  expect((await lab.call('POST', `${BASE}/runs/${run.id}/rerun`)).status).toBe(201);
  await lab.runner.idle();
  expect(lab.log(run)).toContain('attempt 3, good at 3');
});

it('shows a job with its steps, and its log', async () => {
  const run = await lab.dispatch('flaky.yml');
  const id = run.jobs[1]?.id;
  const job = await lab.call('GET', `${BASE}/jobs/${id}`);
  expect(job.body).toMatchObject({
    name: 'flaky',
    conclusion: 'failure',
    workflow_name: 'Flaky',
    steps: [{ conclusion: 'failure', number: 1 }],
  });
  expect((await lab.call('GET', `${BASE}/jobs/${id}/logs`)).body['text']).toContain('attempt 1, good at 1');
  const zip = await fetch(`${lab.github.url}${BASE}/runs/${run.id}/logs`, {
    headers: { authorization: `Bearer ${lab.github.tokens['octocat']}` },
  });
  const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  expect(Object.keys(files)).toEqual(['0_good.txt', '1_flaky.txt']);
});

it('cancels a run, and lets the steps for that case run', async () => {
  const { body } = await lab.call('POST', `${BASE}/workflows/long.yml/dispatches`, {
    ref: 'main',
    return_run_details: true,
  });
  const id = Number(body['workflow_run_id']);
  const run = lab.runs().find((known) => known.id === id);
  await vi.waitFor(() => expect(run?.jobs[0]?.steps).toHaveLength(1));
  expect((await lab.call('POST', `${BASE}/runs/${id}/rerun`)).status).toBe(403);
  expect((await lab.call('POST', `${BASE}/runs/${id}/cancel`)).status).toBe(202);
  await lab.runner.idle();
  expect(run).toMatchObject({
    conclusion: 'cancelled',
    jobs: [{ conclusion: 'cancelled', steps: [{ conclusion: 'cancelled' }, { conclusion: 'success' }] }],
  });
  expect(lab.log(run)).toContain('tidied up');
  expect((await lab.call('POST', `${BASE}/runs/${id}/cancel`)).status).toBe(409);
});

it('tells of every run and job by webhook', async () => {
  const before = lab.github.deliveries.length;
  const run = await lab.dispatch('flaky.yml');
  const told = lab.github.deliveries.slice(before).map(({ event, action }) => `${event} ${action}`);
  expect(told.filter((line) => line.startsWith('workflow_run'))).toEqual(
    ['requested', 'in_progress', 'completed'].map((action) => `workflow_run ${action}`),
  );
  expect(told.filter((line) => line === 'workflow_job completed')).toHaveLength(2);
  const completed = lab.github.deliveries.findLast(({ action }) => action === 'completed');
  expect(completed?.payload).toMatchObject({
    workflow_run: { id: run.id, conclusion: 'failure' },
    installation: { id: lab.github.app.installationId },
  });
});
