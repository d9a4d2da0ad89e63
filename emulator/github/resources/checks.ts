import type { Context } from 'hono';
import { ACTIONS, renderApp, TIDEGATE } from '../apps.ts';
import type { Front } from '../front.ts';
import { at, isJson, type Json, numberAt, textAt } from '../json.ts';
import { paged } from '../paged.ts';
import { announce, readCaller, repositoryOf } from '../people.ts';
import { refuse } from '../refusals.ts';
import { repairBody } from '../repairs/repair-body.ts';
import { tokenOf } from '../tokens.ts';

const MOST_ANNOTATIONS = 50;
const LONGEST_TEXT = 65_535;
const LEVELS = ['notice', 'warning', 'failure'];

/** What emulate does not keep of a check run. */
interface Kept {
  readonly app: Json;
  startedAt: unknown;
  readonly annotations: Json[];
}

/** Check runs belong to the app that made them, and annotations of a later request are added to the earlier ones. */
export function checks(front: Front): void {
  const base = '/repos/:owner/:repo/check-runs';
  const table = new Map<number, Kept>();
  const appOf = (c: Context) => renderApp(front.url, front.callerOf(c)?.kind === 'workflow' ? ACTIONS : TIDEGATE);
  const complete = (run: Json): Json => {
    const kept = table.get(numberAt(run, 'id'));
    repairBody(run, front.url);
    if (!kept) return run;
    kept.startedAt ??= run['started_at'];
    run['started_at'] = kept.startedAt;
    run['app'] = kept.app;
    if (isJson(run['output'])) run['output']['annotations_count'] = kept.annotations.length;
    return run;
  };
  const write = async (c: Context, method: 'POST' | 'PATCH', kept: Kept): Promise<Response> => {
    const caller = front.callerOf(c);
    if (caller?.kind === 'user') return refuse(c, 403, 'You must authenticate via a GitHub App.');
    if (at(kept.app)['id'] !== appOf(c)['id'])
      return refuse(c, 403, 'Invalid app_id: a check run is changed by the app that made it.');
    const body: Json = await c.req.json();
    const { annotations, ...output } = at(body, 'output');
    const added = Array.isArray(annotations) ? annotations.filter(isJson) : [];
    const problem = findProblem(output, added);
    if (problem) return refuse(c, 422, `Invalid request. ${problem}`);
    if (method === 'POST' && !(await isCommit(front, c, textAt(body, 'head_sha'))))
      return refuse(c, 422, `No commit found for SHA: ${textAt(body, 'head_sha')}`);
    // Null is not "leave as it is" at GitHub; an absent output is.
    const sent = { ...body, ...(body['output'] ? { output } : {}) };
    const { status, data } = await front.upstream.call(c.req.path, { method, body: sent, token: tokenOf(c) });
    if (status >= 300 || !isJson(data)) return c.json(Object(data), status === 404 ? 404 : 422);
    table.set(numberAt(data, 'id'), kept);
    kept.annotations.push(...added);
    const run = complete(data);
    const action = method === 'POST' ? 'created' : run['status'] === 'completed' ? 'completed' : undefined;
    if (action)
      await announce(front, 'check_run', repositoryOf(c), { action, check_run: run }, await readCaller(front, c));
    return c.json(run, method === 'POST' ? 201 : 200);
  };
  front.app.post(base, (c) => write(c, 'POST', { app: appOf(c), startedAt: undefined, annotations: [] }));
  front.app.patch(`${base}/:id`, async (c) => {
    const kept = table.get(Number(c.req.param('id')));
    return kept ? write(c, 'PATCH', kept) : refuse(c, 404, 'Not Found');
  });
  front.app.get(`${base}/:id{[0-9]+}`, async (c) => {
    const { status, data } = await front.upstream.call(c.req.path);
    return status === 200 && isJson(data) ? c.json(complete(data)) : refuse(c, 404, 'Not Found');
  });
  front.app.get(`${base}/:id/annotations`, (c) => {
    const kept = table.get(Number(c.req.param('id')));
    if (!kept) return refuse(c, 404, 'Not Found');
    const missing = { start_column: null, end_column: null, title: null, raw_details: null, blob_href: '' };
    return c.json(paged(c, kept.annotations).map((annotation) => ({ ...missing, ...annotation })));
  });
  front.app.get('/repos/:owner/:repo/commits/:ref{.+}/check-runs', async (c) => {
    const url = new URL(c.req.url);
    const { status, data } = await front.upstream.call(url.pathname + url.search);
    if (status !== 200) return refuse(c, 404, 'Not Found');
    const found = at({ data }, 'data')['check_runs'];
    const appId = c.req.query('app_id');
    const runs = (Array.isArray(found) ? found.filter(isJson) : [])
      .map(complete)
      .filter((run) => appId === undefined || String(at(run, 'app')['id']) === appId);
    return c.json({ total_count: runs.length, check_runs: paged(c, runs) });
  });
}

function findProblem(output: Json, annotations: readonly Json[]): string | undefined {
  if (annotations.length > MOST_ANNOTATIONS)
    return `No more than ${MOST_ANNOTATIONS} annotations are allowed; ${annotations.length} were supplied.`;
  const level = annotations.find((annotation) => !LEVELS.includes(textAt(annotation, 'annotation_level')));
  if (level) return `${String(level['annotation_level'])} is not a level of an annotation.`;
  const long = ['summary', 'text'].find((key) => textAt(output, key).length > LONGEST_TEXT);
  return long && `Only ${LONGEST_TEXT} characters are allowed in output.${long}.`;
}

async function isCommit(front: Front, c: Context, sha: string): Promise<boolean> {
  return (await front.upstream.call(`/repos/${repositoryOf(c)}/git/commits/${sha}`)).status === 200;
}
