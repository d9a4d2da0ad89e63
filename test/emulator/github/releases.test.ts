import { createHash } from 'node:crypto';
import { isJson, numberAt, textAt } from '@tidegate/emulator/github/json';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, startLab } from './lab.ts';

let lab: Lab;
let writer: string;
beforeAll(async () => {
  lab = await startLab();
  writer = lab.jobToken({ contents: 'write' });
});
afterAll(() => lab.close());

const draft = (tag_name: string) =>
  lab.need(201, 'POST', 'releases', { as: writer, body: { tag_name, target_commitish: 'main', draft: true } });
const publish = (release: unknown) =>
  lab.need(200, 'PATCH', `releases/${numberAt(release, 'id')}`, { as: writer, body: { draft: false } });
const download = async (path: string, as: string): Promise<string> => {
  const headers = { accept: 'application/octet-stream', authorization: `Bearer ${as}` };
  return (await fetch(`${lab.github.url}/repos/octo-org/churn/${path}`, { headers })).text();
};

it('gives back the bytes of an asset with their digest, by API and by link', async () => {
  const release = await draft('bytes@1.0.0');
  const { body: asset } = await lab.upload(release, 'model.onnx', 'the bytes', writer);
  const digest = `sha256:${createHash('sha256').update('the bytes').digest('hex')}`;
  expect(asset).toMatchObject({ digest, size: 9, state: 'uploaded', uploader: { login: 'github-actions[bot]' } });
  expect(await download(`releases/assets/${numberAt(asset, 'id')}`, writer)).toBe('the bytes');
  const published = await publish(release);
  expect(published).toMatchObject({ assets: [{ digest }], author: { login: 'github-actions[bot]' } });
  const link = textAt(Object.values(Object(Reflect.get(Object(published), 'assets')))[0], 'browser_download_url');
  expect(await (await fetch(link)).text()).toBe('the bytes');
});

it('hides drafts and their assets from readers', async () => {
  const release = await draft('hidden@1.0.0');
  const { body: asset } = await lab.upload(release, 'a.txt', 'a', writer);
  const own = `releases/${numberAt(release, 'id')}`;
  for (const path of [
    own,
    `${own}/assets`,
    `releases/assets/${numberAt(asset, 'id')}`,
    'releases/tags/hidden%401.0.0',
  ]) {
    expect((await lab.call('GET', path, { as: 'hubot' })).status, path).toBe(404);
  }
  const tags = async (as: string) => {
    const list = await lab.need(200, 'GET', 'releases?per_page=100', { as });
    return (Array.isArray(list) ? list : []).filter(isJson).map((one) => textAt(one, 'tag_name'));
  };
  expect(await tags('hubot')).not.toContain('hidden@1.0.0');
  expect(await tags('monalisa')).toContain('hidden@1.0.0');
  expect((await lab.call('GET', 'git/ref/tags/hidden%401.0.0')).status).toBe(404);
});

it('locks tag and assets at publishing, leaves the words open, and never gives the tag again', async () => {
  const release = await draft('locked@1.0.0');
  const { body: asset } = await lab.upload(release, 'a.txt', 'a', writer);
  expect((await lab.upload(release, 'a.txt', 'b', writer)).status).toBe(422);
  expect(await publish(release)).toMatchObject({ immutable: true, draft: false });
  const path = `releases/${numberAt(release, 'id')}`;
  const own = `releases/assets/${numberAt(asset, 'id')}`;
  expect((await lab.upload(release, 'late.txt', 'b', writer)).status).toBe(422);
  for (const [method, where, body] of [
    ['DELETE', own, undefined],
    ['PATCH', own, { name: 'b.txt' }],
    ['PATCH', path, { tag_name: 'other@1.0.0' }],
    ['PATCH', path, { draft: true }],
    ['DELETE', 'git/refs/tags/locked@1.0.0', undefined],
    ['PATCH', 'git/refs/tags/locked@1.0.0', { sha: 'a'.repeat(40), force: true }],
  ] as const)
    expect((await lab.call(method, where, { as: writer, body })).status, `${method} ${where}`).toBe(422);
  expect((await lab.call('PATCH', path, { as: writer, body: { body: 'Better words' } })).status).toBe(200);
  await lab.need(204, 'DELETE', path, { as: writer });
  const again = { tag_name: 'locked@1.0.0' };
  expect((await lab.call('POST', 'releases', { as: writer, body: again })).status).toBe(422);
});

it('locks nothing where releases are not immutable', async () => {
  await lab.need(204, 'DELETE', 'immutable-releases');
  expect((await lab.call('GET', 'immutable-releases')).status).toBe(404);
  const release = await draft('open@1.0.0');
  expect(await publish(release)).toMatchObject({ immutable: false });
  expect((await lab.upload(release, 'late.txt', 'b', writer)).status).toBe(201);
  await lab.need(204, 'PUT', 'immutable-releases');
});

it('makes the tag at publishing, at the commit that the release names, and tells what happened', async () => {
  const main = textAt(await lab.need(200, 'GET', 'commits/main'), 'sha');
  await publish(await draft('told@1.0.0'));
  expect(await lab.need(200, 'GET', 'git/ref/tags/told@1.0.0')).toMatchObject({ object: { sha: main } });
  await lab.github.settle();
  const told = lab.github.deliveries
    .filter(({ event, payload }) => event === 'release' && JSON.stringify(payload).includes('told@1.0.0'))
    .map(({ action, payload }) => [action, textAt(payload, 'sender', 'login')]);
  const bot = 'github-actions[bot]';
  expect(told).toEqual([
    ['created', bot],
    ['published', bot],
    ['released', bot],
  ]);
});
