import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, REPOSITORY, startLab } from '../runner/lab.ts';

const BASE = `/repos/${REPOSITORY}/actions`;
const WORKFLOW = `
name: Gate
on:
  workflow_dispatch:
    inputs:
      task: { type: choice, options: [validate, release], required: true }
      model: { type: string, default: churn }
      dry: { type: boolean }
jobs:
  a: { runs-on: [self-hosted], steps: [{ run: echo }] }
`;
let lab: Lab;
beforeAll(async () => {
  lab = await startLab({
    '.github/workflows/gate.yml': WORKFLOW,
    '.github/workflows/push.yml':
      'name: Called\non: push\njobs:\n  a: { runs-on: [self-hosted], steps: [{ run: echo }] }\n',
    '.github/workflows/odd.yml': WORKFLOW.replace('runs-on', 'container: x, runs-on'),
  });
});
afterAll(() => lab.close());
const dispatch = (body: unknown, workflow = 'gate.yml', token?: string) =>
  lab.call('POST', `${BASE}/workflows/${workflow}/dispatches`, body, token);

it('lists the workflows of the default branch', async () => {
  const { body } = await lab.call('GET', `${BASE}/workflows`);
  expect(body).toMatchObject({
    total_count: 3,
    workflows: [{ name: 'Gate', path: '.github/workflows/gate.yml', state: 'active' }, {}, {}],
  });
  const id = Reflect.get(Object(body['workflows']), '0').id;
  expect((await lab.call('GET', `${BASE}/workflows/${id}`)).body).toMatchObject({ path: '.github/workflows/gate.yml' });
});

it('answers 204, or the run when it is asked for', async () => {
  expect(await dispatch({ ref: 'main', inputs: { task: 'validate' } })).toEqual({ status: 204, body: { text: '' } });
  const { status, body } = await dispatch({
    ref: 'refs/heads/main',
    inputs: { task: 'release' },
    return_run_details: true,
  });
  const id = lab.runs().at(-1)?.id;
  expect(status).toBe(200);
  expect(body).toEqual({
    workflow_run_id: id,
    run_url: `${lab.github.url}${BASE}/runs/${id}`,
    html_url: `${lab.github.url}/${REPOSITORY}/actions/runs/${id}`,
  });
  await lab.runner.idle();
  const run = await lab.call('GET', `${BASE}/runs/${id}`);
  expect(run.body).toMatchObject({
    event: 'workflow_dispatch',
    path: '.github/workflows/gate.yml',
    conclusion: 'success',
    head_branch: 'main',
  });
});

it.each([
  ['an unknown input', { inputs: { task: 'validate', shop: '1' } }, /Unexpected inputs provided: \["shop"\]/],
  ['a missing input', { inputs: {} }, /Required input 'task' not provided/],
  ['a choice that is none', { inputs: { task: 'deploy' } }, /'deploy' for input 'task' not in the list/],
  ['a boolean that is none', { inputs: { task: 'validate', dry: 'maybe' } }, /'maybe' for input 'dry'/],
  ['a ref that is not there', { ref: 'none', inputs: { task: 'validate' } }, /No ref found for: none/],
])('refuses %s', async (_, body, message) => {
  const answer = await dispatch({ ref: 'main', ...body });
  expect(answer).toMatchObject({ status: 422, body: { message: expect.stringMatching(message) } });
});

it('refuses a workflow without the trigger, one that is not there, one that it cannot run, and a reader', async () => {
  expect((await dispatch({ ref: 'main' }, 'push.yml')).body['message']).toMatch(
    /does not have 'workflow_dispatch' trigger/,
  );
  expect((await dispatch({ ref: 'main' }, 'none.yml')).status).toBe(404);
  expect((await dispatch({ ref: 'main' }, 'odd.yml')).body['message']).toMatch(
    /failed to parse workflow: .*container is not supported/,
  );
  expect(
    (await dispatch({ ref: 'main', inputs: { task: 'validate' } }, 'gate.yml', lab.github.tokens['hubot'])).status,
  ).toBe(403);
});
