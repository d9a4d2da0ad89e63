import type { Context } from 'hono';
import type { Front } from '../front.ts';
import { at, isJson, type Json, numberAt, textAt } from '../json.ts';
import { commitTo, mergeIntoBranch, mergeTrees } from '../merge.ts';
import { announce, readCaller, repositoryOf } from '../people.ts';
import { refuse } from '../refusals.ts';
import { tokenOf } from '../tokens.ts';

/** Merging keeps what the base got in the meantime, refuses conflicts, and is told as a push too. emulate does none of it. */
export function merges(front: Front): void {
  front.app.put('/repos/:owner/:repo/pulls/:number/merge', async (c) => {
    const repository = repositoryOf(c);
    const { status, data: pull } = await front.upstream.call(`/repos/${repository}/pulls/${c.req.param('number')}`);
    if (status !== 200 || !isJson(pull)) return refuse(c, 404, 'Not Found');
    const text = await c.req.text();
    const body: Json = text ? JSON.parse(text) : {};
    if (pull['state'] !== 'open' || pull['draft'] === true) return refuse(c, 405, 'Pull Request is not mergeable');
    const [base, head] = [textAt(pull, 'base', 'sha'), textAt(pull, 'head', 'sha')];
    if (body['sha'] !== undefined && body['sha'] !== head)
      return refuse(c, 409, 'Head branch was modified. Review and try the merge again.');
    const tree = await mergeTrees(front, repository, base, head);
    if (tree === undefined) return refuse(c, 405, 'Pull Request has merge conflicts');
    const number = numberAt(pull, 'number');
    const title = `Merge pull request #${number} from ${textAt(pull, 'head', 'label')}`;
    const isMerge = (body['merge_method'] ?? 'merge') === 'merge';
    const message = [body['commit_title'] ?? title, body['commit_message'] ?? textAt(pull, 'title')].join('\n\n');
    const commit = { message, tree, parents: isMerge ? [base, head] : [base] };
    closePull(front, c, pull);
    const sha = await commitTo(front, repository, textAt(pull, 'base', 'ref'), commit, tokenOf(c));
    front.upstream.collection('pullRequests').update(rowOf(front, pull), { merge_commit_sha: sha });
    const { data: closed } = await front.upstream.call(`/repos/${repository}/pulls/${number}`);
    const payload = { action: 'closed', number, pull_request: closed };
    await announce(front, 'pull_request', repository, payload, await readCaller(front, c));
    return c.json({ sha, merged: true, message: 'Pull Request successfully merged' });
  });
  front.app.post('/repos/:owner/:repo/merges', async (c) => {
    const body: Json = await c.req.json();
    const [into, from] = [textAt(body, 'base'), textAt(body, 'head')];
    const message = textAt(body, 'commit_message') || `Merge ${from} into ${into}`;
    const merged = await mergeIntoBranch(front, repositoryOf(c), { into, from, message, token: tokenOf(c) });
    if (merged.kind === 'conflict') return refuse(c, 409, 'Merge conflict');
    if (merged.kind === 'nothing') return c.body(null, 204);
    const { data } = await front.upstream.call(`/repos/${repositoryOf(c)}/commits/${merged.sha}`);
    return c.json(Object(data), 201);
  });
}

function rowOf(front: Front, pull: Json): number {
  const rows = front.upstream.collection('pullRequests').findBy('number', pull['number']);
  const repository = at(pull, 'base', 'repo')['id'];
  return numberAt(
    rows.find((row) => row['repo_id'] === repository),
    'id',
  );
}

/** Closed before its base moves: a merged pull request keeps the base that it was merged into. */
function closePull(front: Front, c: Context, pull: Json): void {
  const login = front.loginOf(front.callerOf(c));
  const actor = front.upstream.collection('users').findBy('login', login)[0]?.['id'];
  const time = new Date().toISOString();
  const merged = { merged: true, merged_at: time, merged_by_id: actor, mergeable: false, mergeable_state: 'unknown' };
  const closed = { state: 'closed', closed_at: time };
  front.upstream.collection('pullRequests').update(rowOf(front, pull), { ...merged, ...closed });
  const issues = front.upstream.collection('issues');
  const issue = issues
    .findBy('number', pull['number'])
    .find((row) => row['repo_id'] === at(pull, 'base', 'repo')['id']);
  if (issue) issues.update(numberAt(issue, 'id'), { ...closed, closed_by_id: actor });
}
