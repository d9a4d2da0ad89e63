import { numberAt, textAt } from '@tidegate/emulator/github/json';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, startLab } from './lab.ts';

let lab: Lab;
let installation: string;
beforeAll(async () => {
  lab = await startLab();
  installation = await lab.installationToken();
});
// What every answer and payload below has to hold to is GitHub's own description.
afterAll(() => lab.close());

it('answers about the app and its installation', async () => {
  const asApp = { as: lab.appToken() };
  await lab.need(200, 'GET', '/app', asApp);
  await lab.need(200, 'GET', `/repos/octo-org/churn/installation`, asApp);
  await lab.need(201, 'POST', `/app/installations/${lab.github.app.installationId}/access_tokens`, {
    ...asApp,
    body: { repositories: ['churn'], permissions: { contents: 'read' } },
  });
  await lab.need(200, 'GET', '/installation/repositories', { as: installation });
  await lab.need(200, 'GET', '/user');
});

it('answers about a repository and its files', async () => {
  const head = textAt(await lab.need(200, 'GET', 'git/ref/heads/main'), 'object', 'sha');
  const tree = textAt(await lab.need(200, 'GET', `git/commits/${head}`), 'tree', 'sha');
  await lab.need(200, 'GET', '/repos/octo-org/churn');
  await lab.need(200, 'GET', `git/trees/${tree}?recursive=1`);
  const blob = await lab.need(201, 'POST', 'git/blobs', { body: { content: 'hello', encoding: 'utf-8' } });
  await lab.need(200, 'GET', `git/blobs/${textAt(blob, 'sha')}`);
  for (const path of ['contents/README.md', 'contents/data', 'contents/', 'branches', 'branches/main', 'commits'])
    await lab.need(200, 'GET', path);
  for (const path of ['commits/main', `commits/${head}`, 'git/matching-refs/heads/m', 'tags'])
    await lab.need(200, 'GET', path);
  const content = Buffer.from('one').toString('base64');
  const put = await lab.need(201, 'PUT', 'contents/new.txt', { body: { message: 'Add', content } });
  const sha = textAt(put, 'content', 'sha');
  await lab.need(200, 'PUT', 'contents/new.txt', { body: { message: 'Change', content: 'dHdv', sha } });
  const { body } = await lab.call('GET', 'contents/new.txt');
  await lab.need(200, 'DELETE', 'contents/new.txt', { body: { message: 'Drop', sha: textAt(body, 'sha') } });
  await lab.commit('side', { 'side.txt': 'side' });
  await lab.need(200, 'GET', 'compare/main...side');
  await lab.need(204, 'DELETE', 'git/refs/heads/side');
  await lab.need(404, 'GET', 'git/ref/heads/side');
});

it('answers about issues, comments, labels and reactions', async () => {
  const body = { title: 'Drift', body: 'It drifts.', labels: ['drift'] };
  const number = numberAt(await lab.need(201, 'POST', 'issues', { as: installation, body }), 'number');
  const path = `issues/${number}`;
  await lab.need(200, 'GET', path);
  await lab.need(200, 'GET', 'issues?state=all&labels=drift');
  await lab.need(200, 'PATCH', path, { body: { title: 'More drift', labels: ['drift', 'urgent'] } });
  await lab.need(200, 'POST', `${path}/labels`, { body: { labels: ['seen'] } });
  const comment = await lab.need(201, 'POST', `${path}/comments`, { as: 'hubot', body: { body: 'I see it.' } });
  const own = `issues/comments/${numberAt(comment, 'id')}`;
  await lab.need(200, 'PATCH', own, { as: 'hubot', body: { body: 'I see it now.' } });
  await lab.need(200, 'GET', own);
  await lab.need(200, 'GET', `${path}/comments`);
  for (const thing of [path, own]) {
    const reaction = await lab.need(201, 'POST', `${thing}/reactions`, { as: 'octocat', body: { content: 'eyes' } });
    await lab.need(200, 'POST', `${thing}/reactions`, { as: 'octocat', body: { content: 'eyes' } });
    await lab.need(200, 'GET', `${thing}/reactions`);
    await lab.need(204, 'DELETE', `${thing}/reactions/${numberAt(reaction, 'id')}`, { as: 'octocat' });
  }
  await lab.need(204, 'DELETE', own);
  await lab.need(200, 'PATCH', path, { body: { state: 'closed' } });
  await lab.need(200, 'PATCH', path, { body: { state: 'open' } });
});

