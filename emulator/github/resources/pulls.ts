import type { Front } from '../front.ts';
import { at, isJson, type Json, textAt } from '../json.ts';
import { paged } from '../paged.ts';
import { repositoryOf } from '../people.ts';
import { refuse } from '../refusals.ts';
import { repairBody } from '../repairs/repair-body.ts';

/** Pull requests follow pushes to their branches, and list the files that differ from where they left the base. */
export function pulls(front: Front): void {
  front.onEvent(({ event, payload }) => {
    if (event === 'push') followPush(front, payload);
  });
  front.app.get('/repos/:owner/:repo/pulls/:number/files', async (c) => {
    const repository = `/repos/${repositoryOf(c)}`;
    const pull = await front.upstream.call(`${repository}/pulls/${c.req.param('number')}`);
    if (pull.status !== 200) return refuse(c, 404, 'Not Found');
    const between = `${textAt(pull.data, 'base', 'sha')}...${textAt(pull.data, 'head', 'sha')}`;
    const { data } = await front.upstream.call(`${repository}/compare/${between}`);
    const files = isJson(data) && Array.isArray(data['files']) ? data['files'] : [];
    return c.json(repairBody(paged(c, files), front.url));
  });
  front.app.get('/repos/:owner/:repo/commits/:sha/pulls', async (c) => {
    const { data } = await front.upstream.call(`/repos/${repositoryOf(c)}/pulls?state=all&per_page=100`);
    const sha = c.req.param('sha');
    const found = Array.isArray(data) ? data.filter(isJson) : [];
    const matching = found.filter((pull) => textAt(pull, 'head', 'sha') === sha || pull['merge_commit_sha'] === sha);
    return c.json(repairBody(paged(c, matching), front.url));
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
