import type { Context } from 'hono';
import type { Front } from '../front.ts';
import { isJson, type Json, numberAt } from '../json.ts';
import { refuse } from '../refusals.ts';
import { repairBody } from '../repairs/repair-body.ts';

const MOST_ANNOTATIONS = 50;
const LEVELS = ['notice', 'warning', 'failure'];

/** Check runs belong to the app that made them, and annotations of a later request are added to the earlier ones. */
export function checks(front: Front): void {
  const annotations = new Map<number, Json[]>();
  const owners = new Map<number, Json>();
  const startedAt = new Map<number, unknown>();
  const appOf = (c: Context): Json =>
    front.callerOf(c)?.kind === 'workflow'
      ? githubApp(front, 15368, 'github-actions', 'GitHub Actions')
      : githubApp(front, front.identity.id, front.identity.slug, 'Tidegate');
  const complete = (run: Json): Json => {
    const id = numberAt(run, 'id');
    repairBody(run, front.url);
    startedAt.set(id, startedAt.get(id) ?? run['started_at']);
    run['started_at'] = startedAt.get(id);
    run['app'] = owners.get(id) ?? run['app'] ?? null;
    if (isJson(run['output'])) run['output']['annotations_count'] = annotations.get(id)?.length ?? 0;
    return run;
  };
  const write = async (c: Context, method: 'POST' | 'PATCH'): Promise<Response> => {
    const caller = front.callerOf(c);
    if (caller?.kind === 'user') return refuse(c, 403, 'You must authenticate via a GitHub App.');
    if (!(await front.may(c, 'checks', 'write'))) return refuse(c, 403, 'Resource not accessible by integration');
    const body: Json = await c.req.json();
    const output = isJson(body['output']) ? body['output'] : {};
    const added = Array.isArray(output['annotations']) ? output['annotations'].filter(isJson) : [];
    if (
      added.length > MOST_ANNOTATIONS ||
      added.some((annotation) => !LEVELS.includes(String(annotation['annotation_level'])))
    ) {
      return refuse(c, 422, 'Validation Failed: annotations');
    }
    const { annotations: _, ...rest } = output;
    // Null is not "leave as it is" at GitHub; an absent output is.
    const forwarded = { ...body, ...(body['output'] ? { output: rest } : {}) };
    const { status, data } = await front.upstream.call(c.req.path, { method, body: forwarded });
    if (status >= 300 || !isJson(data)) return c.json(Object(data), status === 404 ? 404 : 422);
    const id = numberAt(data, 'id');
    if (method === 'POST') owners.set(id, appOf(c));
    annotations.set(id, [...(annotations.get(id) ?? []), ...added]);
    return c.json(complete(data), method === 'POST' ? 201 : 200);
  };
  front.app.post('/repos/:owner/:repo/check-runs', (c) => write(c, 'POST'));
  front.app.patch('/repos/:owner/:repo/check-runs/:id', (c) => write(c, 'PATCH'));
  front.app.get('/repos/:owner/:repo/check-runs/:id/annotations', (c) => {
    const found = annotations.get(Number(c.req.param('id'))) ?? [];
    return c.json(
      found.map((annotation) => ({
        start_column: null,
        end_column: null,
        title: null,
        raw_details: null,
        blob_href: '',
        ...annotation,
      })),
    );
  });
  front.app.get('/repos/:owner/:repo/commits/:ref/check-runs', async (c) => {
    const url = new URL(c.req.url);
    const { status, data } = await front.upstream.call(url.pathname + url.search);
    if (status !== 200 || !isJson(data)) return refuse(c, 404, 'Not Found');
    const runs = Array.isArray(data['check_runs']) ? data['check_runs'].filter(isJson).map(complete) : [];
    return c.json({ total_count: data['total_count'], check_runs: runs });
  });
}

function githubApp(front: Front, id: number, slug: string, name: string): Json {
  const url = `${front.url}/apps/${slug}`;
  return {
    id,
    slug,
    name,
    node_id: `A_${id}`,
    client_id: `Iv1.${id}`,
    owner: repairBody({ login: 'octo-org', id: 1, node_id: 'O_1', avatar_url: '' }, front.url),
    description: '',
    external_url: url,
    html_url: url,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    permissions: { checks: 'write', metadata: 'read' },
    events: [],
  };
}
