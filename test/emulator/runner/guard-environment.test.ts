// biome-ignore-all lint/suspicious/noTemplateCurlyInString: GitHub's expressions are what this is about.
import { createPrivateKey, createSign } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Lab, REPOSITORY, startLab } from './lab.ts';

const BASE = `/repos/${REPOSITORY}`;
const DEPLOY = `
on:
  workflow_dispatch: { inputs: { environment: { type: string, required: true } } }
jobs:
  deploy:
    runs-on: [self-hosted]
    environment: { name: '\${{ inputs.environment }}', url: '\${{ steps.a.outputs.url }}' }
    steps:
      - id: a
        run: echo "url=http://127.0.0.1:1/" >> "$GITHUB_OUTPUT"
`;

let lab: Lab;
let token = '';
beforeEach(async () => {
  lab = await startLab({ '.github/workflows/deploy.yml': DEPLOY });
  const { id, privateKey, installationId } = lab.github.app;
  const made = await lab.call(
    'POST',
    `/app/installations/${installationId}/access_tokens`,
    undefined,
    jwt(id, privateKey),
  );
  token = String(made.body['token']);
  await lab.call('PUT', `${BASE}/environments/staging`);
  await lab.call('POST', `${BASE}/environments/staging/deployment_protection_rules`, { integration_id: id });
});
afterEach(() => lab.close());

async function startDeployment(): Promise<number> {
  const body = { ref: 'main', inputs: { environment: 'staging' }, return_run_details: true };
  const { body: details } = await lab.call('POST', `${BASE}/actions/workflows/deploy.yml/dispatches`, body);
  const id = Number(details['workflow_run_id']);
  const isAsked = () => lab.github.deliveries.some(({ event }) => event === 'deployment_protection_rule');
  await vi.waitFor(() => expect(isAsked()).toBe(true));
  return id;
}
const states = async (): Promise<readonly unknown[]> => {
  const { body: deployments } = await lab.call('GET', `${BASE}/deployments`);
  const { body } = await lab.call(
    'GET',
    `${BASE}/deployments/${String(Reflect.get(Object(deployments), '0').id)}/statuses`,
  );
  return Object.values(body).map((status) => Reflect.get(Object(status), 'state'));
};
const review = (id: number, body: unknown, as = token) =>
  lab.call('POST', `${BASE}/actions/runs/${id}/deployment_protection_rule`, body, as);

it('waits for the rule of the environment, then deploys and says where', async () => {
  const id = await startDeployment();
  expect((await lab.call('GET', `${BASE}/actions/runs/${id}`)).body).toMatchObject({ status: 'waiting' });
  const pending = await lab.call('GET', `${BASE}/actions/runs/${id}/pending_deployments`);
  expect(pending.body).toMatchObject([{ environment: { name: 'staging' } }]);
  expect(await states()).toEqual(['queued']);
  expect((await review(id, { environment_name: 'staging', comment: 'Looking' })).status).toBe(204);
  expect((await review(id, { environment_name: 'staging', state: 'approved', comment: 'ok' })).status).toBe(204);
  await lab.runner.idle();
  expect(lab.runs()).toMatchObject([{ conclusion: 'success', status: 'completed' }]);
  expect(await states()).toEqual(['success', 'in_progress', 'queued']);
  const [delivery] = lab.github.deliveries.filter(({ event }) => event === 'deployment_protection_rule');
  expect(delivery?.payload['deployment_callback_url']).toBe(
    `${lab.github.url}${BASE}/actions/runs/${id}/deployment_protection_rule`,
  );
  const { body } = await lab.call('GET', `${BASE}/deployments`);
  const statuses = await lab.call('GET', `${BASE}/deployments/${String(Reflect.get(Object(body), '0').id)}/statuses`);
  const job = lab.runs()[0]?.jobs[0]?.id;
  expect(statuses.body).toMatchObject([
    {
      environment_url: 'http://127.0.0.1:1/',
      log_url: `${lab.github.url}/${REPOSITORY}/actions/runs/${id}/job/${job}`,
    },
    {},
    {},
  ]);
});

it('runs no step when the rule rejects', async () => {
  const id = await startDeployment();
  await review(id, { environment_name: 'staging', state: 'rejected', comment: 'The digest is another one.' });
  await lab.runner.idle();
  expect(lab.runs()).toMatchObject([{ conclusion: 'failure', jobs: [{ steps: [] }] }]);
  expect(lab.log()).toContain('The digest is another one.');
  expect(await states()).toEqual(['failure', 'queued']);
});

it('stops waiting when the run is cancelled', async () => {
  const id = await startDeployment();
  expect((await lab.call('POST', `${BASE}/actions/runs/${id}/cancel`)).status).toBe(202);
  await lab.runner.idle();
  expect(lab.runs()).toMatchObject([{ conclusion: 'cancelled' }]);
});

it.each([
  ['a person', { environment_name: 'staging', state: 'approved' }, 'person', 403],
  ['an unknown state', { environment_name: 'staging', state: 'maybe' }, 'app', 422],
  ['another environment', { environment_name: 'production', state: 'approved' }, 'app', 422],
  ['too long a comment', { environment_name: 'staging', state: 'approved', comment: 'x'.repeat(1025) }, 'app', 422],
])('takes no answer from %s', async (_, body, as, status) => {
  const id = await startDeployment();
  expect((await review(id, body, as === 'app' ? token : lab.github.tokens['octo-admin'])).status).toBe(status);
});

it('asks nobody where the environment has no rule', async () => {
  const run = await lab.dispatch('deploy.yml', { environment: 'sandbox' });
  expect(run.conclusion).toBe('success');
  expect(await states()).toEqual(['success', 'in_progress']);
});

function jwt(app: number, key: string): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seconds = Math.floor(Date.now() / 1000);
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iss: app, iat: seconds - 30, exp: seconds + 300 })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(createPrivateKey(key), 'base64url')}`;
}
