import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Front } from '../github/front.ts';
import { type Json, now } from '../github/json.ts';
import { refuse } from '../github/refusals.ts';
import type { RunStore, StoredArtifact } from './run-store.ts';

const SERVICE = '/twirp/github.actions.results.api.v1.ArtifactService';

/** The Twirp service that @actions/artifact speaks, and the block blobs behind its addresses. */
export function artifactService(front: Front, store: RunStore): void {
  const find = (body: Json): StoredArtifact | undefined =>
    store.artifacts.findLast(
      ({ runId, name }) => runId === Number(body['workflow_run_backend_id']) && name === body['name'],
    );
  const method = (name: string, answer: (c: Context, body: Json) => Response) =>
    front.app.post(`${SERVICE}/${name}`, async (c) => {
      const body: Json = await c.req.json();
      return runOfToken(c) === Number(body['workflow_run_backend_id'])
        ? answer(c, body)
        : c.json({ code: 'permission_denied', msg: 'the token is of another run' }, 403);
    });
  const missing = (c: Context) => c.json({ code: 'not_found', msg: 'no such artifact' }, 404);

  method('CreateArtifact', (c, body) => {
    const run = store.runs.find(({ id }) => id === Number(body['workflow_run_backend_id']));
    if (!run) return c.json({ code: 'not_found', msg: 'no such run' }, 404);
    const msg = 'an artifact with this name already exists on the workflow run';
    if (find(body)?.finalized) return c.json({ code: 'already_exists', msg }, 409);
    const id = 900 + store.artifactsMade++;
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
  method('FinalizeArtifact', (c, body) => {
    const artifact = find(body);
    if (!artifact) return missing(c);
    artifact.digest = `sha256:${createHash('sha256').update(artifact.bytes).digest('hex')}`;
    if (body['hash'] && body['hash'] !== artifact.digest)
      return c.json({ code: 'invalid_argument', msg: 'hash mismatch' }, 400);
    artifact.finalized = true;
    return c.json({ ok: true, artifact_id: String(artifact.id) });
  });
  method('ListArtifacts', (c, body) => {
    const found = store.artifacts.filter(
      ({ finalized, runId, name, id }) =>
        finalized &&
        runId === Number(body['workflow_run_backend_id']) &&
        (!body['name_filter'] || body['name_filter'] === name) &&
        (!body['id_filter'] || body['id_filter'] === String(id)),
    );
    return c.json({ artifacts: found.map(render) });
  });
  method('GetSignedArtifactURL', (c, body) => {
    const artifact = find(body);
    return artifact?.finalized
      ? c.json({ signed_url: `${front.url}/_front/blob/${artifact.id}?sig=unsigned` })
      : missing(c);
  });
  method('DeleteArtifact', (c, body) => {
    const artifact = find(body);
    if (!artifact) return missing(c);
    store.artifacts.splice(store.artifacts.indexOf(artifact), 1);
    return c.json({ ok: true, artifact_id: String(artifact.id) });
  });
  blobs(front, store);
}

function blobs(front: Front, store: RunStore): void {
  const find = (c: Context) => store.artifacts.find(({ id }) => id === Number(c.req.param('id')));
  front.app.put('/_front/blob/:id', async (c) => {
    const artifact = find(c);
    if (!artifact || artifact.finalized) return refuse(c, 404, 'Not Found');
    const body = Buffer.from(await c.req.arrayBuffer());
    const component = c.req.query('comp');
    if (component === 'block') artifact.blocks.set(c.req.query('blockid') ?? '', body);
    else if (component === 'blocklist') artifact.bytes = joinBlocks(artifact, body.toString());
    else artifact.bytes = body;
    const date = new Date().toUTCString();
    const headers = { etag: '"1"', 'last-modified': date, 'x-ms-request-id': '1', 'x-ms-version': '2025-01-05', date };
    return c.body(null, 201, headers);
  });
  front.app.get('/_front/blob/:id', (c) => {
    const artifact = find(c);
    if (!artifact) return refuse(c, 404, 'Not Found');
    const disposition = `attachment; filename="${encodeURIComponent(artifact.name)}.zip"`;
    const headers = { 'content-type': artifact.mimeType, 'content-disposition': disposition };
    return c.body(Uint8Array.from(artifact.bytes), 200, headers);
  });
}

function joinBlocks({ blocks }: StoredArtifact, list: string): Buffer {
  const ids = [...list.matchAll(/<Latest>(.*?)<\/Latest>/g)].map((match) => match[1] ?? '');
  return Buffer.concat(ids.map((id) => blocks.get(id) ?? Buffer.alloc(0)));
}

/** The run that a job's runtime token speaks for: `Actions.Results:<run>:<job>` among its scopes. */
function runOfToken(c: Context): number | undefined {
  const token = c.req.header('authorization')?.replace(/^bearer\s+/i, '') ?? '';
  const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  const scope = /Actions\.Results:(\d+):/.exec(claims)?.[1];
  return scope === undefined ? undefined : Number(scope);
}

function render(artifact: StoredArtifact): Json {
  return {
    workflow_run_backend_id: String(artifact.runId),
    workflow_job_run_backend_id: String(artifact.runId),
    database_id: String(artifact.id),
    name: artifact.name,
    size: String(artifact.bytes.length),
    created_at: artifact.createdAt,
    digest: artifact.digest,
  };
}
