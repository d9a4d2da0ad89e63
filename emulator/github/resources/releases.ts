import type { Context } from 'hono';
import type { Front } from '../front.ts';
import { isJson, type Json, textAt } from '../json.ts';
import { paged } from '../paged.ts';
import { announce, readCaller, repositoryOf } from '../people.ts';
import { refuse } from '../refusals.ts';
import { repairBody } from '../repairs/repair-body.ts';
import { tokenOf } from '../tokens.ts';
import { isLocked, isTagLocked, lockTag } from './immutable-releases.ts';
import { completeAsset } from './release-assets.ts';

/**
 * Releases as GitHub has them: drafts are seen by those who may write only, publishing makes the tag, a release that was
 * published as immutable changes its words only, and every asset shows its digest.
 */
export function releases(front: Front): void {
  const base = '/repos/:owner/:repo/releases';
  const show = (c: Context, release: Json): Json => {
    repairBody(release, front.url);
    const assets = Array.isArray(release['assets']) ? release['assets'].filter(isJson) : [];
    for (const asset of assets) completeAsset(front, asset);
    release['immutable'] = isLocked(front, repositoryOf(c), release);
    return release;
  };
  const read = async (c: Context): Promise<Response> => {
    const { status, data } = await front.upstream.call(c.req.path);
    if (status !== 200 || !isJson(data)) return refuse(c, 404, 'Not Found');
    const isHidden = data['draft'] === true && (c.req.param('tag') || !(await front.may(c, 'contents', 'write')));
    return isHidden ? refuse(c, 404, 'Not Found') : c.json(show(c, data));
  };
  front.app.get(base, async (c) => {
    const { data } = await front.upstream.call(`${c.req.path}?per_page=100`);
    const seesDrafts = await front.may(c, 'contents', 'write');
    const found = (Array.isArray(data) ? data.filter(isJson) : []).filter(
      (release) => seesDrafts || release['draft'] !== true,
    );
    return c.json(paged(c, found).map((release) => show(c, release)));
  });
  front.app.get(`${base}/latest`, read);
  front.app.get(`${base}/tags/:tag`, read);
  front.app.get(`${base}/:id{[0-9]+}`, read);
  front.app.post(base, async (c) => {
    const body: Json = await c.req.json();
    const tag = textAt(body, 'tag_name');
    const { data: existing } = await front.upstream.call(`${c.req.path}/tags/${encodeURIComponent(tag)}`);
    const isTaken = isTagLocked(front, repositoryOf(c), tag) || (isJson(existing) && existing['draft'] === false);
    const error = { resource: 'Release', code: 'already_exists', field: 'tag_name' };
    if (isTaken) return refuse(c, 422, 'Validation Failed', { errors: [error] });
    const { status, data } = await front.upstream.call(c.req.path, { method: 'POST', body, token: tokenOf(c) });
    if (status !== 201 || !isJson(data)) return refuse(c, 422, 'Validation Failed');
    if (data['draft'] === false) await publish(front, c, data);
    return c.json(show(c, data), 201);
  });
  front.app.patch(`${base}/:id{[0-9]+}`, async (c) => {
    const { data: before } = await front.upstream.call(c.req.path);
    const body: Json = await c.req.json();
    if (!isJson(before) || before['id'] === undefined) return refuse(c, 404, 'Not Found');
    const isChanged = (key: string): boolean => key in body && body[key] !== before[key];
    const isForbidden = ['tag_name', 'target_commitish', 'draft'].some(isChanged);
    if (isForbidden && isLocked(front, repositoryOf(c), before))
      return refuse(c, 422, 'Cannot change an immutable release.');
    const { status, data } = await front.upstream.call(c.req.path, { method: 'PATCH', body, token: tokenOf(c) });
    if (status !== 200 || !isJson(data)) return refuse(c, 422, 'Validation Failed');
    if (before['draft'] === true && data['draft'] === false) await publish(front, c, data);
    else await tell(front, c, 'edited', show(c, data));
    return c.json(show(c, data));
  });
  front.app.delete(`${base}/:id{[0-9]+}`, async (c) => {
    const { data } = await front.upstream.call(c.req.path);
    const { status } = await front.upstream.call(c.req.path, { method: 'DELETE' });
    if (status !== 204 || !isJson(data)) return refuse(c, 404, 'Not Found');
    await tell(front, c, 'deleted', show(c, data));
    return c.body(null, 204);
  });
}

/** emulate tells that it was published; GitHub makes the tag, and tells that it was released too. */
async function publish(front: Front, c: Context, release: Json): Promise<void> {
  const repository = repositoryOf(c);
  const tag = textAt(release, 'tag_name');
  const target = await front.upstream.call(`/repos/${repository}/commits/${textAt(release, 'target_commitish')}`);
  const body = { ref: `refs/tags/${tag}`, sha: textAt(target.data, 'sha') };
  await front.upstream.call(`/repos/${repository}/git/refs`, { method: 'POST', body, token: tokenOf(c) });
  lockTag(front, repository, tag);
  await tell(front, c, release['prerelease'] === true ? 'prereleased' : 'released', release);
}

async function tell(front: Front, c: Context, action: string, release: Json): Promise<void> {
  const changes = action === 'edited' ? { changes: {} } : {};
  const payload = { action, ...changes, release: structuredClone(release) };
  await announce(front, 'release', repositoryOf(c), payload, await readCaller(front, c));
}
