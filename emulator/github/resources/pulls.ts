import type { Front } from '../front.ts';
import { at, isJson, type Json, textAt } from '../json.ts';
import { refuse } from '../refusals.ts';
import { repairBody } from '../repairs/repair-body.ts';

/** Pull requests follow pushes to their branches, list the files that really differ, and are issues too. */
export function pulls(front: Front): void {
  front.onEvent(({ event, payload }) => {
    if (event === 'push') followPush(front, payload);
  });
  front.app.get('/repos/:owner/:repo/pulls/:number/files', async (c) => {
    const repository = `/repos/${c.req.param('owner')}/${c.req.param('repo')}`;
    const pull = await front.upstream.call(`${repository}/pulls/${c.req.param('number')}`);
    if (pull.status !== 200) return refuse(c, 404, 'Not Found');
    const head = textAt(pull.data, 'head', 'sha');
    const [before, after] = await Promise.all([
      listFiles(front, repository, textAt(pull.data, 'base', 'sha')),
      listFiles(front, repository, head),
    ]);
    const changed = [...new Set([...before.keys(), ...after.keys()])]
      .filter((path) => before.get(path) !== after.get(path))
      .sort();
    return c.json(
      changed.map((filename) => ({
        sha: after.get(filename) ?? before.get(filename) ?? null,
        filename,
        status: !before.has(filename) ? 'added' : after.has(filename) ? 'modified' : 'removed',
        additions: 0,
        deletions: 0,
        changes: 0,
        blob_url: `${front.url}${repository}/blob/${head}/${filename}`,
        raw_url: `${front.url}${repository}/raw/${head}/${filename}`,
        contents_url: `${front.url}${repository}/contents/${filename}?ref=${head}`,
      })),
    );
  });
  front.app.get('/repos/:owner/:repo/commits/:sha/pulls', async (c) => {
    const repository = `/repos/${c.req.param('owner')}/${c.req.param('repo')}`;
    const { data } = await front.upstream.call(`${repository}/pulls?state=all&per_page=100`);
    const sha = c.req.param('sha');
    const found = Array.isArray(data) ? data.filter(isJson) : [];
    return c.json(
      repairBody(
        found.filter((pull) => textAt(pull, 'head', 'sha') === sha || pull['merge_commit_sha'] === sha),
        front.url,
      ),
    );
  });
  front.app.get('/repos/:owner/:repo/issues/:number{[0-9]+}', async (c, next) => {
    const pull = await front.upstream.call(c.req.path.replace('/issues/', '/pulls/'));
    if (pull.status !== 200 || !isJson(pull.data)) return next();
    return c.json(toIssue(repairBody(pull.data, front.url)));
  });
}

/** Heads and bases of open pull requests move with their branches; a moved head is told as `synchronize`. */
function followPush(front: Front, payload: Json): void {
  const branch = textAt(payload, 'ref').replace('refs/heads/', '');
  const after = textAt(payload, 'after');
  const repository = textAt(payload, 'repository', 'full_name');
  const id = at(payload, 'repository')['id'];
  const table = front.upstream.collection('pullRequests');
  for (const pull of table.all().filter((row) => row['repo_id'] === id && row['state'] === 'open')) {
    if (pull['base_ref'] === branch) table.update(Number(pull['id']), { base_sha: after });
    if (pull['head_ref'] !== branch || pull['head_sha'] === after) continue;
    const before = pull['head_sha'];
    table.update(Number(pull['id']), { head_sha: after });
    const told = front.upstream.call(`/repos/${repository}/pulls/${String(pull['number'])}`).then(({ data }) => {
      const common = { number: pull['number'], repository: payload['repository'], sender: payload['sender'] };
      front.emit('pull_request', { action: 'synchronize', before, after, pull_request: data, ...common });
    });
    front.follow(told);
  }
}

async function listFiles(front: Front, repository: string, commit: string): Promise<ReadonlyMap<string, string>> {
  const { data } = await front.upstream.call(`${repository}/git/commits/${commit}`);
  const tree = await front.upstream.call(`${repository}/git/trees/${textAt(data, 'tree', 'sha')}?recursive=1`);
  const entries = isJson(tree.data) && Array.isArray(tree.data['tree']) ? tree.data['tree'] : [];
  return new Map(
    entries
      .filter((entry) => textAt(entry, 'type') === 'blob')
      .map((entry) => [textAt(entry, 'path'), textAt(entry, 'sha')]),
  );
}

function toIssue(pull: Json): Json {
  const url = textAt(pull, 'url').replace('/pulls/', '/issues/');
  const html = textAt(pull, 'html_url');
  const kept = [
    'id',
    'node_id',
    'number',
    'title',
    'user',
    'state',
    'created_at',
    'updated_at',
    'closed_at',
    'body',
    'html_url',
  ];
  return {
    ...Object.fromEntries(kept.map((key) => [key, pull[key]])),
    url,
    repository_url: url.split('/issues/')[0],
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    labels: pull['labels'] ?? [],
    locked: pull['locked'] ?? false,
    assignee: null,
    assignees: pull['assignees'] ?? [],
    milestone: null,
    comments: pull['comments'] ?? 0,
    author_association: pull['author_association'] ?? 'NONE',
    active_lock_reason: null,
    state_reason: null,
    pull_request: {
      url: pull['url'],
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: pull['merged_at'] ?? null,
    },
  };
}
