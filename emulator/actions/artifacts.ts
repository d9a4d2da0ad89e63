import type { Context } from 'hono';
import type { Front, Level } from '../github/front.ts';
import { type Json, nodeId, numberAt } from '../github/json.ts';
import { paged } from '../github/paged.ts';
import { refuse } from '../github/refusals.ts';
import { readRepository } from './render-run.ts';
import type { RunStore, StoredArtifact } from './run-store.ts';

const KEPT_DAYS = 90;

/** Artifacts as REST shows them. */
export function artifacts(front: Front, store: RunStore): void {
  const base = '/repos/:owner/:repo/actions';
  const repositoryOf = (c: Context) => `${c.req.param('owner')}/${c.req.param('repo')}`;
  const route = (level: Level, answer: (c: Context) => Response | Promise<Response>) => async (c: Context) =>
    (await front.may(c, 'actions', level)) ? answer(c) : refuse(c, 403, 'Resource not accessible by integration');
  const find = (c: Context) =>
    store.artifacts.find(
      ({ id, finalized, repository }) =>
        finalized && id === Number(c.req.param('id')) && repository === repositoryOf(c),
    );
  const list = async (c: Context, matches: (artifact: StoredArtifact) => boolean) => {
    const name = c.req.query('name');
    const found = store.artifacts.filter(
      (artifact) =>
        artifact.finalized &&
        artifact.repository === repositoryOf(c) &&
        matches(artifact) &&
        (!name || artifact.name === name),
    );
    const page = paged(c, found.toReversed());
    const shown = await Promise.all(page.map((artifact) => render(front, store, artifact)));
    return c.json({ total_count: found.length, artifacts: shown });
  };
  front.app.get(
    `${base}/artifacts`,
    route('read', (c) => list(c, () => true)),
  );
  front.app.get(
    `${base}/runs/:run_id/artifacts`,
    route('read', (c) => list(c, ({ runId }) => runId === Number(c.req.param('run_id')))),
  );
  front.app.get(
    `${base}/artifacts/:id`,
    route('read', async (c) => {
      const artifact = find(c);
      return artifact ? c.json(await render(front, store, artifact)) : refuse(c, 404, 'Not Found');
    }),
  );
  front.app.get(
    `${base}/artifacts/:id/zip`,
    route('read', (c) => {
      const artifact = find(c);
      if (!artifact) return refuse(c, 404, 'Not Found');
      return c.redirect(`${front.url}/_front/blob/${artifact.id}?sig=unsigned`, 302);
    }),
  );
  front.app.delete(
    `${base}/artifacts/:id`,
    route('write', (c) => {
      const artifact = find(c);
      if (!artifact) return refuse(c, 404, 'Not Found');
      store.artifacts.splice(store.artifacts.indexOf(artifact), 1);
      return c.body(null, 204);
    }),
  );
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
