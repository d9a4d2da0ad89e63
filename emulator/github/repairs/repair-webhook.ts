import { at, isJson, type Json, now, textAt } from '../json.ts';
import { organisation } from './links.ts';
import { repairBody } from './repair-body.ts';

const NO_COMMIT = /^0+$/;

/** Makes a payload of emulate's what GitHub sends. Mutates and returns it. */
export function repairWebhook(event: string, payload: Json, base: string): Json {
  repairBody(payload, base);
  const owner = at(payload, 'repository', 'owner');
  if (owner['type'] === 'Organization') payload['organization'] ??= organisation(base, owner);
  if (event.startsWith('pull_request')) payload['number'] ??= at(payload, 'pull_request')['number'];
  if (event === 'create') {
    payload['description'] ??= null;
    payload['pusher_type'] ??= 'user';
  }
  if (event === 'push') repairPush(payload, base);
  if (payload['action'] === 'edited') payload['changes'] ??= {};
  if (event === 'issues') repairIssue(payload);
  return payload;
}

function repairPush(payload: Json, base: string): void {
  const before = textAt(payload, 'before');
  const after = textAt(payload, 'after');
  const repository = textAt(payload, 'repository', 'full_name');
  const defaults = {
    created: NO_COMMIT.test(before),
    deleted: NO_COMMIT.test(after),
    forced: false,
    base_ref: null,
    commits: [],
    head_commit: null,
    pusher: { name: textAt(payload, 'sender', 'login') },
    compare: `${base}/${repository}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
  };
  for (const [key, value] of Object.entries(defaults)) payload[key] ??= value;
  const commits = Array.isArray(payload['commits']) ? payload['commits'].filter(isJson) : [];
  for (const commit of commits) repairCommit(commit, `${base}/${repository}`);
}

function repairCommit(commit: Json, repository: string): void {
  const person = { name: 'unknown', email: 'unknown@users.noreply.github.com' };
  const defaults = {
    tree_id: commit['id'],
    distinct: true,
    timestamp: now(),
    url: `${repository}/commit/${String(commit['id'])}`,
    author: person,
    committer: commit['author'] ?? person,
    added: [],
    removed: [],
    modified: [],
  };
  for (const [key, value] of Object.entries(defaults)) commit[key] ??= value;
}

/** emulate sends a short form of the issue when a label is added. */
function repairIssue(payload: Json): void {
  const issue = at(payload, 'issue');
  const url = textAt(issue, 'url');
  const defaults = {
    repository_url: url.split('/issues/')[0],
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
  };
  for (const [key, value] of Object.entries(defaults)) issue[key] ??= value;
  const changes = at(payload, 'changes');
  for (const [key, value] of Object.entries(changes)) if (!isJson(value)) changes[key] = { from: String(value) };
}
