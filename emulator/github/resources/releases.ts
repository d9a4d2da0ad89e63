import type { Context } from 'hono';
import type { Front } from '../front.ts';
import { isJson, type Json, numberAt, textAt } from '../json.ts';
import { refuse } from '../refusals.ts';
import { repairBody } from '../repairs/repair-body.ts';
import { assetDigest } from './release-assets.ts';

/**
 * Releases as GitHub has them: drafts are seen by those who may write only, publishing makes the tag, a published release
 * is immutable but for its words, and every asset shows its digest.
 */
export function releases(front: Front): void {
  const base = '/repos/:owner/:repo/releases';
  const show = (release: Json): Json => {
    repairBody(release, front.url);
    const assets = Array.isArray(release['assets']) ? release['assets'].filter(isJson) : [];
    for (const asset of assets) asset['digest'] = assetDigest(front, numberAt(asset, 'id'));
    release['immutable'] = release['draft'] === false;
    return release;
  };
  const read = async (c: Context, path: string): Promise<Json | undefined> => {
    const { status, data } = await front.upstream.call(path);
    if (status !== 200 || !isJson(data)) return undefined;
    return data['draft'] === true && !(await front.may(c, 'contents', 'write')) ? undefined : show(data);
  };
  front.app.get(base, async (c) => {
    const url = new URL(c.req.url);
    const { data } = await front.upstream.call(url.pathname + url.search);
    const seesDrafts = await front.may(c, 'contents', 'write');
    const found = Array.isArray(data)
      ? data.filter(isJson).filter((release) => seesDrafts || release['draft'] !== true)
      : [];
    return c.json(found.map(show));
  });
  front.app.get(`${base}/tags/:tag`, async (c) => {
    const release = await read(c, c.req.path);
    return release && release['draft'] !== true ? c.json(release) : refuse(c, 404, 'Not Found');
  });
  front.app.get(`${base}/:id{[0-9]+}`, async (c) => {
    const release = await read(c, c.req.path);
    return release ? c.json(release) : refuse(c, 404, 'Not Found');
  });
  front.app.post(base, async (c) => {
    if (!(await front.may(c, 'contents', 'write'))) return refuse(c, 403, 'Resource not accessible by integration');
    const body: Json = await c.req.json();
    const { data: existing } = await front.upstream.call(`${c.req.path}?per_page=100`);
    const taken =
      Array.isArray(existing) &&
      existing.some((release) => textAt(release, 'tag_name') === body['tag_name'] && release.draft === false);
    if (taken)
      return refuse(c, 422, 'Validation Failed', {
        errors: [{ resource: 'Release', code: 'already_exists', field: 'tag_name' }],
      });
    const { status, data } = await front.upstream.call(c.req.path, { method: 'POST', body });
    if (status !== 201 || !isJson(data)) return c.json(Object(data), 422);
    if (body['draft'] !== true) await makeTag(front, c, data);
    return c.json(show(data), 201);
  });
  front.app.patch(`${base}/:id{[0-9]+}`, async (c) => {
    if (!(await front.may(c, 'contents', 'write'))) return refuse(c, 403, 'Resource not accessible by integration');
    const before = await front.upstream.call(c.req.path);
    const body: Json = await c.req.json();
    const isPublished = isJson(before.data) && before.data['draft'] === false;
    if (isPublished && ['tag_name', 'target_commitish'].some((key) => key in body))
      return refuse(c, 422, 'Cannot change an immutable release.');
    const { status, data } = await front.upstream.call(c.req.path, { method: 'PATCH', body });
    if (status !== 200 || !isJson(data)) return refuse(c, status === 404 ? 404 : 422, 'Not Found');
    if (!isPublished && data['draft'] === false) await makeTag(front, c, data);
    return c.json(show(data));
  });
  front.app.delete(`${base}/:id{[0-9]+}`, async (c) => {
    if (!(await front.may(c, 'contents', 'write'))) return refuse(c, 403, 'Resource not accessible by integration');
    const { status } = await front.upstream.call(c.req.path, { method: 'DELETE' });
    return status === 204 ? c.body(null, 204) : refuse(c, 404, 'Not Found');
  });
}

async function makeTag(front: Front, c: Context, release: Json): Promise<void> {
  const repository = `${c.req.param('owner')}/${c.req.param('repo')}`;
  const target = await front.upstream.call(`/repos/${repository}/commits/${textAt(release, 'target_commitish')}`);
  const ref = `refs/tags/${textAt(release, 'tag_name')}`;
  await front.upstream.call(`/repos/${repository}/git/refs`, {
    method: 'POST',
    body: { ref, sha: textAt(target.data, 'sha') },
  });
}
