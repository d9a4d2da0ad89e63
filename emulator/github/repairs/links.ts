import type { Json } from '../json.ts';

/** Links that GitHub gives on every user, and that emulate leaves out of short forms. */
export function userLinks(base: string, login: string): Json {
  const url = `${base}/users/${login}`;
  return {
    gravatar_id: '',
    url,
    html_url: `${base}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    site_admin: false,
    type: 'User',
  };
}

/** Path templates below a repository, by the name of the link. */
const REPOSITORY_LINKS: Readonly<Record<string, string>> = {
  archive_url: '{archive_format}{/ref}',
  assignees_url: 'assignees{/user}',
  blobs_url: 'git/blobs{/sha}',
  branches_url: 'branches{/branch}',
  collaborators_url: 'collaborators{/collaborator}',
  comments_url: 'comments{/number}',
  commits_url: 'commits{/sha}',
  compare_url: 'compare/{base}...{head}',
  contents_url: 'contents/{+path}',
  contributors_url: 'contributors',
  deployments_url: 'deployments',
  downloads_url: 'downloads',
  events_url: 'events',
  forks_url: 'forks',
  git_commits_url: 'git/commits{/sha}',
  git_refs_url: 'git/refs{/sha}',
  git_tags_url: 'git/tags{/sha}',
  hooks_url: 'hooks',
  issue_comment_url: 'issues/comments{/number}',
  issue_events_url: 'issues/events{/number}',
  issues_url: 'issues{/number}',
  keys_url: 'keys{/key_id}',
  labels_url: 'labels{/name}',
  languages_url: 'languages',
  merges_url: 'merges',
  milestones_url: 'milestones{/number}',
  notifications_url: 'notifications{?since,all,participating}',
  pulls_url: 'pulls{/number}',
  releases_url: 'releases{/id}',
  stargazers_url: 'stargazers',
  statuses_url: 'statuses/{sha}',
  subscribers_url: 'subscribers',
  subscription_url: 'subscription',
  tags_url: 'tags',
  teams_url: 'teams',
  trees_url: 'git/trees{/sha}',
};

export function repositoryLinks(base: string, fullName: string): Json {
  const url = `${base}/repos/${fullName}`;
  const links = Object.entries(REPOSITORY_LINKS).map(([name, path]) => [name, `${url}/${path}`]);
  return { ...Object.fromEntries(links), url, html_url: `${base}/${fullName}` };
}

export function organisation(base: string, owner: Json): Json {
  const login = String(owner['login']);
  const url = `${base}/orgs/${login}`;
  const links = ['repos', 'events', 'hooks', 'issues', 'members', 'public_members'].map((name) => [
    `${name}_url`,
    `${url}/${name}`,
  ]);
  return {
    login,
    id: owner['id'],
    node_id: owner['node_id'],
    url,
    ...Object.fromEntries(links),
    avatar_url: owner['avatar_url'],
    description: '',
  };
}
