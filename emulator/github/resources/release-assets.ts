import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Front } from '../front.ts';
import { at, isJson, type Json, numberAt, textAt } from '../json.ts';
import { paged } from '../paged.ts';
import { readCaller, repositoryOf } from '../people.ts';
import { refuse } from '../refusals.ts';
import { repairBody } from '../repairs/repair-body.ts';
import { tokenOf } from '../tokens.ts';
import { isLocked } from './immutable-releases.ts';

interface Stored {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly digest: string;
  readonly uploader: Json;
}
const tables = new WeakMap<Front, Map<number, Stored>>();

/** An asset as GitHub shows it: with the digest of its bytes, who brought them, and a link that leads to them. */
export function completeAsset(front: Front, asset: Json): Json {
  const id = numberAt(asset, 'id');
  const { digest = null, uploader = null } = tables.get(front)?.get(id) ?? {};
  const release = numberAt(front.upstream.collection('releaseAssets').get(id), 'release_id');
  const tag = textAt(front.upstream.collection('releases').get(release), 'tag_name');
  const repository = textAt(asset, 'url').replace('/repos/', '/').split('/releases/')[0];
  const path = [tag, textAt(asset, 'name')].map(encodeURIComponent).join('/');
  const link = { browser_download_url: `${repository}/releases/download/${path}` };
  return Object.assign(repairBody(asset, front.url), { digest, uploader, ...link });
}

/** The bytes of release assets: emulate keeps their size only. */
export function releaseAssets(front: Front): void {
  const stored = new Map<number, Stored>();
  tables.set(front, stored);
  const base = '/repos/:owner/:repo/releases';
  const send = (id: number): Response => {
    const bytes = stored.get(id)?.bytes;
    return new Response(bytes ?? null, {
      status: bytes ? 200 : 404,
      headers: { 'content-type': 'application/octet-stream' },
    });
  };
  /** The asset and its release; nothing where the caller may not see the draft. */
  const find = async (c: Context): Promise<{ readonly asset: Json; readonly release: Json } | undefined> => {
    const path = `/repos/${repositoryOf(c)}/releases`;
    const { status, data: asset } = await front.upstream.call(`${path}/assets/${c.req.param('id')}`);
    const row = front.upstream.collection('releaseAssets').get(Number(c.req.param('id')));
    const { data: release } = await front.upstream.call(`${path}/${numberAt(row, 'release_id')}`);
    if (status !== 200 || !isJson(asset) || !isJson(release)) return undefined;
    const isHidden = release['draft'] === true && !(await front.may(c, 'contents', 'write'));
    return isHidden ? undefined : { asset: completeAsset(front, asset), release };
  };
  front.app.post(`${base}/:id/assets`, async (c) => {
    const path = `/repos/${repositoryOf(c)}/releases/${c.req.param('id')}`;
    const { status, data: release } = await front.upstream.call(path);
    if (status !== 200 || !isJson(release)) return refuse(c, 404, 'Not Found');
    if (isLocked(front, repositoryOf(c), release))
      return refuse(c, 422, 'Cannot upload assets to an immutable release.');
    const assets = Array.isArray(release['assets']) ? release['assets'] : [];
    const error = { resource: 'ReleaseAsset', code: 'already_exists', field: 'name' };
    if (assets.some((asset) => textAt(asset, 'name') === c.req.query('name')))
      return refuse(c, 422, 'Validation Failed', { errors: [error] });
    const bytes = Buffer.from(await c.req.arrayBuffer());
    const contentType = c.req.header('content-type') ?? 'application/octet-stream';
    const made = await front.upstream.call(`${path}/assets${new URL(c.req.url).search}`, {
      method: 'POST',
      bytes,
      contentType,
      token: tokenOf(c),
    });
    if (made.status !== 201 || !isJson(made.data)) return c.json(Object(made.data), 422);
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    stored.set(numberAt(made.data, 'id'), { bytes, digest, uploader: await readCaller(front, c) });
    return c.json(completeAsset(front, made.data), 201);
  });
  front.app.get(`${base}/:id{[0-9]+}/assets`, async (c) => {
    const { data } = await front.upstream.call(`/repos/${repositoryOf(c)}/releases/${c.req.param('id')}`);
    const isHidden = at({ data }, 'data')['draft'] === true && !(await front.may(c, 'contents', 'write'));
    if (!isJson(data) || !Array.isArray(data['assets']) || isHidden) return refuse(c, 404, 'Not Found');
    return c.json(paged(c, data['assets'].filter(isJson)).map((asset) => completeAsset(front, asset)));
  });
  front.app.get(`${base}/assets/:id`, async (c) => {
    const found = await find(c);
    if (!found) return refuse(c, 404, 'Not Found');
    // GitHub redirects to a storage host.
    const wantsBytes = c.req.header('accept')?.includes('octet-stream');
    return wantsBytes ? c.redirect(`${front.url}/_front/assets/${c.req.param('id')}`, 302) : c.json(found.asset);
  });
  front.app.on(['PATCH', 'DELETE'], `${base}/assets/:id`, async (c, next) => {
    const found = await find(c);
    if (!found) return refuse(c, 404, 'Not Found');
    if (isLocked(front, repositoryOf(c), found.release))
      return refuse(c, 422, 'Cannot change assets of an immutable release.');
    if (c.req.method === 'DELETE') return next();
    const body: Json = await c.req.json();
    const { data } = await front.upstream.call(c.req.path, { method: 'PATCH', body, token: tokenOf(c) });
    return c.json(completeAsset(front, at({ data }, 'data')));
  });
  front.app.get('/_front/assets/:id', (c) => send(Number(c.req.param('id'))));
  front.app.get('/:owner/:repo/releases/download/:tag/:name', async (c) => {
    const { data } = await front.upstream.call(`/repos/${repositoryOf(c)}/releases?per_page=100`);
    const releases = Array.isArray(data) ? data.filter(isJson) : [];
    const release = releases.find((one) => one['tag_name'] === c.req.param('tag') && one['draft'] === false);
    const assets = Array.isArray(release?.['assets']) ? release['assets'] : [];
    return send(
      numberAt(
        assets.find((asset) => textAt(asset, 'name') === c.req.param('name')),
        'id',
      ),
    );
  });
}
