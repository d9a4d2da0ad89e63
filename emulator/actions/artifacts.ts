import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Front } from '../github/front.ts';
import { type Json, nodeId, now, numberAt } from '../github/json.ts';
import { refuse } from '../github/refusals.ts';
import { readRepository } from './render-run.ts';
import type { RunStore, StoredArtifact } from './run-store.ts';

const TWIRP = '/twirp/github.actions.results.api.v1.ArtifactService';
const KEPT_DAYS = 90;

/** The artifact store: the Twirp service that @actions/artifact speaks, its block blobs, and the REST side. */
export function artifacts(front: Front, store: RunStore): void {
  const find = (body: Json): StoredArtifact | undefined =>
    store.artifacts.findLast(
      ({ runId, name }) => runId === Number(body['workflow_run_backend_id']) && name === body['name'],
    );
  front.app.post(`${TWIRP}/CreateArtifact`, async (c) => {
    const body: Json = await c.req.json();
    const run = store.runs.find(({ id }) => id === Number(body['workflow_run_backend_id']));
    if (!run) return c.json({ code: 'not_found', msg: 'no such run' }, 404);
    if (find(body)?.finalized)
      return c.json(
        { code: 'already_exists', msg: 'an artifact with this name already exists on the workflow run' },
        409,
      );
    const id = 900 + store.artifacts.length;
    store.artifacts.push({
      id,
      runId: run.id,
      repository: run.repository,
      name: String(body['name']),
      mimeType: String(body['mime_type'] ?? 'application/zip'),
      createdAt: now(),
      blocks: new Map(),
      bytes: Buffer.alloc(0),
      digest: '',
      finalized: false,
    });
    return c.json({ ok: true, signed_upload_url: `${front.url}/_front/blob/${id}?sig=unsigned` });
  });
  front.app.post(`${TWIRP}/FinalizeArtifact`, async (c) => {
    const body: Json = await c.req.json();
    const artifact = find(body);
    if (!artifact) return c.json({ code: 'not_found', msg: 'no such artifact' }, 404);
    artifact.digest = `sha256:${createHash('sha256').update(artifact.bytes).digest('hex')}`;
    if (body['hash'] && body['hash'] !== artifact.digest)
      return c.json({ code: 'invalid_argument', msg: 'hash mismatch' }, 400);
    artifact.finalized = true;
    return c.json({ ok: true, artifact_id: String(artifact.id) });
  });
  front.app.put('/_front/blob/:id', async (c) => {
    const artifact = store.artifacts.find(({ id }) => id === Number(c.req.param('id')));
    if (!artifact) return refuse(c, 404, 'Not Found');
    const body = Buffer.from(await c.req.arrayBuffer());
    const component = c.req.query('comp');
    if (component === 'block') artifact.blocks.set(c.req.query('blockid') ?? '', body);
    else if (component === 'blocklist')
      artifact.bytes = Buffer.concat(
        [...body.toString().matchAll(/<Latest>(.*?)<\/Latest>/g)].map(
          (match) => artifact.blocks.get(match[1] ?? '') ?? Buffer.alloc(0),
        ),
      );
    else artifact.bytes = body;
    const date = new Date().toUTCString();
    return c.body(null, 201, {
      etag: '"1"',
      'last-modified': date,
      'x-ms-request-id': '1',
      'x-ms-version': '2025-01-05',
      date,
    });
  });
  front.app.get('/_front/blob/:id', (c) => {
    const artifact = store.artifacts.find(({ id }) => id === Number(c.req.param('id')));
    return artifact
      ? c.body(Uint8Array.from(artifact.bytes), 200, { 'content-type': artifact.mimeType })
      : refuse(c, 404, 'Not Found');
  });
  const list = async (c: Context, matches: (artifact: StoredArtifact) => boolean) => {
    if (!(await front.may(c, 'actions', 'read'))) return refuse(c, 403, 'Resource not accessible by integration');
    const repository = `${c.req.param('owner')}/${c.req.param('repo')}`;
    const name = c.req.query('name');
    const found = store.artifacts.filter(
      (artifact) =>
        artifact.finalized &&
        artifact.repository === repository &&
        matches(artifact) &&
        (!name || artifact.name === name),
    );
    return c.json({
      total_count: found.length,
      artifacts: await Promise.all(found.map((artifact) => render(front, store, artifact))),
    });
  };
  const base = '/repos/:owner/:repo/actions';
  front.app.get(`${base}/artifacts`, (c) => list(c, () => true));
  front.app.get(`${base}/runs/:run_id/artifacts`, (c) =>
    list(c, ({ runId }) => runId === Number(c.req.param('run_id'))),
  );
  front.app.get(`${base}/artifacts/:id/zip`, async (c) => {
    if (!(await front.may(c, 'actions', 'read'))) return refuse(c, 403, 'Resource not accessible by integration');
    const artifact = store.artifacts.find(({ id, finalized }) => finalized && id === Number(c.req.param('id')));
    return artifact
      ? c.redirect(`${front.url}/_front/blob/${artifact.id}?sig=unsigned`, 302)
      : refuse(c, 404, 'Not Found');
  });
}

async function render(front: Front, store: RunStore, artifact: StoredArtifact): Promise<Json> {
  const url = `${front.url}/repos/${artifact.repository}/actions/artifacts/${artifact.id}`;
  const run = store.runs.find(({ id }) => id === artifact.runId);
  const repositoryId = numberAt(await readRepository(front, artifact.repository), 'id');
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.bytes.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: false,
    digest: artifact.digest,
    created_at: artifact.createdAt,
    updated_at: artifact.createdAt,
    expires_at: new Date(Date.parse(artifact.createdAt) + KEPT_DAYS * 86_400_000).toISOString(),
    workflow_run: {
      id: artifact.runId,
      repository_id: repositoryId,
      head_repository_id: repositoryId,
      head_branch: run?.headBranch ?? '',
      head_sha: run?.headSha ?? '',
    },
  };
}
