import { numberAt, textAt } from '@tidegate/emulator/github/json';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from './lab.ts';

let lab: Lab;
let comments: string;
beforeAll(async () => {
  lab = await startLab();
  const issue = await lab.need(201, 'POST', 'issues', { body: { title: 'An issue' } });
  comments = `issues/${numberAt(issue, 'number')}/comments`;
});
afterAll(() => lab.close());

describe('limits', () => {
  it.each([
    [65_536, 201],
    [65_537, 422],
  ])('a comment of %i characters: %i', async (length, status) => {
    expect((await lab.call('POST', comments, { body: { body: 'x'.repeat(length) } })).status).toBe(status);
  });

  it('50 annotations a request, and later ones are added to the earlier', async () => {
    const as = lab.jobToken({ checks: 'write', contents: 'read' });
    const head_sha = textAt(await lab.need(200, 'GET', 'commits/main'), 'sha');
    const lines = Array.from({ length: 51 }, (_, index) => index + 1);
    const annotations = lines.map((line) => {
      const place = { path: 'README.md', start_line: line, end_line: line };
      return { ...place, annotation_level: 'failure', message: `line ${line}` };
    });
    const run = (given: readonly unknown[]) => ({ title: 't', summary: 's', annotations: given });
    const body = { name: 'check', head_sha };
    const tooMany = { ...body, output: run(annotations) };
    expect((await lab.call('POST', 'check-runs', { as, body: tooMany })).status).toBe(422);
    const some = { ...body, output: run(annotations.slice(0, 50)) };
    const path = `check-runs/${numberAt(await lab.need(201, 'POST', 'check-runs', { as, body: some }), 'id')}`;
    const changed = await lab.need(200, 'PATCH', path, { as, body: { output: run(annotations.slice(50)) } });
    expect(changed).toMatchObject({ output: { annotations_count: 51 }, app: { slug: 'github-actions' } });
    const kept = await lab.need(200, 'GET', `${path}/annotations?per_page=100`);
    expect((Array.isArray(kept) ? kept : []).map((one) => numberAt(one, 'start_line'))).toEqual(lines);
  });

  it.each([
    ['11 keys', Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`key${index}`, 1]))],
    ['64 KB', { key: 'x'.repeat(65_536) }],
  ])('a payload of %s is no repository_dispatch', async (_, client_payload) => {
    const body = { event_type: 'sample.collected', client_payload };
    expect((await lab.call('POST', 'dispatches', { body })).status).toBe(422);
  });
});

it.each([
  ['people answer no protection rule', 'octocat', 'actions/runs/1/deployment_protection_rule', 403],
  ['readers dispatch no workflow', 'hubot', 'actions/workflows/x.yml/dispatches', 403],
])('%s', async (_, as, path, status) => {
  const body = { environment_name: 'production', state: 'approved', ref: 'main' };
  expect((await lab.call('POST', path, { as, body })).status).toBe(status);
});

it('an attestation is kept by the digest of its subject, and one without a statement refused', async () => {
  const statement = { subject: [{ name: 'm', digest: { sha256: 'b'.repeat(64) } }] };
  const payload = Buffer.from(JSON.stringify(statement)).toString('base64');
  const attest = (dsseEnvelope: object) => lab.call('POST', 'attestations', { body: { bundle: { dsseEnvelope } } });
  expect((await attest({ payload })).status).toBe(201);
  expect((await attest({ payload: 'bm8gSlNPTg==' })).status).toBe(422);
  const found = await lab.need(200, 'GET', `attestations/sha256:${'b'.repeat(64)}`);
  expect(found).toMatchObject({ attestations: [{ bundle: { dsseEnvelope: { payload } } }] });
  expect(await lab.need(200, 'GET', `attestations/sha256:${'c'.repeat(64)}`)).toEqual({ attestations: [] });
});

it('commit statuses: the newest of a context counts, and one failure fails all', async () => {
  const sha = textAt(await lab.need(200, 'GET', 'commits/main'), 'sha');
  const as = lab.jobToken({ statuses: 'write' });
  const combined = async (context: string, state: string): Promise<string> => {
    await lab.need(201, 'POST', `statuses/${sha}`, { as, body: { state, context } });
    return textAt(await lab.need(200, 'GET', `commits/main/status`), 'state');
  };
  expect(await combined('ci', 'failure')).toBe('failure');
  expect(await combined('ci', 'success')).toBe('success');
  expect(await combined('other', 'pending')).toBe('pending');
  expect((await lab.call('POST', `statuses/${'a'.repeat(40)}`, { as, body: { state: 'success' } })).status).toBe(422);
});

it('fails on demand, as often as asked, with the headers asked for', async () => {
  const headers = { 'retry-after': '1' };
  lab.github.failNext({ method: 'GET', path: /\/git\/ref\/heads\/main$/, status: 429, headers, times: 2 });
  const answers = [];
  for (let call = 0; call < 3; call++) answers.push(await lab.call('GET', 'git/ref/heads/main'));
  expect(answers.map(({ status }) => status)).toEqual([429, 429, 200]);
  expect(answers[0]?.headers.get('retry-after')).toBe('1');
});