it('answers about pull requests, from their opening to their merge', async () => {
  const number = await lab.openPull('topic', { 'topic.txt': 'one' });
  await lab.commit('topic', { 'topic.txt': 'two' });
  const path = `pulls/${number}`;
  const pull = await lab.need(200, 'GET', path);
  for (const list of [`${path}/files`, `${path}/commits`, 'pulls?state=all', 'issues?state=open', `issues/${number}`])
    await lab.need(200, 'GET', list);
  await lab.need(200, 'GET', `commits/${textAt(pull, 'head', 'sha')}/pulls`);
  await lab.need(200, 'PATCH', path, { as: 'monalisa', body: { title: 'Another title' } });
  await lab.need(200, 'POST', `issues/${number}/labels`, { body: { labels: ['try'] } });
  await lab.need(200, 'PATCH', `issues/${number}`, { body: { labels: ['again'] } });
  await lab.need(201, 'POST', `issues/${number}/comments`, { as: installation, body: { body: 'Seen.' } });
  await lab.need(200, 'PATCH', path, { body: { state: 'closed' } });
  await lab.need(200, 'PATCH', path, { body: { state: 'open' } });
  await lab.need(200, 'PUT', `${path}/merge`, { as: 'octocat', body: {} });
  await lab.commit('other', { 'other.txt': 'o' });
  await lab.need(201, 'POST', 'merges', { body: { base: 'main', head: 'other' } });
  await lab.need(204, 'POST', 'merges', { body: { base: 'main', head: 'other' } });
});

it('answers about checks and statuses', async () => {
  const sha = textAt(await lab.need(200, 'GET', 'commits/main'), 'sha');
  const as = installation;
  const body = { name: 'tidegate/churn', head_sha: sha, status: 'in_progress', output: { title: 't', summary: 's' } };
  const run = await lab.need(201, 'POST', 'check-runs', { as, body });
  const path = `check-runs/${numberAt(run, 'id')}`;
  const at = { path: 'README.md', start_line: 1, end_line: 1, annotation_level: 'warning', message: 'm' };
  const output = { title: 't', summary: 's', annotations: [at] };
  await lab.need(200, 'PATCH', path, { as, body: { status: 'completed', conclusion: 'success', output } });
  for (const read of [path, `${path}/annotations`, `commits/${sha}/check-runs`]) await lab.need(200, 'GET', read);
  const token = lab.jobToken({ statuses: 'write' });
  for (const state of ['pending', 'success'])
    await lab.need(201, 'POST', `statuses/${sha}`, { as: token, body: { state, context: 'ci' } });
  await lab.need(200, 'GET', `commits/${sha}/statuses`);
  expect(textAt(await lab.need(200, 'GET', `commits/${sha}/status`), 'state')).toBe('success');
});

it('answers about releases and their assets', async () => {
  const as = lab.jobToken({ contents: 'write' });
  const draft = { tag_name: 'churn@1.0.0', target_commitish: 'main', name: 'churn 1.0.0', draft: true };
  const release = await lab.need(201, 'POST', 'releases', { as, body: draft });
  const path = `releases/${numberAt(release, 'id')}`;
  const { status, body: asset } = await lab.upload(release, 'model.onnx', 'bytes', as);
  expect(status).toBe(201);
  const own = `releases/assets/${numberAt(asset, 'id')}`;
  await lab.need(200, 'PATCH', own, { as, body: { label: 'The model' } });
  for (const read of [path, `${path}/assets`, own, 'releases']) await lab.need(200, 'GET', read, { as });
  await lab.need(302, 'GET', own, { as, headers: { accept: 'application/octet-stream' } });
  await lab.need(200, 'PATCH', path, { as, body: { draft: false } });
  for (const read of ['releases/latest', 'releases/tags/churn%401.0.0', 'tags', 'immutable-releases'])
    await lab.need(200, 'GET', read);
  await lab.need(200, 'PATCH', path, { as, body: { body: 'Notes' } });
  const other = await lab.need(201, 'POST', 'releases', {
    as,
    body: { ...draft, tag_name: 'churn@1.1.0-rc', prerelease: true },
  });
  const { body: dropped } = await lab.upload(other, 'a.txt', 'a', as);
  await lab.need(204, 'DELETE', `releases/assets/${numberAt(dropped, 'id')}`, { as });
  await lab.need(200, 'PATCH', `releases/${numberAt(other, 'id')}`, { as, body: { draft: false } });
  await lab.need(204, 'DELETE', `releases/${numberAt(other, 'id')}`, { as });
});

