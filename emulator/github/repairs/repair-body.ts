import { renderAppOf } from '../apps.ts';
import { at, isJson, type Json, textAt } from '../json.ts';
import { repositoryLinks, userLinks } from './links.ts';

/** Adds what GitHub's description requires and emulate leaves out, wherever in the body it is. Mutates and returns `node`. */
export function repairBody<Body>(node: Body, base: string): Body {
  if (Array.isArray(node)) {
    for (const item of node) repairBody(item, base);
    return node;
  }
  if (!isJson(node)) return node;
  for (const value of Object.values(node)) repairBody(value, base);
  for (const repair of REPAIRS) repair(node, base);
  return node;
}

function fill(node: Json, defaults: Json): void {
  for (const [key, value] of Object.entries(defaults)) if (node[key] === undefined) node[key] = value;
}

const REPAIRS: readonly ((node: Json, base: string) => void)[] = [
  function user(node, base) {
    const login = node['login'];
    if (typeof login !== 'string' || !('avatar_url' in node) || ('members_url' in node && 'public_repos' in node))
      return;
    fill(node, userLinks(base, login));
    if (login.endsWith('[bot]')) node['type'] = 'Bot';
  },
  function label(node) {
    if (typeof node['color'] === 'string' && typeof node['name'] === 'string') node['description'] ??= '';
  },
  function app(node, base) {
    if (typeof node['slug'] !== 'string' || !('permissions' in node) || node['owner'] !== null) return;
    node['owner'] = owner(base, 'octo-org');
  },
  function repository(node, base) {
    if (typeof node['full_name'] !== 'string' || !('private' in node)) return;
    node['owner'] ??= owner(base, node['full_name'].split('/')[0] ?? '');
    fill(node, repositoryLinks(base, node['full_name']));
    if (node['created_at'] !== undefined) node['pushed_at'] ??= node['created_at'];
    fill(node, {
      description: null,
      fork: false,
      network_count: 0,
      subscribers_count: 0,
      mirror_url: null,
      license: null,
    });
  },
  function pullRequest(node) {
    if (!node['head'] || !node['base'] || !node['number'] || node['title'] === undefined) return;
    const names = ['self', 'html', 'issue', 'comments', 'review_comments', 'review_comment', 'commits', 'statuses'];
    const links = Object.fromEntries(names.map((name) => [name, { href: String(node['url']) }]));
    fill(node, { active_lock_reason: null, auto_merge: null, assignee: null, milestone: null, _links: links });
  },
  function installation(node) {
    if ('app_slug' in node && 'access_tokens_url' in node) node['target_id'] ??= at(node, 'account')['id'];
  },
  function commit(node) {
    const tree = at(node, 'commit', 'tree');
    if (tree['sha'] !== undefined)
      tree['url'] ??= textAt(node, 'url').replace(/\/commits\/.*$/, `/git/trees/${String(tree['sha'])}`);
  },
  function checkRun(node) {
    if (!isJson(node['output']) || !('annotations_count' in node['output'])) return;
    fill(node['output'], { annotations_url: `${String(node['url'])}/annotations` });
    node['details_url'] ??= node['html_url'];
    node['started_at'] ??= node['completed_at'] ?? new Date().toISOString();
  },
  function release(node) {
    if (!node['upload_url'] || !node['tag_name']) return;
    fill(node, { immutable: false, updated_at: node['created_at'] });
  },
  function asset(node) {
    if (node['browser_download_url']) fill(node, { digest: null });
  },
  function issue(node, base) {
    const isIssue =
      'state' in node && 'number' in node && 'user' in node && !('head' in node) && 'comments_url' in node;
    if (isIssue)
      fill(node, {
        assignee: null,
        milestone: null,
        active_lock_reason: null,
        author_association: 'NONE',
      });
    if (isIssue) node['performed_via_github_app'] ??= renderAppOf(base, textAt(node, 'user', 'login'));
  },
  function comment(node, base) {
    if (typeof node['issue_url'] !== 'string') return;
    fill(node, { author_association: 'NONE', reactions: noReactions(String(node['url'])) });
    node['performed_via_github_app'] ??= renderAppOf(base, textAt(node, 'user', 'login'));
  },
];

function owner(base: string, login: string): Json {
  return { login, id: 1, node_id: 'O_1', avatar_url: '', ...userLinks(base, login), type: 'Organization' };
}

export function noReactions(url: string): Json {
  const counts = Object.fromEntries(
    ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'].map((name) => [name, 0]),
  );
  return { url: `${url}/reactions`, total_count: 0, ...counts };
}

/** The short form of a user that GitHub puts into other objects. */
export function simpleUser(user: unknown, base: string): Json {
  const node = at({ user }, 'user');
  const keys = ['login', 'id', 'node_id', 'avatar_url', ...Object.keys(userLinks(base, String(node['login'])))];
  repairBody(node, base);
  return Object.fromEntries(keys.map((key) => [key, node[key]]));
}
