import { execFileSync } from 'node:child_process';
import { createGitHub } from '@tidegate/core/adapters/octokit-github/octokit-github';
import { OperatorError } from '@tidegate/core/errors';
import type { GitHubPort } from '@tidegate/core/ports/github';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The repository whose releases are asked for, by GITHUB_REPOSITORY or the clone's origin.
 * @throws OperatorError `input-invalid` where no repository or token is known
 */
export function openGitHub(asked: string, environment: Environment): GitHubPort {
  const [owner = '', repo = ''] = findRepository(environment).split('/');
  const token = environment['GITHUB_TOKEN'] ?? environment['GH_TOKEN'];
  if (!token) {
    throw new OperatorError(
      'input-invalid',
      `${asked} needs a token to read ${owner}/${repo}.`,
      'Set GITHUB_TOKEN, for instance to what `gh auth token` prints.',
    );
  }
  const baseUrl = environment['GITHUB_API_URL'] ?? 'https://api.github.com';
  return createGitHub({ baseUrl, token, owner, repo });
}

function findRepository(environment: Environment): string {
  const given = environment['GITHUB_REPOSITORY'] ?? readRemote();
  const name = /([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(given)?.[1];
  if (name) return name;
  throw new OperatorError(
    'input-invalid',
    'Which repository holds the release is not known.',
    'Set GITHUB_REPOSITORY to owner/name, or run this in a clone whose remote "origin" is on GitHub.',
  );
}

function readRemote(): string {
  try {
    return execFileSync('git', ['remote', 'get-url', 'origin'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
