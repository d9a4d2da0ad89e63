import type { Json } from '../json.ts';
import { at, isJson, numberAt, textAt } from '../json.ts';
import type { Upstream } from '../upstream.ts';

/** Adds to a payload what only emulate's tables know. Mutates it. */
export function completeWebhook(event: string, payload: Json, upstream: Upstream): void {
  if (event === 'issue_comment') completeIssueComment(payload, upstream);
  if (event === 'push') completePush(payload, upstream);
  if (isJson(payload['label'])) completeLabel(payload, payload['label'], upstream);
}

/** emulate leaves out that the issue of a comment is a pull request. */
function completeIssueComment(payload: Json, upstream: Upstream): void {
  const issue = payload['issue'];
  if (!isJson(issue) || 'pull_request' in issue) return;
  const repository = at(payload, 'repository')['id'];
  const pull = upstream
    .collection('pullRequests')
    .findBy('repo_id', repository)
    .find((row) => row['number'] === numberAt(issue, 'number'));
  if (pull) issue['pull_request'] = pullLinks(issue, pull['merged_at']);
}

/** What an issue that is a pull request says about it. */
export function pullLinks(issue: Json, mergedAt: unknown): Json {
  const html = textAt(issue, 'html_url').replace('/issues/', '/pull/');
  return {
    url: textAt(issue, 'url').replace('/issues/', '/pulls/'),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    merged_at: mergedAt ?? null,
  };
}

/** emulate names a label that was added or removed by name and colour only. */
function completeLabel(payload: Json, label: Json, upstream: Upstream): void {
  const row = upstream
    .collection('labels')
    .findBy('repo_id', at(payload, 'repository')['id'])
    .find(({ name }) => name === label['name']);
  const url = `${textAt(payload, 'repository', 'url')}/labels/${encodeURIComponent(String(label['name']))}`;
  for (const key of ['id', 'node_id', 'description', 'default']) label[key] ??= row?.[key];
  label['url'] ??= url;
}

function completePush(payload: Json, upstream: Upstream): void {
  const commit = upstream
    .collection('commits')
    .findBy('sha', textAt(payload, 'after'))
    .find((row) => row['repo_id'] === at(payload, 'repository')['id']);
  if (!commit) return;
  const person = (kind: 'author' | 'committer'): Json => ({
    name: commit[`${kind}_name`],
    // GitHub's description asks for an address that a bot's login would break.
    email: String(commit[`${kind}_email`]).replace(/[[\]]/g, ''),
    date: commit[`${kind}_date`],
  });
  const head = {
    id: commit['sha'],
    tree_id: commit['tree_sha'],
    distinct: true,
    message: commit['message'],
    timestamp: commit['committer_date'],
    url: `${textAt(payload, 'repository', 'html_url')}/commit/${String(commit['sha'])}`,
    author: person('author'),
    committer: person('committer'),
    added: [],
    removed: [],
    modified: [],
  };
  payload['head_commit'] ??= head;
  payload['commits'] ??= [head];
}
