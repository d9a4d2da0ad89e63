import { Octokit } from '@octokit/core';

/** What a person does in the browser or with git push, as REST calls under their own token. */
export interface Person {
  readonly login: string;
  /** Commits files on top of a branch (made from the default branch when it is new). */
  push(branch: string, message: string, files: Readonly<Record<string, string>>): Promise<string>;
  openPullRequest(branch: string, title: string, body: string): Promise<number>;
  merge(pullRequest: number): Promise<string>;
  comment(issue: number, body: string): Promise<number>;
}

interface Repository {
  readonly owner: string;
  readonly repo: string;
}

export function createPerson(login: string, token: string, baseUrl: string, repository: Repository): Person {
  const octokit = new Octokit({ baseUrl, auth: token });
  const headOf = async (branch: string): Promise<string> => {
    const answer = await octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      ...repository,
      ref: `heads/${branch}`,
    });
    return answer.data.object.sha;
  };
  return {
    login,
    async push(branch, message, files) {
      const exists = await headOf(branch).catch(() => undefined);
      const parent = exists ?? (await headOf('main'));
      const base = await octokit.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
        ...repository,
        commit_sha: parent,
      });
      const tree = await octokit.request('POST /repos/{owner}/{repo}/git/trees', {
        ...repository,
        base_tree: base.data.tree.sha,
        tree: Object.entries(files).map(([path, content]) => ({
          path,
          mode: '100644' as const,
          type: 'blob' as const,
          content,
        })),
      });
      const commit = await octokit.request('POST /repos/{owner}/{repo}/git/commits', {
        ...repository,
        message,
        tree: tree.data.sha,
        parents: [parent],
      });
      const sha = commit.data.sha;
      if (exists)
        await octokit.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', {
          ...repository,
          ref: `heads/${branch}`,
          sha,
        });
      else
        await octokit.request('POST /repos/{owner}/{repo}/git/refs', {
          ...repository,
          ref: `refs/heads/${branch}`,
          sha,
        });
      return sha;
    },
    async openPullRequest(branch, title, body) {
      const answer = await octokit.request('POST /repos/{owner}/{repo}/pulls', {
        ...repository,
        head: branch,
        base: 'main',
        title,
        body,
      });
      return answer.data.number;
    },
    async merge(pullRequest) {
      const answer = await octokit.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', {
        ...repository,
        pull_number: pullRequest,
        merge_method: 'merge',
      });
      return answer.data.sha;
    },
    async comment(issue, body) {
      const answer = await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        ...repository,
        issue_number: issue,
        body,
      });
      return Number(answer.data.id);
    },
  };
}
