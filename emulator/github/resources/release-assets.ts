import { createHash } from 'node:crypto';
import type { Front } from '../front.ts';
import { isJson, textAt } from '../json.ts';
import { refuse } from '../refusals.ts';
import { repairBody } from '../repairs/repair-body.ts';

const bytesOf = new WeakMap<Front, Map<number, { readonly bytes: Buffer; readonly digest: string }>>();

/** Digest that GitHub would show for an asset. */
export function assetDigest(front: Front, id: number): string | null {
  return bytesOf.get(front)?.get(id)?.digest ?? null;
}

/** The bytes of release assets: emulate keeps their size only. */
export function releaseAssets(front: Front): void {
  const stored = new Map<number, { readonly bytes: Buffer; readonly digest: string }>();
  bytesOf.set(front, stored);
  front.app.post('/repos/:owner/:repo/releases/:id/assets', async (c) => {
    if (!(await front.may(c, 'contents', 'write'))) return refuse(c, 403, 'Resource not accessible by integration');
    const url = new URL(c.req.url);
    const release = await front.upstream.call(
      `/repos/${c.req.param('owner')}/${c.req.param('repo')}/releases/${c.req.param('id')}`,
    );
    if (release.status !== 200 || !isJson(release.data)) return refuse(c, 404, 'Not Found');
    if (release.data['draft'] !== true) return refuse(c, 422, 'Cannot upload assets to an immutable release.');
    const assets = Array.isArray(release.data['assets']) ? release.data['assets'] : [];
    if (assets.some((asset) => textAt(asset, 'name') === c.req.query('name'))) {
      return refuse(c, 422, 'Validation Failed', {
        errors: [{ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }],
      });
    }
    const bytes = Buffer.from(await c.req.arrayBuffer());
    const answer = await fetch(front.upstream.url + url.pathname + url.search, {
      method: 'POST',
      headers: {
        authorization: 'Bearer ghs_githubactionsbot',
        'content-type': c.req.header('content-type') ?? 'application/octet-stream',
      },
      body: bytes,
    });
    const asset: unknown = await answer.json();
    if (!answer.ok || !isJson(asset)) return c.json(Object(asset), 422);
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    stored.set(Number(asset['id']), { bytes, digest });
    return c.json({ ...repairBody(asset, front.url), digest, state: 'uploaded', size: bytes.length }, 201);
  });
  front.app.get('/repos/:owner/:repo/releases/assets/:id', (c, next) => {
    if (!c.req.header('accept')?.includes('octet-stream')) return next();
    const id = Number(c.req.param('id'));
    // GitHub redirects to a storage host.
    return Promise.resolve(
      stored.has(id) ? c.redirect(`${front.url}/_front/assets/${id}`, 302) : refuse(c, 404, 'Not Found'),
    );
  });
  front.app.get('/_front/assets/:id', (c) => {
    const asset = stored.get(Number(c.req.param('id')));
    if (!asset) return refuse(c, 404, 'Not Found');
    return c.body(Uint8Array.from(asset.bytes), 200, { 'content-type': 'application/octet-stream' });
  });
}
