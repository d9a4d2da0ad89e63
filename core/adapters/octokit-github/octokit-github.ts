import { Octokit } from '@octokit/core';
import type { GitHubPort } from '../../ports/github.ts';
import { createChecks } from './checks.ts';
import { createComments } from './comments.ts';
import { createContents } from './contents.ts';
import { createDeployments } from './deployments.ts';
import { createIssues } from './issues.ts';
import { createPulls } from './pulls.ts';
import { createReleases } from './releases.ts';
import type { Connection } from './request.ts';
import { createWorkflows } from './workflows.ts';

export interface OctokitGitHubOptions extends Connection {
  /** Login that our comments and issues carry: `<slug>[bot]` for the app, `github-actions[bot]` for a job's token. */
  readonly ownLogin: string;
}

/** The GitHub port over an Octokit that is authenticated already (the bot's installation client). */
export function createOctokitGitHub(options: OctokitGitHubOptions): GitHubPort {
  const comments = createComments(options, options.ownLogin);
  return {
    repository: { owner: options.owner, name: options.repo },
    ...createContents(options),
    ...createPulls(options),
    ...comments,
    ...createIssues(options, options.ownLogin, comments),
    ...createChecks(options, options.ownLogin.replace(/\[bot\]$/, '')),
    ...createWorkflows(options),
    ...createReleases(options),
    ...createDeployments(options),
  };
}

/** The GitHub port with a token: a job's GITHUB_TOKEN unless `ownLogin` says otherwise. */
export function createGitHub(options: {
  readonly baseUrl: string;
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
  readonly ownLogin?: string;
  readonly sleep?: (ms: number) => Promise<unknown>;
}): GitHubPort {
  const { baseUrl, token, owner, repo, ownLogin = 'github-actions[bot]', sleep } = options;
  // Our own refusals name what GitHub said; Octokit's console lines beside them would be noise.
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const octokit = new Octokit({ baseUrl, auth: token, userAgent: 'tidegate', log });
  return createOctokitGitHub({ octokit, token, owner, repo, ownLogin, ...(sleep ? { sleep } : {}) });
}
