import type { Front } from '../front.ts';
import { type Json, nodeId, now, textAt } from '../json.ts';
import { paged } from '../paged.ts';
import { announce, readCaller, repositoryOf } from '../people.ts';
import { refuse } from '../refusals.ts';
import { repairBody } from '../repairs/repair-body.ts';

const STATES = ['error', 'failure', 'pending', 'success'];

interface Status {
  readonly repository: string;
  readonly sha: string;
  readonly json: Json;
}
const tables = new WeakMap<Front, Status[]>();

/** The newest status of every context. */
export function latestStatuses(front: Front, repository: string, sha: string): readonly Json[] {
  const found = (tables.get(front) ?? []).filter((row) => row.repository === repository && row.sha === sha);
  return [...new Map(found.toReversed().map(({ json }) => [textAt(json, 'context'), json])).values()];
}

/** Commit statuses: the older sister of check runs. */
export function statuses(front: Front): void {
  const table: Status[] = [];
  tables.set(front, table);
  const base = '/repos/:owner/:repo';
  const readSha = async (repository: string, ref: string): Promise<string> =>
    textAt((await front.upstream.call(`/repos/${repository}/commits/${ref}`)).data, 'sha');
  front.app.post(`${base}/statuses/:sha`, async (c) => {
    const repository = repositoryOf(c);
    const sha = c.req.param('sha');
    const body: Json = await c.req.json();
    const { data: commit } = await front.upstream.call(`/repos/${repository}/commits/${sha}`);
    if (!STATES.includes(textAt(body, 'state'))) return refuse(c, 422, 'Validation Failed');
    if (textAt(commit, 'sha') !== sha) return refuse(c, 422, `No commit found for SHA: ${sha}`);
    const creator = await readCaller(front, c);
    const id = 8000 + table.length;
    const state = body['state'];
    const [description, target_url] = [body['description'] ?? null, body['target_url'] ?? null];
    const context = body['context'] ?? 'default';
    const times = { created_at: now(), updated_at: now() };
    const own = { id, state, description, target_url, context, ...times };
    const url = `${front.url}/repos/${repository}/statuses/${sha}`;
    const json = { url, avatar_url: creator['avatar_url'], node_id: nodeId('StatusContext', id), ...own, creator };
    table.unshift({ repository, sha, json });
    const payload = { ...own, avatar_url: creator['avatar_url'], sha, name: repository, commit, branches: [] };
    await announce(front, 'status', repository, payload, creator);
    return c.json(json, 201);
  });
  front.app.get(`${base}/commits/:ref{.+}/statuses`, async (c) => {
    const sha = await readSha(repositoryOf(c), c.req.param('ref'));
    const found = table.filter((row) => row.repository === repositoryOf(c) && row.sha === sha);
    return c.json(
      paged(
        c,
        found.map(({ json }) => json),
      ),
    );
  });
  front.app.get(`${base}/commits/:ref{.+}/status`, async (c) => {
    const repository = repositoryOf(c);
    const sha = await readSha(repository, c.req.param('ref'));
    if (!sha) return refuse(c, 404, 'Not Found');
    const found = latestStatuses(front, repository, sha);
    const { data } = await front.upstream.call(`/repos/${repository}`);
    const url = `${front.url}/repos/${repository}/commits/${sha}`;
    const shown = found.map(({ creator: _, ...status }) => status);
    const total_count = found.length;
    return c.json({
      state: combine(found.map((status) => textAt(status, 'state'))),
      statuses: shown,
      sha,
      total_count,
      repository: repairBody(data, front.url),
      commit_url: url,
      url: `${url}/status`,
    });
  });
}

function combine(states: readonly string[]): string {
  if (states.some((state) => state === 'error' || state === 'failure')) return 'failure';
  return states.length > 0 && states.every((state) => state === 'success') ? 'success' : 'pending';
}