it('answers about environments, deployments and variables', async () => {
  await lab.need(200, 'PUT', 'environments/production', { body: {} });
  const rules = 'environments/production/deployment_protection_rules';
  const rule = await lab.need(201, 'POST', rules, { body: { integration_id: lab.github.app.id } });
  for (const read of [
    'environments',
    'environments/production',
    rules,
    `${rules}/apps`,
    `${rules}/${numberAt(rule, 'id')}`,
  ])
    await lab.need(200, 'GET', read);
  await lab.need(204, 'DELETE', `${rules}/${numberAt(rule, 'id')}`);
  const as = installation;
  const body = { ref: 'main', environment: 'staging', auto_merge: false, required_contexts: [], payload: { a: 1 } };
  const deployment = await lab.need(201, 'POST', 'deployments', { as, body });
  const path = `deployments/${numberAt(deployment, 'id')}`;
  const state = { state: 'in_progress', log_url: `${lab.github.url}/log`, environment_url: 'http://127.0.0.1:1' };
  const status = await lab.need(201, 'POST', `${path}/statuses`, { as, body: state });
  for (const read of [
    'deployments?environment=staging',
    path,
    `${path}/statuses`,
    `${path}/statuses/${numberAt(status, 'id')}`,
  ])
    await lab.need(200, 'GET', read);
  await lab.need(204, 'DELETE', path, { as });
  await lab.need(204, 'DELETE', 'environments/staging');
  for (const scope of ['actions', 'environments/production', '/orgs/octo-org/actions']) {
    await lab.need(201, 'POST', `${scope}/variables`, {
      body: { name: 'REGION', value: 'eu', ...(scope.startsWith('/') ? { visibility: 'all' } : {}) },
    });
    await lab.need(200, 'GET', `${scope}/variables`);
    await lab.need(204, 'PATCH', `${scope}/variables/REGION`, { body: { value: 'us' } });
    expect(textAt(await lab.need(200, 'GET', `${scope}/variables/REGION`), 'value')).toBe('us');
    await lab.need(204, 'DELETE', `${scope}/variables/REGION`);
  }
});

it('answers about dispatches, attestations and deliveries', async () => {
  await lab.need(204, 'POST', 'dispatches', { body: { event_type: 'sample.collected', client_payload: { rows: 5 } } });
  const statement = { subject: [{ name: 'model.onnx', digest: { sha256: 'a'.repeat(64) } }] };
  const payload = Buffer.from(JSON.stringify(statement)).toString('base64');
  const bundle = { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', dsseEnvelope: { payload } };
  await lab.need(201, 'POST', 'attestations', { body: { bundle } });
  await lab.need(200, 'GET', `attestations/sha256:${'a'.repeat(64)}`);
  await lab.github.settle();
  const as = lab.appToken();
  const deliveries = await lab.need(200, 'GET', '/app/hook/deliveries?per_page=5', { as });
  expect(deliveries).toHaveLength(5);
  const id = numberAt(Object.values(Object(deliveries))[0], 'id');
  await lab.need(200, 'GET', `/app/hook/deliveries/${id}`, { as });
  await lab.need(202, 'POST', `/app/hook/deliveries/${id}/attempts`, { as });
});
